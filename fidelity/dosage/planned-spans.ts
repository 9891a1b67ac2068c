import {
  addDays,
  type CalendarDate,
  compareDates,
  daysBetween,
  daysInMonth,
  endOfMonth,
} from "../schedule/calendar.ts";
import type { DosageLevel } from "./dosage.schema.ts";
import { type ClosedSpan, overlap } from "./eligible-spans.ts";

/** Days of one month under one level, each of which plans the same part of a session. */
export type PlannedSpan = ClosedSpan & { days: number; sessionsPerDay: number; minutesPerSession: number };

/**
 * What each eligible day plans: sessionsPerMonth / days of its month, under the level in force that day.
 *
 * @param eligible spans in order that do not overlap
 * @param levels in any order; one without `to` ends where the next begins. Days without a level plan nothing
 * @returns spans in order, none across the end of a month, worked out as they are asked for
 * @throws RangeError naming two levels that hold on the same day
 *
 * Source: planned dose prorated by the version of the schedule in force.
 */
export function* plannedSpans(
  eligible: readonly ClosedSpan[],
  levels: readonly DosageLevel[],
): Generator<PlannedSpan> {
  for (const level of levelsInOrder(levels))
    for (const span of eligible)
      for (const part of monthsOf(overlap(span, level)))
        yield {
          ...part,
          days: daysBetween(part.from, part.to) + 1,
          sessionsPerDay: level.sessionsPerMonth / daysInMonth(part.from),
          minutesPerSession: level.minutesPerSession,
        };
}

/** The levels in order, each one without an end closed by the next. */
function levelsInOrder(levels: readonly DosageLevel[]): DosageLevel[] {
  const sorted = [...levels].sort((a, b) => compareDates(a.from, b.from));
  return sorted.map((level, index) => {
    const next = sorted[index + 1];
    if (next === undefined) return level;
    if (level.from === next.from || (level.to !== null && level.to >= next.from)) {
      const found = `found the levels from ${level.from} and from ${next.from} overlapping`;
      throw new RangeError(`schedule: ${found}, expected one level per day`);
    }
    return { ...level, to: level.to ?? addDays(next.from, -1) };
  });
}

/** The parts of a span that lie in one month each. */
function* monthsOf(span: ClosedSpan | null): Generator<ClosedSpan> {
  if (span === null) return;
  let from: CalendarDate = span.from;
  let end = endOfMonth(from);
  while (end < span.to) {
    yield { from, to: end };
    from = addDays(end, 1);
    end = endOfMonth(from);
  }
  yield { from, to: span.to };
}
