import type { Page } from "#app/http/pagination.ts";
import type { Day } from "#app/time/days.ts";
import type { FidelityResult, ItemAnswer, ItemScore, Review, StoredScore } from "./assessment.types.ts";

/** What is accepted without a lead's look, from a day on. */
export interface AcceptanceRule {
  id: string;
  version: number;
  startsOn: Day;
  /** Otherwise every submission is final at once. */
  isOn: boolean;
  needsMet: boolean;
  needsWindow: boolean;
  needsCertified: boolean;
  /** Most percent of the items that may be left without a value; null for any. */
  mostLeftOut: number | null;
  /** Days after which leads are told that something waits. */
  tellAfterDays: number;
  /** Days in which a rater may amend a final result by themselves. */
  amendDays: number;
}

export const EXCEPTION_CODES = [
  "critical",
  "not-met",
  "outside-window",
  "not-certified",
  "lapsed",
  "left-out",
  "corrected",
] as const;

/** Why a submission waits for a lead. */
export interface Exception {
  code: (typeof EXCEPTION_CODES)[number];
  /** Percent of the items without a value, and how many were allowed. */
  share?: number;
  most?: number;
}

export interface WaitingReview {
  id: string;
  coachName: string;
  raterName: string | null;
  siteName: string;
  instrument: string;
  state: "submitted" | "returned";
  /** Of the newest submission, or of its return. */
  since: Day;
  today: Day;
  days: number;
  submission: number;
  result: FidelityResult | null;
  percent: number | null;
  reasons: string[];
}

export interface AcceptancePage {
  waiting: Page<WaitingReview>;
  /** Given back, with its rater. */
  returned: Page<WaitingReview>;
  rules: (AcceptanceRule & { state: "in-force" | "coming" | "past" })[];
  today: Day;
  permissions: { canSet: boolean };
}

export interface Decision {
  id: string;
  assessmentId: string;
  submission: number;
  verdict: "accepted" | "returned" | "amendment_allowed" | "amended";
  reason: string;
  itemIds: string[];
  untilOn: Day | null;
  byName: string | null;
  decidedOn: Day;
}

export interface Reply {
  id: string;
  scoreVersion: number;
  verdict: "read" | "disagrees";
  text: string;
  saidOn: Day;
}

/** One submission as it was, or as it stands. */
export interface Submission {
  number: number;
  /** What became of it. */
  became: "returned" | "amended" | "waits" | "stands";
  on: Day | null;
  observedOn: Day | null;
  strengths: string;
  nextSteps: string;
  evidence: string;
  score: Pick<StoredScore, "result" | "percent" | "points" | "possible"> | null;
  /** Why it was given back, or amended. */
  reason: string | null;
  itemIds: string[];
  answers: Record<string, ItemAnswer>;
  itemScores: ItemScore[];
}

export interface SubmissionsPage {
  id: string;
  coachName: string;
  instrument: string;
  isOwn: boolean;
  sections: Review["sections"];
  submissions: Submission[];
}
