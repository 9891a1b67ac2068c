import { z } from "zod";
import { parseInput } from "../parse-input.ts";
import { RULE_SETS, type RuleSet, type Signal, signalsOf } from "./signal-rules.ts";

export type Baseline = number | { from: number; to: number };

export type ControlChartOptions = {
  /** The points the limits come from: how many first points, or the first and the last index. Default: all. */
  baseline?: Baseline;
  /** Which rules look for signals besides points beyond the limits; see `signalsOf`. Default `shewhart`. */
  ruleSet?: RuleSet;
};

export type ControlChart = {
  /** What is plotted; null for a period without a value. */
  values: (number | null)[];
  /** Of the baseline; null when it has no points. */
  centre: number | null;
  /** Three sigma below the centre, for each point; null where there is no limit. */
  lower: (number | null)[];
  /** Three sigma above. */
  upper: (number | null)[];
  /** Indexes, from 0, of points outside the limits. A point on a limit is inside. */
  beyond: number[];
  /** Signals by the rule set, those beyond the limits first; a rule without a signal is left out. */
  signals: Signal[];
  ruleSet: RuleSet;
  /** First and last index, and how many points between them have a value. */
  baseline: { from: number; to: number; points: number };
  /** Indexes of points that expect less than one event (or non-event): their limits mean little. */
  sparse: number[];
  /** Why there are no limits, in plain words; null when there are. */
  reason: string | null;
  /** What a reader must know before using the limits. */
  cautions: string[];
};

export type XmrChart = ControlChart & {
  /** Difference to the point before, without sign; null for the first. */
  movingRanges: (number | null)[];
  movingRangeCentre: number | null;
  movingRangeUpper: number | null;
  /** Indexes of the later point of each moving range above its limit. */
  movingRangesBeyond: number[];
};

export type LaneyPChart = ControlChart & {
  /** Spread between the points over that within them, as estimated; null without limits. */
  sigmaZ: number | null;
};

type Span = ControlChart["baseline"] & { ruleSet: RuleSet };
type Model = { centre: number; sigma(index: number): number; expected?(index: number): number };
type Range = { least: number; most: number };

/** Mean range of two values of a normal distribution, in standard deviations. */
const D2 = 1.128;
/** Upper limit of the range of two values over its mean. */
const D4 = 3.267;
const FEWEST_POINTS = 8;
const WANTED_POINTS = 12;
const ROUNDING = 1e-9;

const WHOLE = {
  error: ({ input }: { input: unknown }) => `found ${input}, expected a whole number of 0 or more`,
};
const valuesSchema = z.array(
  z.number({ error: ({ input }) => `found ${input}, expected a finite number or null` }).nullable(),
);
const countsSchema = z.array(z.int(WHOLE).min(0, WHOLE).nullable());
const exposureSchema = z.array(
  z
    .number({ error: ({ input }) => `found ${input}, expected a number of 0 or more, or null` })
    .min(0, { error: ({ input }) => `found ${input}, expected a number of 0 or more, or null` })
    .nullable(),
);
const index = z.int(WHOLE).min(0, WHOLE);
const optionsSchema = z.strictObject({
  baseline: z
    .union([index.min(1), z.strictObject({ from: index, to: index })], {
      error: "expected a number of first points, or { from, to } as indexes from 0",
    })
    .optional(),
  ruleSet: z.enum(RULE_SETS).default("shewhart"),
});

/**
 * Chart of single values (X) and their moving ranges (mR), for measures that are no counts.
 * Limits: mean +- 3 x mean moving range / 1.128; upper limit of the ranges 3.267 x their mean.
 *
 * @param values in time order, any unit; null for a period without a value, which is stepped over
 * @param options `baseline` and `ruleSet` as in `ControlChartOptions`
 * @returns centre and limits in the unit of the values. No limits, with a `reason`, from fewer than 8 points or from
 *   points that are all the same
 * @throws TypeError for values or options of another kind; RangeError for a baseline outside the values
 *
 * Source: Shewhart 1931; NIST/SEMATECH e-Handbook of Statistical Methods 6.3.2.2. Its ten flow rates: 45.82 to 55.80.
 */
