import type { Day } from "#app/time/days.ts";
import { formatDay, formatMonth } from "#app/time/format-day.ts";
import {
  addDays,
  addMonths,
  type CalendarDate,
  daysBetween,
  endOfMonth,
  parseCalendarDate,
  startOfMonth,
  startOfWeek,
} from "#fidelity/schedule/calendar.ts";
import type { AgendaEntry, AgendaSpan, AgendaView } from "./agenda.types.ts";
import { needsReason } from "./session.codes.ts";

/** The days that a view shows: a week from Monday, or the whole weeks of a month. */
export function shownDays(view: AgendaView, on: Day): { from: CalendarDate; until: CalendarDate } {
  const day = parseCalendarDate(on);
  if (view === "week") return { from: startOfWeek(day), until: addDays(startOfWeek(day), 6) };
  return { from: startOfWeek(startOfMonth(day)), until: addDays(startOfWeek(endOfMonth(day)), 6) };
}

/** The same view one step earlier (-1) or later (1). */
export function stepOf(view: AgendaView, on: Day, step: -1 | 1): Day {
  const day = parseCalendarDate(on);
  return view === "week" ? addDays(day, 7 * step) : addMonths(startOfMonth(day), step);
}

/** "16 Nov 2026 to 22 Nov 2026", "Nov 2026" */
export function viewWords(view: AgendaView, on: Day): string {
  if (view === "month") return formatMonth(on);
  const { from, until } = shownDays(view, on);
  return `${formatDay(from, { weekday: false })} to ${formatDay(until, { weekday: false })}`;
}

export interface AgendaDay {
  day: Day;
  entries: AgendaEntry[];
  spans: AgendaSpan[];
}

/** Every day of a period with what stands on it, by time; what has no time comes first. */
export function daysOf(
  { from, until }: { from: Day; until: Day },
  { entries, spans }: { entries: readonly AgendaEntry[]; spans: readonly AgendaSpan[] },
): AgendaDay[] {
  const first = parseCalendarDate(from);
  return Array.from({ length: daysBetween(first, parseCalendarDate(until)) + 1 }, (_, index) => {
    const day = addDays(first, index);
    return {
      day,
      entries: entries
        .filter(({ on }) => on === day)
        .sort((a, b) => (a.startTime ?? "").localeCompare(b.startTime ?? "")),
      spans: spans.filter((span) => isShownOn(span, day)),
    };
  });
}

/** How many sessions a day has, how many of it did not take place, and how many now stand on another day instead. */
export function countOf(entries: readonly Pick<AgendaEntry, "status">[]) {
  const moved = entries.filter(({ status }) => status === "rescheduled").length;
  const off = entries.filter(({ status }) => needsReason(status)).length - moved;
  return { on: entries.length - off - moved, off, moved };
}

/** Leave and closures stand on each of their days, an assessment on the day it opens and the day it is due. */
function isShownOn({ kind, from, to }: AgendaSpan, day: Day): boolean {
  return kind === "review" ? day === from || day === to : from <= day && day <= to;
}

/** "Fidelity assessment of your coaching is due" */
export function spanWords({ kind, title, to }: AgendaSpan, day: Day): string {
  return kind === "review" ? `${title} ${day === to ? "is due" : "opens"}` : title;
}

const FIRST_HOUR = 8;
const LAST_HOUR = 17;

/** The hours that a week shows: the working day, and what lies beyond it when there is anything. */
export function hoursOf(entries: readonly AgendaEntry[]): number[] {
  const hours = entries.flatMap(({ startTime }) => (startTime ? [hourOf(startTime)] : []));
  const first = Math.min(FIRST_HOUR, ...hours);
  return Array.from({ length: Math.max(LAST_HOUR, ...hours) - first + 1 }, (_, index) => first + index);
}

export function hourOf(time: string): number {
  return Number(time.slice(0, 2));
}
