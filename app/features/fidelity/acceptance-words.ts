import type { Exception } from "./acceptance.types.ts";
import { formatNumber } from "./review-words.ts";

const WORDS: Record<Exception["code"], string> = {
  critical: "A critical item was not met.",
  "not-met": "The result is below the threshold.",
  "outside-window": "The observed day lies outside of the window.",
  "not-certified": "The rater was not certified on the observed day.",
  lapsed: "The rater’s calibration had run out on the observed day.",
  "left-out": "More items than allowed were left without a value.",
  corrected: "It was given back before.",
};

/** Why a submission waits, one sentence each. */
export function exceptionInWords({ code, share, most }: Exception): string {
  if (code !== "left-out" || share === undefined || most === undefined) return WORDS[code];
  return `${formatNumber(share)} % of the items were left without a value; ${most} % are allowed.`;
}
