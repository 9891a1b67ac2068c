import type { PersonContext } from "#app/access/context.ts";
import { inSql } from "#app/db/in-transaction.server.ts";
import { Problem } from "#app/errors/problem.ts";
import { findMaybePlan, listEvidence, listItems, listPlanPeople } from "./plan.queries.server.ts";
import type { PlanItemDetail } from "./plan.types.ts";
import { nameOf, toEvidence, toPlanItem } from "./plan-item.dto.ts";
import { canEditPlan } from "./plan-item.policy.ts";
import type { PlanItemRef } from "./plan-item.schema.ts";

/** A step, milestone, activity or outcome with its evidence. */
export async function readPlanItem(ctx: PersonContext, ref: PlanItemRef): Promise<PlanItemDetail> {
  const { programId, zone } = ctx.actor;
  const [plan, [row], people, evidence] = await inSql(ctx, (sql) =>
    Promise.all([
      findMaybePlan(sql, programId),
      listItems(sql, programId, { ref }),
      listPlanPeople(sql, ctx.today),
      listEvidence(sql, { zone, itemId: ref.itemId }),
    ]),
  );
  if (!plan || !row) throw new Problem("not-found", { subject: `plan-${ref.kind}`, id: ref.itemId });
  const canEdit = canEditPlan(ctx.actor);
  return {
    item: {
      ...toPlanItem(row, people, ctx.today),
      approverId: row.approverId,
      approverName: nameOf(people, row.approverId),
    },
    desiredChange: plan.desiredChange,
    today: ctx.today,
    evidence: evidence.map((entry) => toEvidence(entry, people)),
    people: canEdit ? people.map(({ id, name }) => ({ id, name })) : [],
    permissions: { canEdit },
  };
}
