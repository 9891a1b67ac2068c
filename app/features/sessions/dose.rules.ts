import { type Day, dayIn } from "#app/time/days.ts";
import type { DosageLevelInput, DosageSessionInput } from "#fidelity/dosage/dosage.schema.ts";
import { dosage } from "#fidelity/dosage/dosage.ts";
import { lengthOf, overlap } from "#fidelity/dosage/eligible-spans.ts";
import { type NextSessionDue, nextSessionDue } from "#fidelity/dosage/next-session-due.ts";
import { addDays, endOfMonth, parseCalendarDate, startOfMonth } from "#fidelity/schedule/calendar.ts";
import { mergeSpans } from "#fidelity/schedule/date-spans.ts";
import type { DosePattern, MonthDose } from "./session.types.ts";

/** How far back the plan is read for the next due day: whoever waited longer is overdue in any case. */
const PLAN_DAYS = 400;
/** How far ahead leave is read: it moves the next due day on. */
const LEAVE_AHEAD_DAYS = 366;
const PATTERN_DAYS = 90;

/** All dated facts of a pair that its dose is worked out from. */
export interface PairFacts {
  coacheeId: string;
  sessions: readonly DosageSessionInput[];
  levels: readonly DosageLevelInput[];
  leave: readonly { from: Day; to: Day }[];
  closures: readonly { from: Day; to: Day; announcedOn: Day }[];
  today: Day;
}

/** The days of which plan and leave are needed, whatever zone of the program the person is in. */
export function planWindow(now: Date, zone: string): { from: Day; until: Day } {
  const today = parseCalendarDate(dayIn(zone, now));
  return { from: addDays(today, -PLAN_DAYS), until: addDays(today, LEAVE_AHEAD_DAYS) };
}

/** The days of which sessions are needed for the running month, whatever zone of the program the person is in. */
export function monthWindow(now: Date, zone: string): { from: Day; until: Day } {
  const today = parseCalendarDate(dayIn(zone, now));
  return { from: startOfMonth(addDays(today, -1)), until: endOfMonth(addDays(today, 1)) };
}

/** The running month and the days of the pattern. */
export function personWindow(today: Day): { from: Day; until: Day } {
  const day = parseCalendarDate(today);
  return { from: addDays(day, 1 - PATTERN_DAYS), until: endOfMonth(day) };
}

/** What is planned and delivered in the month of today. */
export function monthDose({ coacheeId, sessions, levels, today, ...facts }: PairFacts): MonthDose {
  const from = startOfMonth(parseCalendarDate(today));
  const month = { from, until: endOfMonth(from) };
  const dose = dosage(sessions, levels, { ...month, ...away(facts), coacheeId, asOf: today });
  const { plannedSessions, deliveredSessions, plannedMinutes, deliveredMinutes } = dose;
  return { ...month, plannedSessions, deliveredSessions, plannedMinutes, deliveredMinutes };
}

/** How the last quarter of a year went, up to today. */
export function dosePattern({ coacheeId, sessions, levels, today, ...facts }: PairFacts): DosePattern {
  const from = addDays(parseCalendarDate(today), 1 - PATTERN_DAYS);
  const startedOn = levels.map((level) => level.from).sort()[0] ?? null;
  const dose = dosage(sessions, levels, { from, until: today, ...away(facts), startedOn, coacheeId });
  const { deliveredSessions, sessionsPerWeek, meanMinutes, daysSinceLastHeld } = dose;
  const { cancelledSessions, noShowSessions, dueSessions } = dose;
  return {
    from,
    until: today,
    deliveredSessions,
    sessionsPerWeek,
    meanMinutes,
    daysSinceLastHeld,
    cancelledSessions,
    noShowSessions,
    dueSessions,
  };
}

/** By when the next session is due; see `nextSessionDue`. */
export function nextDue(
  { levels, today, ...facts }: Pick<PairFacts, "levels" | "leave" | "closures" | "today">,
  heldOn: readonly Day[],
): NextSessionDue {
  return nextSessionDue(levels, { heldOn: [...heldOn], ...away(facts), asOf: today });
}

/** The days that plan nothing, as lists that may be changed. */
const away = ({ leave, closures }: Pick<PairFacts, "leave" | "closures">) => ({
  leave: [...leave],
  closures: [...closures],
});

/** What is each person's own, by id. */
export function byPerson<T>(rows: readonly T[], idsOf: (row: T) => readonly string[]): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const row of rows)
    for (const id of idsOf(row)) {
      const group = groups.get(id);
      if (group) group.push(row);
      else groups.set(id, [row]);
    }
  return groups;
}

/** The coachees who were expected to a session. */
export function expectedAt({ attendees = [] }: Pick<DosageSessionInput, "attendees">): string[] {
  return attendees.map(({ personId }) => personId);
}

/** How many days of a period lie in one of the spans. */
export function daysWithin(
  spans: readonly { from: Day; to: Day }[],
  period: { from: Day; until: Day },
): number {
  const [from, to] = [parseCalendarDate(period.from), parseCalendarDate(period.until)];
  const days = spans.map((span) => ({ from: parseCalendarDate(span.from), to: parseCalendarDate(span.to) }));
  return lengthOf(mergeSpans(days).map((span) => overlap({ from, to }, span)));
}
