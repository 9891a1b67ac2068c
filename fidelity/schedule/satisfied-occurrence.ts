import { type CalendarDate, parseCalendarDate } from "./calendar.ts";
import type { Occurrence } from "./schedule-rule.schema.ts";

/**
 * The occurrence that work done on a day counts for: the first still unmet one whose window, from its opening to the
 * end of grace, holds the day. Work before a window opens counts for nothing and never moves the series.
 *
 * @param unmet occurrences of one series that nothing counts for yet, in any order
 * @param workedOn calendar day of the observed work, in the site's zone
 * @returns the occurrence, or null when no window holds the day
 * @throws RangeError when `workedOn` is no existing day
 *
 * Source: assessment-window matching, early inside the window counts, early outside does not.
 */
export function satisfiedOccurrence(unmet: readonly Occurrence[], workedOn: CalendarDate): Occurrence | null {
  const day = parseCalendarDate(workedOn, "workedOn");
  const open = unmet.filter(({ opensOn, graceEndsOn }) => opensOn <= day && day <= graceEndsOn);
  return open.reduce<Occurrence | null>(
    (first, next) => (first === null || next.targetOn < first.targetOn ? next : first),
    null,
  );
}
