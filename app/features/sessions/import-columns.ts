import { NOT_HELD_REASON_LABELS } from "./not-held.codes.ts";
import {
  BARRIER_LABELS,
  FORMAT_LABELS,
  MODALITY_LABELS,
  OBSERVATION_LABELS,
  PHASE_LABELS,
  STATUS_LABELS,
  STRATEGY_LABELS,
} from "./session.codes.ts";

/** What a column of a file can be. */
export type ImportField =
  | "sourceId"
  | "sessionOn"
  | "startTime"
  | "endTime"
  | "coach"
  | "people"
  | "attendance"
  | "format"
  | "status"
  | "notHeldReason"
  | "statusReason"
  | "modality"
  | "observationKind"
  | "observationMinutes"
  | "meetingMinutes"
  | "preparationMinutes"
  | "travelMinutes"
  | "documentationMinutes"
  | "profileVersion"
  | "focus"
  | "strategies"
  | "strengthNoted"
  | "correctiveFeedback"
  | "dataShared"
  | "barriers"
  | "nextSessionOn";

export interface ImportColumn {
  field: ImportField;
  /** As the template and our own export name it. */
  name: string;
  label: string;
  meaning: string;
  expected: string;
  example: string;
  /** Other headers that mean the same, in the form of `plain`. */
  aliases: readonly string[];
  isRequired?: true;
}

const DAY = "A day, such as 2025-11-16, or as chosen under “How days are written”";
const TIME = "A time on the clock of the site, such as 14:30 or 2:30 PM";
const MINUTES = "Whole minutes";
const YES_NO = "yes or no";
const words = (labels: Record<string, string>) => `One of: ${Object.keys(labels).join(", ")}, or its label`;

