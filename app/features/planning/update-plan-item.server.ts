import type { PersonContext } from "#app/access/context.ts";
import { inTransaction } from "#app/db/in-transaction.server.ts";
import { Problem, type Refusal, refuse, requireThat } from "#app/errors/problem.ts";
import { recordEvent } from "#app/events/record-event.server.ts";
import { findItem, hasPerson, type ItemValues, listPlanPeople, updateItem } from "./plan.queries.server.ts";
import { nameOf } from "./plan-item.dto.ts";
import { canEditPlan } from "./plan-item.policy.ts";
import { checkPlanItem, nextDoneOn } from "./plan-item.rules.ts";
import type { PlanItemChange, PlanItemRef } from "./plan-item.schema.ts";

/** What is stored now, shown beside what was typed against an older version. */
export interface StoredItem extends ItemValues {
  version: number;
  ownerName: string | null;
  approverName: string | null;
}
export type UpdatedPlanItem = { ok: true; stepNumber: number } | (Refusal & { stored?: StoredItem });

/**
 * Changes a step, milestone, activity or outcome. A change made against an older version is not stored: the
 * answer carries what is stored now, so that the writer can decide with both texts in view. The same change posted twice is one.
 */
export async function updatePlanItem(
  ctx: PersonContext,
  { kind, itemId, ...change }: PlanItemRef & PlanItemChange,
): Promise<UpdatedPlanItem> {
  const ref = { kind, itemId };
  requireThat(canEditPlan(ctx.actor), { subject: `plan-${kind}`, id: itemId });
  const verdict = checkPlanItem(kind, change, ctx.today);
  if (!verdict.ok) return verdict;
  return inTransaction(ctx, async (db): Promise<UpdatedPlanItem> => {
    const { row } = await findItem(db, ctx.actor.programId, ref);
    const people = await listPlanPeople(db, ctx.today);
    for (const field of ["ownerId", "approverId"] as const) {
      const id = change[field];
      if (!id || people.some((person) => person.id === id)) continue;
      if (!(await hasPerson(db, id))) throw new Problem("not-found", { subject: "person", id });
      return refuse("plan-item.unknown-person", "Choose somebody from the list.", {
        [field]: ["Choose somebody who works on the plan"],
      });
    }
    const values: ItemValues = {
      status: change.status,
      ownerId: change.ownerId ?? null,
      approverId: change.approverId ?? null,
      startsOn: change.startsOn ?? null,
      dueOn: change.dueOn ?? null,
      doneOn: nextDoneOn(kind, change, ctx.today),
      note: change.note,
    };
    const differingFrom = (stored: ItemValues) =>
      (Object.keys(values) as (keyof ItemValues)[]).filter((key) => values[key] !== stored[key]);
    const isStored = await updateItem(db, ref, change.baseVersion, values);
    if (!isStored) {
      const { row: now } = await findItem(db, ctx.actor.programId, ref);
      if (differingFrom(now).length === 0) return { ok: true, stepNumber: now.stepNumber };
      return {
        ...refuse(
          "plan-item.stale",
          "Somebody saved this item while you were writing. Nothing is lost: both versions are below.",
        ),
        stored: {
          status: now.status,
          ownerId: now.ownerId,
          approverId: now.approverId,
          startsOn: now.startsOn,
          dueOn: now.dueOn,
          doneOn: now.doneOn,
          note: now.note,
          version: now.version,
          ownerName: nameOf(people, now.ownerId),
          approverName: nameOf(people, now.approverId),
        },
      };
    }
    await recordEvent(db, ctx, {
      type: "plan.item-changed",
      subjectType: `plan-${kind}`,
      subjectId: itemId,
      payload: {
        stepNumber: row.stepNumber,
        number: row.number,
        status: values.status,
        changed: differingFrom(row),
      },
    });
    return { ok: true, stepNumber: row.stepNumber };
  });
}
