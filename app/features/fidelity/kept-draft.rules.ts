import { type Day, dayIn } from "#app/time/days.ts";
import { addDays, parseCalendarDate } from "#fidelity/schedule/calendar.ts";

/** Days for which a deleted draft can be brought back. */
const KEPT_DAYS = 90;

/** The last day on which a deleted draft can be brought back. */
export function restorableUntil(deletedAt: Date, zone: string): Day {
  return addDays(parseCalendarDate(dayIn(zone, deletedAt)), KEPT_DAYS);
}

/** Drafts that were deleted before this day are past their time. */
export function keptSince(today: Day): Day {
  return addDays(parseCalendarDate(today), -KEPT_DAYS);
}
