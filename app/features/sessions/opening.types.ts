import type { Page } from "#app/http/pagination.ts";
import type { OpenedPart, OpeningKind } from "./session.codes.ts";

/** Which session is about to be opened: nothing of what was said. */
export interface SessionToOpen {
  sessionOn: string;
  siteName: string;
  coachName: string;
  coacheeNames: string[];
}

/** What was opened, for this one answer. */
export interface OpenedSession extends SessionToOpen {
  part: OpenedPart;
  /** Empty when nothing was written. */
  text: string | null;
  /** There is a note, and its key was destroyed. */
  isGone: boolean;
}

export interface OpeningItem {
  id: string;
  sessionId: string;
  day: string;
  time: string;
  openerName: string;
  coachName: string;
  part: OpenedPart;
  kind: OpeningKind;
  reason: string;
}

export interface OpeningsPage {
  openings: Page<OpeningItem>;
  /** The id of the next opening. */
  openingId: string;
}
