import { dayIn, timeIn } from "#app/time/days.ts";
import { addDays, parseCalendarDate } from "#fidelity/schedule/calendar.ts";
import type { AgendaEntry } from "./agenda.types.ts";
import type { FunctionChoice } from "./people.types.ts";
import type { CompanionRole } from "./session.codes.ts";
import type { Conversation } from "./session.types.ts";
import type {
  CompanionChoice,
  GoalChoice,
  LogPerson,
  PlannedContent,
  RatedFocus,
  SessionFormPage,
  StepChoice,
} from "./session-form.types.ts";
import { valuesOfNewLog, valuesOfPlan, valuesOfRecord } from "./session-form-values.ts";

const USUAL_MINUTES = 60;
const STEP_DUE_DAYS = 14;
const PLAN_DAYS = 14;

export interface NewFormFacts {
  accountId: string;
  coach: { id: string; name: string };
  person: LogPerson;
  /** The coach's people on that day. */
  people: readonly { id: string; name: string }[];
  /** Of all of the coach's people. */
  goals: readonly GoalChoice[];
  openSteps: readonly StepChoice[];
  functions: readonly FunctionChoice[];
  companions: readonly CompanionChoice[];
  ratedFocus?: readonly RatedFocus[];
}

/**
 * An empty log or plan for one of the coach's people, the same whether the server or the device opens it. The ids are
 * made here, once, whatever is posted how often. `newId` makes a UUID.
 */
export function newSessionForm(
  { accountId, coach, person, people, goals, openSteps, functions, companions, ratedFocus }: NewFormFacts,
  { isPlan, now, newId }: { isPlan: boolean; now: Date; newId: () => string },
): SessionFormPage {
  const { id: personId, zone, last } = person;
  const today = dayIn(zone, now);
  const suggested = [...person.goals.map((goal) => goal.essentialFunctionId), ...(last?.focusIds ?? [])];
  const sessionId = newId();
  const values = valuesOfNewLog({
    sessionId,
    stepId: newId(),
    personId,
    today,
    yesterday: addDays(parseCalendarDate(today), -1),
    time: timeIn(zone, now),
    minutes: last?.minutes || USUAL_MINUTES,
    modality: last?.modality ?? "in_person_office",
    stepDueOn: addDays(parseCalendarDate(today), STEP_DUE_DAYS),
  });
  return {
    accountId,
    purpose: isPlan ? "plan" : "log",
    sessionId,
    rowVersion: 0,
    coach,
    person: { id: personId, name: person.name },
    others: people.filter(({ id }) => id !== personId).map(({ id, name }) => ({ id, name })),
    today,
    zone,
    editableUntil: null,
    isAmendment: false,
    functions: withSuggestions(functions, suggested, ofPerson(ratedFocus, personId)),
    goals: [...goals],
    openSteps: [...openSteps],
    companions: [...companions],
    values: isPlan ? { ...values, ...valuesOfPlan(addDays(parseCalendarDate(today), PLAN_DAYS)) } : values,
  };
}

/** What a planned session says before anything was put into it. */
const NOTHING_SAID: PlannedContent = {
  ...{ strategies: [], strengthNoted: false, correctiveFeedback: false, dataShared: false },
  ...{ barriers: [], escalation: "none", nextSessionOn: null, feedbackAfterHours: null },
  conversation: { summary: null, progress: [], reviews: [], detail: null, steps: [] },
  privateNote: null,
};
/** What is known of a session only once it is recorded. */
const NOT_RECORDED = {
  ...{
    notHeldReason: null,
    statusReason: null,
    plannedOn: null,
    plannedStart: null,
    plannedEnd: null,
    knownOn: null,
    knownTime: null,
  },
};

/**
 * The log of a planned session from what stands in the calendar, on a device without a connection: the same form as
 * `openSessionEdit` makes of the record.
 */
