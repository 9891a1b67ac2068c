import type { Conversation, SessionFacts } from "./session.types.ts";
import type { FormValues, SessionFormPage } from "./session-form.types.ts";

/** Fields of a posted form, each with its values in order. Files are left out: our forms have none. */
export function formValuesOf(entries: Iterable<[string, FormDataEntryValue]>): FormValues {
  const values: FormValues = {};
  for (const [name, value] of entries) {
    if (typeof value !== "string") continue;
    values[name] = [...(values[name] ?? []), value];
  }
  return values;
}

/** The first value of a field, or nothing. */
export function firstValue(values: FormValues, name: string): string {
  return values[name]?.[0] ?? "";
}

const STEP_NOT_LISTED = "A step that is not on your list any more";
const GOAL_NOT_LISTED = "A goal that is not on your list any more";
const PERSON_NOT_LISTED = "Somebody who is not among your people any more";

/**
 * The form with the people, steps and goals that its kept values speak of, also when they were closed or handed over since:
 * what was typed about them is not lost. Nobody knows whose such a step or goal is: it is taken to be of whoever is gone.
 */
export function withKept<T extends Pick<SessionFormPage, "person" | "others" | "goals" | "openSteps">>(
  page: T,
  values: FormValues,
): T {
  const missing = (fields: readonly string[], known: readonly { id: string }[]) => {
    const told = Object.entries(values).flatMap(([name, [value]]) => {
      const [field = "", id] = name.split(".");
      return id && value && fields.includes(field) ? [id] : [];
    });
    return [...new Set(told)].filter((id) => known.every((each) => each.id !== id));
  };
  const people = (values.attendeeIds ?? []).filter((id) =>
    [page.person, ...page.others].every((each) => each.id !== id),
  );
  const steps = missing(["reviews", "dropReasons"], page.openSteps);
  const goals = missing(["progress", "selfScale"], page.goals);
  if (people.length + steps.length + goals.length === 0) return page;
  const personId = people[0] ?? page.person.id;
  return {
    ...page,
    others: [...page.others, ...people.map((id) => ({ id, name: PERSON_NOT_LISTED }))],
    goals: [...page.goals, ...goals.map((id) => ({ id, title: GOAL_NOT_LISTED, personId }))],
    openSteps: [
      ...page.openSteps,
      ...steps.map((id) => ({
        ...{ id, personId, what: STEP_NOT_LISTED, status: "open" as const, ownerId: "", ownerName: "" },
        ...{ isOwn: false, dueOn: null, supportNeeded: null },
      })),
    ],
  };
}

/** "23:55", in minutes: where a day ends for somebody who logs after midnight. */
const LATE_EVENING = 23 * 60 + 55;

/** What a new log starts with: today, the last hour, the way of last time; soon after midnight, the evening before. */
export function valuesOfNewLog(given: {
  sessionId: string;
  stepId: string;
  personId: string;
  today: string;
  yesterday: string;
  /** Wall time at the site, HH:mm. */
  time: string;
  minutes: number;
  modality: string;
  stepDueOn: string;
}): FormValues {
  const now = Math.floor((Number(given.time.slice(0, 2)) * 60 + Number(given.time.slice(3))) / 5) * 5;
  const isOfToday = now >= given.minutes;
  const end = isOfToday ? now : LATE_EVENING;
  return {
    id: [given.sessionId],
    attendeeIds: [given.personId],
    status: ["held"],
    sessionOn: [isOfToday ? given.today : given.yesterday],
    startTime: [clock(Math.max(0, end - given.minutes))],
    endTime: [clock(end)],
    modality: [given.modality],
    observationKind: ["none"],
    escalation: ["none"],
    "steps[0].id": [given.stepId],
    "steps[0].ownerId": [given.personId],
    "steps[0].dueOn": [given.stepDueOn],
  };
}

/** What a planned session has in place of a log's day and outcome. */
export function valuesOfPlan(sessionOn: string): FormValues {
  return {
    status: ["scheduled"],
    sessionOn: [sessionOn],
    startTime: ["09:00"],
    endTime: ["10:00"],
    "steps[0].dueOn": [],
  };
}

function clock(minutes: number): string {
  return `${String(Math.floor(minutes / 60)).padStart(2, "0")}:${String(minutes % 60).padStart(2, "0")}`;
}

/** Whether observation and meeting fill the session: then nobody had to enter the meeting. */
function isWholeLength(
  { startTime, endTime }: Pick<SessionFacts, "startTime" | "endTime">,
  { observation, meeting }: SessionFacts["minutes"],
): boolean {
  const minutesOf = (time: string | null) =>
    time === null ? Number.NaN : Number(time.slice(0, 2)) * 60 + Number(time.slice(3));
  return observation + meeting === minutesOf(endTime) - minutesOf(startTime);
}