/** Every column that is read, in the order of the template. */
export const IMPORT_COLUMNS: readonly ImportColumn[] = [
  {
    ...{ field: "sourceId", name: "session_id", label: "Key of the record" },
    meaning:
      "The record’s key in the system it comes from. With it a row is known again even when its day or time was corrected; without it a row is known by coach, people, day and start.",
    ...{ expected: "Up to 200 characters, different in each row", example: "LOG-000417" },
    aliases: ["id", "log id", "record id", "source id", "session key", "session number"],
  },
  {
    ...{ field: "sessionOn", name: "session_day_site_zone", label: "Day of the session", isRequired: true },
    ...{ meaning: "Calendar day at the site", expected: DAY, example: "2025-11-16" },
    aliases: ["date", "day", "session date", "session day", "date of session", "held on", "session on"],
  },
  {
    ...{ field: "startTime", name: "starts_site_time", label: "Start" },
    ...{ meaning: "When it began; needed when it was held", expected: TIME, example: "09:00" },
    aliases: ["start", "start time", "time began", "began", "from", "starts"],
  },
  {
    ...{ field: "endTime", name: "ends_site_time", label: "End" },
    ...{
      meaning: "When it ended, at most 8 hours later; needed when it was held",
      expected: TIME,
      example: "10:00",
    },
    aliases: ["end", "end time", "time ended", "ended", "until", "to", "ends"],
  },
  {
    ...{ field: "coach", name: "coach_key", label: "Coach", isRequired: true },
    meaning:
      "Who led it, and coached these people on that day. Names alone are not used: two people share one.",
    ...{ expected: "E-mail address, employee number or key", example: "coach@agency.gov" },
    aliases: [
      ...["coach email", "coach e mail", "coach employee id", "coach employee number", "coach id"],
      ...["email of coach", "coach mail", "coach"],
    ],
  },
  {
    ...{ field: "people", name: "people_keys", label: "Coachees", isRequired: true },
    meaning: "Who was coached, or invited",
    expected: "E-mail addresses, employee numbers or keys, separated by semicolons",
    example: "ana@agency.gov; 004512",
    aliases: [
      ...[
        "people",
        "coachee",
        "coachees",
        "coachee email",
        "coachee emails",
        "coachee employee id",
        "people emails",
      ],
      ...["attendees", "attendee emails", "coachee id", "coachee key", "practitioner email", "people email"],
      ...["attendee email", "participants", "participant emails", "learner email", "worker email"],
    ],
  },
  {
    ...{ field: "attendance", name: "people_attendance", label: "Attendance" },
    meaning: "How each of them was there, in the order of the coachees. Empty: all of them, all of it.",
    expected: "full, partial:<minutes>, absent or excused, separated by semicolons",
    example: "full; partial:20",
    aliases: ["attendance"],
  },
  {
    ...{ field: "format", name: "format", label: "Format" },
    meaning: "Matters for a whole unit alone: otherwise the number of people says it",
    ...{ expected: words(FORMAT_LABELS), example: "individual" },
    aliases: ["session format"],
  },
  {
    ...{ field: "status", name: "status", label: "Status" },
    ...{ meaning: "Whether it took place. Empty: held.", expected: words(STATUS_LABELS), example: "held" },
    aliases: ["session status", "outcome", "state"],
  },
  {
    ...{ field: "notHeldReason", name: "not_held_reason", label: "Why it did not take place" },
    meaning:
      "Read of sessions that did not take place alone, and has to go with the status. Empty: the record has no reason code.",
    ...{ expected: words(NOT_HELD_REASON_LABELS), example: "" },
    aliases: [
      "reason code",
      "cancellation code",
      "cancellation reason code",
      "no show reason",
      "why not held",
    ],
  },
  {
    ...{ field: "statusReason", name: "status_reason", label: "Why it did not take place, in words" },
    meaning:
      "A few words without names of clients. Empty, and without a reason code: “No reason in the imported file”.",
    ...{ expected: "Up to 300 characters", example: "" },
    aliases: ["reason", "cancellation reason"],
  },
  {
    ...{ field: "modality", name: "modality", label: "How it took place" },
    ...{ meaning: "Empty: in person, office", expected: words(MODALITY_LABELS), example: "live_virtual" },
    aliases: ["mode", "how", "session mode", "delivery"],
  },
  {
    ...{ field: "observationKind", name: "observation_kind", label: "Kind of observation" },
    ...{ meaning: "Empty: none", expected: words(OBSERVATION_LABELS), example: "live" },
    aliases: ["observation", "observation type"],
  },
  {
    ...{ field: "observationMinutes", name: "observation_minutes", label: "Minutes of observation" },
    ...{ meaning: "Counts as dose. Empty: 0.", expected: MINUTES, example: "20" },
    aliases: ["observation min", "minutes observed", "minutes of observation"],
  },
  {
    ...{ field: "meetingMinutes", name: "meeting_minutes", label: "Minutes of conversation" },
    meaning: "Counts as dose. Empty: what the observation leaves of the time from start to end.",
    ...{ expected: MINUTES, example: "40" },
    aliases: ["meeting min", "minutes of meeting", "debrief minutes", "conversation minutes", "meeting"],
  },
  {
    ...{ field: "preparationMinutes", name: "preparation_minutes", label: "Minutes of preparation" },
    ...{ meaning: "Not dose. Empty: 0.", expected: MINUTES, example: "15" },
    aliases: ["prep minutes", "preparation", "prep"],
  },
  {
    ...{ field: "travelMinutes", name: "travel_minutes", label: "Minutes of travel" },
    ...{ meaning: "Not dose. Empty: 0.", expected: MINUTES, example: "30" },
    aliases: ["travel", "travel time"],
  },
  {
    ...{ field: "documentationMinutes", name: "documentation_minutes", label: "Minutes of documentation" },
    ...{ meaning: "Not dose. Empty: 0.", expected: MINUTES, example: "10" },
    aliases: ["documentation", "admin minutes"],
  },
  {
    ...{
      field: "profileVersion",
      name: "practice_profile_version",
      label: "Version of the practice profile",
    },
    meaning:
      "Needed only for days before the first version was published: it says under which version the focus is meant.",
    ...{ expected: "The number of a published version", example: "1" },
    aliases: ["profile version"],
  },
  {
    ...{ field: "focus", name: "focus", label: "Focus" },
    meaning: "What it was about, at most three; needed when it was held",
    expected: "Titles or numbers of essential functions of the practice profile, separated by semicolons",
    example: "",
    aliases: ["focus areas", "functions", "essential functions", "essential function", "topics"],
  },
  {
    ...{ field: "strategies", name: "strategies", label: "Strategies" },
    meaning: "What the coach did, by phase",
    expected: `phase:strategy, separated by semicolons. Phases: ${Object.keys(PHASE_LABELS).join(", ")}. Strategies: ${Object.keys(STRATEGY_LABELS).join(", ")}. Without a phase: in the conversation.`,
    example: "debrief:modelling",
    aliases: ["strategies used", "coaching strategies"],
  },
  {
    ...{ field: "strengthNoted", name: "strength_noted", label: "A strength was named" },
    ...{ meaning: "Empty: no", expected: YES_NO, example: "yes" },
    aliases: ["strength"],
  },
  {
    ...{ field: "correctiveFeedback", name: "corrective_feedback", label: "Something to change was named" },
    ...{ meaning: "Empty: no", expected: YES_NO, example: "no" },
    aliases: ["corrective"],
  },
  {
    ...{ field: "dataShared", name: "data_shared", label: "Data was shared" },
    ...{ meaning: "Empty: no", expected: YES_NO, example: "no" },
    aliases: [],
  },
  {
    ...{ field: "barriers", name: "barriers", label: "Barriers" },
    meaning: "What stood in the way",
    expected: `${words(BARRIER_LABELS)}; several are separated by semicolons`,
    example: "workload",
    aliases: ["barrier", "challenges"],
  },
  {
    ...{ field: "nextSessionOn", name: "next_session_day_site_zone", label: "Day of the next session" },
    ...{ meaning: "What was agreed for the next one", expected: DAY, example: "2025-12-01" },
    aliases: ["next session", "next session date", "next date"],
  },
];

