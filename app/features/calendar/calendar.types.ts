import type { Day } from "#app/time/days.ts";

/** One event of a calendar feed: who and when, never what was said. */
export interface CalendarEntry {
  /** The same for the life of the record, whatever changes of it. */
  uid: string;
  title: string;
  /** Where the record is, on our own pages. */
  path: string;
  /** Grows with each change of the record. */
  version: number;
  changedAt: Date;
  isCancelled: boolean;
  when: { startsAt: Date; endsAt: Date; zone: string } | { firstOn: Day; lastOn: Day };
}
