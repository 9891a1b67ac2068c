import { z } from "zod";
import { wilsonInterval } from "../intervals/wilson-interval.ts";
import { parseInput } from "../parse-input.ts";
import { type Category, category, confidenceLevel, type Estimate, fewUnits } from "./estimate.ts";

export type PercentAgreement = Estimate & {
  /** Pairs with the same rating. */
  agreed: number;
  /** Pairs with both ratings. */
  n: number;
  /** Pairs left out because a rating is missing. */
  missing: number;
};

const ratings = z.array(category.nullable());
const optionsSchema = z.strictObject({ confidence: confidenceLevel });

/**
 * Share of units to which two raters gave the same rating. It is not corrected for chance.
 *
 * @param a ratings of the first rater, one per unit: text, number or boolean; null when missing
 * @param b ratings of the second rater, of the same units in the same order
 * @param options `confidence` strictly between 0 and 1, default 0.95
 * @returns `estimate` as a proportion from 0 to 1, unrounded, with a Wilson score interval. Pairs with a missing
 *   rating are left out and counted. Without a pair `estimate` is null with a `reason`
 * @throws TypeError for ratings of another kind; RangeError when the lists differ in length
 *
 * Source: the observed agreement of Cohen 1960, Educational and Psychological Measurement 20:37-46.
 */
export function percentAgreement(
  a: readonly (Category | null)[],
  b: readonly (Category | null)[],
  options: { confidence?: number } = {},
): PercentAgreement {
  const first = parseInput(ratings, a, "a");
  const second = parseInput(ratings, b, "b");
  const { confidence } = parseInput(optionsSchema, options, "options");
  if (first.length !== second.length) {
    throw new RangeError(`b: found ${second.length} ratings, expected ${first.length} as in a`);
  }
  const pairs = first
    .map((rating, unit) => [rating, second[unit] ?? null] as const)
    .filter(([one, other]) => one !== null && other !== null);
  const n = pairs.length;
  const agreed = pairs.filter(([one, other]) => one === other).length;
  const counts = { agreed, n, missing: first.length - n };
  if (n === 0) {
    const reason = "no unit was rated by both raters";
    return { estimate: null, reason, cautions: [], confidenceInterval: null, ...counts };
  }
  const { lower, upper } = wilsonInterval(agreed, n, { confidence });
  return {
    estimate: agreed / n,
    reason: null,
    cautions: fewUnits(n),
    confidenceInterval: { lower, upper, confidence, method: "Wilson score" },
    ...counts,
  };
}