export function xmrChart(values: readonly (number | null)[], options: ControlChartOptions = {}): XmrChart {
  const points = parseInput(valuesSchema, values, "values");
  const span = readSpan(points, options);
  const indexes = indexesOf(points, span);
  const movingRanges = movingRangesOf(points, () => true);
  const centre = mean(indexes.map((place) => points[place] ?? 0));
  const ranges = movingRangesOf(points, (place) => isInside(place, span)).filter((range) => range !== null);
  const meanRange = mean(ranges);
  const reason = meanRange === 0 ? "the points of the baseline are all the same" : null;
  const chart = assemble(
    points,
    span,
    { centre, sigma: () => meanRange / D2 },
    { least: Number.NEGATIVE_INFINITY, most: Number.POSITIVE_INFINITY },
    reason,
  );
  const isUsable = chart.reason === null;
  const movingRangeUpper = isUsable ? D4 * meanRange : null;
  return {
    ...chart,
    movingRanges,
    movingRangeCentre: isUsable ? meanRange : null,
    movingRangeUpper,
    movingRangesBeyond: movingRanges.flatMap((range, place) =>
      range !== null && movingRangeUpper !== null && range > movingRangeUpper * (1 + ROUNDING) ? [place] : [],
    ),
  };
}

/**
 * Chart of counts of events when every period had the same opportunity. Limits: mean +- 3 x sqrt(mean), not below 0.
 *
 * @param counts in time order, whole numbers of 0 or more; null for a period without a count
 * @param options `baseline` and `ruleSet` as in `ControlChartOptions`
 * @returns centre and limits in events per period. No limits, with a `reason`, from fewer than 8 points or without an
 *   event
 * @throws TypeError for counts or options of another kind; RangeError for a baseline outside the counts
 *
 * Source: NIST/SEMATECH e-Handbook of Statistical Methods 6.3.3.1. Its 25 wafers: centre 16, 4 to 28.
 */
export function cChart(counts: readonly (number | null)[], options: ControlChartOptions = {}): ControlChart {
  const points = parseInput(countsSchema, counts, "counts");
  const span = readSpan(points, options);
  const centre = mean(indexesOf(points, span).map((place) => points[place] ?? 0));
  return assemble(
    points,
    span,
    { centre, sigma: () => Math.sqrt(centre), expected: () => centre },
    { least: 0, most: Number.POSITIVE_INFINITY },
    centre === 0 ? NO_EVENTS : null,
  );
}

/**
 * Chart of proportions. Centre: all events / all trials of the baseline. Limits: +- 3 x sqrt(p (1 - p) / n) with each
 * point's own n, within 0 and 1.
 *
 * @param events in time order, whole numbers from 0 to n; null for a period without a value
 * @param n trials of the same periods, whole numbers of 0 or more; a period with 0 has no proportion
 * @param options `baseline` and `ruleSet` as in `ControlChartOptions`
 * @returns proportions from 0 to 1. No limits, with a `reason`, from fewer than 8 points, or when all or no trials of
 *   the baseline had the event
 * @throws TypeError for counts or options of another kind; RangeError for lists that differ in length, more events than
 *   trials, or a baseline outside the periods
 *
 * Source: Montgomery, Introduction to Statistical Quality Control, 6th edition, chapter 7; NIST/SEMATECH e-Handbook
 * 6.3.3.2. Thirty samples of 50 with 347 nonconforming cans: centre 0.2313, 0.0524 to 0.4102.
 */
export function pChart(
  events: readonly (number | null)[],
  n: readonly (number | null)[],
  options: ControlChartOptions = {},
): ControlChart {
  const { points, span, model, reason } = readProportions(events, n, options);
  return assemble(points, span, model, PROPORTION, reason);
}

/**
 * Chart of rates of events per unit of exposure. Centre: all events / all exposure of the baseline. Limits:
 * +- 3 x sqrt(centre / exposure), not below 0.
 *
 * @param counts in time order, whole numbers of 0 or more; null for a period without a value
 * @param exposure of the same periods, 0 or more, may be a fraction; a period with 0 has no rate
 * @param options `baseline` and `ruleSet` as in `ControlChartOptions`
 * @returns events per unit of exposure. No limits, with a `reason`, from fewer than 8 points or without an event
 * @throws TypeError for numbers or options of another kind; RangeError for lists that differ in length, events without
 *   exposure, or a baseline outside the periods
 *
 * Source: Montgomery, Introduction to Statistical Quality Control, 6th edition, chapter 7: 74 errors in 20 weeks of 50
 * shipments, centre 0.0740, 0 to 0.1894.
 */
