import type { Day } from "#app/time/days.ts";
import type { AssessmentStatus } from "#fidelity/schedule/assessment-status.ts";
import type { FidelityResult } from "./assessment.types.ts";

export const IMPROVEMENT_STATES = [
  "proposed",
  "agreed",
  "active",
  "extended",
  "met",
  "closed_not_met",
  "withdrawn",
] as const;
export type ImprovementState = (typeof IMPROVEMENT_STATES)[number];

/** What may have led to a result. The system comes first: results show how well it supports practice. */
export const IMPROVEMENT_DRIVERS = ["system", "training", "coaching", "selection"] as const;
export type ImprovementDriver = (typeof IMPROVEMENT_DRIVERS)[number];

/** Who sees to a step. */
export const IMPROVEMENT_HELPERS = ["subject", "owner", "program"] as const;
export type ImprovementHelper = (typeof IMPROVEMENT_HELPERS)[number];

export const SUPPORT_STATUSES = ["open", "partly_done", "done", "dropped"] as const;
export type SupportStatus = (typeof SUPPORT_STATUSES)[number];

/** A scored review of the same person and instrument, with its newest score. */
export interface PlanResult {
  assessmentId: string;
  /** Day of the observed work. */
  on: Day;
  result: FidelityResult;
  percent: number | null;
  raterId: string | null;
}

/** How the re-assessments of a plan went. */
export interface PlanCourse {
  metInARow: number;
  misses: number;
  lastMissOn: Day | null;
  isMet: boolean;
  /** Two re-assessments did not meet the threshold: others help to look at it. */
  needsSupportTeam: boolean;
}

/** Who looks at a plan. */
export type PlanViewer = "subject" | "owner" | "supervisor" | "lead";

export interface SupportItem {
  id: string;
  what: string;
  helper: ImprovementHelper;
  dueOn: Day;
  status: SupportStatus;
  closedOn: Day | null;
}

/** A plan on a list or a card. */
export interface PlanListItem {
  id: string;
  subjectName: string;
  siteName: string;
  instrument: string;
  state: ImprovementState;
  ownerName: string | null;
  proposedOn: Day;
  startsOn: Day | null;
  recheckDueOn: Day | null;
  /** The day of the re-assessment has passed without one. */
  isRecheckLate: boolean;
  /** Who has not agreed yet. */
  waitsFor: ("subject" | "owner")[];
  isSuperseded: boolean;
  course: PlanCourse;
}

export interface PlansPage {
  plans: PlanListItem[];
  /** Open plans, or those that are closed. */
  show: "open" | "closed";
  page: number;
  pageSize: number;
  hasNext: boolean;
  today: Day;
}

/** What of a review stayed below, in the words of its instrument. */
export interface FailingPart {
  kind: "critical" | "section";
  label: string;
  percent: number | null;
}

export interface ImprovementPlanPage {
  id: string;
  viewer: PlanViewer;
  subject: { id: string; name: string };
  siteName: string;
  instrument: string;
  state: ImprovementState;
  rowVersion: number;
  today: Day;
  proposedOn: Day;
  /** Whether others than the subject see it already. */
  isShared: boolean;
  sharedByItselfOn: Day;
  trigger: {
    assessmentId: string;
    on: Day;
    raterName: string | null;
    result: FidelityResult | null;
    percent: number | null;
    failing: FailingPart[];
  };
  /** What became of the result since, in words; null while it stands. */
  superseded: string | null;
  /** How far one can read anything from so many results. */
  trend: string;
  drivers: ImprovementDriver[];
  systemCauses: string;
  goals: string;
  owner: { id: string; name: string } | null;
  owners: { id: string; name: string }[];
  startsOn: Day | null;
  recheckDueOn: Day | null;
  recheckDays: number;
  successesNeeded: number;
  isRecheckLate: boolean;
  agreed: { subject: Day | null; owner: Day | null };
  closedOn: Day | null;
  closedReason: string | null;
  supports: SupportItem[];
  /** The next review of the schedule, which is the re-assessment. */
  recheck: {
    assessmentId: string;
    opensOn: Day;
    dueOn: Day;
    status: AssessmentStatus;
    raterName: string | null;
    isOtherRater: boolean | null;
    /** Planned by a rule for results below the threshold, not by the ordinary series. */
    isOwn: boolean;
  } | null;
  results: (PlanResult & { raterName: string | null })[];
  course: PlanCourse;
  permissions: {
    canShare: boolean;
    canWrite: boolean;
    canAgree: boolean;
    canStep: boolean;
    canSteer: boolean;
    canWithdraw: boolean;
    /** A coach reads their own feedback; a practitioner has no page for it. */
    canOpenReview: boolean;
  };
}
