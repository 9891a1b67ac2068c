import { refuse, type Verdict } from "#app/errors/problem.ts";
import { type Day, instantOf, timeIn } from "#app/time/days.ts";
import { formatDay } from "#app/time/format-day.ts";
import type { NotHeldReason } from "#fidelity/dosage/not-held-reasons.ts";
import { type CalendarDate, parseCalendarDate, startOfWeek, weekday } from "#fidelity/schedule/calendar.ts";
import { type RecurrenceRule, recurringDays } from "#fidelity/schedule/recurring-days.ts";
import { reasonProblems } from "./not-held.codes.ts";
import type { SessionStatus } from "./session.codes.ts";
import { clockMinutes } from "./session-plan.clock.ts";
import { mayHaveNewTime } from "./session-plan.codes.ts";
import type { NotHeldInput, PlanInput } from "./session-plan.schema.ts";
import type { PlanRule } from "./session-plan.types.ts";

const MINUTE_MS = 60_000;
/** Far enough to tell whether a plan has any day at all. */
const A_YEAR = 366;

/** The rule that a form asks for. What it leaves open follows from the first day. */
export function ruleOfInput(input: PlanInput, zone: string): PlanRule {
  const first = parseCalendarDate(input.sessionOn);
  const { startTime, endTime } = input;
  const weekdays = [...new Set(input.weekdays.map(Number))].sort();
  return {
    startsOn: input.sessionOn,
    endsOn: input.endsOn ?? null,
    every: input.every,
    weekdays: weekdays.length > 0 ? weekdays : [weekday(first)],
    weekOfMonth: input.repeats === "monthly" ? Number(input.week ?? weekInMonth(first)) : null,
    startTime,
    minutes: clockMinutes(endTime) - clockMinutes(startTime),
    zone,
  };
}

/** Whether a plan says what a form asks for. Its zone is that of its people, which the form does not say. */
export function isPlanOf(
  plan: PlanRule & Pick<PlanInput, "modality" | "attendeeIds" | "focusIds">,
  input: PlanInput,
): boolean {
  const said = (one: typeof plan) =>
    JSON.stringify([
      ...[one.startsOn, one.endsOn, one.every, one.weekdays, one.weekOfMonth, one.startTime, one.minutes],
      ...[one.modality, one.attendeeIds, [...new Set(one.focusIds)].sort()],
    ]);
  return said(plan) === said({ ...input, ...ruleOfInput(input, plan.zone) });
}

/** The place of a weekday in its month: first to fourth, and the fifth is the last. */
export function weekInMonth(day: Day): number {
  const week = Math.ceil(Number(day.slice(8)) / 7);
  return week === 5 ? -1 : week;
}

function recurrenceOf({ startsOn, endsOn, every, weekdays, weekOfMonth }: PlanRule): RecurrenceRule {
  const common = { startsOn, endsOn, every };
  return weekOfMonth === null
    ? { kind: "weekly", ...common, weekdays }
    : { kind: "monthly", ...common, week: weekOfMonth, weekday: weekdays[0] ?? 1 };
}

/** The days of a plan in a period. A plan that has ended before it began has none. */
export function daysOfPlan(
  rule: PlanRule,
  { from, until, without = [] }: { from: Day; until: Day; without?: readonly { from: Day; to: Day }[] },
): CalendarDate[] {
  if (from > until || (rule.endsOn !== null && rule.endsOn < rule.startsOn)) return [];
  return recurringDays(recurrenceOf(rule), { from, until, without: [...without] });
}

/** Start and end of a plan's session on a day: the wall time of its zone, whatever the clocks do. */
export function timesOnDay(
  { startTime, minutes, zone }: Pick<PlanRule, "startTime" | "minutes" | "zone">,
  day: Day,
): { startsAt: Date; endsAt: Date } {
  const startsAt = instantOf(day, startTime, zone);
  return { startsAt, endsAt: new Date(startsAt.getTime() + minutes * MINUTE_MS) };
}

/** What a plan needs beyond what each of its sessions needs. */
export function checkPlan(input: PlanInput, rule: PlanRule): Verdict {
  const errors: Record<string, string[]> = {};
  if (rule.endsOn !== null && rule.endsOn < rule.startsOn)
    errors.endsOn = ["The last day lies before the first: choose a later one, or leave it empty"];
  if (input.repeats === "monthly" && rule.weekdays.length > 1)
    errors.weekdays = ["Choose one weekday for a monthly plan"];
  if (Object.keys(errors).length === 0) {
    const first = parseCalendarDate(rule.startsOn);
    const until = rule.endsOn ?? new Date(Date.parse(first) + A_YEAR * 86_400_000).toISOString().slice(0, 10);
    if (daysOfPlan(rule, { from: first, until }).length === 0)
      errors.endsOn = ["No session falls between the first and the last day: choose other days"];
  }
  return Object.keys(errors).length === 0
    ? { ok: true }
    : refuse("plan-not-valid", "The plan is not stored yet. Some fields need another look.", errors);
}

