import type { Page } from "#app/http/pagination.ts";
import type { NotHeldReason } from "#fidelity/dosage/not-held-reasons.ts";
import type { Overlap } from "./overlap.types.ts";
import type { StepItem } from "./people.types.ts";
import type {
  AcknowledgementState,
  ActionStepStatus,
  Attendance,
  Barrier,
  CompanionRole,
  EscalatedTo,
  Escalation,
  GoalProgress,
  ObservationKind,
  OpenedPart,
  OpeningKind,
  SessionFormat,
  SessionModality,
  SessionStatus,
} from "./session.codes.ts";
import type { ChangedValue } from "./session-changes.rules.ts";
import type { ChainLink } from "./session-plan.types.ts";

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

/** The structured facts in one line. */
export interface SessionListItem {
  id: string;
  sessionOn: string;
  status: SessionStatus;
  modality: SessionModality;
  format: SessionFormat;
  /** Observation and meeting. */
  doseMinutes: number;
  /** How long the person whose own list it is was there. */
  ownMinutes: number | null;
  attendeeNames: string[];
  coachName: string;
  /** As what the viewer was there beside the lead. */
  ownRole: "co_coach" | "shadow" | null;
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
  /** Why it did not take place; empty for a record from before the codes. */
  notHeldReason: NotHeldReason | null;
  /** The same in words; empty for whoever is no party to the conversation. */
  statusReason: string | null;
  format: SessionFormat;
  modality: SessionModality;
  observationKind: ObservationKind;
  startTime: string | null;
  endTime: string | null;
  /** What had been planned of a session that was held. */
  plannedOn: string | null;
  plannedStart: string | null;
  plannedEnd: string | null;
  zone: string;
  /** Longer than sessions usually are: worth a second look. */
  isLong: boolean;
  /** When it became known that it would not take place, and how long before the start that was. */
  knownOn: string | null;
  knownTime: string | null;
  noticeHours: number | null;
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
  /** Who was there beside lead coach and coachees. */
  companions: { id: string; name: string; role: CompanionRole }[];
  /** Of each coachee who was there: which coaching cycle with this coach, and which session in it. */
  cycles: { coacheeId: string; cycle: number; sessionInCycle: number }[];
  focus: { id: string; label: string }[];
  strategies: string[];
  strengthNoted: boolean;
  correctiveFeedback: boolean;
  dataShared: boolean;
  feedbackAfterHours: number | null;
  barriers: Barrier[];
  /** Empty for whoever is no party to the conversation. */
  escalation: Escalation | null;
  nextSessionOn: string | null;
  isCoachCertified: boolean;
  acknowledgement: AcknowledgementState;
  /** Brought in from a file of the past, by whoever imported it: the coachee was not asked. */
  isImported: boolean;
  /** Days from the session to its being written, and to its reaching the server. */
  entryLagDays: number;
  receivedLagDays: number;
  isClockDoubtful: boolean;
  isLate: boolean;
  isLocked: boolean;
  /** The last day on which it can be changed without a reason. */
  editableUntil: string;
  /** It was entered after its month was locked: the month's figures are restated. */
  isEnteredAfterLock: boolean;
  isAmended: boolean;
  lapsesAfter: string | null;
  profileVersion: number;
  planVersion: number | null;
  rowVersion: number;
  contentVersion: number;
}

/** Facts of a session that belong to its conversation. */
export interface SessionDetail {
  artefactRef: string | null;
  hasRecordingConsent: boolean;
  escalatedOn: string | null;
  escalatedTo: EscalatedTo | null;
  nextFocusId: string | null;
  nextFocusLabel: string | null;
}

/** What coach and coachee alone see. */
export interface Conversation {
  summary: string | null;
  progress: {
    goalId: string;
    title: string;
    /** Whose goal it is. A device of an earlier release keeps none. */
    personId?: string;
    progress: GoalProgress;
    selfScale: number | null;
  }[];
  reviews: {
    stepId: string;
    what: string;
    /** With whom it was agreed. A device of an earlier release keeps none. */
    personId?: string;
    status: ActionStepStatus;
    dropReason: string | null;
  }[];
  detail: SessionDetail | null;
  steps: StepItem[];
  words: Word[];
}

export interface SessionPage {
  /** `present`: was there as a shadow, a supervisor or an observer. */
  viewer: "coach" | "co_coach" | "coachee" | "present" | "oversight";
  today: string;
  session: SessionFacts;
  /** Empty for whoever was no party to it: it never leaves the server. */
  conversation: Conversation | null;
  /** The author's own. */
  privateNote: string | null;
  /** There is a note, and the key that opened it was destroyed. */
  isNoteGone: boolean;
  history: SessionChange[];
  /** Words for the ids that stand in the history. */
  labels: Record<string, string>;
  openings: SessionOpening[];
  /** What it was moved from and to, itself among them; empty when it was not moved. */
  chain: ChainLink[];
  /** What its coach has at the same time; empty for anybody else. */
  overlaps: Overlap[];
  /** The plan it belongs to, for its coach. */
  plan: { id: string; words: string } | null;
  /** The id of the answer that the coach may write. */
  replyId: string;
  permissions: {
    canEdit: boolean;
    canAmend: boolean;
    canComplete: boolean;
    /** Not held, and nothing takes its place yet. */
    canPlanAgain: boolean;
    canAcknowledge: boolean;
    canReply: boolean;
  };
}
