import type { Page } from "#app/http/pagination.ts";
import type { NextSessionDue } from "#fidelity/dosage/next-session-due.ts";
import type { DueFilter } from "./due-filter.ts";
import type {
  AcknowledgementState,
  ActionStepStatus,
  Attendance,
  Barrier,
  CoachingIntensity,
  Escalation,
  GoalProgress,
  GoalStatus,
  ObservationKind,
  OpenedPart,
  OpeningKind,
  SessionFormat,
  SessionModality,
  SessionStatus,
} from "./session.codes.ts";
import type { ChangedValue } from "./session-changes.rules.ts";

/** Fields of a form as they are posted: each name with its values, in order. */
export type FormValues = Record<string, string[]>;

export interface PersonCard {
  id: string;
  name: string;
  siteName: string;
  intensity: CoachingIntensity;
  lastContactOn: string | null;
  nextSessionOn: string | null;
  /** The planned session behind that day, when there is a record of it. */
  plannedSessionId: string | null;
  openSteps: number;
  goalTitles: string[];
  dose: MonthDose;
  due: NextSessionDue;
}

/** A card before its dose is worked out. */
export type ContactCard = Omit<PersonCard, "dose" | "due">;

export interface PeoplePage {
  accountId: string;
  today: string;
  show: DueFilter;
  /** Of all the coach's people. */
  counts: Record<DueFilter, number>;
  people: PersonCard[];
}

export interface GoalItem {
  id: string;
  title: string;
  targetLevel: string;
  reviewOn: string | null;
  status: GoalStatus;
  essentialFunctionId: string | null;
  functionTitle: string | null;
  rowVersion: number;
}

/** A change of a record, as far as the viewer may see its values. */
export interface SessionChange {
  id: string;
  on: string;
  time: string;
  /** The record was locked: an amendment. */
  wasLocked: boolean;
  reason: string;
  /** Months whose figures it restates, by their first day. */
  restatedMonths: string[];
  doseBefore: number;
  doseAfter: number;
  changes: { field: string; subjectId: string | null; before: ChangedValue; after: ChangedValue }[];
}

/** That an administrator opened a protected part of the record in a safety case. */
export interface SessionOpening {
  id: string;
  on: string;
  part: OpenedPart;
  kind: OpeningKind;
}

/** What coachee and coach said of a record, in order. */
export interface Word {
  id: string;
  personId: string;
  personName: string;
  /** Empty for an answer of the coach. */
  state: AcknowledgementState | null;
  comment: string;
  on: string;
  /** Said of what the record held before it was changed. */
  isOutdated: boolean;
  /** The coachee's last word. */
  isLast: boolean;
}

export interface StepItem {
  id: string;
  what: string;
  ownerId: string;
  ownerName: string;
  isOwn: boolean;
  dueOn: string | null;
  status: ActionStepStatus;
}

interface Period {
  from: string;
  until: string;
}

/** Planned against delivered coaching in a month; see `fidelity/dosage`. */
export interface MonthDose extends Period {
  plannedSessions: number;
  deliveredSessions: number;
  plannedMinutes: number;
  deliveredMinutes: number;
}

/** How the last quarter of a year went with a person. */
export interface DosePattern extends Period {
  deliveredSessions: number;
  sessionsPerWeek: number | null;
  meanMinutes: number | null;
  daysSinceLastHeld: number | null;
  cancelledSessions: number;
  noShowSessions: number;
  dueSessions: number;
}

export interface FunctionChoice {
  id: string;
  label: string;
  componentTitle: string;
}

export interface PersonPage {
  person: { id: string; name: string; jobTitle: string | null; siteName: string };
  assignment: { intensity: CoachingIntensity; startsOn: string; endsOn: string | null };
  today: string;
  dose: MonthDose;
  due: NextSessionDue;
  pattern: DosePattern;
  goals: GoalItem[];
  steps: StepItem[];
  sessions: Page<SessionListItem>;
  functions: FunctionChoice[];
  permissions: { canLog: boolean };
}

/** The structured facts in one line. */
export interface SessionListItem {
  id: string;
  sessionOn: string;
  status: SessionStatus;
  modality: SessionModality;
  format: SessionFormat;
  /** Observation and meeting. */
  doseMinutes: number;
  attendeeNames: string[];
  coachName: string;
  focusTitles: string[];
  acknowledgement: AcknowledgementState;
  isImported: boolean;
  entryLagDays: number;
  isLate: boolean;
  isLocked: boolean;
  isAmended: boolean;
  /** The last day on which the coachee can answer before it lapses, while one is waited for. */
  lapsesAfter: string | null;
}

export interface SessionsPage {
  today: string;
  sessions: Page<SessionListItem>;
  people: { id: string; name: string }[];
  filters: { person?: string; status?: SessionStatus; word?: AcknowledgementState; month?: string };
  /** How many of the coach's held sessions wait for a word, are disputed or lapsed. */
  words: Record<"pending" | "disputed" | "lapsed", number>;
}