/**
 * What is said of a planned session that is not held: what happened, why, and a new time where there can be one. One that
 * was settled before, and is made up for now, has its reason already.
 */
export function checkNotHeld(
  given: Omit<NotHeldInput, "sessionId" | "rowVersion" | "newId">,
  { sessionOn, isSettled }: { sessionOn: Day; isSettled: boolean },
  today: Day,
): Verdict {
  const { status, newOn, newStartTime, newEndTime } = given;
  const errors: Record<string, string[]> = isSettled ? {} : reasonProblems(given);
  if (!status) errors.status = ["Choose what happened"];
  if (status?.startsWith("no_show") && sessionOn > today)
    errors.status = [
      `This day is still to come (today is ${formatDay(today)}), so nobody has missed it: choose moved or cancelled`,
    ];
  const hasNewTime = Boolean(newOn || newStartTime || newEndTime);
  if (hasNewTime && !mayHaveNewTime(status))
    errors.newOn = [
      "A cancelled session has no new time: choose “Moved to another day”, or leave the new time out",
    ];
  if (hasNewTime || status === "rescheduled") {
    if (!newOn) errors.newOn ??= ["Enter the new day"];
    if (!newStartTime) errors.newStartTime = ["Enter when it starts"];
    if (!newEndTime) errors.newEndTime = ["Enter when it ends"];
  }
  return Object.keys(errors).length === 0
    ? { ok: true }
    : refuse("session-not-valid", "Nothing is stored yet. Some fields need another look.", errors);
}

/** Whether a planned session stands on the day, at the time and in the way that a form asks for. */
export function standsAs(
  session: Pick<PlanInput, "sessionOn" | "modality" | "focusIds"> & {
    zone: string;
    startsAt: Date | null;
    endsAt: Date | null;
  },
  input: Pick<PlanInput, "sessionOn" | "startTime" | "endTime" | "modality" | "focusIds">,
): boolean {
  const { sessionOn, zone, startsAt, endsAt, modality } = session;
  return (
    sessionOn === input.sessionOn &&
    modality === input.modality &&
    [startsAt, endsAt].map((at) => at && timeIn(zone, at)).join() === `${input.startTime},${input.endTime}` &&
    [...session.focusIds].sort().join() === [...new Set(input.focusIds)].sort().join()
  );
}

/** Whether it is said already that a session was not held, for this reason and without a new time. */
export function isSaidNotHeld(
  session: {
    status: SessionStatus;
    notHeldReason: NotHeldReason | null;
    statusReason: string | null;
    rescheduledToId: string | null;
  },
  { status, notHeldReason, statusReason, newOn, newStartTime, newEndTime }: Omit<NotHeldInput, "sessionId">,
): boolean {
  return (
    session.status === status &&
    session.notHeldReason === (notHeldReason ?? null) &&
    session.statusReason === (statusReason || null) &&
    session.rescheduledToId === null &&
    !(newOn || newStartTime || newEndTime)
  );
}

/** Not held, and nothing takes its place yet. */
export function canBeMadeUp(session: { status: SessionStatus; rescheduledToId: string | null }): boolean {
  return (
    session.rescheduledToId === null &&
    ["rescheduled", "no_show_coachee", "no_show_coach"].includes(session.status)
  );
}

/** A session that stands for a day of a plan. */
export interface PlacedSession {
  id: string;
  occurrenceOn: Day;
}

/**
 * Which session stands for which day after a plan has changed: the same day first, then in order within the week, or
 * within the month of a monthly plan. So a session keeps its id and its place in people's calendars.
 */
export function matchOccurrences<T extends PlacedSession>(
  sessions: readonly T[],
  days: readonly Day[],
  { weekOfMonth }: Pick<PlanRule, "weekOfMonth">,
): { kept: { session: T; on: Day }[]; left: T[] } {
  const turnOf = (day: Day) => (weekOfMonth === null ? startOfWeek(parseCalendarDate(day)) : day.slice(0, 7));
  const onDay = new Map(sessions.map((session) => [session.occurrenceOn, session]));
  const kept = days.flatMap((on) => {
    const session = onDay.get(on);
    return session ? [{ session, on }] : [];
  });
  const isTaken = new Set(kept.map(({ session }) => session.id));
  const free = sessions
    .filter(({ id }) => !isTaken.has(id))
    .sort((a, b) => (a.occurrenceOn < b.occurrenceOn ? -1 : 1));
  for (const on of days) {
    if (onDay.has(on)) continue;
    const session = free.find((each) => !isTaken.has(each.id) && turnOf(each.occurrenceOn) === turnOf(on));
    if (!session) continue;
    isTaken.add(session.id);
    kept.push({ session, on });
  }
  return { kept, left: sessions.filter(({ id }) => !isTaken.has(id)) };
}
