import type { Day } from "#app/time/days.ts";
import { addMonths, endOfMonth, parseCalendarDate, startOfMonth } from "#fidelity/schedule/calendar.ts";

export { formatMonth as monthName } from "#app/time/format-day.ts";

/** First day of the month of a day. */
export function monthOf(day: Day): Day {
  return startOfMonth(parseCalendarDate(day));
}

export function lastDayOf(month: Day): Day {
  return endOfMonth(parseCalendarDate(month));
}

export function shiftMonth(month: Day, months: number): Day {
  return addMonths(parseCalendarDate(month), months);
}

/** The months from the first to the last, both included; none when the first is later. */
export function monthsBetween(first: Day, last: Day): Day[] {
  const months: Day[] = [];
  for (let month = monthOf(first); month <= last; month = shiftMonth(month, 1)) months.push(month);
  return months;
}

/** The months of `?period=3&month=2026-10`: so many, up to that one, never past the running month. */
export function periodOf(
  { period, month }: { period: "1" | "3" | "6"; month?: string | undefined },
  today: Day,
): { length: 1 | 3 | 6; months: Day[]; currentMonth: Day } {
  const currentMonth = monthOf(today);
  const asked = month ? `${month}-01` : currentMonth;
  const last = asked > currentMonth ? currentMonth : asked;
  const length = Number(period) as 1 | 3 | 6;
  const months = Array.from({ length }, (_, index) => shiftMonth(last, index + 1 - length));
  return { length, months, currentMonth };
}
