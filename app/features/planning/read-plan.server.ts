import type { PersonContext } from "#app/access/context.ts";
import { inTransaction } from "#app/db/in-transaction.server.ts";
import { dateToDay } from "#app/time/days.ts";
import { findMaybePlan, listPlanPeople } from "./plan.queries.server.ts";
import type { PlanItem, PlanOverview, StepSummary } from "./plan.types.ts";
import { itemsOf, toPlanItem } from "./plan-item.dto.ts";
import { canEditPlan } from "./plan-item.policy.ts";
import { isFinished, isSettled } from "./statuses.ts";

/** The plan in force at a glance, or null while the program has none. */
export async function readPlan(ctx: PersonContext): Promise<PlanOverview | null> {
  const { programId, personId } = ctx.actor;
  return inTransaction(ctx, async (db) => {
    const plan = await findMaybePlan(db, programId);
    if (!plan) return null;
    const people = await listPlanPeople(db, ctx.today);
    const phases = plan.phases.map(({ steps, ...phase }) => ({
      ...phase,
      steps: steps.map((step) => itemsOf(step).map((row) => toPlanItem(row, people, ctx.today))),
    }));
    const all = phases.flatMap(({ steps }) => steps.flat());
    const byDue = (a: PlanItem, b: PlanItem) => (a.dueOn ?? "9999").localeCompare(b.dueOn ?? "9999");
    return {
      plan: {
        version: plan.version,
        title: plan.title,
        desiredChange: plan.desiredChange,
        status: plan.status,
        approvedOn: dateToDay(plan.approvedOn),
      },
      today: ctx.today,
      phases: phases.map(({ number, title, steps }) => ({
        number,
        title,
        steps: steps.flatMap((items) => toStepSummary(items, number)),
      })),
      myTasks: all.filter((item) => item.ownerId === personId && !isSettled(item.status)).sort(byDue),
      late: all.filter((item) => item.isLate).sort(byDue),
      permissions: { canEdit: canEditPlan(ctx.actor) },
    };
  });
}

/** The step among its items, with what they add up to. */
function toStepSummary(items: readonly PlanItem[], phaseNumber: number): StepSummary[] {
  const ofKind = (kind: PlanItem["kind"]) => items.filter((item) => item.kind === kind);
  const activities = ofKind("activity").filter(({ status }) => status !== "not_adopted");
  return ofKind("step").map((step) => ({
    ...step,
    phaseNumber,
    milestones: ofKind("milestone"),
    activities: {
      done: activities.filter(({ status }) => isFinished(status)).length,
      total: activities.length,
    },
    lateCount: items.filter(({ isLate }) => isLate).length,
  }));
}
