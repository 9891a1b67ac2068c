import type { PersonContext } from "#app/access/context.ts";
import { together } from "#app/db/connections.server.ts";
import { inSql } from "#app/db/in-transaction.server.ts";
import { Problem, requireThat } from "#app/errors/problem.ts";
import { recordEvent } from "#app/events/record-event.server.ts";
import { dayIn } from "#app/time/days.ts";
import { findMaybeStep, lockStep, markStep as storeStep } from "./people.queries.server.ts";
import { canUpdateStep } from "./session.policy.ts";
import type { StepStatusInput } from "./session.schema.ts";

/** The acting person says how far their own action step has come. */
export async function markStep(ctx: PersonContext, { stepId, status }: StepStatusInput): Promise<void> {
  await inSql(ctx, async (sql) => {
    const [, step] = await together([lockStep(sql, stepId), findMaybeStep(sql, stepId)]);
    if (!step) throw new Problem("not-found", { subject: "action-step", id: stepId });
    requireThat(canUpdateStep(ctx.actor, step), { subject: "action-step", id: stepId });
    if (step.status === status) return;
    await Promise.all([
      storeStep(sql, { stepId, status, closedOn: status === "done" ? dayIn(step.zone, ctx.now) : null }),
      recordEvent(sql, ctx, {
        type: "action-step.updated",
        subjectType: "action-step",
        subjectId: stepId,
        siteId: step.siteId,
        payload: { status },
      }),
    ]);
  });
}
