import { randomUUID } from "node:crypto";
import type { PersonContext } from "#app/access/context.ts";
import { inSql } from "#app/db/in-transaction.server.ts";
import { Problem } from "#app/errors/problem.ts";
import { dayIn } from "#app/time/days.ts";
import { newSessionForm } from "./new-session-form.ts";
import {
  listCoacheeNames,
  listCompanions,
  listFunctionsInForce,
  listGoalChoices,
  listLogPeople,
  listStepChoices,
} from "./people.queries.server.ts";
import type { RatedFocus, SessionFormPage } from "./session-form.types.ts";

/** An empty log for one of the acting coach's people. */
export async function openSessionForm(
  ctx: PersonContext,
  {
    personId,
    isPlan,
    ratedFocus = [],
  }: { personId: string; isPlan: boolean; ratedFocus?: readonly RatedFocus[] },
): Promise<SessionFormPage> {
  const { personId: coachId, accountId, name } = ctx.actor;
  return inSql(ctx, async (sql) => {
    const [person] = await listLogPeople(sql, { coachId, personId, day: ctx.today });
    if (!person) throw new Problem("not-found", { subject: "person", id: personId });
    const today = dayIn(person.zone, ctx.now);
    const ofThese = { coachId, day: today, personIds: [personId] };
    const [people, goals, openSteps, functions, companions] = await Promise.all([
      listCoacheeNames(sql, coachId, today),
      listGoalChoices(sql, ofThese),
      listStepChoices(sql, ofThese),
      listFunctionsInForce(sql, today),
      listCompanions(sql, today),
    ]);
    const facts = {
      accountId,
      coach: { id: coachId, name },
      person,
      people,
      goals,
      openSteps,
      functions,
      companions,
      ratedFocus,
    };
    return newSessionForm(facts, { isPlan, now: ctx.now, newId: randomUUID });
  });
}
