import { type Day, dayIn } from "#app/time/days.ts";
import { coachingCycles } from "#fidelity/dosage/coaching-cycles.ts";
import type { DosageLevelInput, DosageSessionInput } from "#fidelity/dosage/dosage.schema.ts";
import { dosage } from "#fidelity/dosage/dosage.ts";
import { lengthOf, overlap } from "#fidelity/dosage/eligible-spans.ts";
import { type NextSessionDue, nextSessionDue } from "#fidelity/dosage/next-session-due.ts";
import { addDays, endOfMonth, parseCalendarDate, startOfMonth } from "#fidelity/schedule/calendar.ts";
import { mergeSpans } from "#fidelity/schedule/date-spans.ts";
import { type Contact, sessionsOf } from "./contacts.rules.ts";
import type { DosePattern, MonthDose } from "./people.types.ts";

/** How far back the plan is read for the next due day: whoever waited longer is overdue in any case. */
const PLAN_DAYS = 400;
/** How far ahead leave is read: it moves the next due day on. */
const LEAVE_AHEAD_DAYS = 366;
const PATTERN_DAYS = 90;

/** A session that was held with a coachee, and what tells cycles apart. */
export interface CycleFact {
  coacheeId: string;
  id: string;
  on: Day;
  startedAt: Date | null;
  observationMinutes: number;
  meetingMinutes: number;
  setGoals: boolean;
  observed: boolean;
  feedbackGiven: boolean;
}

/** Place of a session in the coaching of one pair. */
interface CyclePlace {
  cycle: number;
  sessionInCycle: number;
}

/** Of each coachee of a coach: the place of every session, by its id. */
export function placesOf(history: readonly CycleFact[]): Map<string, Map<string, CyclePlace>> {
  const places = new Map<string, Map<string, CyclePlace>>();
  for (const [coacheeId, facts] of byPerson(history, (fact) => [fact.coacheeId])) {
    const { sessions } = coachingCycles(
      facts.map(({ id, on, startedAt, setGoals, observed, meetingMinutes, feedbackGiven }) => ({
        ...{ id, on, setGoals, observed },
        startedAt: startedAt?.toISOString() ?? null,
        gaveFeedback: meetingMinutes > 0 && feedbackGiven,
      })),
    );
    places.set(coacheeId, new Map(sessions.map(({ id, ...place }) => [id, place])));
  }
  return places;
}

/** Sessions with the number of each coachee's cycle, and those before them in which a cycle may have begun. */
export function withCycles(
  sessions: readonly DosageSessionInput[],
  history: readonly CycleFact[],
  from: Day,
): DosageSessionInput[] {
  const places = placesOf(history);
  const cycleOf = (personId: string, id: string) => places.get(personId)?.get(id)?.cycle ?? null;
  const earlier = byPerson(
    history.filter(({ on }) => on < from),
    ({ id }) => [id],
  );
  return [
    ...[...earlier.values()].flatMap((met) => {
      const [first] = met;
      if (!first) return [];
      const { coacheeId: _, startedAt: __, ...session } = first;
      const attendees = met.map(({ coacheeId, id }) => ({
        personId: coacheeId,
        cycle: cycleOf(coacheeId, id),
      }));
      return [{ ...session, status: "held" as const, attendees }];
    }),
    ...sessions.map((session) => ({
      ...session,
      attendees: session.attendees?.map((attendee) => ({
        ...attendee,
        cycle: cycleOf(attendee.personId, session.id),
      })),
    })),
  ];
}

/** What is planned for a coachee as of a day, and what plans nothing. */
interface PlanFacts {
  coacheeId: string;
  levels: readonly DosageLevelInput[];
  leave: readonly { from: Day; to: Day }[];
  closures: readonly { from: Day; to: Day; announcedOn: Day }[];
  today: Day;
}
/** All dated facts that a coachee's dose is worked out from, whoever coached them. */
export interface CoacheeFacts extends PlanFacts {
  contacts: readonly Contact[];
}
/** All dated facts of one pair. */
export interface PairFacts extends PlanFacts {
  sessions: readonly DosageSessionInput[];
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
export function monthDose({ coacheeId, contacts, levels, today, ...facts }: CoacheeFacts): MonthDose {
  const from = startOfMonth(parseCalendarDate(today));
  const month = { from, until: endOfMonth(from) };
  const dose = dosage(sessionsOf(contacts), levels, { ...month, ...away(facts), coacheeId, asOf: today });
  const { plannedSessions, deliveredSessions, plannedMinutes, deliveredMinutes } = dose;
  return { ...month, plannedSessions, deliveredSessions, plannedMinutes, deliveredMinutes };
}

/** How the last quarter of a year went with one coach, up to today. */
export function dosePattern({ coacheeId, sessions, levels, today, ...facts }: PairFacts): DosePattern {
  const from = addDays(parseCalendarDate(today), 1 - PATTERN_DAYS);
  const startedOn = levels.map((level) => level.from).sort()[0] ?? null;
  const dose = dosage(sessions, levels, { from, until: today, ...away(facts), startedOn, coacheeId });
  const { deliveredSessions, sessionsPerWeek, meanMinutes } = dose;
  const { cancelledSessions, noShowSessions, dueSessions } = dose;
  const { cyclesCompleted, cyclesWithKnownOrder, cyclesInOrder } = dose;
  return {
    from,
    until: today,
    deliveredSessions,
    sessionsPerWeek,
    meanMinutes,
    cancelledSessions,
    noShowSessions,
    dueSessions,
    cyclesCompleted,
    cyclesWithKnownOrder,
    cyclesInOrder,
  };
}

/** By when the next session is due; see `nextSessionDue`. */
export function nextDue({ contacts, levels, today, ...facts }: CoacheeFacts): NextSessionDue {
  return nextSessionDue(levels, { heldOn: contacts.map(({ on }) => on), ...away(facts), asOf: today });
}

/** The days that plan nothing, as lists that may be changed. */
const away = ({ leave, closures }: Pick<PlanFacts, "leave" | "closures">) => ({
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

/** How many days of a period lie in one of the spans. */
export function daysWithin(
  spans: readonly { from: Day; to: Day }[],
  period: { from: Day; until: Day },
): number {
  const [from, to] = [parseCalendarDate(period.from), parseCalendarDate(period.until)];
  const days = spans.map((span) => ({ from: parseCalendarDate(span.from), to: parseCalendarDate(span.to) }));
  return lengthOf(mergeSpans(days).map((span) => overlap({ from, to }, span)));
}