/** What a form needs of a record. The minutes of a planned one are not known yet: they follow from the times. */
type FormRecord = Pick<
  SessionFacts,
  | "id"
  | "rowVersion"
  | "plannedStart"
  | "plannedEnd"
  | "knownOn"
  | "knownTime"
  | "status"
  | "notHeldReason"
  | "statusReason"
  | "format"
  | "sessionOn"
  | "startTime"
  | "endTime"
  | "modality"
  | "observationKind"
  | "strategies"
  | "barriers"
  | "escalation"
  | "feedbackAfterHours"
  | "nextSessionOn"
  | "strengthNoted"
  | "correctiveFeedback"
  | "dataShared"
  | "attendees"
  | "companions"
> & { focus: readonly { id: string }[]; minutes?: SessionFacts["minutes"] };

/** The fields of a stored record, to be changed or completed. */
export function valuesOfRecord(
  session: FormRecord,
  conversation: Omit<Conversation, "words">,
  privateNote: string | null,
  newStepId: string,
): FormValues {
  const isPlanned = session.status === "scheduled";
  const values: Record<string, (string | null)[]> = {
    id: [session.id],
    rowVersion: [String(session.rowVersion)],
    attendeeIds: session.attendees.map(({ id }) => id),
    plannedStartTime: [isPlanned ? null : session.plannedStart],
    plannedEndTime: [isPlanned ? null : session.plannedEnd],
    knownOn: [session.knownOn],
    knownTime: [session.knownTime],
    status: [session.status],
    notHeldReason: [session.notHeldReason],
    statusReason: [session.statusReason],
    format: session.format === "unit" ? ["unit"] : [],
    sessionOn: [session.sessionOn],
    startTime: [session.startTime],
    endTime: [session.endTime],
    modality: [session.modality],
    observationKind: [session.observationKind],
    focusIds: session.focus.map(({ id }) => id),
    strategies: session.strategies,
    barriers: session.barriers,
    escalation: [session.escalation],
    escalatedOn: [conversation.detail?.escalatedOn ?? null],
    escalatedTo: [conversation.detail?.escalatedTo ?? null],
    artefactRef: [conversation.detail?.artefactRef ?? null],
    hasRecordingConsent: conversation.detail?.hasRecordingConsent ? ["on"] : [],
    nextFocusId: [conversation.detail?.nextFocusId ?? null],
    feedbackAfterHours: [session.feedbackAfterHours === null ? null : String(session.feedbackAfterHours)],
    nextSessionOn: [session.nextSessionOn],
    summary: [conversation.summary],
    privateNote: [privateNote],
    strengthNoted: session.strengthNoted ? ["on"] : [],
    correctiveFeedback: session.correctiveFeedback ? ["on"] : [],
    dataShared: session.dataShared ? ["on"] : [],
  };
  if (!isPlanned)
    for (const [name, minutes] of Object.entries(session.minutes ?? {}))
      values[`${name}Minutes`] = [String(minutes)];
  // What follows from the times follows from corrected ones as well.
  if (session.minutes && isWholeLength(session, session.minutes)) values.meetingMinutes = [];
  for (const { id, attendance, minutes } of session.attendees) {
    values[`attendance.${id}`] = [attendance];
    if (minutes !== null) values[`attendeeMinutes.${id}`] = [String(minutes)];
  }
  for (const { goalId, progress, selfScale } of conversation.progress) {
    values[`progress.${goalId}`] = [progress];
    if (selfScale !== null) values[`selfScale.${goalId}`] = [String(selfScale)];
  }
  for (const { stepId, status, dropReason } of conversation.reviews) {
    values[`reviews.${stepId}`] = [status];
    values[`dropReasons.${stepId}`] = [dropReason];
  }
  for (const [index, { id, role }] of session.companions.entries()) {
    values[`alsoThere[${index}].personId`] = [id];
    values[`alsoThere[${index}].role`] = [role];
  }
  for (const [index, step] of conversation.steps.entries()) {
    values[`steps[${index}].id`] = [step.id];
    values[`steps[${index}].what`] = [step.what];
    values[`steps[${index}].ownerId`] = [step.ownerId];
    values[`steps[${index}].dueOn`] = [step.dueOn];
    values[`steps[${index}].supportNeeded`] = [step.supportNeeded];
  }
  const next = conversation.steps.length;
  values[`steps[${next}].id`] = [newStepId];
  values[`steps[${next}].ownerId`] = [session.attendees[0]?.id ?? null];
  return Object.fromEntries(
    Object.entries(values).flatMap(([name, each]) => {
      const given = each.filter((value): value is string => Boolean(value));
      return given.length > 0 ? [[name, given]] : [];
    }),
  );
}
