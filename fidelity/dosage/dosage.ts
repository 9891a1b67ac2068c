import { z } from "zod";
import { parseInput } from "../parse-input.ts";
import { type CalendarDate, compareDates, daysBetween } from "../schedule/calendar.ts";
import { isWithin } from "../schedule/date-spans.ts";
import {
  type DosageLevel,
  type DosageLevelInput,
  type DosagePeriodInput,
  type DosageSession,
  type DosageSessionInput,
  dosageLevel,
  dosagePeriod,
  dosageSession,
  doseMinutes,
  isDelivered,
  presentAt,
} from "./dosage.schema.ts";
import { eligibleSpans, lengthOf } from "./eligible-spans.ts";
import { knownSessions } from "./known-sessions.ts";
import { type MissedSessions, missedSessions, share } from "./missed-sessions.ts";
import { plannedSpans } from "./planned-spans.ts";

export type Dosage = MissedSessions & {
  /** Days of the period with a coach, without leave, closures, and time before the start or after the exit. */
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
  /** Whether at least `minimumShare` of the planned sessions was delivered; null when nothing was planned. */
  reachesMinimum: boolean | null;
  /** Delivered sessions per eligible week; null without an eligible day. */
  sessionsPerWeek: number | null;
  /** Delivered minutes / delivered sessions; null without a session. */
  meanMinutes: number | null;
  /** Days from the first to the last delivered session of the period; null without one. */
  spanDays: number | null;
  /** Attendances at delivered sessions: a session with three coachees makes three. */
  contacts: number;
  /** Delivered sessions to which `coacheeId` was expected and did not come; 0 without `coacheeId`. */
  absences: number;
  /** Minutes of coach time in delivered sessions: minutes x coaches, whatever the number of coachees. */
  coachMinutes: number;
  /** Minutes per coachee, for sessions with an attendee list. */
  coacheeMinutes: Record<string, number>;
  /** Minutes per coach, for sessions with `coachIds`: each coach's own effort. */
  minutesByCoach: Record<string, number>;
  /** Delivered sessions with a coach assigned on the day, of those on days when somebody was assigned. */
  sessionsWithAssignedCoach: number;
  sessionsWhileAssigned: number;
  /** The one divided by the other; null when there is nothing to divide by. */
  continuity: number | null;
  /** Process dose: what was done in the delivered sessions, beside their number and length. */
  process: {
    observationMinutes: number;
    meetingMinutes: number;
    observedSessions: number;
    feedbackSessions: number;
    /** Of delivered sessions for which it was recorded; null when there are none. */
    feedbackRate: number | null;
  };
  /** Self-study dose, never part of the minutes above; null when no delivered session records it. */
  selfStudyMinutes: number | null;
  /** Cycles with an observation and feedback on it, by the day of that feedback; null without cycles. */
  cyclesCompleted: number | null;
  /** Of them those of which it is known whether goals were set, and those where that came no later than the observation. */
  cyclesWithKnownOrder: number;
  cyclesInOrder: number;
  /** Adherence to the planned order: the one divided by the other; null when there is nothing to divide by. */
  orderAdherence: number | null;
  /** Delivered sessions entered more than `lateAfterDays` after their day, of those whose day of entry is known; `enteredOn` goes before `recordedOn`. */
  lateSessions: number;
  lateRate: number | null;
  /** The first delivered session on or after `since`, or of all. */
  firstHeldOn: CalendarDate | null;
  /** From `since` to that session; null without either. */
  daysToFirstSession: number | null;
  /** From `since` to `asOf` while no session was delivered; null otherwise. */
  daysWithoutFirstSession: number | null;
  lastHeldOn: CalendarDate | null;
  /** From the last delivered session to `asOf`, sessions before the period included; null without one. */
  daysSinceLastHeld: number | null;
};

type Period = z.output<typeof dosagePeriod>;

