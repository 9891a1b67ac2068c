import type { DateSpan } from "../schedule/calendar.ts";
import { addDays, type CalendarDate, earlierOf, laterOf } from "../schedule/calendar.ts";
import { mergeSpans } from "../schedule/date-spans.ts";

/** A stretch of days with a known end. */
export type ClosedSpan = { from: CalendarDate; to: CalendarDate };

/**
 * The days from `from` to `until` that are not leave.
 *
 * @param period first and last day; empty when the first is after the last
 * @param leave spans in any order, overlapping or not
 * @returns spans in order that do not overlap
 *
 * Source: eligible time excludes approved leave.
 */
export function eligibleSpans({ from, to }: ClosedSpan, leave: readonly DateSpan[]): ClosedSpan[] {
  const eligible: ClosedSpan[] = [];
  let start = from;
  for (const away of mergeSpans(leave)) {
    if (away.from > to) break;
    if (away.to !== null && away.to < start) continue;
    if (start < away.from) eligible.push({ from: start, to: addDays(away.from, -1) });
    if (away.to === null || away.to >= to) return eligible;
    start = addDays(away.to, 1);
  }
  if (start <= to) eligible.push({ from: start, to });
  return eligible;
}

/** The days two spans share, or null. */
export function overlap(a: ClosedSpan, b: DateSpan): ClosedSpan | null {
  const from = laterOf(a.from, b.from);
  const to = b.to === null ? a.to : earlierOf(a.to, b.to);
  return from <= to ? { from, to } : null;
}