/** The fields that hold codes, with their words. */
export const CODED = {
  status: STATUS_LABELS,
  notHeldReason: NOT_HELD_REASON_LABELS,
  format: FORMAT_LABELS,
  modality: MODALITY_LABELS,
  observationKind: OBSERVATION_LABELS,
  barriers: BARRIER_LABELS,
  strategies: STRATEGY_LABELS,
} as const satisfies Partial<Record<ImportField, Record<string, string>>>;
export type CodedField = keyof typeof CODED;

export function isCoded(field: ImportField): field is CodedField {
  return field in CODED;
}

const BY_FIELD = new Map(IMPORT_COLUMNS.map((column) => [column.field, column]));
const BY_HEADER = new Map(
  IMPORT_COLUMNS.flatMap(({ field, name, aliases }) =>
    [plain(name), ...aliases].map((each) => [each, field] as const),
  ),
);

/** Columns of our export, and of the file of problems, that the product works out by itself. */
const DERIVED = new Set(
  [
    ...["site_zone", "starts_at_utc", "ends_at_utc", "site", "unit", "people_there"],
    ...["dose_minutes", "coach_certified", "acknowledgement", "recorded_at_utc", "entry_lag_days"],
    ...[
      "record_version",
      "source",
      "row_in_file",
      "problems",
      "notice_hours",
      "late_cancellation",
      "plan_version",
    ],
    ...["goals_set", "entered_at_utc", "received_lag_days", "clock_doubtful"],
  ].map(plain),
);

/** Columns of our export that an import leaves alone: what a record of the past says less of. */
const LEFT_ALONE = new Set(
  [
    ...[
      "planned_starts_site_time",
      "planned_ends_site_time",
      "planned_starts_at_utc",
      "cancellation_known_at_utc",
    ],
    ...["co_coach_keys", "shadow_keys", "guests", "feedback_after_hours"],
  ].map(plain),
);

const NARRATIVE =
  /\b(summary|summaries|notes?|memo|comments?|narrative|goals?|action (steps?|plan|items?)|next steps?|reflections?|what works|discussion|conversation text|feedback (given|text)|escalation|concerns?)\b|^feedback$/;

/** Every column, its focus explained with functions of the program's own practice profile. */
export function columnsFor(functionNumbers: readonly string[]): ImportColumn[] {
  const [first, second] = functionNumbers;
  if (!first) return [...IMPORT_COLUMNS];
  return IMPORT_COLUMNS.map((column) =>
    column.field === "focus"
      ? {
          ...column,
          expected: `Titles or numbers (such as ${first}) of essential functions of the practice profile, separated by semicolons`,
          example: second ? `${first}; ${second}` : first,
        }
      : column,
  );
}

/** Whether a header is the very name of a field's column, as in our template and export. */
export function isOwnName(header: string): boolean {
  return IMPORT_COLUMNS.some(({ name }) => plain(name) === plain(header));
}

export function columnOf(field: ImportField): ImportColumn {
  return BY_FIELD.get(field) as ImportColumn;
}

/** A header without what people write differently: case, underscores, signs, spaces. */
export function plain(header: string): string {
  return header
    .trim()
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, " ")
    .trim();
}

/** What a header means; `null` for a column that is left alone. */
export function fieldOf(header: string): ImportField | null {
  return BY_HEADER.get(plain(header)) ?? null;
}

export function isDerived(header: string): boolean {
  return DERIVED.has(plain(header));
}

/** Whether a column is read, worked out, or left alone because what it holds is known. */
export function isKnown(header: string): boolean {
  return fieldOf(header) !== null || isDerived(header) || LEFT_ALONE.has(plain(header));
}

/**
 * Whether a column holds the conversation: words that belong to coach and coachee. A file with one of these is not
 * taken in, whoever brings it.
 */
export function isNarrative(header: string): boolean {
  return !isKnown(header) && NARRATIVE.test(plain(header));
}
