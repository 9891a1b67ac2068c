import { z } from "zod";
import { fQuantile } from "../intervals/f-quantile.ts";
import { parseInput } from "../parse-input.ts";
import { type ConfidenceInterval, confidenceLevel, type Estimate, fewUnits, NO_WIDTH } from "./estimate.ts";
import { sum } from "./read-counts.ts";

export type IntraclassCorrelations = {
  /** One rating; every target has raters of its own. */
  icc11: Estimate;
  /** Mean of k ratings; every target has raters of its own. */
  icc1k: Estimate;
  /** One rating; the same raters, a sample of all raters; absolute agreement. */
  icc21: Estimate;
  icc2k: Estimate;
  /** One rating; the same raters, and no others are meant; consistency. */
  icc31: Estimate;
  icc3k: Estimate;
  /** Targets rated by everybody. */
  n: number;
  /** Targets left out because a rating is missing. */
  leftOut: number;
  /** Ratings per target, k. */
  raters: number;
};

type MeanSquares = { between: number; within: number; raters: number; error: number };
type Bounds = { lower: number; upper: number };

const ratingsSchema = z.array(z.array(z.number().nullable()));
const optionsSchema = z.strictObject({ confidence: confidenceLevel });

/**
 * The six intraclass correlations of Shrout & Fleiss: how much of the variation of ratings lies between targets.
 * Which one is right follows from the design and is to be fixed before the ratings are seen; for supervisors who rate
 * alone in practice it is a single-rating form, `icc11` or `icc21`.
 *
 * @param ratings targets x raters, numbers of the same scale; null when missing. The first form takes the columns in
 *   any order within a target
 * @param options `confidence` strictly between 0 and 1, default 0.95
 * @returns each form with its interval from the F distribution, unrounded; an estimate may be negative. Targets with a
 *   missing rating are left out and counted. Null with a `reason` for fewer than 2 targets or raters, when the ratings do
 *   not vary, and for a mean of ratings of targets that differ less than chance would make them
 * @throws TypeError for ratings that are no numbers; RangeError for targets with different numbers of columns
 *
 * Source: Shrout & Fleiss 1979, Psychological Bulletin 86:420-428; intervals also McGraw & Wong 1996, Psychological
 * Methods 1:30-46, table 7. Their example of 6 targets and 4 judges gives .17, .29, .71 and .44, .62, .91.
 */
export function intraclassCorrelation(
  ratings: readonly (readonly (number | null)[])[],
  options: { confidence?: number } = {},
): IntraclassCorrelations {
  const rows = parseInput(ratingsSchema, ratings, "ratings");
  const { confidence } = parseInput(optionsSchema, options, "options");
  const k = rows[0]?.length ?? 0;
  const crooked = rows.flatMap((row, target) =>
    row.length === k
      ? []
      : [`ratings[${target}]: found ${row.length} ratings, expected ${k} as in ratings[0]`],
  );
  if (crooked.length > 0) throw new RangeError(crooked.join("\n"));
  const targets = rows.filter((row): row is number[] => row.every((rating) => rating !== null));
  const n = targets.length;
  const counts = { n, leftOut: rows.length - n, raters: k };
  if (n < 2) return { ...everyForm(`targets rated by everybody: ${n}; at least 2 are needed`), ...counts };
  if (k < 2) return { ...everyForm(`ratings per target: ${k}; at least 2 are needed`), ...counts };

  const squares = meanSquares(targets, n, k);
  if (squares === null) return { ...everyForm("all ratings are the same"), ...counts };
  const { between, within, raters, error } = squares;
  const tail = (1 + confidence) / 2;
  /** What differences of the squares leave where they should leave nothing. */
  const rounding = (between + within + raters + error) * 1e-12;
  const form = (method: string, numerator: number, denominator: number, bounds: () => Bounds): Estimate => {
    if (denominator <= rounding) {
      return noEstimate("the targets differ less than chance alone would make them");
    }
    const confidenceInterval = readable(bounds(), confidence, method);
    const cautions = [...fewUnits(n), ...(confidenceInterval === null ? [NO_WIDTH] : [])];
    return { estimate: numerator / denominator, reason: null, cautions, confidenceInterval };
  };

  const oneWay = "F, one-way model";
  const consistency = "F, two-way model, consistency";
  const absolute = "F, two-way model, absolute agreement";
  const ratio1 = bounded(between, within, n - 1, n * (k - 1), tail);
  const ratio3 = bounded(between, error, n - 1, (n - 1) * (k - 1), tail);
  const agreement = () => agreementBounds(squares, n, k, tail);
  return {
    icc11: form(oneWay, between - within, between + (k - 1) * within, () => single(ratio1, k)),
    icc1k: form(oneWay, between - within, between, () => average(ratio1)),
    icc21: form(absolute, between - error, between + (k - 1) * error + (k * (raters - error)) / n, agreement),
    icc2k: form(absolute, between - error, between + (raters - error) / n, () => steppedUp(agreement(), k)),
    icc31: form(consistency, between - error, between + (k - 1) * error, () => single(ratio3, k)),
    icc3k: form(consistency, between - error, between, () => average(ratio3)),
    ...counts,
  };
}

