import { z } from "zod";
import { tQuantile } from "../intervals/t-quantile.ts";
import { parseInput } from "../parse-input.ts";
import {
  type Category,
  category,
  confidenceLevel,
  type Estimate,
  fewUnits,
  NO_WIDTH,
  standardErrorOf,
  symmetricInterval,
} from "./estimate.ts";
import { sum } from "./read-counts.ts";

export type Level = "nominal" | "ordinal" | "interval" | "ratio";

export type KrippendorffAlpha = Estimate & {
  level: Level;
  /** Large-sample, units taken as a sample; null where the ratings leave no variation. */
  standardError: number | null;
  /** Mean squared distance of ratings of the same unit; null without a pair. */
  observedDisagreement: number | null;
  /** Mean squared distance of any two ratings; null without a pair. */
  expectedDisagreement: number | null;
  /** Units with two ratings or more. */
  n: number;
  /** Units left out because they have fewer than two ratings. */
  leftOut: number;
  raters: number;
  /** Ratings in the counted units. */
  values: number;
};

const ratingsSchema = z.array(z.array(category.nullable()));
const optionsSchema = z.strictObject({
  level: z.enum(["nominal", "ordinal", "interval", "ratio"]),
  confidence: confidenceLevel,
});

/** Squared distance between two of the sorted distinct values, given how often each occurs. */
type Metric = (one: number, other: number) => number;

/**
 * Agreement of any number of raters, with missing ratings, at any level of measurement:
 * 1 - observed / expected disagreement. 1 is complete agreement, 0 what chance gives, below 0 systematic disagreement.
 *
 * @param ratings raters x units: one list per rater, of the same units in the same order; null when missing. Numbers;
 *   text and booleans are allowed at the nominal level only, numbers of 0 or more at the ratio level
 * @param options `level`: `nominal`, `ordinal` (categories are as far apart as there are ratings between them),
 *   `interval` or `ratio`; `confidence`, default 0.95
 * @returns alpha, unrounded. Units with fewer than two ratings are left out and counted. The interval treats units as a
 *   sample and takes the distances of ordinal categories as given; it uses Student's t with n - 1 degrees of freedom.
 *   Null with a `reason` when no unit has two ratings or all ratings are the same
 * @throws TypeError for ratings or options of another kind; RangeError for lists that differ in length and for ratings
 *   the level does not allow, all at once
 *
 * Source: Krippendorff 2011, Computing Krippendorff's Alpha-Reliability, University of Pennsylvania; variance by the
 * infinitesimal jackknife, Jaeckel 1972 and Efron 1982, The Jackknife, the Bootstrap and Other Resampling Plans.
 */
export function krippendorffAlpha(
  ratings: readonly (readonly (Category | null)[])[],
  options: { level: Level; confidence?: number },
): KrippendorffAlpha {
  const lists = parseInput(ratingsSchema, ratings, "ratings");
  const { level, confidence } = parseInput(optionsSchema, options, "options");
  checkRatings(lists, level);
  const all = (lists[0] ?? []).map((_, unit) =>
    lists.map((list) => list[unit] ?? null).filter((rating) => rating !== null),
  );
  const units = all.filter((unit) => unit.length >= 2);
  const values = sum(units.map((unit) => unit.length));
  const n = units.length;
  const counts = { level, n, leftOut: all.length - n, raters: lists.length, values };
  const none = { estimate: null, cautions: [], standardError: null, confidenceInterval: null };
  if (n === 0) {
    const reason = "no unit has two ratings";
    return { ...none, ...counts, reason, observedDisagreement: null, expectedDisagreement: null };
  }

  const distinct = [...new Set(units.flat())].sort((one, other) => Number(one) - Number(other));
  const places = new Map(distinct.map((value, place) => [value, place]));
  const coded = units.map((unit) => unit.map((value) => places.get(value) ?? 0));
  const frequency = distinct.map(() => 0);
  for (const place of coded.flat()) frequency[place] = (frequency[place] ?? 0) + 1;
  const metric = metricOf(level, distinct, frequency);

  /** For each value, the summed distance to all ratings. */
  const toAll = distinct.map((_, one) => sum(frequency.map((count, other) => count * metric(one, other))));
  const within = coded.map(
    (unit) => sum(unit.flatMap((one) => unit.map((other) => metric(one, other)))) / (unit.length - 1),
  );
  const observed = sum(within) / values;
  const expected =
    sum(frequency.map((count, place) => count * (toAll[place] ?? 0))) / (values * (values - 1));
  const disagreements = { observedDisagreement: observed, expectedDisagreement: expected };
  if (expected === 0) {
    const reason = "all ratings are the same, so that there is no disagreement to compare with";
    return { ...none, ...counts, ...disagreements, reason };
  }

  const influences = coded.map((unit, index) => {
    const ofObserved = ((within[index] ?? 0) - unit.length * observed) / values;
    const distance = 2 * sum(unit.map((place) => toAll[place] ?? 0));
    const ofExpected = (distance - expected * (2 * values - 1) * unit.length) / (values * (values - 1));
    return (observed * ofExpected) / expected ** 2 - ofObserved / expected;
  });
  const mean = sum(influences) / n;
  const standardError =
    n < 2
      ? null
      : standardErrorOf((n / (n - 1)) * sum(influences.map((influence) => (influence - mean) ** 2)));
  const alpha = 1 - observed / expected;
  return {
    estimate: alpha,
    reason: null,
    cautions: [...fewUnits(n), ...(standardError === null ? [NO_WIDTH] : [])],
    standardError,
    confidenceInterval:
      standardError === null
        ? null
        : symmetricInterval(alpha, standardError, {
            multiple: tQuantile((1 + confidence) / 2, n - 1),
            confidence,
            method: "Student's t, infinitesimal jackknife over units",
          }),
    ...disagreements,
    ...counts,
  };
}

function checkRatings(lists: (Category | null)[][], level: Level): void {
  const units = lists[0]?.length ?? 0;
  const problems = lists.flatMap((list, rater) => [
    ...(list.length === units
      ? []
      : [`ratings[${rater}]: found ${list.length} units, expected ${units} as in ratings[0]`]),
    ...list.flatMap((rating, unit) => {
      if (rating === null || level === "nominal") return [];
      if (typeof rating === "number" && (level !== "ratio" || rating >= 0)) return [];
      const wanted = level === "ratio" ? "a number of 0 or more" : "a number";
      return [`ratings[${rater}][${unit}]: found ${JSON.stringify(rating)}, expected ${wanted} or null`];
    }),
  ]);
  if (problems.length > 0) throw new RangeError(problems.join("\n"));
}

function metricOf(level: Level, distinct: Category[], frequency: number[]): Metric {
  if (level === "nominal") return (one, other) => (one === other ? 0 : 1);
  if (level === "ordinal") {
    let before = 0;
    const middles = frequency.map((count) => {
      before += count;
      return before - count / 2;
    });
    return (one, other) => ((middles[one] ?? 0) - (middles[other] ?? 0)) ** 2;
  }
  const values = distinct.map(Number);
  return (one, other) => {
    const a = values[one] ?? 0;
    const b = values[other] ?? 0;
    if (one === other) return 0;
    return level === "interval" ? (a - b) ** 2 : ((a - b) / (a + b)) ** 2;
  };
}
