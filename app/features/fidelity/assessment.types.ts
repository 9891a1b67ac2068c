import type { Day } from "#app/time/days.ts";
import type { Condition } from "#fidelity/instruments/instrument.schema.ts";
import type { AssessmentStatus } from "#fidelity/schedule/assessment-status.ts";
import type { Decision, Reply } from "./acceptance.types.ts";
import type { DiffLine } from "./version-diff.rules.ts";

export const ASSESSMENT_STATES = [
  "planned",
  "open",
  "in_progress",
  "submitted",
  "returned",
  "final",
  "waived",
  "cancelled",
] as const;
export type AssessmentState = (typeof ASSESSMENT_STATES)[number];

/** The rating of a series, a second one of the same subject by somebody else, what both agreed on, or an amendment being written. */
export const ASSESSMENT_PARTS = ["first", "second", "consensus", "amendment"] as const;
export type AssessmentPart = (typeof ASSESSMENT_PARTS)[number];

export const FIDELITY_RESULTS = ["met", "developing", "not_met", "not_scorable"] as const;
export type FidelityResult = (typeof FIDELITY_RESULTS)[number];

/** One row for figures: everything countable about an assessment, and nothing that was said in it. */
export interface AssessmentFact {
  assessmentId: string;
  siteId: string;
  unitId: string | null;
  subjectId: string;
  raterType: string;
  instrumentCode: string;
  state: AssessmentState;
  opensOn: Day;
  targetOn: Day;
  dueOn: Day;
  graceEndsOn: Day;
  submittedOn: Day | null;
  observedOn: Day | null;
  isRaterCertified: boolean | null;
  result: FidelityResult | null;
  percent: number | null;
  points: number | null;
  possible: number | null;
}

export interface BandText {
  band: string;
  from: number;
  label?: string | null;
}

export interface AnswerOption {
  value: string;
  mark: string;
  label?: string;
  anchor?: string;
  hotkey?: string;
}

/** How an item stands: what was chosen, and the version of the row it was chosen on (0 while there is none). */
export interface ItemAnswer {
  answer: string;
  reason: string;
  comment: string;
  version: number;
}

export interface ChecklistItem {
  id: string;
  sectionId: string;
  /** Place in the instrument, from 1. */
  number: number;
  label: string;
  guidance: string;
  functionCode: string | null;
  kind: "choice" | "count" | "duration" | "ratio" | "percent" | "indicators" | "text";
  /** What can be chosen; of what is typed or answered in parts, what can be said instead. */
  options: AnswerOption[];
  /** What a ratio, a percentage or indicators are answered by. A part without options is a count. */
  parts?: AnswerPart[];
  isCritical: boolean;
  isReasonNeeded: boolean;
  /** When the item is part of the form; nothing for always. */
  showIf?: Condition | null;
}

export interface AnswerPart {
  id: string;
  label: string;
  options: AnswerOption[];
}

export interface ChecklistSection {
  id: string;
  title: string;
  showIf?: Condition | null;
  items: ChecklistItem[];
}

export interface SectionScore {
  sectionId: string;
  points: number;
  possible: number;
  percent: number | null;
  result: FidelityResult | null;
  /** What the instrument calls the band; absent in scores from before bands had names. */
  band?: string | null;
}

export interface StoredScore {
  points: number;
  possible: number;
  percent: number | null;
  result: FidelityResult;
  /** What the instrument calls the band that was reached. */
  band: string | null;
  criticalFailures: string[];
  sections: SectionScore[];
  scoreVersion: number;
  /** The rater's own answers, also as amended, the mean of two ratings, or what two raters agreed on. */
  basis: "own" | "mean" | "consensus" | "amended";
}

/** What one item brought to the score, so that the total can be added up by hand. */
export interface ItemScore {
  itemId: string;
  /** Points after reversal and weights; null when the item left the score. */
  points: number | null;
  possible: number | null;
}

