import type { PersonContext } from "#app/access/context.ts";
import { inSql } from "#app/db/in-transaction.server.ts";
import { Problem, requireThat } from "#app/errors/problem.ts";
import { recordEvent } from "#app/events/record-event.server.ts";
import { insertEvidence, listItems } from "./plan.queries.server.ts";
import { canEditPlan } from "./plan-item.policy.ts";
import type { NewEvidence, PlanItemRef } from "./plan-item.schema.ts";

/** Adds a document or link that shows that something was done. */
export async function addPlanEvidence(
  ctx: PersonContext,
  { kind, itemId, title, link }: PlanItemRef & NewEvidence,
): Promise<{ ok: true; evidenceId: string }> {
  const subject = { subject: `plan-${kind}`, id: itemId };
  requireThat(canEditPlan(ctx.actor), subject);
  const { programId, personId } = ctx.actor;
  return inSql(ctx, async (sql) => {
    const [row] = await listItems(sql, programId, { ref: { kind, itemId } });
    if (!row) throw new Problem("not-found", subject);
    const evidenceId = await insertEvidence(
      sql,
      { kind, itemId },
      { programId, title, link, addedById: personId, addedAt: ctx.now },
    );
    await recordEvent(sql, ctx, {
      type: "plan.evidence-added",
      subjectType: `plan-${kind}`,
      subjectId: itemId,
      payload: { evidenceId, stepNumber: row.stepNumber, number: row.number },
    });
    return { ok: true, evidenceId };
  });
}
