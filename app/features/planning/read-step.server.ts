import type { PersonContext } from "#app/access/context.ts";
import { inTransaction } from "#app/db/in-transaction.server.ts";
import { Problem } from "#app/errors/problem.ts";
import { findMaybePlan, listEvidence, listPlanPeople } from "./plan.queries.server.ts";
import type { PlanItem, StepDetail } from "./plan.types.ts";
import { itemsOf, toEvidence, toPlanItem } from "./plan-item.dto.ts";
import { canEditPlan } from "./plan-item.policy.ts";
import { notAdoptedMilestones, STEPS } from "./steps.ts";

/** One step of the plan with everything in it. */
export async function readStep(
  ctx: PersonContext,
  { stepNumber }: { stepNumber: number },
): Promise<StepDetail> {
  const { programId, zone } = ctx.actor;
  return inTransaction(ctx, async (db) => {
    const plan = await findMaybePlan(db, programId, { number: stepNumber });
    const people = await listPlanPeople(db, ctx.today);
    const phase = plan?.phases.find(({ steps }) => steps.length > 0);
    const items = (phase?.steps ?? []).flatMap(itemsOf).map((row) => toPlanItem(row, people, ctx.today));
    const step = items.find(({ kind }) => kind === "step");
    if (!plan || !phase || !step)
      throw new Problem("not-found", { subject: "plan-step", id: String(stepNumber) });
    const evidence = await listEvidence(db, { stepId: step.id });
    const ofKind = (kind: PlanItem["kind"]) => items.filter((item) => item.kind === kind);
    const milestones = ofKind("milestone");
    const place = STEPS.findIndex(({ number }) => number === stepNumber);
    return {
      step,
      phase: { number: phase.number, title: phase.title },
      desiredChange: plan.desiredChange,
      today: ctx.today,
      activities: ofKind("activity"),
      milestones,
      notAdopted: notAdoptedMilestones(milestones.map(({ number }) => number)),
      outcomes: ofKind("outcome"),
      evidence: evidence.map((row) => toEvidence(row, people, zone)),
      previous: STEPS[place - 1] ?? null,
      next: STEPS[place + 1] ?? null,
      permissions: { canEdit: canEditPlan(ctx.actor) },
    };
  });
}
