import { randomUUID } from "node:crypto";
import type { PersonContext } from "#app/access/context.ts";
import { inSql } from "#app/db/in-transaction.server.ts";
import { Problem } from "#app/errors/problem.ts";
import { type Day, dayIn } from "#app/time/days.ts";
import { listCoacheeNames, listFunctionsInForce, listLogPeople } from "./people.queries.server.ts";
import type { PlanFormPage } from "./session-plan.types.ts";
import { valuesOfNewPlan } from "./session-plan-values.ts";

/** An empty plan, for the day, hour and person that were chosen. */
export async function openPlanForm(
  ctx: PersonContext,
  { person: personId, on, at }: { person?: string; on?: Day; at?: string },
): Promise<PlanFormPage> {
  const { personId: coachId, zone } = ctx.actor;
  return inSql(ctx, async (sql) => {
    const day = on && on > ctx.today ? on : ctx.today;
    const [people, functions, [person]] = await Promise.all([
      listCoacheeNames(sql, coachId, day),
      listFunctionsInForce(sql, ctx.today),
      personId ? listLogPeople(sql, { coachId, personId, day: ctx.today }) : Promise.resolve([]),
    ]);
    if (personId && !person) throw new Problem("not-found", { subject: "person", id: personId });
    return {
      people,
      functions,
      zone,
      values: valuesOfNewPlan({
        id: randomUUID(),
        personId,
        today: person ? dayIn(person.zone, ctx.now) : ctx.today,
        on,
        at,
        last: person?.last ?? null,
      }),
    };
  });
}
