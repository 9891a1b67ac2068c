import { refuse, type Verdict } from "#app/errors/problem.ts";
import { type Day, dayIn, instantOf, timeIn } from "#app/time/days.ts";
import { formatDay } from "#app/time/format-day.ts";
import { addDays, daysBetween, endOfMonth, parseCalendarDate } from "#fidelity/schedule/calendar.ts";
import {
  type AcknowledgementState,
  type Attendance,
  FOCUS_LIMIT,
  isDelivered,
  needsReason,
  SESSION_HOURS_LIMIT,
  type SessionFormat,
  type SessionStatus,
} from "./session.codes.ts";
import type { SessionInput } from "./session.schema.ts";
import { AMENDMENT_REASON_LENGTH } from "./session-changes.rules.ts";

const MINUTE_MS = 60_000;
/** Sessions are planned at most this far ahead. */
const PLAN_AHEAD_DAYS = 366;

/** A coachee of the coach, with the days of the assignment and the site on the day of the session. */
export interface AssignmentFact {
  coacheeId: string;
  startsOn: Day;
  /** First day on which the assignment no longer holds. */
  endsOn: Day | null;
  siteId: string;
  unitId: string | null;
  zone: string;
}

/** What must be known to judge a log. Ids that are not the coach's own are absent. */
export interface SessionFacts {
  programId: string;
  coachId: string;
  assignments: readonly AssignmentFact[];
  /** Certified, or provisionally so, on the day of the session. */
  isCoachCertified: boolean;
  /** The version in force on the day of the session. */
  practiceProfileId: string | null;
  /** Functions of that version, among those asked for. */
  functionIds: readonly string[];
  /** Asked for, but of no version that the program has. */
  unknownFunctionIds: readonly string[];
  goals: readonly { id: string; coacheeId: string }[];
  actionSteps: readonly { id: string; coacheeId: string }[];
  /** Steps that were agreed in this very session, when it is edited. */
  agreedStepIds: readonly string[];
}

/** The first id in the log that is not the coach's own to use, or null. */
export function findForeign(
  input: SessionInput,
  facts: SessionFacts,
): { subject: "person" | "goal" | "action-step" | "essential-function"; id: string } | null {
  const people = new Set(facts.assignments.map(({ coacheeId }) => coacheeId));
  const person = input.attendeeIds.find((id) => !people.has(id));
  if (person) return { subject: "person", id: person };
  const isAttendee = ({ coacheeId }: { coacheeId: string }) => input.attendeeIds.includes(coacheeId);
  const goals = new Set(facts.goals.filter(isAttendee).map(({ id }) => id));
  const goal = goalIdsOf(input).find((id) => !goals.has(id));
  if (goal) return { subject: "goal", id: goal };
  const steps = new Set(facts.actionSteps.filter(isAttendee).map(({ id }) => id));
  const step = Object.keys(input.reviews).find((id) => !steps.has(id));
  if (step) return { subject: "action-step", id: step };
  const [focus] = facts.unknownFunctionIds;
  if (focus) return { subject: "essential-function", id: focus };
  const owner = agreedSteps(input).find(
    ({ ownerId }) => ownerId && ownerId !== facts.coachId && !input.attendeeIds.includes(ownerId),
  );
  return owner?.ownerId ? { subject: "person", id: owner.ownerId } : null;
}

export function goalIdsOf(input: SessionInput): string[] {
  const fromSteps = agreedSteps(input).flatMap(({ goalId }) => goalId ?? []);
  return [...new Set([...Object.keys(input.progress), ...Object.keys(input.selfScale), ...fromSteps])];
}

/** New action steps with words in them. */
export function agreedSteps(input: SessionInput): (SessionInput["steps"][number] & { what: string })[] {
  return input.steps.flatMap((step) => (step.what ? [{ ...step, what: step.what }] : []));
}

/** The assignment under which the session counts: the first attendee's that holds on the day. */
export function placeOf(input: SessionInput, facts: SessionFacts): AssignmentFact | null {
  return assignmentOn(facts, input.attendeeIds[0], input.sessionOn);
}

function assignmentOn(facts: SessionFacts, coacheeId: string | undefined, day: Day): AssignmentFact | null {
  return (
    facts.assignments.find(
      (each) =>
        each.coacheeId === coacheeId && each.startsOn <= day && (each.endsOn === null || each.endsOn > day),
    ) ?? null
  );
}

export interface SessionTimes {
  startsAt: Date | null;
  endsAt: Date | null;
  /** Minutes between them; on a day when the clock changes, the smaller of what the clock shows and what passed. */
  minutes: number;
}

/** Start and end as instants of the site's zone. */
export function timesOf(input: SessionInput, zone: string): SessionTimes {
  const startsAt = input.startTime ? instantOf(input.sessionOn, input.startTime, zone) : null;
  const endsAt = input.endTime ? instantOf(input.sessionOn, input.endTime, zone) : null;
  if (!startsAt || !endsAt || !input.startTime || !input.endTime) return { startsAt, endsAt, minutes: 0 };
  const passed = (endsAt.getTime() - startsAt.getTime()) / MINUTE_MS;
  return {
    startsAt,
    endsAt,
    minutes: Math.min(passed, clockMinutes(input.endTime) - clockMinutes(input.startTime)),
  };
}

