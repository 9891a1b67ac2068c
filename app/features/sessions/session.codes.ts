import type { AgreementState } from "#app/features/agreements/agreement.types.ts";

/** The field's words with the words on the screen. Keys equal the database's enums; no zod, so the browser may load this. */
export const STATUS_LABELS = {
  scheduled: "Planned",
  held: "Held",
  held_partial: "Held in part",
  cancelled_by_coach: "Cancelled by coach",
  cancelled_by_coachee: "Cancelled by coachee",
  cancelled_agency: "Cancelled by agency",
  no_show_coachee: "Coachee did not come",
  no_show_coach: "Coach did not come",
  rescheduled: "Moved to another day",
} as const;
export type SessionStatus = keyof typeof STATUS_LABELS;

export const FORMAT_LABELS = {
  individual: "One person",
  pair: "Pair",
  group: "Group",
  unit: "Whole unit",
} as const;
export type SessionFormat = keyof typeof FORMAT_LABELS;

export const MODALITY_LABELS = {
  in_person_office: "In person, office",
  in_person_field: "In person, in the field",
  live_virtual: "Video call",
  phone: "Phone",
  recorded_review: "Recording reviewed",
  asynchronous: "In writing",
} as const;
export type SessionModality = keyof typeof MODALITY_LABELS;

export const OBSERVATION_LABELS = {
  none: "No observation",
  live: "Live",
  recorded: "Recording",
  document_review: "Document review",
  role_play: "Role-play",
} as const;
export type ObservationKind = keyof typeof OBSERVATION_LABELS;

export const ATTENDANCE_LABELS = {
  full: "All of it",
  partial: "Part of it",
  absent: "Absent",
  excused: "Excused",
} as const;
export type Attendance = keyof typeof ATTENDANCE_LABELS;

export const STRATEGY_LABELS = {
  modelling: "Modelling",
  prompting: "Prompting",
  problem_solving: "Problem solving",
  reflective_questioning: "Reflective questions",
  performance_feedback_verbal: "Feedback, spoken",
  performance_feedback_graphed: "Feedback, graphed",
  role_play: "Role-play",
  video: "Video",
  goal_setting: "Goal setting",
  resource_sharing: "Shared a resource",
  environmental_support: "Help with surroundings",
  other: "Something else",
} as const;
export type CoachingStrategy = keyof typeof STRATEGY_LABELS;

export const PHASE_LABELS = {
  observation: "During observation",
  debrief: "In the conversation",
  follow_up: "Afterwards",
} as const;
export type StrategyPhase = keyof typeof PHASE_LABELS;

export const GOAL_STATUS_LABELS = {
  active: "Active",
  met: "Met",
  revised: "Revised",
  dropped: "Dropped",
} as const;
export type GoalStatus = keyof typeof GOAL_STATUS_LABELS;

export const PROGRESS_LABELS = {
  not_started: "Not started",
  in_progress: "Moving",
  met: "Met",
  revised: "Revised",
  dropped: "Dropped",
} as const;
export type GoalProgress = keyof typeof PROGRESS_LABELS;

export const STEP_STATUS_LABELS = {
  done: "Done",
  partly_done: "Partly",
  open: "Not yet",
  dropped: "Dropped",
} as const;
export type ActionStepStatus = keyof typeof STEP_STATUS_LABELS;

export const BARRIER_LABELS = {
  skill_training: "Skill or training",
  workload: "Workload",
  schedule: "Schedule",
  turnover: "Turnover",
  role_clarity: "Unclear role",
  policy: "Policy",
  technology: "Technology",
  engagement: "Engagement",
  other: "Something else",
} as const;
export type Barrier = keyof typeof BARRIER_LABELS;

export const ESCALATION_LABELS = {
  none: "None",
  safety_concern: "Safety concern",
  mandatory_report_made: "Mandatory report made",
  policy_concern: "Policy concern",
  coachee_request: "Coachee asked for it",
} as const;
export type Escalation = keyof typeof ESCALATION_LABELS;

export const ACKNOWLEDGEMENT_LABELS = {
  pending: "Not yet acknowledged",
  acknowledged: "Acknowledged",
  acknowledged_with_comment: "Acknowledged, comment",
  disputed: "Disputed",
  lapsed: "Not acknowledged in time",
} as const;
export type AcknowledgementState = keyof typeof ACKNOWLEDGEMENT_LABELS;

/** What an administrator may open of one session in a safety case. */
export const OPENED_PART_LABELS = {
  shared_summary: "Shared summary",
  private_note: "Private note of the coach",
} as const;
export type OpenedPart = keyof typeof OPENED_PART_LABELS;

export const OPENING_KIND_LABELS = {
  child_safety: "Safety of a child",
  staff_safety: "Safety of a member of staff",
  legal_duty: "A court or a law demands it",
} as const;
export type OpeningKind = keyof typeof OPENING_KIND_LABELS;

/** The least and the most characters of the reason for it. */
export const OPENING_REASON = { min: 40, max: 1000 } as const;

export const INTENSITY_LABELS = {
  high: "High intensity",
  moderate: "Moderate intensity",
  low: "Low intensity",
} as const;
export type CoachingIntensity = keyof typeof INTENSITY_LABELS;

/** The dose counts only sessions with one of these statuses. */
export function isDelivered(status: SessionStatus): boolean {
  return status === "held" || status === "held_partial";
}

/** Statuses that need a reason: everything that was planned and did not take place. */
export function needsReason(status: SessionStatus): boolean {
  return !isDelivered(status) && status !== "scheduled";
}

/** A record entered more than this many days after its session is marked as a late entry. */
export const LATE_ENTRY_DAYS = 5;

export const FOCUS_LIMIT = 3;
export const SESSION_HOURS_LIMIT = 8;
export const SUMMARY_LIMIT = 4000;
export const STEP_LIMIT = 300;
export const REASON_LIMIT = 300;
export const COMMENT_LIMIT = 1000;
/** One session is not coached to more people than this. */
export const ATTENDEE_LIMIT = 30;

/** The keys of a label table, in its order. */
export function codesOf<K extends string>(labels: Record<K, string>): [K, ...K[]] {
  return Object.keys(labels) as [K, ...K[]];
}

/** A label table as options of a choice. */
export function optionsOf<K extends string>(labels: Record<K, string>): { value: K; label: string }[] {
  return codesOf(labels).map((value) => ({ value, label: labels[value] }));
}

/** Where the agreement of a pair stands, in a word. */
export const AGREEMENT_WORDS = {
  none: "nothing signed",
  draft: "draft",
  waiting: "waits for signatures",
  planned: "signed, begins later",
  "in-force": "signed",
  ended: "ended",
} as const satisfies Record<AgreementState, string>;
