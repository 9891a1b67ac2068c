import type { NotHeldReason } from "#fidelity/dosage/not-held-reasons.ts";
import type {
  CompanionRole,
  ObservationKind,
  SessionFormat,
  SessionModality,
  SessionStatus,
} from "./session.codes.ts";

export type AgendaView = "week" | "month";

/** A session on its day, at the wall time of its site. */
export interface AgendaEntry {
  id: string;
  on: string;
  startTime: string | null;
  endTime: string | null;
  zone: string;
  status: SessionStatus;
  /** Why it did not take place. A device of an earlier release keeps none. */
  notHeldReason?: NotHeldReason | null;
  people: { id: string; name: string }[];
  /** Who is to be there beside coach and coachees. */
  companions: { id: string; name: string; role: CompanionRole }[];
  siteName: string;
  planId: string | null;
  modality: SessionModality;
  /** What the log of a planned session starts from. */
  format: SessionFormat;
  observationKind: ObservationKind;
  focusIds: string[];
  rowVersion: number;
  /** Somebody else leads it and writes its log. A device of an earlier release keeps none of these. */
  isCoCoach?: boolean;
  /** Of a planned one: leave or a closure on its day. */
  clash?: SessionClash | null;
  /** On a device: it was logged here and waits to be sent. */
  isWaiting?: boolean;
}

/** What was entered later and stands in the way of a planned session. */
export interface SessionClash {
  kind: "closure" | "coach" | "coachee";
  words: string;
}

/** Days on which something else stands in the calendar. */
export interface AgendaSpan {
  id: string;
  kind: "leave" | "closure" | "review";
  title: string;
  from: string;
  to: string;
}

/** What stands in a coach's calendar in a period. */
export interface Agenda {
  from: string;
  until: string;
  entries: AgendaEntry[];
  spans: AgendaSpan[];
  /** There were more sessions than the calendar shows. */
  isCut: boolean;
}

export interface AgendaPage {
  agenda: Agenda;
  view: AgendaView;
  /** A day in the week or month that is shown. */
  on: string;
  today: string;
  /** Of the coach; a session in another zone says so. */
  zone: string;
  /** Planned sessions of the coming weeks that fall on leave or a closure; left out without a connection. */
  clashes?: AgendaEntry[];
  /** A session that was just taken out of the calendar. */
  takenOut?: { id: string; on: string; names: string } | null;
  /** What this device keeps, when it is shown without a connection. */
  kept?: { from: string; until: string };
}