function clockMinutes(time: string): number {
  return Number(time.slice(0, 2)) * 60 + Number(time.slice(3));
}

/** Observation and meeting minutes: what was entered, and the rest of the session as meeting. Nothing unless held. */
export function doseOf(
  input: SessionInput,
  sessionMinutes: number,
): { observationMinutes: number; meetingMinutes: number } {
  if (!isDelivered(input.status)) return { observationMinutes: 0, meetingMinutes: 0 };
  const observationMinutes = input.observationMinutes ?? 0;
  return {
    observationMinutes,
    meetingMinutes: input.meetingMinutes ?? Math.max(0, sessionMinutes - observationMinutes),
  };
}

/** Pair and group follow from the number of people; a whole unit is said. */
export function formatOf(input: SessionInput): SessionFormat {
  if (input.attendeeIds.length === 1) return "individual";
  if (input.format === "unit") return "unit";
  return input.attendeeIds.length === 2 ? "pair" : "group";
}

export function attendanceOf(input: SessionInput, personId: string): Attendance {
  return input.attendance[personId] ?? "full";
}

/** Whether the log may be stored as it stands; otherwise every problem at its field. */
export function checkSession(input: SessionInput, facts: SessionFacts, now: Date): Verdict {
  const errors: Record<string, string[]> = {};
  const say = (field: string, message: string) => {
    errors[field] = [...(errors[field] ?? []), message];
  };
  const place = checkAttendees(input, facts, say);
  if (place) {
    checkDay(input, dayIn(place.zone, now), say);
    checkTimes(input, place.zone, now, say);
  }
  checkFocus(input, facts, say);
  if (needsReason(input.status) && !input.statusReason)
    say("statusReason", "Say in a few words why it did not take place");
  for (const [index, step] of input.steps.entries())
    if (step.what && step.dueOn && step.dueOn < input.sessionOn)
      say(`steps[${index}].dueOn`, "This day lies before the session: choose a later one");
  if (input.nextSessionOn && input.nextSessionOn < input.sessionOn)
    say("nextSessionOn", "The next session cannot lie before this one");
  return Object.keys(errors).length === 0
    ? { ok: true }
    : refuse("session-not-valid", "The log is not stored yet. Some fields need another look.", errors);
}

type Say = (field: string, message: string) => void;

function checkAttendees(input: SessionInput, facts: SessionFacts, say: Say): AssignmentFact | null {
  const place = placeOf(input, facts);
  if (new Set(input.attendeeIds).size !== input.attendeeIds.length)
    say("attendeeIds", "The same person is listed twice");
  for (const personId of input.attendeeIds) {
    const held = assignmentOn(facts, personId, input.sessionOn);
    if (!held) say("sessionOn", unassignedOn(input.sessionOn, personId, facts));
    else if (place && held.siteId !== place.siteId)
      say("attendeeIds", "These people worked at different sites that day: log one session for each site");
  }
  if (isDelivered(input.status) && input.attendeeIds.every((id) => !wasPresent(attendanceOf(input, id))))
    say("attendeeIds", "Nobody was present: choose “Coachee did not come”, or change the attendance");
  return place;
}

function wasPresent(attendance: Attendance): boolean {
  return attendance === "full" || attendance === "partial";
}

function unassignedOn(day: Day, personId: string, facts: SessionFacts): string {
  const own = facts.assignments.filter(({ coacheeId }) => coacheeId === personId);
  const first = own.map(({ startsOn }) => startsOn).sort()[0];
  if (first && day < first)
    return `The assignment to this person starts on ${formatDay(first)}: choose a day from then on`;
  const last = own
    .flatMap(({ endsOn }) => endsOn ?? [])
    .sort()
    .at(-1);
  return `There was no assignment to this person on ${formatDay(day)}${last ? `: the last one ended on ${formatDay(addDays(parseCalendarDate(last), -1))}` : ""}`;
}

function checkDay(input: SessionInput, today: Day, say: Say): void {
  const { sessionOn, status } = input;
  const hasHappened = isDelivered(status) || status.startsWith("no_show");
  if (hasHappened && sessionOn > today)
    say(
      "sessionOn",
      `This day is still to come at the site (today is ${formatDay(today)}): plan it instead, or correct the day`,
    );
  if (status === "scheduled" && sessionOn < today)
    say("sessionOn", "A planned session lies today or later: say what became of this one");
  if (sessionOn > addDays(parseCalendarDate(today), PLAN_AHEAD_DAYS))
    say("sessionOn", "This is more than a year ahead: correct the day");
}

