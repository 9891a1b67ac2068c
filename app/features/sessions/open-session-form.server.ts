import { randomUUID } from "node:crypto";
import type { PersonContext } from "#app/access/context.ts";
import { inSql } from "#app/db/in-transaction.server.ts";
import { Problem } from "#app/errors/problem.ts";
import { dayIn, timeIn } from "#app/time/days.ts";
import { addDays, parseCalendarDate } from "#fidelity/schedule/calendar.ts";
import {
  findMaybeCoachee,
  listCoacheeNames,
  listFunctionsInForce,
  listGoals,
  listOpenSteps,
} from "./people.queries.server.ts";
import type { FunctionChoice, SessionFormPage } from "./session.types.ts";
import { valuesOfNewLog, valuesOfPlan } from "./session-form-values.ts";
import { findMaybeLastSession } from "./sessions.queries.server.ts";

const USUAL_MINUTES = 60;
const STEP_DUE_DAYS = 14;
const PLAN_DAYS = 14;

/** An empty log for one of the acting coach's people. Its id is made here, once, whatever is posted how often. */
export async function openSessionForm(
  ctx: PersonContext,
  { personId, isPlan }: { personId: string; isPlan: boolean },
): Promise<SessionFormPage> {
  const { personId: coachId, accountId, name } = ctx.actor;
  return inSql(ctx, async (sql) => {
    const coachee = await findMaybeCoachee(sql, coachId, personId);
    if (!coachee) throw new Problem("not-found", { subject: "person", id: personId });
    const today = dayIn(coachee.zone, ctx.now);
    const pair = { coachId, coacheeId: personId };
    const [people, functions, goals, openSteps, last] = await Promise.all([
      listCoacheeNames(sql, coachId, today),
      listFunctionsInForce(sql, today),
      listGoals(sql, pair),
      listOpenSteps(sql, { ...pair, viewerId: coachId }),
      findMaybeLastSession(sql, pair),
    ]);
    const active = goals.filter(({ status }) => status === "active");
    const suggested = [...active.map((goal) => goal.essentialFunctionId), ...(last?.focusIds ?? [])];
    const sessionId = randomUUID();
    const values = valuesOfNewLog({
      sessionId,
      stepId: randomUUID(),
      personId,
      today,
      time: timeIn(coachee.zone, ctx.now),
      minutes: last?.minutes || USUAL_MINUTES,
      modality: last?.modality ?? "in_person_office",
      stepDueOn: addDays(parseCalendarDate(today), STEP_DUE_DAYS),
    });
    return {
      accountId,
      purpose: isPlan ? "plan" : "log",
      sessionId,
      rowVersion: 0,
      coach: { id: coachId, name },
      person: { id: coachee.id, name: coachee.name },
      others: people.filter(({ id }) => id !== personId),
      today,
      zone: coachee.zone,
      editableUntil: null,
      isAmendment: false,
      functions: withSuggestions(functions, suggested),
      goals: active.map(({ id, title }) => ({ id, title })),
      openSteps,
      values: isPlan ? { ...values, ...valuesOfPlan(addDays(parseCalendarDate(today), PLAN_DAYS)) } : values,
    };
  });
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
