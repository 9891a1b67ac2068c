import type { PersonContext } from "#app/access/context.ts";
import { inSql } from "#app/db/in-transaction.server.ts";
import { Problem } from "#app/errors/problem.ts";
import { findMaybePlan, listEvidence, listItems, listPhases, listPlanPeople } from "./plan.queries.server.ts";
import type { PlanItem, StepDetail } from "./plan.types.ts";
import { toEvidence, toPlanItem } from "./plan-item.dto.ts";
import { canEditPlan } from "./plan-item.policy.ts";
import { notAdoptedMilestones, STEPS } from "./steps.ts";

/** One step of the plan with everything in it. */
export async function readStep(
  ctx: PersonContext,
  { stepNumber }: { stepNumber: number },
): Promise<StepDetail> {
  const { programId, zone } = ctx.actor;
  const [plan, phases, rows, people, evidence] = await inSql(ctx, (sql) =>
    Promise.all([
      findMaybePlan(sql, programId),
      listPhases(sql, programId),
      listItems(sql, programId, { stepNumber }),
      listPlanPeople(sql, ctx.today),
      listEvidence(sql, { zone, stepNumber }),
    ]),
  );
  const step = rows.find((row) => row.kind === "step");
  const phase = phases.find(({ id }) => id === step?.phaseId);
  if (!plan || !step || !phase)
    throw new Problem("not-found", { subject: "plan-step", id: String(stepNumber) });
  const ofKind = (kind: PlanItem["kind"]) =>
    rows.filter((row) => row.kind === kind).map((row) => toPlanItem(row, people, ctx.today));
  const milestones = ofKind("milestone");
  const place = STEPS.findIndex(({ number }) => number === stepNumber);
  return {
    step: toPlanItem(step, people, ctx.today),
    phase: { number: phase.number, title: phase.title },
    desiredChange: plan.desiredChange,
    today: ctx.today,
    activities: ofKind("activity"),
    milestones,
    notAdopted: notAdoptedMilestones(milestones.map(({ number }) => number)),
    outcomes: ofKind("outcome"),
    evidence: evidence.map((row) => toEvidence(row, people)),
    previous: STEPS[place - 1] ?? null,
    next: STEPS[place + 1] ?? null,
    permissions: { canEdit: canEditPlan(ctx.actor) },
  };
}
