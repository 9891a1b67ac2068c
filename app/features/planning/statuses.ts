export const STEP_STATUSES = [
  "not_started",
  "in_progress",
  "in_review",
  "complete",
  "reopened",
  "not_adopted",
] as const;
export const MILESTONE_STATUSES = [
  "planned",
  "in_progress",
  "achieved",
  "at_risk",
  "deferred",
  "not_adopted",
] as const;
export const ACTIVITY_STATUSES = [
  "not_started",
  "in_progress",
  "done",
  "at_risk",
  "deferred",
  "not_adopted",
] as const;
export const OUTCOME_STATUSES = ["not_assessed", "emerging", "observed", "not_observed"] as const;

export type StepStatus = (typeof STEP_STATUSES)[number];
export type MilestoneStatus = (typeof MILESTONE_STATUSES)[number];
export type ActivityStatus = (typeof ACTIVITY_STATUSES)[number];
export type OutcomeStatus = (typeof OUTCOME_STATUSES)[number];
export type PlanStatus = StepStatus | MilestoneStatus | ActivityStatus | OutcomeStatus;

export const ITEM_KINDS = ["step", "milestone", "activity", "outcome"] as const;
export type ItemKind = (typeof ITEM_KINDS)[number];

export const STATUSES_OF: Record<ItemKind, readonly PlanStatus[]> = {
  step: STEP_STATUSES,
  milestone: MILESTONE_STATUSES,
  activity: ACTIVITY_STATUSES,
  outcome: OUTCOME_STATUSES,
};

export const STATUS_LABELS: Record<PlanStatus, string> = {
  not_started: "Not started",
  planned: "Planned",
  in_progress: "In progress",
  in_review: "In review",
  complete: "Complete",
  reopened: "Reopened",
  not_adopted: "Not adopted",
  achieved: "Achieved",
  at_risk: "At risk",
  deferred: "Deferred",
  done: "Done",
  not_assessed: "Not assessed yet",
  emerging: "Emerging",
  observed: "Observed",
  not_observed: "Not observed",
};

/** Nothing more is expected, so a passed due date is not late. */
const SETTLED: readonly PlanStatus[] = [
  "complete",
  "achieved",
  "done",
  "deferred",
  "not_adopted",
  "observed",
  "not_observed",
];
const FINISHED: readonly PlanStatus[] = ["complete", "achieved", "done", "observed"];

export function isSettled(status: PlanStatus): boolean {
  return SETTLED.includes(status);
}

/** Reached, so the item carries the day on which it was. */
export function isFinished(status: PlanStatus): boolean {
  return FINISHED.includes(status);
}
