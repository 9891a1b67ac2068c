import { formatDay } from "#app/components/relative-day.tsx";
import { NOT_HELD_REASON_LABELS } from "../not-held.codes.ts";
import {
  ATTENDANCE_LABELS,
  BARRIER_LABELS,
  COMPANION_LABELS,
  type CoachingStrategy,
  ESCALATED_TO_LABELS,
  ESCALATION_LABELS,
  FORMAT_LABELS,
  MODALITY_LABELS,
  OBSERVATION_LABELS,
  PHASE_LABELS,
  PROGRESS_LABELS,
  STATUS_LABELS,
  STEP_STATUS_LABELS,
  STRATEGY_LABELS,
  type StrategyPhase,
} from "../session.codes.ts";

export type Words = Record<string, string>;

/** What each field of a record is called, by the name it has in the form or in the history of the record. */
export const FIELD_LABELS: Words = {
  sessionOn: "Day",
  siteId: "Site",
  status: "What became of it",
  notHeldReason: "Reason",
  statusReason: "Reason in words",
  knownOn: "Known since (day)",
  knownTime: "Known at",
  knownAt: "Known since",
  startTime: "Start",
  endTime: "End",
  plannedStartTime: "Planned start",
  plannedEndTime: "Planned end",
  format: "Format",
  modality: "How you met",
  attendeeIds: "People",
  attendance: "Attendance",
  attendeeMinutes: "Minutes there",
  alsoThere: "Also there",
  companions: "Also there",
  observationKind: "Observation",
  artefactRef: "Reference to what was observed",
  hasRecordingConsent: "Consent to the recording",
  observationMinutes: "Observation minutes",
  meetingMinutes: "Meeting minutes",
  preparationMinutes: "Preparation minutes",
  travelMinutes: "Travel minutes",
  documentationMinutes: "Documentation minutes",
  focusIds: "Focus",
  strategies: "Strategies",
  strengthNoted: "A strength was named",
  correctiveFeedback: "Something to change was named",
  dataShared: "Data was shared",
  feedbackAfterHours: "Hours to the feedback",
  barriers: "Stood in the way",
  escalation: "Went further",
  escalatedOn: "Went further on",
  escalatedTo: "Went further to",
  nextSessionOn: "Next session",
  nextFocusId: "Focus of the next session",
  summary: "Shared summary",
  privateNote: "Private note",
  progress: "Goal",
  selfScale: "Goal, rated",
  reviews: "Earlier step",
  dropReasons: "Why it was dropped",
  steps: "Agreed step",
};

const CODES: Record<string, Words> = {
  status: STATUS_LABELS,
  notHeldReason: NOT_HELD_REASON_LABELS,
  format: FORMAT_LABELS,
  modality: MODALITY_LABELS,
  observationKind: OBSERVATION_LABELS,
  barriers: BARRIER_LABELS,
  escalation: ESCALATION_LABELS,
  escalatedTo: ESCALATED_TO_LABELS,
  attendance: ATTENDANCE_LABELS,
  companions: COMPANION_LABELS,
  alsoThere: COMPANION_LABELS,
  progress: PROGRESS_LABELS,
  reviews: STEP_STATUS_LABELS,
};

const DAYS = new Set(["sessionOn", "nextSessionOn", "escalatedOn", "knownOn"]);
const YES_OR_NO = new Set(["strengthNoted", "correctiveFeedback", "dataShared", "hasRecordingConsent"]);

/** One value of a field in the words of the screen. `labels`: names of people, goals, steps and functions by id. */
export function wordOf(field: string, value: string, labels: Words): string {
  if (DAYS.has(field)) return formatDay(value);
  if (field === "strategies") return strategyWords(value);
  if (YES_OR_NO.has(field) && value === "on") return "yes";
  return CODES[field]?.[value] ?? labels[value] ?? value;
}

/** "debrief:modelling" in words. */
export function strategyWords(used: string): string {
  const [phase, strategy] = used.split(":") as [StrategyPhase, CoachingStrategy];
  return `${STRATEGY_LABELS[strategy]} (${PHASE_LABELS[phase].toLowerCase()})`;
}