function checkTimes(input: SessionInput, zone: string, now: Date, say: Say): void {
  const { startTime, endTime, status, sessionOn } = input;
  if (isDelivered(status)) {
    if (!startTime) say("startTime", "Enter when it started");
    if (!endTime) say("endTime", "Enter when it ended");
  }
  for (const [field, time] of [
    ["startTime", startTime],
    ["endTime", endTime],
  ] as const)
    if (time && timeIn(zone, instantOf(sessionOn, time, zone)) !== time)
      say(
        field,
        `The clock skipped ${time} on ${formatDay(sessionOn)}, when summer time began: enter the time it showed`,
      );
  if (!startTime || !endTime) return;
  const times = timesOf(input, zone);
  if (endTime <= startTime || !times.startsAt || !times.endsAt || times.endsAt <= times.startsAt)
    say("endTime", `It ended before it started (${startTime} to ${endTime})`);
  else if (times.endsAt.getTime() - times.startsAt.getTime() > SESSION_HOURS_LIMIT * 60 * MINUTE_MS)
    say("endTime", `A session lasts at most ${SESSION_HOURS_LIMIT} hours: log two`);
  else if (isDelivered(status)) {
    if (times.startsAt > now && sessionOn === dayIn(zone, now))
      say("startTime", "This time is still to come: correct the time, or plan the session");
    checkMinutes(input, times.minutes, say);
  }
}

function checkMinutes(input: SessionInput, sessionMinutes: number, say: Say): void {
  const { observationMinutes, meetingMinutes } = doseOf(input, sessionMinutes);
  const dose = observationMinutes + meetingMinutes;
  if (dose > sessionMinutes)
    say(
      input.meetingMinutes === undefined ? "observationMinutes" : "meetingMinutes",
      `Observation and meeting make ${dose} minutes, but the session lasted ${sessionMinutes}`,
    );
  for (const id of input.attendeeIds) {
    if (attendanceOf(input, id) !== "partial") continue;
    const minutes = input.attendeeMinutes[id];
    if (minutes === undefined) say(`attendeeMinutes.${id}`, "Enter how many minutes this person was there");
    else if (minutes > dose) say(`attendeeMinutes.${id}`, `The session itself counts ${dose} minutes`);
  }
}

function checkFocus(input: SessionInput, facts: SessionFacts, say: Say): void {
  if (!facts.practiceProfileId) {
    say("sessionOn", `No practice profile was in force on ${formatDay(input.sessionOn)}: choose a later day`);
    return;
  }
  const chosen = new Set(input.focusIds);
  if (isDelivered(input.status) && chosen.size === 0) say("focusIds", "Choose what the session was about");
  if (chosen.size > FOCUS_LIMIT) say("focusIds", `Choose at most ${FOCUS_LIMIT}: what mattered most`);
  if (input.focusIds.some((id) => !facts.functionIds.includes(id)))
    say("focusIds", "One of these is not in the practice profile in force that day: choose again");
}

/** Days from the session to its record, counted at the site. A planned session has none. */
export function entryLagDays(status: SessionStatus, sessionOn: Day, zone: string, recordedAt: Date): number {
  if (status === "scheduled") return 0;
  return Math.max(0, daysBetween(parseCalendarDate(sessionOn), parseCalendarDate(dayIn(zone, recordedAt))));
}

/** The first day on which the record can no longer be changed: the days of grace after its month have passed. */
export function lockedFrom(sessionOn: Day, lockDays: number): Day {
  return addDays(endOfMonth(parseCalendarDate(sessionOn)), lockDays + 1);
}

/** Whether a record is locked on this day of the site. What was only planned can always be completed. */
export function isLocked(
  { status, sessionOn }: { status: SessionStatus; sessionOn: Day },
  lockDays: number,
  today: Day,
): boolean {
  return status !== "scheduled" && today >= lockedFrom(sessionOn, lockDays);
}

/** What a record may become: once something has become of a planned session, it is no longer planned. */
export function checkStatusChange(before: SessionStatus, after: SessionStatus): Verdict {
  if (before === "scheduled" || after !== "scheduled") return { ok: true };
  const message = "This session is no longer only planned: say what became of it, or plan another one";
  return refuse("session-not-valid", message, { status: [message] });
}

/** A locked record is changed only with a reason. */
export function checkAmendment(reason: string): Verdict {
  if (reason.trim().length >= AMENDMENT_REASON_LENGTH) return { ok: true };
  const message = `This record is locked: say in at least ${AMENDMENT_REASON_LENGTH} characters why it has to change`;
  return refuse("reason-missing", message, { amendmentReason: [message] });
}

/** The last day on which a coachee may answer before the acknowledgement lapses. */
export function lapsesAfter(askedAt: Date, zone: string, days: number): Day {
  return addDays(parseCalendarDate(dayIn(zone, askedAt)), days);
}

/** A dispute needs its reason; a comment needs words. */
export function checkAcknowledgement(
  state: AcknowledgementState,
  comment: string,
  session: { status: SessionStatus },
): Verdict {
  if (!isDelivered(session.status))
    return refuse("not-held", "Only a session that took place can be acknowledged.");
  if (comment || state === "acknowledged") return { ok: true };
  const message =
    state === "disputed"
      ? "Say what is wrong with the record"
      : "Write your comment, or acknowledge without one";
  return refuse("comment-missing", message, { comment: [message] });
}
