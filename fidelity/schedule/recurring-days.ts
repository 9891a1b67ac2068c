import { z } from "zod";
import { parseInput } from "../parse-input.ts";
import {
  addDays,
  addMonths,
  type CalendarDate,
  daysBetween,
  endOfMonth,
  laterOf,
  startOfMonth,
  startOfWeek,
  weekday,
} from "./calendar.ts";
import { isWithin } from "./date-spans.ts";
import { calendarDate, dateSpan } from "./schedule-rule.schema.ts";

const MOST_DAYS = 1000;
const isoWeekday = z.int().min(1).max(7);

const common = {
  startsOn: calendarDate,
  /** The last day; none when null. */
  endsOn: calendarDate.nullable().default(null),
  every: z.int().min(1).max(12),
};

/** Every so many weeks on some weekdays; weeks begin on Monday and count from the week of `startsOn`. */
const weeklyRule = z.strictObject({
  ...common,
  kind: z.literal("weekly"),
  weekdays: z.array(isoWeekday).min(1).max(7),
});

/** Every so many months on the first, second, third, fourth or last (-1) such weekday; months count from that of `startsOn`. */
const monthlyRule = z.strictObject({
  ...common,
  kind: z.literal("monthly"),
  week: z.union([z.literal(-1), z.int().min(1).max(4)]),
  weekday: isoWeekday,
});

const recurrenceRule = z.discriminatedUnion("kind", [weeklyRule, monthlyRule]);
export type RecurrenceRule = z.input<typeof recurrenceRule>;
type Rule = z.output<typeof recurrenceRule>;

const period = z
  .object({ from: calendarDate, until: calendarDate, without: z.array(dateSpan).default([]) })
  .refine(({ from, until }) => from <= until, { error: 'expected "from" on or before "until"' });

/**
 * The calendar days on which something that repeats falls, from `from` to `until`, both included.
 *
 * The phase is that of the rule's start, whatever period is asked for: every second week from a Wednesday means the weeks
 * two, four, six after the week of that Wednesday. A day before `startsOn` or after `endsOn` is none of the series, nor
 * is one in a span of `without`, which is left out and not made up for. Days have no hour: that the wall time stays when
 * the clocks change is up to who adds it.
 *
 * @param rule weekly on weekdays, or monthly on the nth or last weekday; weekdays by ISO 8601, 1 is Monday
 * @param options `from`, `until`: calendar days; `without`: spans of days left out, such as holidays and leave
 * @returns the days in order, each once
 * @throws TypeError naming every malformed field; RangeError for more than 1000 days
 *
 * Source: recurrence by INTERVAL and BYDAY, with an ordinal for months, as in RFC 5545, 3.3.10, with weeks from Monday.
 */
export function recurringDays(rule: RecurrenceRule, options: z.input<typeof period>): CalendarDate[] {
  const parsed = parseInput(recurrenceRule, rule, "rule");
  const { from, until, without } = parseInput(period, options, "options");
  const first = laterOf(from, parsed.startsOn);
  const last = parsed.endsOn !== null && parsed.endsOn < until ? parsed.endsOn : until;
  const days: CalendarDate[] = [];
  for (const day of daysOf(parsed, first, last)) {
    if (without.some((span) => isWithin(span, day))) continue;
    days.push(day);
    if (days.length > MOST_DAYS)
      throw new RangeError(
        `until: found more than ${MOST_DAYS} days from ${from} to ${until}, expected a shorter period`,
      );
  }
  return days;
}

function* daysOf(rule: Rule, first: CalendarDate, last: CalendarDate): Generator<CalendarDate> {
  for (let turn = turnsBefore(rule, first); ; turn += 1) {
    const days = rule.kind === "weekly" ? daysOfWeek(rule, turn) : [dayOfMonth(rule, turn)];
    for (const day of days) if (day >= first && day <= last) yield day;
    if (days.every((day) => day > last)) return;
  }
}

/** How many whole turns of the rule lie between its start and a day. */
function turnsBefore(rule: Rule, day: CalendarDate): number {
  if (day <= rule.startsOn) return 0;
  const passed =
    rule.kind === "weekly"
      ? daysBetween(startOfWeek(rule.startsOn), day) / 7
      : monthNumber(day) - monthNumber(rule.startsOn);
  return Math.floor(passed / rule.every);
}

function daysOfWeek({ startsOn, every, weekdays }: Rule & { kind: "weekly" }, turn: number): CalendarDate[] {
  const monday = addDays(startOfWeek(startsOn), turn * every * 7);
  return [...new Set(weekdays)].sort().map((each) => addDays(monday, each - 1));
}

function dayOfMonth(
  { startsOn, every, week, weekday: wanted }: Rule & { kind: "monthly" },
  turn: number,
): CalendarDate {
  const firstOfMonth = addMonths(startOfMonth(startsOn), turn * every);
  if (week === -1) {
    const end = endOfMonth(firstOfMonth);
    return addDays(end, -((weekday(end) - wanted + 7) % 7));
  }
  return addDays(firstOfMonth, ((wanted - weekday(firstOfMonth) + 7) % 7) + (week - 1) * 7);
}

function monthNumber(day: CalendarDate): number {
  return Number(day.slice(0, 4)) * 12 + Number(day.slice(5, 7));
}