export function uChart(
  counts: readonly (number | null)[],
  exposure: readonly (number | null)[],
  options: ControlChartOptions = {},
): ControlChart {
  const events = parseInput(countsSchema, counts, "counts");
  const areas = parseInput(exposureSchema, exposure, "exposure");
  const problems = [
    ...lengthProblem("exposure", areas.length, "counts", events.length),
    ...events.flatMap((count, place) =>
      areas[place] === 0 && (count ?? 0) > 0
        ? [`counts[${place}]: found ${count}, expected 0 because there is no exposure`]
        : [],
    ),
  ];
  if (problems.length > 0) throw new RangeError(problems.join("\n"));
  const points = ratesOf(events, areas);
  const span = readSpan(points, options);
  const { centre } = pooled(events, areas, indexesOf(points, span));
  return assemble(
    points,
    span,
    {
      centre,
      sigma: (place) => Math.sqrt(centre / (areas[place] ?? 0)),
      expected: (place) => centre * (areas[place] ?? 0),
    },
    { least: 0, most: Number.POSITIVE_INFINITY },
    centre === 0 ? NO_EVENTS : null,
  );
}

/**
 * Chart of proportions with many trials per point, whose points vary more than chance within them explains: the limits
 * of `pChart` times sigma z, the mean moving range of the points' z-scores / 1.128. A sigma z below 1 is reported and
 * does not narrow the limits.
 *
 * @param events as in `pChart`
 * @param n as in `pChart`
 * @param options `baseline` and `ruleSet` as in `ControlChartOptions`
 * @returns as `pChart`, and `sigmaZ`; 1 means that chance within the points explains the variation
 * @throws as `pChart`
 *
 * Source: Laney 2002, Quality Engineering 14:531-537, Improved control charts for attributes.
 */
export function laneyPChart(
  events: readonly (number | null)[],
  n: readonly (number | null)[],
  options: ControlChartOptions = {},
): LaneyPChart {
  const { points, span, model, reason } = readProportions(events, n, options);
  const scores = points.map((value, place) =>
    value === null ? null : (value - model.centre) / model.sigma(place),
  );
  const ranges = movingRangesOf(scores, (place) => isInside(place, span)).filter((range) => range !== null);
  const sigmaZ = mean(ranges) / D2;
  const widening = Math.max(1, sigmaZ);
  const chart = assemble(
    points,
    span,
    { ...model, sigma: (place) => widening * model.sigma(place) },
    PROPORTION,
    reason,
  );
  if (chart.reason !== null) return { ...chart, sigmaZ: null };
  const narrow = sigmaZ < 1 ? ["sigma z is below 1: the limits are those of a p chart"] : [];
  return { ...chart, sigmaZ, cautions: [...chart.cautions, ...narrow] };
}

const PROPORTION: Range = { least: 0, most: 1 };
const NO_EVENTS = "the baseline has no event: chart the time between events instead";

function readProportions(
  events: readonly (number | null)[],
  n: readonly (number | null)[],
  options: ControlChartOptions,
) {
  const counts = parseInput(countsSchema, events, "events");
  const trials = parseInput(countsSchema, n, "n");
  const problems = [
    ...lengthProblem("n", trials.length, "events", counts.length),
    ...counts.flatMap((count, place) => {
      const most = trials[place] ?? null;
      return count !== null && most !== null && count > most
        ? [`events[${place}]: found ${count}, expected at most n[${place}] = ${most}`]
        : [];
    }),
  ];
  if (problems.length > 0) throw new RangeError(problems.join("\n"));
  const points = ratesOf(counts, trials);
  const span = readSpan(points, options);
  const { centre, above, below } = pooled(counts, trials, indexesOf(points, span));
  const rarer = Math.min(centre, 1 - centre);
  const model: Model = {
    centre,
    sigma: (place) => Math.sqrt((centre * (1 - centre)) / (trials[place] ?? 0)),
    expected: (place) => rarer * (trials[place] ?? 0),
  };
  const everyEvent = below === 0 ? "every trial of the baseline had the event" : null;
  return { points, span, model, reason: above === 0 ? NO_EVENTS : everyEvent };
}

