import { type Day, dayIn, instantOf, timeIn } from "#app/time/days.ts";
import {
  type Attendance,
  type CompanionRole,
  isCalledOff,
  isDelivered,
  LONG_SESSION_HOURS,
  needsReason,
  type SessionFormat,
} from "./session.codes.ts";
import type { SessionInput } from "./session.schema.ts";

const MINUTE_MS = 60_000;

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

/** A step that only its new coach can change. */
export interface HandedOverStep {
  id: string;
  what: string;
  ownerId: string;
  dueOn: Day | null;
  supportNeeded: string | null;
}

/** What must be known to judge a log. Ids that are not the coach's own are absent. */
export interface SessionFacts {
  programId: string;
  coachId: string;
  assignments: readonly AssignmentFact[];
  /** Certified, or provisionally so, on the day of the session. */
  isCoachCertified: boolean;
  /** Number of the approved plan in force on the day of the session. */
  planVersion: number | null;
  /** The version in force on the day of the session. */
  practiceProfileId: string | null;
  /** Functions of that version, among those asked for. */
  functionIds: readonly string[];
  /** Asked for, but of no version that the program has. */
  unknownFunctionIds: readonly string[];
  /** Of those named beside the coach's people: who may be, and as what. */
  companions: readonly { id: string; isCoach: boolean; isSupervisor: boolean }[];
  goals: readonly { id: string; coacheeId: string }[];
  actionSteps: readonly { id: string; coacheeId: string }[];
  /** Steps that were agreed in this very session, when it is edited. */
  agreedStepIds: readonly string[];
  /** And those among them that another record tells the becoming of: they stay with their person. */
  toldSteps?: readonly { id: string; coacheeId: string }[];
  /** Steps that were agreed in this very session and went to another coach since, as they stand. */
  handedOverSteps?: readonly HandedOverStep[];
  /** The version at which the coach took the planned session with this id out of the calendar. */
  withdrawnVersion?: number | null;
  /** It comes from a file of the past, which may not say everything that a log has to say. */
  isOfThePast?: boolean;
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
  if (owner?.ownerId) return { subject: "person", id: owner.ownerId };
  const known = new Set([facts.coachId, ...input.attendeeIds, ...facts.companions.map(({ id }) => id)]);
  const companion = companionsOf(input).find(({ personId }) => !known.has(personId));
  return companion ? { subject: "person", id: companion.personId } : null;
}

/** Who was there beside lead coach and coachees: rows that name a person. */
export function companionsOf({ alsoThere = [] }: SessionInput): { personId: string; role: CompanionRole }[] {
  return alsoThere.flatMap(({ personId, role }) => (personId ? [{ personId, role }] : []));
}

/** Every essential function that a log names: what it was about, and what the next one will be about. */
export function functionIdsOf({ focusIds, nextFocusId }: SessionInput): string[] {
  return nextFocusId ? [...focusIds, nextFocusId] : focusIds;
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

export function assignmentOn(
  facts: SessionFacts,
  coacheeId: string | undefined,
  day: Day,
): AssignmentFact | null {
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
  /** Minutes that passed between them. */
  minutes: number;
}

/**
 * Start and end as instants of the site's zone. A time that the clock shows twice in one night is the one that makes the
 * session shortest: nobody can say more from what was typed.
 */
export function timesOf(
  input: Pick<SessionInput, "sessionOn" | "startTime" | "endTime">,
  zone: string,
): SessionTimes {
  const starts = instantsOf(input.sessionOn, input.startTime, zone);
  const ends = instantsOf(input.sessionOn, input.endTime, zone);
  const [startsAt = null, endsAt = null] = [starts[0], ends[0]];
  if (!startsAt || !endsAt) return { startsAt, endsAt, minutes: 0 };
  const spans = starts
    .flatMap((from) => ends.map((to) => spanOf(from, to)))
    .sort((a, b) => a.minutes - b.minutes);
  return spans.find(({ minutes }) => minutes > 0) ?? spanOf(startsAt, endsAt);
}

const spanOf = (startsAt: Date, endsAt: Date) => ({
  startsAt,
  endsAt,
  minutes: (endsAt.getTime() - startsAt.getTime()) / MINUTE_MS,
});

/** When a clock of the zone shows a time on a day: once, or twice on the night that is an hour longer. */
function instantsOf(day: Day, time: string | undefined, zone: string): Date[] {
  if (!time) return [];
  const first = instantOf(day, time, zone);
  const again = new Date(first.getTime() + 60 * MINUTE_MS);
  return dayIn(zone, again) === day && timeIn(zone, again) === time ? [first, again] : [first];
}

/** What was planned of a session that was held, where the log says so. */
export function plannedTimesOf(
  input: SessionInput,
  zone: string,
): { startsAt: Date | null; endsAt: Date | null } {
  const at = (time: string | undefined) => (time ? instantOf(input.sessionOn, time, zone) : null);
  const [startsAt, endsAt] = [at(input.plannedStartTime), at(input.plannedEndTime)];
  return { startsAt, endsAt: startsAt && endsAt && endsAt > startsAt ? endsAt : null };
}

/** Longer than sessions usually are: asked about, not refused. */
export function isLong(startsAt: Date, endsAt: Date): boolean {
  return endsAt.getTime() - startsAt.getTime() > LONG_SESSION_HOURS * 60 * MINUTE_MS;
}

/** When it became known that the session would not take place. */
export function knownAt({ status, knownOn, knownTime }: SessionInput, zone: string): Date | null {
  return isCalledOff(status) && knownOn && knownTime ? instantOf(knownOn, knownTime, zone) : null;
}

/**
 * Hours between the news and the planned start of a session that was called off, 0 when it came later. Without a recorded
 * moment, a record made before the planned start says how early it was known at the latest; otherwise it is not known.
 */
export function noticeHours(session: {
  status: SessionInput["status"];
  scheduledStartAt: Date | null;
  cancellationKnownAt: Date | null;
  recordedAt: Date;
}): number | null {
  const { status, scheduledStartAt: start, cancellationKnownAt, recordedAt } = session;
  if (!isCalledOff(status) || !start) return null;
  const known = cancellationKnownAt ?? (recordedAt <= start ? recordedAt : null);
  return known && Math.max(0, start.getTime() - known.getTime()) / (60 * MINUTE_MS);
}

/** A goal was set or worked on, or a step agreed: the first part of a coaching cycle. */
export function didSetGoals(input: SessionInput): boolean {
  return (
    isDelivered(input.status) &&
    (Object.keys({ ...input.progress, ...input.selfScale }).length > 0 ||
      agreedSteps(input).length > 0 ||
      input.strategies.some((used) => used.endsWith(":goal_setting")))
  );
}

/**
 * A log without what can be said only of a session that was held, or only of one that was not: the form hides it when the
 * status says otherwise, and still has it. The focus stays, as what it was to be about.
 */
export function onlyWhatApplies<T extends SessionInput>(input: T): T {
  if (!needsReason(input.status)) return { ...input, notHeldReason: undefined, statusReason: undefined };
  return {
    ...input,
    ...{ strategies: [], steps: [], progress: {}, selfScale: {} },
    ...{ strengthNoted: false, correctiveFeedback: false, dataShared: false, feedbackAfterHours: undefined },
    ...{ observationMinutes: undefined, meetingMinutes: undefined },
    ...{ observationKind: "none", artefactRef: undefined, hasRecordingConsent: undefined },
  };
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