const sessionList = z.array(dosageSession);
const levelList = z.array(dosageLevel);
/** Parts of days add up to whole sessions only up to the last bits of binary fractions. */
const EXACT = 1e-9;

/**
 * Planned and delivered coaching of one coachee, or of any set of sessions under one schedule, in a period.
 *
 * Planned: each eligible day plans sessionsPerMonth / days of its month under the level in force that day, so a full
 * month plans exactly its number and two halves of a period add up to the whole. Days without a level plan nothing.
 * Planned dose is that of the whole period, also of days after `asOf`.
 * Delivered: status `held` or `held_partial` on or before `asOf`, dose minutes = observation + meeting. Sessions during
 * leave count as delivered although nothing was planned. A group session is one session, its minutes once for the coach
 * and once for each coachee present; with two coaches it is one session and twice the effort. A rescheduled session
 * counts where it was moved to. What did not take place: see `missedSessions`.
 * Two times: `asOf` is the day the question is about, `knownOn` the day whose records answer it.
 *
 * @param sessions in any order; those outside the period are left out, except for `firstHeldOn`, `lastHeldOn`, and the
 *   earlier part of a cycle
 * @param schedule levels with dates, in any order, not overlapping
 * @param period `from`, `until`: first and last day; `leave`: spans; optionally `closures`, `assignments`, `startedOn`,
 *   `exitOn`, `asOf` (else `until`), `knownOn`, `coacheeId`, `coachId`, `since`, `minimumShare`, `lateAfterDays`,
 *   `lateNoticeHours`. All are calendar days of the site
 * @returns counts, minutes and rates, unrounded
 * @throws TypeError naming every malformed field; RangeError for overlapping levels, a repeated session id that is no
 *   version, a repeated attendee, or an attendee with more minutes than the session
 *
 * Source: coaching dosage as planned and delivered contacts and minutes (practice-based coaching logs); group hours
 * once for the coach, each member a client (ICF coaching-log rules); structural, process and self-study dose apart
 * (literacy-coaching fidelity studies).
 */
export function dosage(
  sessions: readonly DosageSessionInput[],
  schedule: readonly DosageLevelInput[],
  period: DosagePeriodInput,
): Dosage {
  const options = parseInput(dosagePeriod, period, "period");
  const levels = parseInput(levelList, schedule, "schedule");
  const { from, until, asOf = until, knownOn, coacheeId, coachId } = options;
  const known = knownSessions(parseInput(sessionList, sessions, "sessions"), knownOn).filter(
    (session) => coachId === undefined || session.coachIds?.includes(coachId),
  );
  const own = known.filter((session) => concerns(session, coacheeId));
  const isInPeriod = ({ on }: DosageSession) => from <= on && on <= until;
  const isHeld = (session: DosageSession) => isDelivered(session) && session.on <= asOf;
  const held = own.filter(isHeld).sort((a, b) => compareDates(a.on, b.on));
  const delivered = held.filter(isInPeriod);

  const planned = plan(levels, options);
  const dose = deliver(delivered, coacheeId);
  const { plannedSessions, plannedMinutes, eligibleDays } = planned;
  const { deliveredSessions, deliveredMinutes } = dose;
  const [first, last] = [delivered[0], delivered.at(-1)];
  const lastHeldOn = held.at(-1)?.on ?? null;
  return {
    ...planned,
    ...dose,
    sessionRate: share(deliveredSessions, plannedSessions),
    minuteRate: share(deliveredMinutes, plannedMinutes),
    reachesMinimum:
      plannedSessions === 0 ? null : deliveredSessions >= plannedSessions * options.minimumShare - EXACT,
    sessionsPerWeek: share(deliveredSessions, eligibleDays / 7),
    meanMinutes: share(deliveredMinutes, deliveredSessions),
    spanDays: first && last ? daysBetween(first.on, last.on) : null,
    absences: known.filter(
      (session) => isHeld(session) && isInPeriod(session) && missedBy(session, coacheeId),
    ).length,
    ...continuity(delivered, options.assignments),
    ...process(delivered),
    ...cycles(held, options),
    ...lateness(delivered, options),
    ...missedSessions(own.filter(isInPeriod), { ...options, asOf }),
    ...firstSession(held, options.since, asOf),
    lastHeldOn,
    daysSinceLastHeld: lastHeldOn === null ? null : daysBetween(lastHeldOn, asOf),
  };
}

