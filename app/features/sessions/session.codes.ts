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

/** How an attendee took part. */
export type AttendeeRole = "coachee" | "supervisor" | "observer";

/** To whom something went further. A code, so that no story is told here. */
export const ESCALATED_TO_LABELS = {
  supervisor: "A supervisor",
  program_lead: "The program lead",
  abuse_hotline: "The child abuse hotline",
  human_resources: "Human resources",
  other: "Somebody else",
} as const;
export type EscalatedTo = keyof typeof ESCALATED_TO_LABELS;

/** How somebody beside lead coach and coachees took part: the first two as coaches, the others as attendees. */
export const COMPANION_LABELS = {
  co_coach: "Co-coach",
  shadow: "Shadow, learning",
  supervisor: "Supervisor",
  observer: "Observer",
} as const;
export type CompanionRole = keyof typeof COMPANION_LABELS;

export const GOAL_QUALITY_LABELS = {
  observable: "One can see whether it happens",
  tied_to_function: "It belongs to an essential function",
  measurable: "It says how much or how often",
  within_reach: "It can be reached with this coaching",
  has_date: "It has a day to look at it again",
  made_together: "Coach and coachee made it together",
} as const;
export type GoalQuality = keyof typeof GOAL_QUALITY_LABELS;

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

/** Cancelled or moved before it took place: for these it counts when that became known. */
export function isCalledOff(status: SessionStatus): boolean {
  return status.startsWith("cancelled") || status === "rescheduled";
}

export const FOCUS_LIMIT = 3;
export const SESSION_HOURS_LIMIT = 8;
/** Longer ones are asked about, not refused. */
export const LONG_SESSION_HOURS = 4;
/** Feedback later than a month belongs to another session. */
export const FEEDBACK_HOURS_LIMIT = 720;
export const COMPANION_LIMIT = 10;
export const REFERENCE_LIMIT = 120;
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
