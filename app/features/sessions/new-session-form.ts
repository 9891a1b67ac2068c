import { dayIn, timeIn } from "#app/time/days.ts";
import { addDays, parseCalendarDate } from "#fidelity/schedule/calendar.ts";
import type { FunctionChoice } from "./people.types.ts";
import type { CompanionChoice, LogPerson, SessionFormPage } from "./session-form.types.ts";
import { valuesOfNewLog, valuesOfPlan } from "./session-form-values.ts";

const USUAL_MINUTES = 60;
const STEP_DUE_DAYS = 14;
const PLAN_DAYS = 14;

export interface NewFormFacts {
  accountId: string;
  coach: { id: string; name: string };
  person: LogPerson;
  /** The coach's people on that day. */
  people: readonly { id: string; name: string }[];
  functions: readonly FunctionChoice[];
  companions: readonly CompanionChoice[];
}

/**
 * An empty log or plan for one of the coach's people, the same whether the server or the device opens it. The ids are
 * made here, once, whatever is posted how often. `newId` makes a UUID.
 */
export function newSessionForm(
  { accountId, coach, person, people, functions, companions }: NewFormFacts,
  { isPlan, now, newId }: { isPlan: boolean; now: Date; newId: () => string },
): SessionFormPage {
  const { id: personId, zone, goals, openSteps, last } = person;
  const today = dayIn(zone, now);
  const suggested = [...goals.map((goal) => goal.essentialFunctionId), ...(last?.focusIds ?? [])];
  const sessionId = newId();
  const values = valuesOfNewLog({
    sessionId,
    stepId: newId(),
    personId,
    today,
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
    functions: withSuggestions(functions, suggested),
    goals: goals.map(({ id, title }) => ({ id, title })),
    openSteps,
    companions: [...companions],
    values: isPlan ? { ...values, ...valuesOfPlan(addDays(parseCalendarDate(today), PLAN_DAYS)) } : values,
  };
}

/** The functions of active goals and of the last session come first. */
export function withSuggestions(
  functions: readonly FunctionChoice[],
  suggestedIds: readonly (string | null)[],
): SessionFormPage["functions"] {
  return functions
    .map((each) => ({ ...each, isSuggested: suggestedIds.includes(each.id) }))
    .sort((a, b) => Number(b.isSuggested) - Number(a.isSuggested));
}
