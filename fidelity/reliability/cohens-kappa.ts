import { z } from "zod";
import { normalQuantile } from "../intervals/normal-quantile.ts";
import { parseInput } from "../parse-input.ts";
import { type AgreementWeights, agreementWeights } from "./agreement-weights.ts";
import {
  ALL_AGREEMENT,
  confidenceLevel,
  type Estimate,
  fewUnits,
  NO_WIDTH,
  ONE_CATEGORY,
  standardErrorOf,
  symmetricInterval,
} from "./estimate.ts";
import { readCounts, type SquareTable, sum } from "./read-counts.ts";

export type CohensKappa = Estimate & {
  /** Large-sample; null where the ratings leave no variation. */
  standardError: number | null;
  /** Weighted share of agreement; null without a pair. */
  observedAgreement: number | null;
  /** Weighted share of agreement that the margins alone give; null without a pair. */
  expectedAgreement: number | null;
  /** Pairs. */
  n: number;
};

const optionsSchema = z.strictObject({
  weights: z.custom<AgreementWeights>().default("none"),
  confidence: confidenceLevel,
});

/**
 * Agreement of two fixed raters beyond chance: (observed - expected) / (1 - expected).
 *
 * @param table pairs of ratings on the declared scale, as counts k x k or as `contingencyTable` returns them
 * @param options `weights` as `agreementWeights` explains, default `none`; `confidence`, default 0.95
 * @returns kappa up to 1, unrounded, with its large-sample standard error and interval. Null with a `reason` without
 *   a pair, and when all ratings are in one category: chance alone then agrees completely; percent agreement and AC1
 *   still say something. Kappa falls when one category is much more frequent than the others
 * @throws TypeError for a table or weights of another kind; RangeError for a table that is not square or weights that
 *   do not fit it
 *
 * Source: Cohen 1960, Educational and Psychological Measurement 20:37-46; weighted Cohen 1968, Psychological Bulletin
 * 70:213-220; standard error Fleiss, Cohen & Everitt 1969, Psychological Bulletin 72:323-327.
 */
export function cohensKappa(
  table: SquareTable,
  options: { weights?: AgreementWeights; confidence?: number } = {},
): CohensKappa {
  const { size, n, shares, rows, columns } = readCounts(table);
  const { weights, confidence } = parseInput(optionsSchema, options, "options");
  const weight = agreementWeights(weights, size);
  if (n === 0) return without("no unit was rated by both raters", { n, observed: null, expected: null });

  const weighted = (cell: (row: number, column: number) => number) =>
    sum(weight.flatMap((values, row) => values.map((value, column) => value * cell(row, column))));
  const observed = weighted((row, column) => at(shares[row], column));
  const expected = weighted((row, column) => at(rows, row) * at(columns, column));
  if (1 - expected < 1e-12) {
    const used = rows.filter((share, place) => share + at(columns, place) > 0);
    const reason = used.length === 1 ? ONE_CATEGORY : ALL_AGREEMENT;
    return without(reason, { n, observed, expected });
  }
  const kappa = (observed - expected) / (1 - expected);

  const rowMeans = weight.map((values) => sum(values.map((value, column) => value * at(columns, column))));
  const columnMeans = weight.map((_, column) =>
    sum(weight.map((values, row) => at(values, column) * at(rows, row))),
  );
  const spread = sum(
    shares.flatMap((cells, row) =>
      cells.map((share, column) => {
        const chance = (at(rowMeans, row) + at(columnMeans, column)) * (1 - kappa);
        return share * (at(weight[row], column) - chance) ** 2;
      }),
    ),
  );
  const variance = (spread - (kappa - expected * (1 - kappa)) ** 2) / (n * (1 - expected) ** 2);
  const standardError = standardErrorOf(variance);
  return {
    estimate: kappa,
    reason: null,
    cautions: [
      ...fewUnits(n),
      ...(usesOneCategory(rows) || usesOneCategory(columns)
        ? ["one rater used a single category: kappa is then 0 whatever the agreement"]
        : []),
      ...(standardError === null ? [NO_WIDTH] : []),
    ],
    standardError,
    confidenceInterval: symmetricInterval(kappa, standardError, {
      multiple: normalQuantile((1 + confidence) / 2),
      confidence,
      method: "Wald, standard error of Fleiss, Cohen & Everitt",
    }),
    observedAgreement: observed,
    expectedAgreement: expected,
    n,
  };
}

function without(
  reason: string,
  { n, observed, expected }: { n: number; observed: number | null; expected: number | null },
): CohensKappa {
  return {
    estimate: null,
    reason,
    cautions: [],
    standardError: null,
    confidenceInterval: null,
    observedAgreement: observed,
    expectedAgreement: expected,
    n,
  };
}

function usesOneCategory(margin: number[]): boolean {
  return margin.filter((share) => share > 0).length === 1;
}

function at(values: readonly number[] | undefined, index: number): number {
  return values?.[index] ?? 0;
}
