import { formatDay } from "#app/components/relative-day.tsx";
import {
  ATTENDANCE_LABELS,
  BARRIER_LABELS,
  type CoachingStrategy,
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
import type { SessionChange } from "../session.types.ts";
import type { ChangedValue } from "../session-changes.rules.ts";

type Words = Record<string, string>;

const FIELDS: Words = {
  sessionOn: "Day",
  siteId: "Site",
  status: "What became of it",
  statusReason: "Reason",
  startTime: "Start",
  endTime: "End",
  format: "Format",
  modality: "How",
  observationKind: "Observation",
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
  barriers: "Stood in the way",
  escalation: "Went further",
  nextSessionOn: "Next session",
  attendance: "Attendance",
  summary: "Shared summary",
  progress: "Goal",
  reviews: "Earlier step",
  steps: "Agreed step",
};

const CODES: Record<string, Words> = {
  status: STATUS_LABELS,
  format: FORMAT_LABELS,
  modality: MODALITY_LABELS,
  observationKind: OBSERVATION_LABELS,
  barriers: BARRIER_LABELS,
  escalation: ESCALATION_LABELS,
  attendance: ATTENDANCE_LABELS,
  progress: PROGRESS_LABELS,
  reviews: STEP_STATUS_LABELS,
};

/** What a changed value is called, with the person, goal or step that it is about. */
export function fieldWords({ field, subjectId }: SessionChange["changes"][number], labels: Words): string {
  const name = FIELDS[field] ?? field;
  if (!subjectId || field === "steps") return name;
  return `${name}: ${labels[subjectId] ?? "somebody or something you cannot see"}`;
}

/** A changed value in the words of the screen. */
export function valueWords(field: string, value: ChangedValue, labels: Words): string {
  if (value === null || value === "") return "nothing";
  if (typeof value === "boolean") return value ? "yes" : "no";
  if (typeof value === "number") return String(value);
  if (typeof value === "string") return oneWord(field, value, labels);
  if (Array.isArray(value)) return value.map((each) => oneWord(field, each, labels)).join("; ") || "nothing";
  return Object.entries(value)
    .filter(([, each]) => each !== null)
    .map(([name, each]) => partWords(field, name, each as string | number, labels))
    .join(", ");
}

function partWords(field: string, name: string, value: string | number, labels: Words): string {
  if (name === "minutes") return `${value} minutes`;
  if (name === "selfScale") return `rated ${value} of 10`;
  if (name === "dueOn") return `by ${formatDay(String(value))}`;
  if (name === "ownerId") return labels[value] ?? "another person";
  return oneWord(field, String(value), labels);
}

function oneWord(field: string, value: string, labels: Words): string {
  if (field === "sessionOn" || field === "nextSessionOn") return formatDay(value);
  if (field === "strategies") return strategyWords(value);
  return CODES[field]?.[value] ?? labels[value] ?? value;
}

/** "debrief:modelling" in words. */
export function strategyWords(used: string): string {
  const [phase, strategy] = used.split(":") as [StrategyPhase, CoachingStrategy];
  return `${STRATEGY_LABELS[strategy]} (${PHASE_LABELS[phase].toLowerCase()})`;
}