export interface Review {
  id: string;
  /** Whose page this is: what is typed is kept on the device under their key. */
  accountId: string;
  /** Looked at by somebody who has no reviews of their own. */
  isOversight?: boolean;
  /** Somebody rates their own work; absent where an earlier release packed the review. */
  isSelf?: boolean;
  /** Whether the viewer is that person. */
  isOwnSelf?: boolean;
  coachName: string;
  raterName: string | null;
  siteName: string;
  /** The day at the site. */
  today: Day;
  zone: string;
  instrument: { versionId: string; title: string; version: number; instructions: string };
  opensOn: Day;
  targetOn: Day;
  dueOn: Day;
  graceEndsOn: Day;
  /** The day agreed inside the window; absent where an earlier release packed the review. */
  plannedOn?: Day | null;
  /** A day that was agreed until the window moved away from it. */
  plannedLostOn?: Day | null;
  scheduleReason: string;
  status: AssessmentStatus;
  daysOverdue: number;
  stateReason: string | null;
  unassignedReason: string | null;
  observedOn: Day | null;
  submittedOn: Day | null;
  isRaterCertified: boolean | null;
  isRaterLapsed: boolean | null;
  part: AssessmentPart;
  isHeld: boolean;
  /** What both raters had answered where they differ, while they record what they agreed on. */
  bothAnswers?: Record<string, [string, string]>;
  strengths: string;
  nextSteps: string;
  /** An https link to a recording, or words that name a document; absent where an earlier release packed the review. */
  evidence?: string;
  /** Version of the day and texts above. */
  notesVersion: number;
  /** How often it has been submitted; absent where an earlier release packed the review. */
  submission?: number;
  sections: ChecklistSection[];
  /** Empty where the viewer may not see the item ratings. */
  answers: Record<string, ItemAnswer>;
  itemScores: ItemScore[];
  score: StoredScore | null;
  thresholds: BandText[];
  /** Why it was given back, while its rater corrects it. */
  returned?: ReturnedReview | null;
  /** Of a record in which an amendment is written: what it amends, and why. */
  amending?: { id: string; reason: string } | null;
  completing?: CompletingReview;
  permissions: { canComplete: boolean; canSeeItems: boolean };
}

export interface ReturnedReview {
  reason: string;
  byName: string | null;
  on: Day;
  /** Items that the lead pointed at. */
  itemIds: string[];
}

/** What comes after a submission, as the viewer may see it. */
export interface CompletingReview {
  /** Why a submission waits for a lead. */
  waitsFor: string[];
  /** The submission that the viewer may accept or give back. */
  decides: number | null;
  /** Last day on which the viewer may amend the result. */
  amendUntil: Day | null;
  /** Whether the viewer may let the rater amend it. */
  canAllow: boolean;
  amendedOn: Day | null;
  /** Earlier submissions that the viewer may read. */
  kept: number;
  decisions: Decision[];
  replies: Reply[];
}

/** A review as a device keeps it: its checklist stands once for all reviews with it, and how late it is follows from the day. */
export type PackedReview = Omit<
  Review,
  "instrument" | "sections" | "thresholds" | "today" | "status" | "daysOverdue"
> & { versionId: string; state: AssessmentState };

/** What a rater's device keeps to work without a connection. */
export interface ReviewPack {
  accountId: string;
  /** Checklists by their version. */
  instruments: Record<string, Pick<Review, "instrument" | "sections" | "thresholds">>;
  /** What can be filled in, the next due first. */
  reviews: PackedReview[];
}

export interface ReviewListItem {
  id: string;
  coachName: string;
  siteName: string;
  instrument: string;
  opensOn: Day;
  dueOn: Day;
  graceEndsOn: Day;
  plannedOn: Day | null;
  plannedLostOn: Day | null;
  today: Day;
  status: AssessmentStatus;
  daysOverdue: number;
  answered: number;
  total: number;
  result: FidelityResult | null;
  percent: number | null;
  submittedOn: Day | null;
  part: AssessmentPart;
  /** Submitted, and out once the score of record is there. */
  isHeld: boolean;
  /** The reader rates their own work. */
  isSelf: boolean;
}