function lengthProblem(what: string, found: number, other: string, expected: number): string[] {
  return found === expected ? [] : [`${what}: found ${found} values, expected ${expected} as in ${other}`];
}

function ratesOf(counts: (number | null)[], sizes: (number | null)[]): (number | null)[] {
  return counts.map((count, place) => {
    const size = sizes[place] ?? null;
    return count === null || size === null || size === 0 ? null : count / size;
  });
}

function pooled(counts: (number | null)[], sizes: (number | null)[], indexes: number[]) {
  const above = sum(indexes.map((place) => counts[place] ?? 0));
  const size = sum(indexes.map((place) => sizes[place] ?? 0));
  return { centre: above / size, above, below: size - above };
}

function readSpan(points: (number | null)[], options: ControlChartOptions): Span {
  const { baseline, ruleSet } = parseInput(optionsSchema, options, "options");
  const last = points.length - 1;
  const { from, to } =
    typeof baseline === "number"
      ? { from: 0, to: baseline - 1 }
      : (baseline ?? { from: 0, to: Math.max(last, 0) });
  if (baseline !== undefined && (from > to || to > last)) {
    throw new RangeError(
      `options.baseline: found ${from} to ${to}, expected indexes from 0 to ${last} in order`,
    );
  }
  const inside = points.filter((value, place) => value !== null && place >= from && place <= to);
  return { from, to, points: inside.length, ruleSet };
}

function isInside(place: number, { from, to }: Span): boolean {
  return place >= from && place <= to;
}

function indexesOf(points: (number | null)[], span: Span): number[] {
  return points.flatMap((value, place) => (value !== null && isInside(place, span) ? [place] : []));
}

/** Difference of each counted value to the counted one before it. */
function movingRangesOf(values: (number | null)[], isCounted: (place: number) => boolean): (number | null)[] {
  let before: number | null = null;
  return values.map((value, place) => {
    if (value === null || !isCounted(place)) return null;
    const range = before === null ? null : Math.abs(value - before);
    before = value;
    return range;
  });
}

function assemble(
  values: (number | null)[],
  { ruleSet, ...baseline }: Span,
  { centre, sigma, expected }: Model,
  { least, most }: Range,
  noVariation: string | null,
): ControlChart {
  const common = { values, ruleSet, baseline };
  const reason =
    baseline.points < FEWEST_POINTS
      ? `points in the baseline: ${baseline.points}; limits need at least ${FEWEST_POINTS}, so use a run chart`
      : noVariation;
  if (reason !== null) {
    const none = values.map(() => null);
    const nothing = { lower: none, upper: none, beyond: [], signals: [], sparse: [], cautions: [] };
    return { ...common, ...nothing, centre: baseline.points === 0 ? null : centre, reason };
  }
  const limit = (side: -1 | 1) =>
    values.map((value, place) =>
      value === null ? null : Math.min(most, Math.max(least, centre + side * 3 * sigma(place))),
    );
  const plotted = values.flatMap((value, place) =>
    value === null ? [] : [{ index: place, value, z: (value - centre) / sigma(place) }],
  );
  const signals = signalsOf(plotted, ruleSet);
  const sparse = plotted.flatMap(({ index: place }) => (expected && expected(place) < 1 ? [place] : []));
  return {
    ...common,
    centre,
    lower: limit(-1),
    upper: limit(1),
    beyond: signals.find(({ rule }) => rule === "beyond-limits")?.points ?? [],
    signals,
    sparse,
    reason,
    cautions: [
      ...(baseline.points < WANTED_POINTS
        ? [`the limits come from ${baseline.points} points; ${WANTED_POINTS} or more make them firm`]
        : []),
      ...(sparse.length > 0
        ? [`points that expect less than one event: ${sparse.length}; their limits mean little`]
        : []),
    ],
  };
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}

function mean(values: readonly number[]): number {
  return sum(values) / values.length;
}
