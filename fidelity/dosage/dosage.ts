import { z } from "zod";
import { parseInput } from "../parse-input.ts";
import {
  addDays,
  type CalendarDate,
  compareDates,
  daysBetween,
  daysInMonth,
  endOfMonth,
  laterOf,
} from "../schedule/calendar.ts";
import {
  type DosageLevel,
  type DosageLevelInput,
  type DosagePeriodInput,
  type DosageSession,
  type DosageSessionInput,
  dosageLevel,
  dosagePeriod,
  dosageSession,
  type SessionStatus,
} from "./dosage.schema.ts";
import { type ClosedSpan, eligibleSpans, overlap } from "./eligible-spans.ts";

export type Dosage = {
  /** Days of the period that are neither leave nor before the start nor after the exit. */
  eligibleDays: number;
  /** May be a fraction: a part of a month plans a part of its sessions. */
  plannedSessions: number;
  plannedMinutes: number;
  deliveredSessions: number;
  /** Observation and meeting minutes of delivered sessions; of one coachee when `coacheeId` is given. */
  deliveredMinutes: number;
  /** Delivered / planned, 1 is all, uncapped; null when nothing was planned. */
  sessionRate: number | null;
  minuteRate: number | null;
  /** Attendances at delivered sessions: a session with three coachees makes three. */
  contacts: number;
  /** Minutes of coach time in delivered sessions: minutes x coaches, whatever the number of coachees. */
  coachMinutes: number;
  /** Minutes per coachee, for sessions with an attendee list. */
  coacheeMinutes: Record<string, number>;
  /** Sessions whose date has passed, without the originals of rescheduled ones. */
  dueSessions: number;
  cancelledSessions: number;
  noShowSessions: number;
  rescheduledSessions: number;
  /** Of due sessions; null when there are none. */
  cancellationRate: number | null;
  noShowRate: number | null;
  lastHeldOn: CalendarDate | null;
  /** From the last delivered session to `asOf`, sessions before the period included; null without one. */
  daysSinceLastHeld: number | null;
};

type Period = z.output<typeof dosagePeriod>;

const sessionList = z.array(dosageSession);
const levelList = z.array(dosageLevel);

/**
 * Planned and delivered coaching of one coachee, or of any set of sessions under one schedule, in a period.
 *
 * Planned: each eligible day plans sessionsPerMonth / days of its month under the level in force that day, so a full
 * month plans exactly its number and two halves of a period add up to the whole. Days without a level plan nothing.
 * Delivered: status `held` or `held_partial`, dose minutes = observation + meeting. Sessions during leave count as
 * delivered although nothing was planned. A group session is one session, its minutes once for the coach and once
 * for each coachee present. The original of a rescheduled session counts nowhere but in `rescheduledSessions`.
 * A session's date has passed when it is before `asOf`, or on `asOf` and the session is no longer `scheduled`.
 *
 * @param sessions in any order; those outside the period are left out, except for `lastHeldOn`
 * @param schedule levels with dates, in any order, not overlapping
 * @param period `from`, `until`: first and last day; `leave`: spans; optionally `startedOn`, `exitOn`, `asOf` and
 *   `coacheeId`. All are calendar days of the site
 * @returns counts, minutes and rates, unrounded
 * @throws TypeError naming every malformed field; RangeError for overlapping levels, a repeated session id, a repeated
 *   attendee, or an attendee with more minutes than the session
 *
 * Source: coaching dosage as planned and delivered contacts and minutes (practice-based coaching logs); group hours
 * once for the coach, each member a client (ICF coaching-log rules).
 */
export function dosage(
  sessions: readonly DosageSessionInput[],
  schedule: readonly DosageLevelInput[],
  period: DosagePeriodInput,
): Dosage {
  const options = parseInput(dosagePeriod, period, "period");
  const levels = inForce(parseInput(levelList, schedule, "schedule"));
  const all = parseInput(sessionList, sessions, "sessions");
  checkSessions(all);

  const asOf = options.asOf ?? options.until;
  const own = all.filter((session) => concerns(session, options.coacheeId));
  const inPeriod = own.filter(({ on }) => options.from <= on && on <= options.until);
  const { eligibleDays, plannedSessions, plannedMinutes } = plan(levels, options);
  const delivered = deliver(inPeriod.filter(isDelivered), options.coacheeId);
  const due = inPeriod.filter(({ on, status }) => on < asOf || (on === asOf && status !== "scheduled"));
  const count = (group: SessionStatus[], among = due) =>
    among.filter(({ status }) => group.includes(status)).length;
  const rescheduledSessions = count(["rescheduled"], inPeriod);
  const dueSessions = due.length - count(["rescheduled"]);
  const cancelledSessions = count(["cancelled_by_coach", "cancelled_by_coachee", "cancelled_agency"]);
  const noShowSessions = count(["no_show_coachee", "no_show_coach"]);
  const lastHeldOn = own
    .filter((session) => isDelivered(session) && session.on <= asOf)
    .reduce<CalendarDate | null>((last, { on }) => (last === null ? on : laterOf(last, on)), null);
  return {
    eligibleDays,
    plannedSessions,
    plannedMinutes,
    ...delivered,
    sessionRate: share(delivered.deliveredSessions, plannedSessions),
    minuteRate: share(delivered.deliveredMinutes, plannedMinutes),
    dueSessions,
    cancelledSessions,
    noShowSessions,
    rescheduledSessions,
    cancellationRate: share(cancelledSessions, dueSessions),
    noShowRate: share(noShowSessions, dueSessions),
    lastHeldOn,
    daysSinceLastHeld: lastHeldOn === null ? null : daysBetween(lastHeldOn, asOf),
  };
}

