import { z } from "zod";

export type ConfidenceInterval = {
  lower: number;
  upper: number;
  /** Between 0 and 1. */
  confidence: number;
  /** How it was worked out, to be shown beside it. */
  method: string;
};

/** What every measure of agreement says. */
export type Estimate = {
  /** Null when it cannot be estimated. */
  estimate: number | null;
  /** Why there is no estimate, in plain words; null when there is one. */
  reason: string | null;
  /** What a reader must know before using the figure; empty when there is nothing to say. */
  cautions: string[];
  /** Null without an estimate, or where the ratings do not vary enough for the method. */
  confidenceInterval: ConfidenceInterval | null;
};

/** Fewer units than this are too few for a figure that stands alone. */
const FEWEST_UNITS = 10;

export const confidenceLevel = z
  .number()
  .gt(0)
  .lt(1, { error: ({ input }) => `found ${input}, expected a number between 0 and 1` })
  .default(0.95);

export const category = z.union([z.string(), z.number(), z.boolean()], {
  error: ({ input }) => `found ${JSON.stringify(input) ?? String(input)}, expected a category or null`,
});

export type Category = z.infer<typeof category>;

/** Warns when there are too few units; says nothing otherwise. */
export function fewUnits(n: number): string[] {
  return n < FEWEST_UNITS
    ? [`${n} rated ${n === 1 ? "unit is" : "units are"} too few to estimate; ${FEWEST_UNITS} are the least`]
    : [];
}

/**
 * Estimate plus and minus a multiple of its standard error, kept within -1 and 1.
 * Null when the standard error is 0: the sample does not vary, and an interval without width would claim certainty.
 */
export function symmetricInterval(
  estimate: number,
  standardError: number | null,
  { multiple, confidence, method }: { multiple: number; confidence: number; method: string },
): ConfidenceInterval | null {
  if (standardError === null) return null;
  return {
    lower: Math.max(Math.min(-1, estimate), estimate - multiple * standardError),
    upper: Math.min(1, estimate + multiple * standardError),
    confidence,
    method,
  };
}

/** A standard error, or null when it is 0 but for rounding. */
export function standardErrorOf(variance: number): number | null {
  return variance > 1e-18 ? Math.sqrt(variance) : null;
}

export const NO_WIDTH = "the ratings leave no variation from which an interval could be worked out";

export const ONE_CATEGORY =
  "all ratings are in one category, so that agreement by chance would be complete as well";

export const ALL_AGREEMENT =
  "the weights count every pair as agreement, so that agreement by chance would be complete";