function everyForm(reason: string) {
  const icc11 = noEstimate(reason);
  return { icc11, icc1k: icc11, icc21: icc11, icc2k: icc11, icc31: icc11, icc3k: icc11 };
}

function noEstimate(reason: string): Estimate {
  return { estimate: null, reason, cautions: [], confidenceInterval: null };
}

/** Mean squares of the two-way layout; those that are nothing but rounding are 0. Null when nothing varies. */
function meanSquares(targets: number[][], n: number, k: number): MeanSquares | null {
  const grand = sum(targets.flat()) / (n * k);
  const targetMeans = targets.map((row) => sum(row) / k);
  const raterMeans = Array.from({ length: k }, (_, rater) => sum(targets.map((row) => row[rater] ?? 0)) / n);
  const total = sum(targets.flat().map((rating) => (rating - grand) ** 2));
  const scale = targets.flat().reduce((largest, rating) => Math.max(largest, Math.abs(rating)), 0);
  if (total <= n * k * (scale * 1e-14) ** 2) return null;

  const clean = (square: number) => (square < total * 1e-13 ? 0 : square);
  const ofTargets = clean(k * sum(targetMeans.map((mean) => (mean - grand) ** 2)));
  const ofRaters = clean(n * sum(raterMeans.map((mean) => (mean - grand) ** 2)));
  const ofWithin = clean(
    sum(targets.flatMap((row, target) => row.map((rating) => (rating - (targetMeans[target] ?? 0)) ** 2))),
  );
  const ofError = clean(
    sum(
      targets.flatMap((row, target) =>
        row.map(
          (rating, rater) => (rating - (targetMeans[target] ?? 0) - (raterMeans[rater] ?? 0) + grand) ** 2,
        ),
      ),
    ),
  );
  return {
    between: ofTargets / (n - 1),
    within: ofWithin / (n * (k - 1)),
    raters: ofRaters / (k - 1),
    error: ofError / ((n - 1) * (k - 1)),
  };
}

/** Bounds of the ratio of expected mean squares. */
function bounded(between: number, other: number, df1: number, df2: number, tail: number): Bounds {
  const ratio = between / other;
  return { lower: ratio / fQuantile(tail, df1, df2), upper: ratio * fQuantile(tail, df2, df1) };
}

function single({ lower, upper }: Bounds, k: number): Bounds {
  return { lower: (lower - 1) / (lower + k - 1), upper: (upper - 1) / (upper + k - 1) };
}

function average({ lower, upper }: Bounds): Bounds {
  return { lower: 1 - 1 / lower, upper: 1 - 1 / upper };
}

function steppedUp({ lower, upper }: Bounds, k: number): Bounds {
  const mean = (single: number) => {
    const scale = 1 + (k - 1) * single;
    return scale > 0 ? (k * single) / scale : Number.NaN;
  };
  return { lower: mean(lower), upper: mean(upper) };
}

/** Bounds for absolute agreement, with the degrees of freedom that Satterthwaite's approximation gives. */
function agreementBounds(
  { between, raters, error }: MeanSquares,
  n: number,
  k: number,
  tail: number,
): Bounds {
  const estimate = (between - error) / (between + (k - 1) * error + (k * (raters - error)) / n);
  const ofRaters = k * estimate * raters;
  const ofError = (n * (1 + (k - 1) * estimate) - k * estimate) * error;
  const df = ((k - 1) * (n - 1) * (ofRaters + ofError) ** 2) / ((n - 1) * ofRaters ** 2 + ofError ** 2);
  if (!(df > 0 && Number.isFinite(df))) return { lower: Number.NaN, upper: Number.NaN };
  const down = fQuantile(tail, n - 1, df);
  const up = fQuantile(tail, df, n - 1);
  const rest = k * raters + (k * n - k - n) * error;
  return {
    lower: (n * (between - down * error)) / (down * rest + n * between),
    upper: (n * (up * between - error)) / (rest + n * up * between),
  };
}

function readable({ lower, upper }: Bounds, confidence: number, method: string): ConfidenceInterval | null {
  if (!Number.isFinite(lower) || !Number.isFinite(upper) || upper - lower < 1e-12) return null;
  return { lower, upper, confidence, method };
}
