import type { Tone } from "#app/components/badge.tsx";
import { formatDay } from "#app/components/relative-day.tsx";
import type { Figure, Standing } from "../figure.types.ts";
import { MEASURE_TRAITS, type MeasureCode } from "../measure-catalog.ts";

const whole = new Intl.NumberFormat("en-US", { maximumFractionDigits: 0 });
const oneDecimal = new Intl.NumberFormat("en-US", { maximumFractionDigits: 1 });

export const STANDING_WORDS: Record<Standing, { tone: Tone; word: string }> = {
  behind: { tone: "critical", word: "Behind" },
  "maybe-behind": { tone: "caution", word: "May be behind" },
  "on-track": { tone: "positive", word: "On target" },
  "no-data": { tone: "neutral", word: "No data yet" },
};

export const STAGE_WORDS: Record<string, string> = {
  exploration: "Exploration",
  installation: "Installation",
  initial_implementation: "Initial implementation",
  full_implementation: "Full implementation",
  discontinued: "Discontinued",
};

/** Parts of planned sessions are told while they matter. */
export const count = (value: number) => (value < 100 ? oneDecimal : whole).format(value);
export const percent = (value: number) => `${whole.format(value)}\u00a0%`;

/** An interval this wide says nothing about the rate inside it. */
const SAYS_NOTHING = 100;

/** "78–89 %" */
export function intervalWords({ interval }: Figure): string | undefined {
  if (interval && interval.upper - interval.lower >= SAYS_NOTHING) return "too few to tell";
  return interval ? `${whole.format(interval.lower)}–${whole.format(interval.upper)}\u00a0%` : undefined;
}

/** "412 sessions delivered of 520 sessions planned" */
export function ratioWords(
  code: MeasureCode,
  { numerator, denominator }: Pick<Figure, "numerator" | "denominator">,
): string {
  const { nouns } = MEASURE_TRAITS[code];
  return `${count(numerator)} ${nouns.numerator} of ${count(denominator)} ${nouns.denominator}`;
}

export function asOfWords({ asOf }: Pick<Figure, "asOf">): string | undefined {
  return asOf ? `as of ${formatDay(asOf)}` : undefined;
}

/** "Released on Sun 11 Oct 2026." or, where the records say something else now, "Released on …; today 80 % (418 of 520)." */
export function releasedWords({ released }: Pick<Figure, "released">): string | null {
  if (!released || (!released.on && !released.today)) return null;
  const when = released.on ? `Released on ${formatDay(released.on)}` : "In part released";
  return released.today ? `${when}; today ${todayWords(released.today)}.` : `${when}.`;
}

/** "80 % (418 of 520)" */
export function todayWords({
  value,
  numerator,
  denominator,
}: NonNullable<NonNullable<Figure["released"]>["today"]>): string {
  if (value === null) return "nothing to count";
  return `${percent(value)} (${count(numerator)} of ${count(denominator)})`;
}
