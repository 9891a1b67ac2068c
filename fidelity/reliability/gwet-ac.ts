import { z } from "zod";
import { tQuantile } from "../intervals/t-quantile.ts";
import { parseInput } from "../parse-input.ts";
import { type AgreementWeights, agreementWeights } from "./agreement-weights.ts";
import {
  ALL_AGREEMENT,
  confidenceLevel,
  type Estimate,
  fewUnits,
  NO_WIDTH,
  standardErrorOf,
  symmetricInterval,
} from "./estimate.ts";
import { readCounts, type SquareTable, sum } from "./read-counts.ts";

export type GwetAc = Estimate & {
  coefficient: "AC1" | "AC2";
  /** Large-sample; null where the ratings leave no variation. */
  standardError: number | null;
  observedAgreement: number | null;
  expectedAgreement: number | null;
  /** Pairs. */
  n: number;
};

const optionsSchema = z.strictObject({
  weights: z.custom<AgreementWeights>().default("none"),
  confidence: confidenceLevel,
});

/**
 * Agreement of two raters beyond chance, where chance agreement is that of ratings which are hard to tell apart.
 * Unlike kappa it stays stable when one category is much more frequent than the others.
 *
 * @param table pairs of ratings on the declared scale, as counts k x k or as `contingencyTable` returns them; the
 *   number of categories k counts, used or not
 * @param options `weights` as `agreementWeights` explains, default `none`; `confidence`, default 0.95
 * @returns AC1 for `none`, otherwise AC2, up to 1, unrounded; the interval uses Student's t with n - 1 degrees of
 *   freedom. All ratings in one category give 1. Without a pair, and with a matrix of ones, null with a `reason`
 * @throws TypeError for a table or weights of another kind; RangeError for a table that is not square or weights that
 *   do not fit it
 *
 * Source: Gwet 2008, British Journal of Mathematical and Statistical Psychology 61:29-48; weighted Gwet 2014, Handbook
 * of Inter-Rater Reliability, 4th edition.
 */
export function gwetAc(
  table: SquareTable,
  options: { weights?: AgreementWeights; confidence?: number } = {},
): GwetAc {
  const { size, n, shares, rows, columns } = readCounts(table);
  const { weights, confidence } = parseInput(optionsSchema, options, "options");
  const weight = agreementWeights(weights, size);
  const coefficient = weights === "none" ? "AC1" : "AC2";
  const nothing = { estimate: null, cautions: [], standardError: null, confidenceInterval: null };
  if (n === 0) {
    const reason = "no unit was rated by both raters";
    return { ...nothing, coefficient, reason, observedAgreement: null, expectedAgreement: null, n };
  }
  const prevalence = rows.map((share, place) => (share + (columns[place] ?? 0)) / 2);
  const cells = shares.flatMap((values, row) =>
    values.map((share, column) => ({
      share,
      weight: weight[row]?.[column] ?? 0,
      mean: ((prevalence[row] ?? 0) + (prevalence[column] ?? 0)) / 2,
    })),
  );
  const factor = sum(cells.map((cell) => cell.weight)) / (size * (size - 1));
  const observed = sum(cells.map((cell) => cell.share * cell.weight));
  const expected = factor * sum(prevalence.map((share) => share * (1 - share)));
  if (1 - expected < 1e-12) {
    return {
      ...nothing,
      coefficient,
      reason: ALL_AGREEMENT,
      observedAgreement: observed,
      expectedAgreement: expected,
      n,
    };
  }
  const ac = (observed - expected) / (1 - expected);

  const spread = sum(
    cells.map((cell) => cell.share * (cell.weight - 2 * (1 - ac) * factor * (1 - cell.mean)) ** 2),
  );
  const variance = (spread - (observed - 2 * (1 - ac) * expected) ** 2) / (n * (1 - expected) ** 2);
  const standardError = standardErrorOf(variance);
  return {
    estimate: ac,
    reason: null,
    cautions: [...fewUnits(n), ...(standardError === null ? [NO_WIDTH] : [])],
    coefficient,
    standardError,
    confidenceInterval:
      standardError === null
        ? null
        : symmetricInterval(ac, standardError, {
            multiple: tQuantile((1 + confidence) / 2, n - 1),
            confidence,
            method: "Student's t, linearized variance of Gwet",
          }),
    observedAgreement: observed,
    expectedAgreement: expected,
    n,
  };
}