function plan(levels: DosageLevel[], period: Period) {
  const eligible = eligibleSpans({ from: period.from, to: period.until }, period);
  let plannedSessions = 0;
  let plannedMinutes = 0;
  for (const { days, sessionsPerDay, minutesPerSession } of plannedSpans(eligible, levels)) {
    plannedSessions += days * sessionsPerDay;
    plannedMinutes += days * sessionsPerDay * minutesPerSession;
  }
  return { eligibleDays: lengthOf(eligible), plannedSessions, plannedMinutes };
}

function deliver(sessions: DosageSession[], coacheeId: string | undefined) {
  const coacheeMinutes: Record<string, number> = {};
  const minutesByCoach: Record<string, number> = {};
  let deliveredMinutes = 0;
  let contacts = 0;
  let coachMinutes = 0;
  for (const session of sessions) {
    const dose = doseMinutes(session);
    const present = presentAt(session).filter(
      ({ personId }) => coacheeId === undefined || personId === coacheeId,
    );
    for (const attendee of present) add(coacheeMinutes, attendee.personId, attendee.minutes ?? dose);
    for (const coach of session.coachIds ?? []) add(minutesByCoach, coach, dose);
    deliveredMinutes += coacheeId === undefined ? dose : (present[0]?.minutes ?? dose);
    contacts += session.attendees === undefined ? 1 : present.length;
    coachMinutes += dose * (session.coachIds?.length ?? session.coaches);
  }
  return {
    deliveredSessions: sessions.length,
    deliveredMinutes,
    contacts,
    coachMinutes,
    coacheeMinutes,
    minutesByCoach,
  };
}

function add(sums: Record<string, number>, key: string, amount: number): void {
  sums[key] = (sums[key] ?? 0) + amount;
}

/** A delivered session concerns the coachees who came; any other session concerns all who were expected. */
function concerns(session: DosageSession, coacheeId: string | undefined): boolean {
  if (coacheeId === undefined || session.attendees === undefined) return true;
  const people = isDelivered(session) ? presentAt(session) : session.attendees;
  return people.some(({ personId }) => personId === coacheeId);
}

function missedBy(session: DosageSession, coacheeId: string | undefined): boolean {
  const expected = session.attendees?.some(({ personId }) => personId === coacheeId) ?? false;
  return expected && !concerns(session, coacheeId);
}

function continuity(sessions: DosageSession[], assignments: Period["assignments"] = []) {
  let sessionsWithAssignedCoach = 0;
  let sessionsWhileAssigned = 0;
  for (const { on, coachIds } of sessions) {
    const assigned = assignments.filter((span) => isWithin(span, on));
    if (coachIds === undefined || assigned.length === 0) continue;
    sessionsWhileAssigned += 1;
    if (assigned.some(({ coachId }) => coachIds.includes(coachId))) sessionsWithAssignedCoach += 1;
  }
  return {
    sessionsWithAssignedCoach,
    sessionsWhileAssigned,
    continuity: share(sessionsWithAssignedCoach, sessionsWhileAssigned),
  };
}

