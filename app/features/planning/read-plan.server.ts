import type { PersonContext } from "#app/access/context.ts";
import { inSql } from "#app/db/in-transaction.server.ts";
import { findMaybePlan, listItems, listPhases, listPlanPeople } from "./plan.queries.server.ts";
import type { PlanItem, PlanOverview } from "./plan.types.ts";
import { toPlanItem } from "./plan-item.dto.ts";
import { canEditPlan } from "./plan-item.policy.ts";
import { isFinished, isSettled } from "./statuses.ts";

/** The plan in force at a glance, or null while the program has none. */
export async function readPlan(ctx: PersonContext): Promise<PlanOverview | null> {
  const { programId, personId } = ctx.actor;
  const [plan, phases, rows, people] = await inSql(ctx, (sql) =>
    Promise.all([
      findMaybePlan(sql, programId),
      listPhases(sql, programId),
      listItems(sql, programId),
      listPlanPeople(sql, ctx.today),
    ]),
  );
  if (!plan) return null;
  const items = rows.map((row) => ({ row, item: toPlanItem(row, people, ctx.today) }));
  const inStep = (stepId: string, kind: PlanItem["kind"]) =>
    items.filter(({ row }) => row.stepId === stepId && row.kind === kind).map(({ item }) => item);
  const byDue = (a: PlanItem, b: PlanItem) => (a.dueOn ?? "9999").localeCompare(b.dueOn ?? "9999");
  const all = items.map(({ item }) => item);
  return {
    plan: {
      version: plan.version,
      title: plan.title,
      desiredChange: plan.desiredChange,
      status: plan.status,
      approvedOn: plan.approvedOn,
    },
    today: ctx.today,
    phases: phases.map((phase) => ({
      number: phase.number,
      title: phase.title,
      steps: items
        .filter(({ row }) => row.kind === "step" && row.phaseId === phase.id)
        .map(({ item }) => {
          const activities = inStep(item.id, "activity").filter(({ status }) => status !== "not_adopted");
          return {
            ...item,
            phaseNumber: phase.number,
            milestones: inStep(item.id, "milestone"),
            activities: {
              done: activities.filter(({ status }) => isFinished(status)).length,
              total: activities.length,
            },
            lateCount: items.filter((other) => other.row.stepId === item.id && other.item.isLate).length,
          };
        }),
    })),
    myTasks: all.filter((item) => item.ownerId === personId && !isSettled(item.status)).sort(byDue),
    late: all.filter((item) => item.isLate).sort(byDue),
    permissions: { canEdit: canEditPlan(ctx.actor) },
  };
}