function plan(levels: DosageLevel[], { from, until, startedOn, exitOn, leave }: Period) {
  const enrolled = overlap({ from, to: until }, { from: startedOn ?? from, to: exitOn });
  const eligible = enrolled === null ? [] : eligibleSpans(enrolled, leave);
  let plannedSessions = 0;
  let plannedMinutes = 0;
  for (const level of levels) {
    const months = eligible.flatMap((span) => splitByMonth(overlap(span, level)));
    const sessions = months.reduce(
      (sum, month) => sum + (level.sessionsPerMonth * length(month)) / daysInMonth(month.from),
      0,
    );
    plannedSessions += sessions;
    plannedMinutes += sessions * level.minutesPerSession;
  }
  return {
    eligibleDays: eligible.reduce((sum, span) => sum + length(span), 0),
    plannedSessions,
    plannedMinutes,
  };
}

function deliver(sessions: DosageSession[], coacheeId: string | undefined) {
  const coacheeMinutes: Record<string, number> = {};
  let deliveredMinutes = 0;
  let contacts = 0;
  let coachMinutes = 0;
  for (const session of sessions) {
    const dose = doseMinutes(session);
    const present = presentAt(session).filter(
      ({ personId }) => coacheeId === undefined || personId === coacheeId,
    );
    for (const attendee of present) {
      coacheeMinutes[attendee.personId] =
        (coacheeMinutes[attendee.personId] ?? 0) + (attendee.minutes ?? dose);
    }
    deliveredMinutes += coacheeId === undefined ? dose : (present[0]?.minutes ?? dose);
    contacts += session.attendees === undefined ? 1 : present.length;
    coachMinutes += dose * session.coaches;
  }
  return { deliveredSessions: sessions.length, deliveredMinutes, contacts, coachMinutes, coacheeMinutes };
}

/** A delivered session concerns the coachees who came; any other session concerns all who were expected. */
function concerns(session: DosageSession, coacheeId: string | undefined): boolean {
  if (coacheeId === undefined || session.attendees === undefined) return true;
  const people = isDelivered(session) ? presentAt(session) : session.attendees;
  return people.some(({ personId }) => personId === coacheeId);
}

function presentAt({ attendees = [] }: DosageSession) {
  return attendees.filter(({ attendance }) => attendance === "full" || attendance === "partial");
}

function isDelivered({ status }: DosageSession): boolean {
  return status === "held" || status === "held_partial";
}

function doseMinutes({ observationMinutes, meetingMinutes }: DosageSession): number {
  return observationMinutes + meetingMinutes;
}

function splitByMonth(span: ClosedSpan | null): ClosedSpan[] {
  if (span === null) return [];
  const months: ClosedSpan[] = [];
  let from = span.from;
  while (endOfMonth(from) < span.to) {
    months.push({ from, to: endOfMonth(from) });
    from = addDays(endOfMonth(from), 1);
  }
  return [...months, { from, to: span.to }];
}

function length({ from, to }: ClosedSpan): number {
  return daysBetween(from, to) + 1;
}

function share(part: number, whole: number): number | null {
  return whole === 0 ? null : part / whole;
}

/** The levels in order, each one without an end closed by the next. */
function inForce(levels: DosageLevel[]): DosageLevel[] {
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

function checkSessions(sessions: DosageSession[]): void {
  const ids = new Set<string>();
  const problems: string[] = [];
  for (const [index, session] of sessions.entries()) {
    const at = `sessions[${index}] (${session.id})`;
    if (ids.has(session.id)) problems.push(`${at}: found the id a second time, expected each session once`);
    ids.add(session.id);
    const people = new Set<string>();
    for (const { personId, minutes } of session.attendees ?? []) {
      if (people.has(personId))
        problems.push(`${at}: found attendee ${personId} twice, expected each person once`);
      people.add(personId);
      if (isDelivered(session) && minutes != null && minutes > doseMinutes(session)) {
        problems.push(
          `${at}: found ${minutes} minutes for ${personId}, expected at most ${doseMinutes(session)}`,
        );
      }
    }
  }
  if (problems.length > 0) throw new RangeError(problems.join("\n"));
}
