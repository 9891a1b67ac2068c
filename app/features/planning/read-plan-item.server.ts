import type { PersonContext } from "#app/access/context.ts";
import { inTransaction } from "#app/db/in-transaction.server.ts";
import { findItem, listEvidence, listPlanPeople } from "./plan.queries.server.ts";
import type { PlanItemDetail } from "./plan.types.ts";
import { nameOf, toEvidence, toPlanItem } from "./plan-item.dto.ts";
import { canEditPlan } from "./plan-item.policy.ts";
import type { PlanItemRef } from "./plan-item.schema.ts";

/** A step, milestone, activity or outcome with its evidence. */
export async function readPlanItem(ctx: PersonContext, ref: PlanItemRef): Promise<PlanItemDetail> {
  const { programId, zone } = ctx.actor;
  return inTransaction(ctx, async (db) => {
    const { row, desiredChange } = await findItem(db, programId, ref);
    const people = await listPlanPeople(db, ctx.today);
    const evidence = await listEvidence(db, ref);
    const canEdit = canEditPlan(ctx.actor);
    return {
      item: {
        ...toPlanItem(row, people, ctx.today),
        approverId: row.approverId,
        approverName: nameOf(people, row.approverId),
      },
      desiredChange,
      today: ctx.today,
      evidence: evidence.map((entry) => toEvidence(entry, people, zone)),
      people: canEdit ? people : [],
      permissions: { canEdit },
    };
  });
}