export function plannedSessionForm(
  { accountId, coach, person, people, goals, openSteps, functions, companions, ratedFocus }: NewFormFacts,
  {
    entry,
    content = NOTHING_SAID,
    now,
    newId,
  }: { entry: AgendaEntry; content?: PlannedContent | undefined; now: Date; newId: () => string },
): SessionFormPage {
  const { conversation, privateNote, ...facts } = content;
  const attendees = entry.people.map((each) => ({ ...each, attendance: "full" as const, minutes: null }));
  const session = {
    ...{ ...NOT_RECORDED, ...facts, ...entry, sessionOn: entry.on, attendees },
    focus: entry.focusIds.map((id) => ({ id })),
  };
  return {
    accountId,
    purpose: "complete",
    sessionId: entry.id,
    rowVersion: entry.rowVersion,
    coach,
    person: { id: person.id, name: person.name },
    others: [
      ...entry.people.slice(1),
      ...people
        .filter(({ id }) => entry.people.every((each) => each.id !== id))
        .map(({ id, name }) => ({ id, name })),
    ],
    today: dayIn(entry.zone, now),
    zone: entry.zone,
    editableUntil: null,
    isAmendment: false,
    functions: withSuggestions(functions, entry.focusIds, ofPerson(ratedFocus, person.id)),
    goals: withTouched(goals, conversation, person.id),
    openSteps: withReviewed(openSteps, conversation, person, entry.people),
    companions: withNamed(companions, entry.companions),
    values: {
      ...valuesOfRecord(session, conversation, privateNote, newId()),
      status: ["held"],
    },
  };
}

/** What a log may speak of, from what the device keeps of each person. */
export function choicesOf(
  people: readonly Pick<LogPerson, "id" | "goals" | "openSteps">[],
): Pick<NewFormFacts, "goals" | "openSteps"> {
  return {
    goals: people.flatMap(({ id: personId, goals }) =>
      goals.map(({ id, title }) => ({ id, title, personId })),
    ),
    openSteps: people.flatMap(({ id: personId, openSteps }) =>
      openSteps.map((step) => ({ ...step, personId })),
    ),
  };
}

/** Goals that the record speaks of stay in the choice, also when they are no longer active or went to another coach. */
export function withTouched(
  goals: readonly GoalChoice[],
  { progress }: Pick<Conversation, "progress">,
  personId: string,
): GoalChoice[] {
  const missing = progress.filter(({ goalId }) => goals.every(({ id }) => id !== goalId));
  return [
    ...goals,
    ...missing.map((made) => ({ id: made.goalId, title: made.title, personId: made.personId ?? personId })),
  ];
}

/** The steps whose becoming the record tells come first, and those agreed in it are not asked after. */
export function withReviewed(
  openSteps: readonly StepChoice[],
  { reviews, steps }: Pick<Conversation, "reviews" | "steps">,
  person: { id: string; name: string },
  attendees: readonly { id: string; name: string }[],
): StepChoice[] {
  const reviewed = reviews.map(({ stepId, what, status, personId }): StepChoice => {
    const owner = attendees.find(({ id }) => id === personId) ?? person;
    return {
      ...{ id: stepId, what, status, personId: owner.id, ownerId: owner.id, ownerName: owner.name },
      ...{ isOwn: false, dueOn: null, supportNeeded: null },
    };
  });
  const known = new Set([...reviewed, ...steps].map(({ id }) => id));
  return [...reviewed, ...openSteps.filter(({ id }) => !known.has(id))];
}

/** What reviews suggest for a session with somebody: of the coach's own practice, and of that person's. */
export function ofPerson(rated: readonly RatedFocus[] = [], coacheeId: string): RatedFocus[] {
  return rated.filter(({ personId }) => personId === null || personId === coacheeId);
}

/** The functions of active goals, of the last session and of reviews come first; those of reviews with their reason. */
export function withSuggestions(
  functions: readonly FunctionChoice[],
  suggestedIds: readonly (string | null)[],
  rated: readonly RatedFocus[] = [],
): SessionFormPage["functions"] {
  return functions
    .map((each) => {
      const reason = rated.find(({ functionId }) => functionId === each.id)?.reason;
      const isSuggested = suggestedIds.includes(each.id) || reason !== undefined;
      return { ...each, isSuggested, ...(reason && { reason }) };
    })
    .sort((a, b) => Number(b.isSuggested) - Number(a.isSuggested));
}

/** Whoever the record names stays in the choice, also when they no longer are what they were. */
export function withNamed(
  companions: readonly CompanionChoice[],
  named: readonly { id: string; name: string; role: CompanionRole }[],
): CompanionChoice[] {
  const missing = named.filter(({ id }) => companions.every((each) => each.id !== id));
  return [
    ...companions,
    ...missing.map(({ id, name, role }) => ({
      ...{ id, name },
      isCoach: role === "co_coach" || role === "shadow",
      isSupervisor: role === "supervisor",
    })),
  ];
}
