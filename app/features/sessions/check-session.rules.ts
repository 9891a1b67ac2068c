import { refuse, type Verdict } from "#app/errors/problem.ts";
import { type Day, dayIn, instantOf, timeIn } from "#app/time/days.ts";
import { formatDay } from "#app/time/format-day.ts";
import { addDays, parseCalendarDate } from "#fidelity/schedule/calendar.ts";
import { reasonProblems } from "./not-held.codes.ts";
import {
  type Attendance,
  COMPANION_LABELS,
  FOCUS_LIMIT,
  isCalledOff,
  isDelivered,
  SESSION_HOURS_LIMIT,
} from "./session.codes.ts";
import {
  type AssignmentFact,
  assignmentOn,
  attendanceOf,
  doseOf,
  knownAt,
  placeOf,
  type SessionFacts,
  timesOf,
} from "./session.rules.ts";
import type { SessionInput } from "./session.schema.ts";

const MINUTE_MS = 60_000;
/** Sessions are planned at most this far ahead. */
const PLAN_AHEAD_DAYS = 366;

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
    checkNotice(input, place.zone, now, say);
    checkEscalation(input, dayIn(place.zone, now), say);
  }
  for (const [field, messages] of Object.entries(reasonProblems(input, { mayLack: facts.isOfThePast })))
    for (const message of messages) say(field, message);
  checkFocus(input, facts, say);
  checkCompanions(input, facts, say);
  checkObservation(input, say);
  for (const [id, status] of Object.entries(input.reviews))
    if (status === "dropped" && !input.dropReasons[id])
      say(`dropReasons.${id}`, "Say in a few words why this step was dropped");
  checkSteps(input, facts, say);
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
    ["plannedStartTime", input.plannedStartTime],
    ["plannedEndTime", input.plannedEndTime],
  ] as const)
    if (time && timeIn(zone, instantOf(sessionOn, time, zone)) !== time)
      say(
        field,
        `The clock skipped ${time} on ${formatDay(sessionOn)}, when summer time began: enter the time it showed`,
      );
  const { plannedStartTime, plannedEndTime } = input;
  if (plannedEndTime && (!plannedStartTime || plannedEndTime <= plannedStartTime))
    say("plannedEndTime", "The planned end lies after the planned start: enter both");
  if (!startTime || !endTime) return;
  const times = timesOf(input, zone);
  if (!times.startsAt || !times.endsAt || times.endsAt <= times.startsAt)
    say("endTime", `It ended before it started (${startTime} to ${endTime})`);
  else if (times.endsAt.getTime() - times.startsAt.getTime() > SESSION_HOURS_LIMIT * 60 * MINUTE_MS)
    say("endTime", `A session lasts at most ${SESSION_HOURS_LIMIT} hours: log two`);
  else if (isDelivered(status)) {
    if (times.startsAt > now && sessionOn === dayIn(zone, now))
      say("startTime", "This time is still to come: correct the time, or plan the session");
    checkMinutes(input, times.minutes, say);
  }
}

function checkNotice(input: SessionInput, zone: string, now: Date, say: Say): void {
  const { status, knownOn, knownTime } = input;
  if (!isCalledOff(status) || (!knownOn && !knownTime)) return;
  if (!knownOn) say("knownOn", "Enter the day as well");
  else if (!knownTime) say("knownTime", "Enter the time as well: the hours of notice follow from it");
  else if ((knownAt(input, zone) ?? now) > now)
    say("knownOn", "This is still to come: enter when you learned that it would not take place");
}

function checkEscalation({ escalation, escalatedOn, sessionOn }: SessionInput, today: Day, say: Say): void {
  if (escalation === "none" || !escalatedOn) return;
  if (escalatedOn > today) say("escalatedOn", "This day is still to come");
  if (escalatedOn < sessionOn) say("escalatedOn", "This day lies before the session");
}

function checkSteps(input: SessionInput, facts: SessionFacts, say: Say): void {
  for (const [index, { id, what, ownerId, dueOn, supportNeeded }] of input.steps.entries()) {
    if (!what) continue;
    const field = `steps[${index}]`;
    if (dueOn && dueOn < input.sessionOn)
      say(`${field}.dueOn`, "This day lies before the session: choose a later one");
    // The form names somebody, until that person is taken out of the session: nobody takes their place silently.
    if (!ownerId)
      say(`${field}.ownerId`, "Choose who does this step: nobody who is in the session has it now");
    else if (ownerId !== facts.coachId && !input.attendeeIds.includes(ownerId))
      say(`${field}.ownerId`, "This person is not in the log: choose who takes the step, or add them");
    const told = facts.toldSteps?.find((step) => step.id === id);
    if (told && ownerId && ![facts.coachId, told.coacheeId].includes(ownerId))
      say(
        `${field}.ownerId`,
        "Another record tells what became of this step, so it stays with whom it was agreed. Agree a new one",
      );
    const handedOver = facts.handedOverSteps?.find((step) => step.id === id);
    const isAsBefore =
      handedOver?.what === what &&
      handedOver.ownerId === ownerId &&
      handedOver.dueOn === (dueOn ?? null) &&
      handedOver.supportNeeded === (supportNeeded ?? null);
    if (handedOver && !isAsBefore)
      say(
        `${field}.what`,
        `This step went to another coach: leave it as it was (“${handedOver.what}”), and tell them what changed`,
      );
  }
}

/** A recording is referred to only when everybody on it agreed. */
function checkObservation(input: SessionInput, say: Say): void {
  const { observationKind, modality, artefactRef, hasRecordingConsent, feedbackAfterHours } = input;
  if (isDelivered(input.status) && (input.observationMinutes ?? 0) > 0 && observationKind === "none")
    say("observationKind", "Say what kind of observation these minutes were, or leave them out");
  const isRecording = observationKind === "recorded" || modality === "recorded_review";
  if (artefactRef && observationKind === "none" && !isRecording)
    say("observationKind", "Say what kind of observation the reference belongs to");
  if (artefactRef && isRecording && !hasRecordingConsent)
    say(
      "hasRecordingConsent",
      "Refer to a recording only when everybody on it agreed: tick this, or take the reference out",
    );
  const gaveFeedback = input.strengthNoted || input.correctiveFeedback || input.dataShared;
  if (feedbackAfterHours !== undefined && isDelivered(input.status) && !gaveFeedback)
    say("feedbackAfterHours", "Tick what feedback was given, or leave the hours out");
}

function checkCompanions(input: SessionInput, facts: SessionFacts, say: Say): void {
  const seen = new Set<string>();
  for (const [index, { personId, role }] of (input.alsoThere ?? []).entries()) {
    if (!personId) continue;
    const known = facts.companions.find(({ id }) => id === personId);
    const field = `alsoThere[${index}].personId`;
    if (personId === facts.coachId) say(field, "You lead this session already");
    else if (input.attendeeIds.includes(personId)) say(field, "This person is coached in this session");
    else if (seen.has(personId)) say(field, "The same person is listed twice");
    else if ((role === "co_coach" || role === "shadow") && !known?.isCoach)
      say(
        `alsoThere[${index}].role`,
        `Only a coach of the program can be ${role === "co_coach" ? "a co-coach" : "a shadow"}`,
      );
    else if (role === "supervisor" && !known?.isSupervisor)
      say(
        `alsoThere[${index}].role`,
        `This is nobody’s supervisor here that day: choose “${COMPANION_LABELS.observer}”`,
      );
    seen.add(personId);
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
  if (input.nextFocusId && !facts.functionIds.includes(input.nextFocusId))
    say("nextFocusId", "This is not in the practice profile in force that day: choose again");
}
