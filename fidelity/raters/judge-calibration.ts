import { z } from "zod";
import type { InstrumentDefinition } from "../instruments/instrument.schema.ts";
import { parseInput } from "../parse-input.ts";
import { intraclassCorrelation } from "../reliability/intraclass-correlation.ts";
import { scoreAssessment } from "../scoring/score-assessment.ts";
import { compareRatings, type RatedPair, type RatingComparison } from "./compare-ratings.ts";

/** What a set of cases asks of a rater: a share of exact agreement, or an intraclass correlation of the total scores. */
export const passRule = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("exact"), least: z.number().min(0).max(1) }),
  z.strictObject({ kind: z.literal("icc"), least: z.number().min(0).max(1) }),
]);
export type PassRule = z.output<typeof passRule>;

export interface CalibrationResult {
  passed: boolean;
  /** The figure the rule asks for; null when it cannot be worked out. */
  figure: number | null;
  /** Why it cannot be worked out; null when it can. */
  reason: string | null;
  comparison: RatingComparison;
}

/**
 * Whether ratings of a set of cases pass against its master ratings.
 *
 * - `exact`: of all items that both answered, over all cases, the share with the same answer.
 * - `icc`: ICC(2,1), single rating, absolute agreement, of the total percents of the cases: the same two raters rated
 *   every case, and it is their scores themselves that have to agree. A case that cannot be scored is left out.
 *
 * The figure is compared unrounded with >=. What cannot be worked out is not passed.
 *
 * @param instrument a parsed definition
 * @param cases one pair of ratings for each case; `reference` is the master's
 * @param rule of the set
 * @throws TypeError for a rule of another shape
 *
 * Source: Shrout & Fleiss 1979, Psychological Bulletin 86:420, for the correlation.
 */
export function judgeCalibration(
  instrument: InstrumentDefinition,
  cases: readonly RatedPair[],
  rule: PassRule,
): CalibrationResult {
  const { kind, least } = parseInput(passRule, rule, "rule");
  const comparison = compareRatings(instrument, cases);
  const { figure, reason } = kind === "exact" ? exactShare(comparison) : agreementOfTotals(instrument, cases);
  return { passed: figure !== null && figure >= least, figure, reason, comparison };
}

function exactShare({ compared, exact }: RatingComparison) {
  if (compared === 0) return { figure: null, reason: "no item has two answers" };
  return { figure: exact / compared, reason: null };
}

function agreementOfTotals(instrument: InstrumentDefinition, cases: readonly RatedPair[]) {
  const totals = cases.map(({ rating, reference }) =>
    [rating, reference].map((responses) => {
      const { percent, scorable } = scoreAssessment(instrument, [...responses]);
      return scorable ? percent : null;
    }),
  );
  const { estimate, reason } = intraclassCorrelation(totals).icc21;
  return { figure: estimate, reason };
}
