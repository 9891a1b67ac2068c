import { type CalendarDate, compareDates, type DateSpan, daysBetween, laterOf } from "./calendar.ts";

/** Tells whether a day lies in a span, ends included. */
export function isWithin({ from, to }: DateSpan, day: CalendarDate): boolean {
  return from <= day && (to === null || day <= to);
}

/** The same days as spans in order that neither overlap nor touch. */
export function mergeSpans(spans: readonly DateSpan[]): DateSpan[] {
  const merged: DateSpan[] = [];
  for (const span of [...spans].sort((a, b) => compareDates(a.from, b.from))) {
    const last = merged.at(-1);
    if (last === undefined || (last.to !== null && daysBetween(last.to, span.from) > 1))
      merged.push({ ...span });
    else last.to = last.to === null || span.to === null ? null : laterOf(last.to, span.to);
  }
  return merged;
}
