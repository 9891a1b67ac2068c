import type { Overlap } from "./overlap.types.ts";
import type { FunctionChoice } from "./people.types.ts";
import type { SessionModality, SessionStatus } from "./session.codes.ts";
import type { FormValues } from "./session-form.types.ts";

/** Which days sessions are planned on, and when. */
export interface PlanRule {
  startsOn: string;
  endsOn: string | null;
  /** Weeks or months between two turns. */
  every: number;
  /** ISO: 1 is Monday. */
  weekdays: number[];
  /** Of the month; weekly when absent. */
  weekOfMonth: number | null;
  startTime: string;
  minutes: number;
  zone: string;
}

export interface PlanItem extends PlanRule {
  id: string;
  modality: SessionModality;
  people: { id: string; name: string }[];
  rowVersion: number;
  /** The next session that stands in the calendar. */
  nextOn: string | null;
}

/** What the form of a new session or plan needs. */
export interface PlanFormPage {
  people: { id: string; name: string }[];
  functions: FunctionChoice[];
  /** Of the times, as far as it is known: it is that of the site. */
  zone: string;
  values: FormValues;
}

export interface PlanPage {
  plan: PlanItem;
  today: string;
  /** The day from which a change holds. */
  from: string;
  form: PlanFormPage;
  sessions: {
    id: string;
    on: string;
    occurrenceOn: string;
    status: SessionStatus;
    isMoved: boolean;
    /** The day of the session that takes its place. */
    movedTo: string | null;
  }[];
  /** What else the coach has at the times of these sessions. */
  overlaps: Overlap[];
  hasEnded: boolean;
  /** Up to this day the plan's sessions stand in the calendar. */
  horizonOn: string;
}

/** The management of one planned session. */
export interface PlannedPage {
  session: {
    id: string;
    rowVersion: number;
    status: SessionStatus;
    sessionOn: string;
    zone: string;
    names: string;
    people: { id: string; name: string }[];
  };
  today: string;
  coachName: string;
  plan: { id: string; words: string; occurrenceOn: string } | null;
  functions: FunctionChoice[];
  values: FormValues;
  /** Of the session that may take its place. */
  newId: string;
  permissions: { canMove: boolean; canWithdraw: boolean };
}

/** One session of a chain of moves. */
export interface ChainLink {
  id: string;
  sessionOn: string;
  status: SessionStatus;
}