export interface SessionFacts {
  id: string;
  sessionOn: string;
  status: SessionStatus;
  statusReason: string | null;
  format: SessionFormat;
  modality: SessionModality;
  observationKind: ObservationKind;
  startTime: string | null;
  endTime: string | null;
  zone: string;
  minutes: {
    observation: number;
    meeting: number;
    preparation: number;
    travel: number;
    documentation: number;
  };
  siteName: string;
  coach: { id: string; name: string };
  attendees: { id: string; name: string; attendance: Attendance; minutes: number | null }[];
  focus: { id: string; label: string }[];
  strategies: string[];
  strengthNoted: boolean;
  correctiveFeedback: boolean;
  dataShared: boolean;
  barriers: Barrier[];
  escalation: Escalation;
  nextSessionOn: string | null;
  isCoachCertified: boolean;
  acknowledgement: AcknowledgementState;
  /** Brought in from a file of the past, by whoever imported it: the coachee was not asked. */
  isImported: boolean;
  entryLagDays: number;
  isLate: boolean;
  isLocked: boolean;
  /** The last day on which it can be changed without a reason. */
  editableUntil: string;
  /** It was entered after its month was locked: the month's figures are restated. */
  isEnteredAfterLock: boolean;
  isAmended: boolean;
  lapsesAfter: string | null;
  rowVersion: number;
  contentVersion: number;
}

/** What coach and coachee alone see. */
export interface Conversation {
  summary: string | null;
  progress: { goalId: string; title: string; progress: GoalProgress; selfScale: number | null }[];
  reviews: { stepId: string; what: string; status: ActionStepStatus }[];
  steps: StepItem[];
  words: Word[];
}

export interface SessionPage {
  viewer: "coach" | "coachee" | "oversight";
  today: string;
  session: SessionFacts;
  /** Empty for oversight: it never leaves the server. */
  conversation: Conversation | null;
  /** The author's own. */
  privateNote: string | null;
  /** There is a note, and the key that opened it was destroyed. */
  isNoteGone: boolean;
  history: SessionChange[];
  /** Words for the ids that stand in the history. */
  labels: Record<string, string>;
  openings: SessionOpening[];
  /** The id of the answer that the coach may write. */
  replyId: string;
  permissions: {
    canEdit: boolean;
    canAmend: boolean;
    canComplete: boolean;
    canAcknowledge: boolean;
    canReply: boolean;
  };
}

/** What the form of a log needs. */
export interface SessionFormPage {
  accountId: string;
  /** A new log, a new plan, a planned session that is now logged, or a record that is changed. */
  purpose: "log" | "plan" | "complete" | "edit";
  sessionId: string;
  rowVersion: number;
  coach: { id: string; name: string };
  person: { id: string; name: string };
  /** The coach's other people. */
  others: { id: string; name: string }[];
  today: string;
  zone: string;
  editableUntil: string | null;
  /** The record is locked: changing it is an amendment, which needs a reason. */
  isAmendment: boolean;
  functions: (FunctionChoice & { isSuggested: boolean })[];
  goals: { id: string; title: string }[];
  openSteps: StepItem[];
  values: FormValues;
}

/** What a new log of one of the coach's people starts from. */
export interface LogPerson {
  id: string;
  name: string;
  zone: string;
  goals: { id: string; title: string; essentialFunctionId: string | null }[];
  openSteps: StepItem[];
  /** What the newest session suggests for the next one. */
  last: { modality: SessionModality; minutes: number; focusIds: string[] } | null;
}

/** Everything that logging needs while there is no connection: one coach's people and the functions in force. */
export interface OfflinePack {
  accountId: string;
  coach: { id: string; name: string };
  home: Pick<PeoplePage, "accountId" | "today"> & { people: ContactCard[] };
  people: LogPerson[];
  functions: FunctionChoice[];
}

/** What became of one log that a device sent. */
export type SyncResult =
  /** The server has exactly this: the hash is of the entries as they arrived. */
  | { id: string; state: "stored"; hash: string }
  | { id: string; state: "refused"; code: string; message: string; fieldErrors?: Record<string, string[]> }
  /** The record stands with other content. */
  | {
      id: string;
      state: "conflict";
      code: string;
      message: string;
      fieldErrors?: Record<string, string[]>;
      stored: { rowVersion: number; values: FormValues };
    }
  /** Nothing was decided: send it again. */
  | { id: string; state: "failed" };

export type SyncAnswer = { ok: true; results: SyncResult[] } | { ok: false; code: string; message: string };

export interface MyCoachingPage {
  today: string;
  waiting: SessionListItem[];
  sessions: Page<SessionListItem>;
  steps: StepItem[];
  goals: GoalItem[];
  next: { on: string; coachName: string } | null;
}

/** A log to fill in by hand. */
export interface BlankLog {
  coachName: string;
  programName: string;
  today: string;
  functions: FunctionChoice[];
}
