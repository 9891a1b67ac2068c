import type { PersonContext } from "#app/access/context.ts";
import { inTransaction } from "#app/db/in-transaction.server.ts";
import { requireThat } from "#app/errors/problem.ts";
import { recordEvent } from "#app/events/record-event.server.ts";
import { findItem, findMaybeSameEvidence, insertEvidence } from "./plan.queries.server.ts";
import { canEditPlan } from "./plan-item.policy.ts";
import type { NewEvidence, PlanItemRef } from "./plan-item.schema.ts";

/** Adds a document or link that shows that something was done. Posted twice, it is one. */
export async function addPlanEvidence(
  ctx: PersonContext,
  { kind, itemId, title, link }: PlanItemRef & NewEvidence,
): Promise<{ ok: true; evidenceId: string }> {
  requireThat(canEditPlan(ctx.actor), { subject: `plan-${kind}`, id: itemId });
  const { programId, personId } = ctx.actor;
  return inTransaction(ctx, async (db) => {
    const { row } = await findItem(db, programId, { kind, itemId });
    const sameId = await findMaybeSameEvidence(db, { kind, itemId }, { title, link, addedById: personId });
    if (sameId) return { ok: true, evidenceId: sameId };
    const evidenceId = await insertEvidence(
      db,
      { kind, itemId },
      { programId, title, link, addedById: personId, addedAt: ctx.now },
    );
    await recordEvent(db, ctx, {
      type: "plan.evidence-added",
      subjectType: `plan-${kind}`,
      subjectId: itemId,
      payload: { evidenceId, stepNumber: row.stepNumber, number: row.number },
    });
    return { ok: true, evidenceId };
  });
}
