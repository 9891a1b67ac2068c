import type { Day } from "#app/time/days.ts";
import { normalQuantile } from "#fidelity/intervals/normal-quantile.ts";
import { wilsonInterval } from "#fidelity/intervals/wilson-interval.ts";
import type { Figure, MeasureSummary, Standing } from "./figure.types.ts";
import { MEASURE_TRAITS, type MeasureCode } from "./measure-catalog.ts";
import type { Ratio } from "./site-month.rules.ts";

/** A pooled ratio as a figure in per cent with the interval that suits its measure. */
export function figureOf(code: MeasureCode, { numerator, denominator }: Ratio, asOf: Day | null): Figure {
  const value = percentOf({ numerator, denominator });
  const interval = value === null ? null : intervalOf(code, { numerator, denominator });
  return { numerator, denominator, value, interval, asOf, released: null };
}

/** Null when there is nothing to divide by. */
export function percentOf({ numerator, denominator }: Ratio): number | null {
  return denominator > 0 ? (100 * numerator) / denominator : null;
}

function intervalOf(code: MeasureCode, { numerator, denominator }: Ratio): Figure["interval"] {
  const { kind } = MEASURE_TRAITS[code];
  if (kind === "amount-of-plan") return null;
  const { lower, upper } =
    kind === "proportion"
      ? wilsonInterval(numerator, denominator)
      : plannedCountInterval(numerator, denominator);
  return { lower: 100 * lower, upper: 100 * upper };
}

/**
 * 95 % score interval of a count over what was planned: (x + z²/2 ± z √(x + z²/4)) / planned.
 * Source: the score interval of a Poisson mean, Barker 2002, The American Statistician 56:85-89.
 */
function plannedCountInterval(count: number, planned: number): { lower: number; upper: number } {
  const z = normalQuantile(0.975);
  const middle = count + (z * z) / 2;
  const reach = z * Math.sqrt(count + (z * z) / 4);
  return { lower: count === 0 ? 0 : (middle - reach) / planned, upper: (middle + reach) / planned };
}

/** Pools by adding numerators and denominators; percentages are never averaged. */
export function pool(ratios: readonly Ratio[]): Ratio {
  return ratios.reduce<Ratio>(
    (sum, { numerator, denominator }) => ({
      numerator: sum.numerator + numerator,
      denominator: sum.denominator + denominator,
    }),
    { numerator: 0, denominator: 0 },
  );
}

/**
 * Behind when even the better end of the interval misses the target, perhaps behind when only the figure does.
 * Without an interval nobody is called behind for certain.
 */
export function standingOf(
  figure: Figure,
  { direction, target }: Pick<MeasureSummary, "direction" | "target">,
): Standing {
  if (figure.value === null) return "no-data";
  if (target === null || direction === "range") return "on-track";
  const sign = direction === "up" ? 1 : -1;
  if (sign * (figure.value - target) >= 0) return "on-track";
  const best = direction === "up" ? figure.interval?.upper : figure.interval?.lower;
  return best !== undefined && sign * (best - target) < 0 ? "behind" : "maybe-behind";
}
