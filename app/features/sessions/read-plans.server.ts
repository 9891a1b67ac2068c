import { randomUUID } from "node:crypto";
import type { PersonContext } from "#app/access/context.ts";
import { inSql } from "#app/db/in-transaction.server.ts";
import { Problem } from "#app/errors/problem.ts";
import { type Day, dayIn } from "#app/time/days.ts";
import { addDays, parseCalendarDate } from "#fidelity/schedule/calendar.ts";
import { overlapsOf } from "./find-overlaps.server.ts";
import { listCoacheeNames, listFunctionsInForce } from "./people.queries.server.ts";
import type { SessionStatus } from "./session.codes.ts";
import { HORIZON_DAYS } from "./session-plan.codes.ts";
import { daysOfPlan } from "./session-plan.rules.ts";
import type { PlanItem, PlanPage } from "./session-plan.types.ts";
import { valuesOfPlanRule } from "./session-plan-values.ts";
import {
  findMaybePlan,
  findMaybePlanItem,
  listPlanSessions,
  listPlans,
} from "./session-plans.queries.server.ts";

/** Far enough to find the next day of any plan: every twelve months there is one. */
const NEXT_DAYS = 800;

/** The acting coach's plans that go on. */
export async function readPlans(ctx: PersonContext): Promise<{ plans: PlanItem[]; today: Day }> {
  const { today } = ctx;
  return { plans: await inSql(ctx, (sql) => listPlans(sql, { coachId: ctx.actor.personId, today })), today };
}

/** A plan with its sessions ahead, and its form: to be changed from one of its days on, or from the next. */
export async function readPlan(
  ctx: PersonContext,
  { planId, from: wanted }: { planId: string; from?: Day },
): Promise<PlanPage> {
  return inSql(ctx, async (sql) => {
    const row = await findMaybePlan(sql, planId);
    if (!row) throw new Problem("not-found", { subject: "session-plan", id: planId });
    const today = dayIn(row.zone, ctx.now);
    const tomorrow = addDays(parseCalendarDate(today), 1);
    const first = wanted && wanted > tomorrow ? wanted : tomorrow;
    const until = addDays(parseCalendarDate(first), NEXT_DAYS);
    const from = daysOfPlan(row, { from: first, until })[0] ?? first;
    const [plan, sessions, people, functions] = await Promise.all([
      findMaybePlanItem(sql, planId, today),
      listPlanSessions(sql, planId, today),
      listCoacheeNames(sql, ctx.actor.personId, from),
      listFunctionsInForce(sql, today),
    ]);
    const ids = sessions.filter(({ isWithdrawn }) => !isWithdrawn).map(({ id }) => id);
    const overlaps = await overlapsOf(sql, ctx, ids);
    if (!plan) throw new Problem("not-found", { subject: "session-plan", id: planId });
    return {
      plan,
      today,
      from,
      hasEnded: plan.endsOn !== null && plan.endsOn < today,
      form: { people, functions, zone: plan.zone, values: valuesOfPlanRule(row, { id: randomUUID(), from }) },
      sessions: sessions
        .filter(({ isWithdrawn }) => !isWithdrawn)
        .map(({ id, sessionOn: on, occurrenceOn, status, movedTo }) => ({
          ...{ id, on, occurrenceOn, status: status as SessionStatus, isMoved: on !== occurrenceOn, movedTo },
        })),
      overlaps,
      horizonOn: addDays(parseCalendarDate(today), HORIZON_DAYS),
    };
  });
}
