import type { AssessmentStatus } from "#fidelity/schedule/assessment-status.ts";
import type { Reply } from "./acceptance.types.ts";
import type { BandText, CertificationStatus } from "./assessment.types.ts";
import { STATUS_WORDS, type Words } from "./review.codes.ts";

/** How a review stands; one whose score of record waits for another rating is not final to its readers yet. */
export function statusWords({ status, isHeld }: { status: AssessmentStatus; isHeld: boolean }): Words {
  return status === "final" && isHeld ? { tone: "info", word: "Held back" } : STATUS_WORDS[status];
}

export const REPLY_WORDS: Record<Reply["verdict"], Words> = {
  read: { tone: "positive", word: "Read" },
  disagrees: { tone: "caution", word: "Seen differently" },
};

export const CERTIFICATION_WORDS: Record<CertificationStatus, Words> = {
  certified: { tone: "positive", word: "Certified" },
  expiring: { tone: "caution", word: "Ends soon" },
  provisional: { tone: "info", word: "Provisional" },
  lapsed: { tone: "critical", word: "Lapsed" },
  none: { tone: "neutral", word: "None yet" },
};

const BAND_WORDS: Record<string, string> = { met: "Met", developing: "Developing", "not-met": "Not met yet" };

/** "Proficient (counts as met) from 80 %" */
export function bandInWords({ band, from, label }: BandText): string {
  const word = BAND_WORDS[band] ?? band;
  return `${label ? `${label} (counts as ${word.toLowerCase()})` : word} from ${from} %`;
}

/** Points as people add them up: at most two decimals, since a share of a point may be 0.75. */
export function formatPoints(value: number): string {
  return String(Math.round((value + Number.EPSILON) * 100) / 100);
}

export function formatNumber(value: number): string {
  return String(Math.round((value + Number.EPSILON) * 10) / 10);
}

export function formatPercent(percent: number | null): string {
  return percent === null ? "–" : `${formatNumber(percent)}\u00a0%`;
}

/** "3 days late", "missed"; empty when in time. */
export function lateWords(daysOverdue: number): string {
  return daysOverdue === 0 ? "" : daysOverdue === 1 ? "1 day late" : `${daysOverdue} days late`;
}
