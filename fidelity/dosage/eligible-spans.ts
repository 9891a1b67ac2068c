import type { DateSpan } from "../schedule/calendar.ts";
import { addDays, type CalendarDate, daysBetween, earlierOf, laterOf } from "../schedule/calendar.ts";
import { mergeSpans } from "../schedule/date-spans.ts";

/** A stretch of days with a known end. */
export type ClosedSpan = { from: CalendarDate; to: CalendarDate };

/** The dated facts that decide which days count. */
export type Eligibility = {
  leave: readonly (DateSpan & { recordedOn?: CalendarDate | null | undefined })[];
  closures: readonly (DateSpan & { announcedOn?: CalendarDate | null | undefined })[];
  assignments?: readonly DateSpan[] | undefined;
  startedOn: CalendarDate | null;
  exitOn: CalendarDate | null;
  knownOn?: CalendarDate | undefined;
};

/**
 * The days of a period that count: between the start and the exit, with a coach assigned, without leave and without
 * days of closures that were announced before them.
 *
 * @param period first and last day
 * @param facts spans in any order, overlapping or not. `assignments` left out: every day has a coach. With `knownOn`,
 *   leave entered after that day is not known. `startedOn` and `exitOn` belong to the stay
 * @returns spans in order that neither overlap nor touch; none when the start is after the exit
 *
 * Source: eligible time excludes approved leave, vacancy, and time before the start and after the exit; closed days
 * announced beforehand are nobody's missed sessions.
 */
export function eligibleSpans({ from, to }: ClosedSpan, facts: Eligibility): ClosedSpan[] {
  const enrolled = overlap({ from, to }, { from: facts.startedOn ?? from, to: facts.exitOn });
  if (enrolled === null) return [];
  const { knownOn, assignments } = facts;
  const leave = facts.leave.filter(
    ({ recordedOn }) => knownOn === undefined || recordedOn == null || recordedOn <= knownOn,
  );
  const away = [...leave, ...announcedClosures(facts.closures)];
  const coached = assignments === undefined ? [enrolled] : mergeSpans(assignments);
  return coached.flatMap((span) => {
    const shared = overlap(enrolled, span);
    return shared === null ? [] : without(shared, away);
  });
}

/**
 * The days of closures of which people knew before they came: all of a closure announced before its first day or without
 * a day of announcement, and of one told later the days after the telling.
 *
 * @returns those spans, in the order given, none for a closure told on its last day or later; nothing is checked
 *
 * Source: only closed days announced beforehand are nobody's missed sessions.
 */
export function announcedClosures(closures: Eligibility["closures"]): DateSpan[] {
  return closures.flatMap(({ from, to, announcedOn }) => {
    const known = announcedOn == null ? from : laterOf(from, addDays(announcedOn, 1));
    return to === null || known <= to ? [{ from: known, to }] : [];
  });
}

/** The days two spans share, both ends included, or null when they share none. `b.to` null has no end. */
export function overlap(a: ClosedSpan, b: DateSpan): ClosedSpan | null {
  const from = laterOf(a.from, b.from);
  const to = b.to === null ? a.to : earlierOf(a.to, b.to);
  return from <= to ? { from, to } : null;
}

/** The number of days in spans that do not overlap, both ends included; null counts none. */
export function lengthOf(spans: readonly (ClosedSpan | null)[]): number {
  return spans.reduce((sum, span) => (span === null ? sum : sum + daysBetween(span.from, span.to) + 1), 0);
}

function without({ from, to }: ClosedSpan, spans: readonly DateSpan[]): ClosedSpan[] {
  const left: ClosedSpan[] = [];
  let start = from;
  for (const away of mergeSpans(spans)) {
    if (away.from > to) break;
    if (away.to !== null && away.to < start) continue;
    if (start < away.from) left.push({ from: start, to: addDays(away.from, -1) });
    if (away.to === null || away.to >= to) return left;
    start = addDays(away.to, 1);
  }
  if (start <= to) left.push({ from: start, to });
  return left;
}
