import { randomUUID } from "node:crypto";
import type { Role } from "#app/access/roles.ts";
import type { Db } from "#app/db/in-transaction.server.ts";
import { PHASES, STEPS } from "#app/features/planning/steps.ts";
import { type Day, dayToDate } from "#app/time/days.ts";
import { DEMO_PLAN } from "./plan.ts";
import { DEMO_PROFILE } from "./practice-profile.ts";

/** People who own parts of the demo plan, by their role; a role without a person leaves its items unowned. */
export type PlanOwners = Partial<Record<Role, string>>;

function dayAfter(today: Day, days: number | undefined): Date | null {
  if (days === undefined) return null;
  const date = dayToDate(today);
  date.setUTCDate(date.getUTCDate() + days);
  return date;
}

/** Writes the demo plan, approved, with dates around `today`. Needs a connection that may write every plan table. */
export async function seedPlan(
  db: Db,
  programId: string,
  owners: PlanOwners,
  today: Day,
): Promise<{ planVersionId: string }> {
  const at = (days: number | undefined) => dayAfter(today, days);
  const who = (role: Role) => owners[role] ?? null;
  const common = (item: {
    owner: Role;
    startsIn?: number;
    dueIn?: number;
    doneIn?: number;
    note?: string;
  }) => ({
    programId,
    ownerId: who(item.owner),
    startsOn: at(item.startsIn),
    dueOn: at(item.dueIn),
    doneOn: at(item.doneIn),
    note: item.note ?? "",
  });
  const plan = await db.planVersion.create({
    data: {
      programId,
      version: 1,
      title: DEMO_PLAN.title,
      desiredChange: DEMO_PLAN.desiredChange,
      status: "approved",
      approvedOn: at(DEMO_PLAN.approvedIn),
    },
  });
  const phases = PHASES.map(({ number, title }) => ({
    id: randomUUID(),
    programId,
    planVersionId: plan.id,
    number,
    title,
  }));
  const steps = DEMO_PLAN.steps.map((step) => ({ id: randomUUID(), step }));
  const milestones = steps.flatMap(({ id, step }) =>
    step.milestones.map((milestone) => ({ id: randomUUID(), stepId: id, milestone })),
  );
  const activities = steps.flatMap(({ id, step }) =>
    step.activities.map((activity, index) => ({ id: randomUUID(), stepId: id, number: index + 1, activity })),
  );
  await db.planPhase.createMany({ data: phases });
  await db.planStep.createMany({
    data: steps.map(({ id, step }) => {
      const entry = STEPS.find(({ number }) => number === step.number);
      return {
        id,
        phaseId: phases.find(({ number }) => number === entry?.phase)?.id ?? "",
        number: step.number,
        title: entry?.title ?? "",
        status: step.status,
        ...common(step),
      };
    }),
  });
  await db.planMilestone.createMany({
    data: milestones.map(({ id, stepId, milestone }) => ({
      id,
      stepId,
      number: milestone.number,
      title: milestone.title,
      status: milestone.status,
      approverId: milestone.status === "achieved" ? who(milestone.approver) : null,
      ...common(milestone),
    })),
  });
  await db.planActivity.createMany({
    data: activities.map(({ id, stepId, number, activity }) => ({
      id,
      stepId,
      number,
      title: activity.title,
      detail: activity.detail ?? "",
      status: activity.status,
      ...common(activity),
    })),
  });
  await db.planOutcome.createMany({
    data: steps.flatMap(({ id, step }) =>
      step.outcomes.map((outcome, index) => ({
        stepId: id,
        number: index + 1,
        title: outcome.title,
        status: outcome.status,
        ...common(outcome),
      })),
    ),
  });
  const evidence = [
    ...milestones.flatMap(({ id, milestone }) =>
      (milestone.evidence ?? []).map((title) => ({ milestoneId: id, title, of: milestone })),
    ),
    ...activities.flatMap(({ id, activity }) =>
      (activity.evidence ?? []).map((title) => ({ activityId: id, title, of: activity })),
    ),
  ];
  await db.planEvidence.createMany({
    data: evidence.map(({ of, ...row }) => ({
      ...row,
      programId,
      addedById: who(of.owner),
      addedAt: at(of.doneIn ?? -20) ?? undefined,
    })),
  });
  return { planVersionId: plan.id };
}

/** Writes the demo practice profile, published; gives the ids of its essential functions by code. */
export async function seedPracticeProfile(
  db: Db,
  programId: string,
  publishedAt: Date,
): Promise<{ practiceProfileId: string; functionIds: Record<string, string> }> {
  const profile = await db.practiceProfile.create({
    data: {
      programId,
      version: DEMO_PROFILE.version,
      title: DEMO_PROFILE.title,
      principles: DEMO_PROFILE.principles,
      publishedAt,
    },
  });
  const components = DEMO_PROFILE.components.map((component, index) => ({
    id: randomUUID(),
    number: index + 1,
    component,
  }));
  const functions = components
    .flatMap(({ id, component }) =>
      component.functions.map((entry) => ({ id: randomUUID(), componentId: id, entry })),
    )
    .map((row, index) => ({ ...row, number: index + 1 }));
  await db.coreComponent.createMany({
    data: components.map(({ id, number, component }) => ({
      id,
      programId,
      practiceProfileId: profile.id,
      number,
      title: component.title,
      definition: component.definition,
    })),
  });
  await db.essentialFunction.createMany({
    data: functions.map(({ id, componentId, number, entry }) => ({
      id,
      programId,
      coreComponentId: componentId,
      number,
      title: entry.title,
      description: entry.description,
    })),
  });
  await db.coreActivity.createMany({
    data: functions.flatMap(({ id, entry }) =>
      entry.activities.map((activity, index) => ({
        programId,
        essentialFunctionId: id,
        number: index + 1,
        title: activity.title,
        levels: activity.levels,
      })),
    ),
  });
  return {
    practiceProfileId: profile.id,
    functionIds: Object.fromEntries(functions.map(({ id, entry }) => [entry.code, id])),
  };
}
