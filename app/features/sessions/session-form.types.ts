import type { Agenda } from "./agenda.types.ts";
import type { ContactCard, FunctionChoice, PeoplePage, StepItem } from "./people.types.ts";
import type { SessionModality } from "./session.codes.ts";
import type { Conversation, SessionFacts } from "./session.types.ts";

/** Fields of a form as they are posted: each name with its values, in order. */
export type FormValues = Record<string, string[]>;

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
  functions: (FunctionChoice & { isSuggested: boolean; reason?: string })[];
  companions: CompanionChoice[];
  /** Active goals of the person and of the coach's others, and those that the record speaks of. */
  goals: GoalChoice[];
  /** Open steps of the same people, and those whose becoming the record tells. */
  openSteps: StepChoice[];
  values: FormValues;
  /** Of a log that was finished on this device and waits there: since when, and what the server said of it. */
  queued?: { since: number | null; answer: Undecided | null };
}

/** A goal that a log may speak of, once the person whose it is was there. */
export interface GoalChoice {
  id: string;
  title: string;
  personId: string;
}

/** A step that a log may tell the becoming of, once the person with whom it was agreed was there. */
export interface StepChoice extends StepItem {
  personId: string;
}

/** Somebody who may be named in a log beside one's own people. */
export interface CompanionChoice {
  id: string;
  name: string;
  isCoach: boolean;
  isSupervisor: boolean;
}

/** An essential function that a fidelity review suggests to work on. */
export interface RatedFocus {
  functionId: string;
  /** Whose it is: null for the coach's own practice, which any session of theirs may be about; else one coachee. */
  personId: string | null;
  /** "Rated 1 of 3 on 4 Mar 2026". Shown beside the choice; no part of a record. */
  reason: string;
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
  /** Of the program: in it the calendar's today is told. */
  zone: string;
  home: Pick<PeoplePage, "accountId" | "today"> & { people: ContactCard[] };
  people: LogPerson[];
  functions: FunctionChoice[];
  /** Empty in a pack of an earlier release. */
  companions?: CompanionChoice[];
  ratedFocus?: RatedFocus[];
  /** Some weeks back and as far ahead as plans are filled. */
  agenda: Agenda;
  /** What was put into planned sessions already, by their ids; left out by an earlier release. */
  planned?: Record<string, PlannedContent>;
}

/** What a planned session may say beside who, when, how and about what. */
export type PlannedFacts = Pick<
  SessionFacts,
  | "strategies"
  | "strengthNoted"
  | "correctiveFeedback"
  | "dataShared"
  | "feedbackAfterHours"
  | "barriers"
  | "escalation"
  | "nextSessionOn"
>;
export type PlannedContent = PlannedFacts & {
  conversation: Omit<Conversation, "words">;
  /** The acting coach's own. */
  privateNote: string | null;
};

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

/** Why the server did not store a log. */
export type Undecided = Extract<SyncResult, { state: "refused" | "conflict" }>;

export type SyncAnswer = { ok: true; results: SyncResult[] } | { ok: false; code: string; message: string };

/** A log to fill in by hand. */
export interface BlankLog {
  coachName: string;
  programName: string;
  today: string;
  functions: FunctionChoice[];
}