function process(sessions: DosageSession[]): Pick<Dosage, "process" | "selfStudyMinutes"> {
  const sum = (minutesOf: (session: DosageSession) => number) =>
    sessions.reduce((total, session) => total + minutesOf(session), 0);
  const feedback = sessions.flatMap(({ feedbackGiven }) => feedbackGiven ?? []);
  const feedbackSessions = feedback.filter(Boolean).length;
  return {
    process: {
      observationMinutes: sum(({ observationMinutes }) => observationMinutes),
      meetingMinutes: sum(({ meetingMinutes }) => meetingMinutes),
      observedSessions: sessions.filter(({ observationMinutes }) => observationMinutes > 0).length,
      feedbackSessions,
      feedbackRate: share(feedbackSessions, feedback.length),
    },
    selfStudyMinutes: sessions.every(({ selfStudyMinutes }) => selfStudyMinutes == null)
      ? null
      : sum(({ selfStudyMinutes }) => selfStudyMinutes ?? 0),
  };
}

/**
 * A cycle is complete on the first day with feedback at or after its first observation. It was in order when goals were
 * set no later than that observation, or on the day on which the cycle before was complete.
 */
function cycles(held: DosageSession[], { from, until, coacheeId }: Period) {
  const sessionsOf = new Map<number, DosageSession[]>();
  for (const session of held) {
    const cycle = session.attendees?.find(({ personId }) => personId === coacheeId)?.cycle ?? session.cycle;
    if (cycle != null) sessionsOf.set(cycle, [...(sessionsOf.get(cycle) ?? []), session]);
  }
  let [cyclesCompleted, cyclesWithKnownOrder, cyclesInOrder] = [0, 0, 0];
  for (const [number, sessions] of sessionsOf) {
    const { observedOn, completedOn } = courseOf(sessions);
    if (observedOn === null || completedOn === null || completedOn < from || completedOn > until) continue;
    cyclesCompleted += 1;
    const previous = sessionsOf.get(number - 1) ?? [];
    const before = previous.filter(({ on }) => on === courseOf(previous).completedOn);
    const planned = [...before, ...sessions].filter(({ on }) => on <= observedOn);
    const isInOrder = planned.some(({ setGoals }) => setGoals === true);
    if (!isInOrder && planned.every(({ setGoals }) => setGoals == null)) continue;
    cyclesWithKnownOrder += 1;
    if (isInOrder) cyclesInOrder += 1;
  }
  return {
    cyclesCompleted: sessionsOf.size === 0 ? null : cyclesCompleted,
    cyclesWithKnownOrder,
    cyclesInOrder,
    orderAdherence: share(cyclesInOrder, cyclesWithKnownOrder),
  };
}

/** `sessions` of one cycle, in order of days. */
function courseOf(sessions: readonly DosageSession[]) {
  const wasObserved = ({ observed, observationMinutes }: DosageSession) => observed ?? observationMinutes > 0;
  const hadFeedback = ({ meetingMinutes, feedbackGiven }: DosageSession) =>
    meetingMinutes > 0 && feedbackGiven !== false;
  const observedOn = sessions.find(wasObserved)?.on ?? null;
  const completedOn =
    observedOn && (sessions.find((session) => session.on >= observedOn && hadFeedback(session))?.on ?? null);
  return { observedOn, completedOn };
}

function lateness(sessions: DosageSession[], { lateAfterDays }: Period) {
  const lags = sessions.flatMap(({ on, recordedOn, enteredOn }) => {
    const writtenOn = enteredOn ?? recordedOn;
    return writtenOn == null ? [] : daysBetween(on, writtenOn);
  });
  const lateSessions = lags.filter((days) => days > lateAfterDays).length;
  return { lateSessions, lateRate: share(lateSessions, lags.length) };
}

function firstSession(held: DosageSession[], since: CalendarDate | null, asOf: CalendarDate) {
  const firstHeldOn = held.find(({ on }) => since === null || since <= on)?.on ?? null;
  return {
    firstHeldOn,
    daysToFirstSession: since === null || firstHeldOn === null ? null : daysBetween(since, firstHeldOn),
    daysWithoutFirstSession:
      since === null || firstHeldOn !== null || asOf < since ? null : daysBetween(since, asOf),
  };
}
