import { refuse, type Verdict } from "#app/errors/problem.ts";
import type { Day } from "#app/time/days.ts";
import { formatDay } from "#app/time/format-day.ts";
import { addDays, parseCalendarDate } from "#fidelity/schedule/calendar.ts";

const MOST_DAYS = 62;

/** Whether the days of a closure make sense: in order, not longer than two months, announced today or before. */
export function checkClosure(closure: { firstOn: Day; lastOn: Day; announcedOn: Day }, today: Day): Verdict {
  const { firstOn, lastOn, announcedOn } = closure;
  const fieldErrors: Record<string, string[]> = {};
  const latest = addDays(parseCalendarDate(firstOn), MOST_DAYS - 1);
  if (lastOn < firstOn || lastOn > latest)
    fieldErrors.lastOn = [`Choose a day from ${formatDay(firstOn)} to ${formatDay(latest)}`];
  if (announcedOn > today)
    fieldErrors.announcedOn = [`Today is ${formatDay(today)}: enter a closure once people have been told`];
  return Object.keys(fieldErrors).length === 0
    ? { ok: true }
    : refuse("closure.days", "Some fields need another look.", fieldErrors);
}