export type CertificationStatus = "certified" | "expiring" | "provisional" | "lapsed" | "none";
export interface CoachCertification {
  personId: string;
  name: string;
  status: CertificationStatus;
  validUntil: Day | null;
}

export interface MyReviews {
  /** Given back for correction. */
  returned: ReviewListItem[];
  late: ReviewListItem[];
  open: ReviewListItem[];
  coming: ReviewListItem[];
  done: ReviewListItem[];
  coaches: CoachCertification[];
  own: Omit<CoachCertification, "personId" | "name">;
  /** Reviews that somebody else rated as well, once both are in. */
  pairs: OwnPair[];
  today: Day;
}

export interface OwnPair {
  id: string;
  coachName: string;
  otherRater: string;
  completedOn: Day;
  differing: number;
  consensus: "none" | "begun" | "recorded" | "over";
}

/** A rating of one's own work that can be filled in now, or the next one to come. */
export interface SelfRating {
  id: string;
  instrument: string;
  opensOn: Day;
  dueOn: Day;
  isOpen: boolean;
  isBegun: boolean;
  today: Day;
}

export interface MyFidelity {
  next: {
    opensOn: Day;
    dueOn: Day;
    raterName: string | null;
    instrument: string;
    status: AssessmentStatus;
    /** Whether a session of the person's own is observed, which they plan themselves. */
    isOfCoaching: boolean;
  } | null;
  selfRatings: SelfRating[];
  past: {
    id: string;
    instrument: string;
    /** Whom the instrument rates: results as a coach and as a practitioner are never one line. */
    subject: string;
    /** Ratings of oneself and of others are never one line. */
    raterType: string;
    raterName: string | null;
    observedOn: Day | null;
    submittedOn: Day;
    result: FidelityResult | null;
    percent: number | null;
    /** What the coach said to the result that stands. */
    answer: Reply["verdict"] | null;
    /** Results with the same name may be read as one series. */
    series: string;
  }[];
  today: Day;
}

export interface InstrumentListItem {
  versionId: string;
  code: string;
  title: string;
  version: number;
  subject: string;
  itemCount: number;
  effectiveFrom: Day;
  isCurrent: boolean;
}

/** A version whose results cannot be compared with those of the versions before it. */
export interface SeriesBreak {
  instrumentId: string;
  instrument: string;
  version: number;
  effectiveFrom: Day;
  reason: string;
}

/** How a version goes on from the one before it. */
export interface VersionStep {
  versionId: string;
  version: number;
  effectiveFrom: Day;
  /** Null for the first version, and for one of a time when nobody was asked. */
  continuity:
    | { kind: "break"; reason: string }
    | {
        kind: "crosswalk";
        counts: Record<string, number>;
        lines: { kind: string; from: string; to: string }[];
      }
    | null;
  diff: DiffLine[];
  takesPlanned: boolean;
}

export interface InstrumentVersionDetail {
  versionId: string;
  /** All versions of the instrument, the newest first. */
  series: VersionStep[];
  /** Of the draft of the next version, for whoever may begin one. */
  nextDraftId: string | null;
  code: string;
  title: string;
  version: number;
  subject: string;
  raterTypes: string[];
  purpose: string;
  instructions: string;
  contentHash: string;
  publishedOn: Day;
  effectiveFrom: Day;
  isHashRight: boolean;
  sections: (ChecklistSection & { weight: number; thresholds: BandText[] })[];
  /** What earns the points of an item, where its steps do not say it. */
  earns: Record<string, string>;
  thresholds: BandText[];
  maxNotApplicableShare: number;
  missing: string;
}

/** Two versions of one answer, when both were changed since they were last the same. */
export interface AnswerConflict {
  itemId: string;
  theirs: ItemAnswer;
}
