import type { Day } from "#app/time/days.ts";
import type { AssessmentStatus } from "#fidelity/schedule/assessment-status.ts";
import type { ClosedSpan } from "./agreed-day.rules.ts";

/** How a review stands on the board, from its state and the day at its site. */
export const BOARD_STATES = ["planned", "open", "done", "overdue", "waived"] as const;
export type BoardState = (typeof BOARD_STATES)[number];

export type BoardCell = Record<BoardState, number>;

export interface BoardRow {
  siteId: string;
  siteName: string;
  regionName: string;
  /** One for each month of the board. */
  cells: BoardCell[];
}

export interface BoardReview {
  id: string;
  coachName: string;
  raterName: string | null;
  unassignedReason: string | null;
  ruleTitle: string | null;
  state: string;
  status: AssessmentStatus;
  opensOn: Day;
  targetOn: Day;
  dueOn: Day;
  graceEndsOn: Day;
  /** The day agreed, who set it, and a day that the window has moved away from. */
  plannedOn: Day | null;
  plannedByName: string | null;
  plannedLostOn: Day | null;
  /** The move that set the day: a change made on an older one is refused. */
  moveId: string | null;
  /** Days on which it can take place; none when the viewer may not move it or it is fixed. */
  days: Day[];
}

/** One cell, opened: the reviews of a site in a month. */
export interface OpenedCell {
  siteId: string;
  siteName: string;
  month: Day;
  today: Day;
  reviews: BoardReview[];
  /** The list is bounded. */
  hasMore: boolean;
  closures: ClosedSpan[];
}

export interface OwnMove {
  id: string;
  madeAt: string;
  /** What was moved, and from where to where when it is one. */
  coachName: string;
  count: number;
  fromOn: Day;
  toOn: Day;
  /** Until when it can be taken back. */
  until: string;
}

export interface ReviewBoard {
  months: Day[];
  /** First month of the board, and of those before and after it. */
  earlier: string;
  later: string;
  rows: BoardRow[];
  regions: { id: string; name: string }[];
  region: string;
  page: number;
  pageSize: number;
  hasNext: boolean;
  opened: OpenedCell | null;
  /** What the viewer moved lately and can take back. */
  moves: OwnMove[];
  /** Of the next move. */
  newId: string;
  permissions: { canShift: boolean; canOpenSchedules: boolean };
}

/** What a shift does with one review. */
export interface ShiftLine {
  id: string;
  coachName: string;
  siteName: string;
  ruleTitle: string;
  fromOn: Day;
  toOn: Day | null;
  /** Why it stays, or why the day is another one. */
  note: string | null;
}

export interface ShiftPreview {
  moves: ShiftLine[];
  stays: ShiftLine[];
  /** All of them; the lists above are bounded. */
  moving: number;
  staying: number;
  /** What was shown, for asking whether it still holds. */
  mark: string;
  /** Whether things changed since what was shown before. */
  isStale: boolean;
}

export interface ShiftPage {
  sites: { id: string; name: string }[];
  months: Day[];
  rules: { code: string; title: string }[];
  newId: string;
  site: string;
  month: string;
}
