import { addDays, endOfMonth, parseCalendarDate } from "#fidelity/schedule/calendar.ts";
import type { Day } from "./days.ts";

/** The first day on which a record of a day can no longer be changed freely: the days of grace after its month have passed. */
export function lockedFrom(on: Day, lockDays: number): Day {
  return addDays(endOfMonth(parseCalendarDate(on)), lockDays + 1);
}
