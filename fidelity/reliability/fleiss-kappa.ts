import { z } from "zod";
import { tQuantile } from "../intervals/t-quantile.ts";
import { parseInput } from "../parse-input.ts";
import {
  confidenceLevel,
  type Estimate,
  fewUnits,
  NO_WIDTH,
  ONE_CATEGORY,
  standardErrorOf,
  symmetricInterval,
} from "./estimate.ts";
import { sum } from "./read-counts.ts";

export type FleissKappa = Estimate & {
  /** Large-sample, subjects taken as a sample; null where the ratings leave no variation. */
  standardError: number | null;
  /** Share of agreeing pairs of raters; null without subjects. */
  observedAgreement: number | null;
  expectedAgreement: number | null;
  /** Kappa of each category against all others; null for a category nobody or everybody used. */
  byCategory: (number | null)[];
  /** Subjects. */
  n: number;
  /** Ratings per subject; 0 without subjects. */
  raters: number;
};

const countsSchema = z.array(z.array(z.int().min(0)).min(2, { error: "expected at least 2 categories" }));
const optionsSchema = z.strictObject({ confidence: confidenceLevel });

/**
 * Agreement beyond chance of several interchangeable raters on a nominal scale; each subject is rated equally often,
 * not necessarily by the same people.
 *
 * @param counts subjects x categories: how many raters put the subject into the category
 * @param options `confidence` strictly between 0 and 1, default 0.95
 * @returns kappa up to 1, unrounded; the interval uses Student's t with n - 1 degrees of freedom. Null with a `reason`
 *   without subjects and when all ratings are in one category
 * @throws TypeError for other than whole numbers of 0 or more; RangeError for rows of another length, fewer than 2
 *   ratings of a subject, or subjects not rated equally often (`krippendorffAlpha` allows for missing ratings)
 *
 * Source: Fleiss 1971, Psychological Bulletin 76:378-382; standard error Gwet 2008, British Journal of Mathematical
 * and Statistical Psychology 61:29-48.
 */
export function fleissKappa(
  counts: readonly (readonly number[])[],
  options: { confidence?: number } = {},
): FleissKappa {
  const subjects = parseInput(countsSchema, counts, "counts");
  const { confidence } = parseInput(optionsSchema, options, "options");
  const size = subjects[0]?.length ?? 0;
  const raters = sum(subjects[0] ?? []);
  checkRows(subjects, size, raters);
  const n = subjects.length;
  const shares = Array.from(
    { length: size },
    (_, place) => sum(subjects.map((row) => row[place] ?? 0)) / (n * raters),
  );
  const none = { estimate: null, cautions: [], standardError: null, confidenceInterval: null, n, raters };
  const byCategory = shares.map((share, place) => categoryKappa(subjects, share, place, raters));
  if (n === 0) {
    return {
      ...none,
      reason: "there are no subjects",
      byCategory,
      observedAgreement: null,
      expectedAgreement: null,
    };
  }
  const agreements = subjects.map(
    (row) => sum(row.map((count) => count * (count - 1))) / (raters * (raters - 1)),
  );
  const observed = sum(agreements) / n;
  const expected = sum(shares.map((share) => share * share));
  if (1 - expected < 1e-12) {
    return {
      ...none,
      reason: ONE_CATEGORY,
      byCategory,
      observedAgreement: observed,
      expectedAgreement: expected,
    };
  }
  const kappa = (observed - expected) / (1 - expected);

  const spread = sum(
    subjects.map((row, subject) => {
      const ownChance = sum(row.map((count, place) => (count / raters) * (shares[place] ?? 0)));
      const own = ((agreements[subject] ?? 0) - expected) / (1 - expected);
      return (own - (2 * (1 - kappa) * (ownChance - expected)) / (1 - expected) - kappa) ** 2;
    }),
  );
  const standardError = n < 2 ? null : standardErrorOf(spread / (n * (n - 1)));
  return {
    estimate: kappa,
    reason: null,
    cautions: [...fewUnits(n), ...(standardError === null ? [NO_WIDTH] : [])],
    standardError,
    confidenceInterval:
      standardError === null
        ? null
        : symmetricInterval(kappa, standardError, {
            multiple: tQuantile((1 + confidence) / 2, n - 1),
            confidence,
            method: "Student's t, linearized variance of Gwet",
          }),
    observedAgreement: observed,
    expectedAgreement: expected,
    byCategory,
    n,
    raters,
  };
}

function checkRows(subjects: number[][], size: number, raters: number): void {
  const problems = subjects.flatMap((row, subject) => {
    if (row.length !== size)
      return [`counts[${subject}]: found ${row.length} categories, expected ${size} as in counts[0]`];
    const ratings = sum(row);
    if (ratings < 2) return [`counts[${subject}]: found ${ratings} ratings, expected at least 2`];
    return ratings === raters
      ? []
      : [`counts[${subject}]: found ${ratings} ratings, expected ${raters} as in counts[0]`];
  });
  if (problems.length > 0) throw new RangeError(problems.join("\n"));
}

function categoryKappa(subjects: number[][], share: number, place: number, raters: number): number | null {
  const disagreeing = sum(
    subjects.map((row) => {
      const count = row[place] ?? 0;
      return count * (raters - count);
    }),
  );
  const byChance = subjects.length * raters * (raters - 1) * share * (1 - share);
  return byChance > 0 ? 1 - disagreeing / byChance : null;
}
