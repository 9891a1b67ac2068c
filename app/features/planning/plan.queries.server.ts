import type { Db } from "#app/db/in-transaction.server.ts";
import { Problem } from "#app/errors/problem.ts";
import { PAGE_SIZE } from "#app/http/pagination.ts";
import { type Day, dayToDate } from "#app/time/days.ts";
import type { Prisma } from "#prisma/generated/client.ts";
import { type ItemRow, itemsOf } from "./plan-item.dto.ts";
import type { NewEvidence, PlanItemRef } from "./plan-item.schema.ts";
import type { ActivityStatus, MilestoneStatus, OutcomeStatus, PlanStatus, StepStatus } from "./statuses.ts";

/** A plan has some sixty items in all; the limit of each of its lists is far above. */
const IN_ORDER = { orderBy: { number: "asc" }, take: 200 } as const;
const ITEM = {
  id: true,
  number: true,
  title: true,
  status: true,
  ownerId: true,
  startsOn: true,
  dueOn: true,
  doneOn: true,
  note: true,
  rowVersion: true,
  _count: { select: { evidence: true } },
} as const;
const STEP = {
  ...ITEM,
  milestones: { ...IN_ORDER, select: { ...ITEM, approverId: true } },
  activities: { ...IN_ORDER, select: { ...ITEM, detail: true } },
  outcomes: { ...IN_ORDER, select: ITEM },
} satisfies Prisma.PlanStepSelect;

/** The plan in force, with all steps or some: the approved version, or the newest one while none is approved. */
export function findMaybePlan(db: Db, programId: string, steps: Prisma.PlanStepWhereInput = {}) {
  return db.planVersion.findFirst({
    where: { programId, status: { not: "superseded" } },
    orderBy: [{ status: "desc" }, { version: "desc" }],
    select: {
      version: true,
      title: true,
      desiredChange: true,
      status: true,
      approvedOn: true,
      phases: {
        ...IN_ORDER,
        select: { number: true, title: true, steps: { ...IN_ORDER, where: steps, select: STEP } },
      },
    },
  });
}

/** An item of the plan in force. */
export async function findItem(
  db: Db,
  programId: string,
  { kind, itemId }: PlanItemRef,
): Promise<{ row: ItemRow; desiredChange: string }> {
  const some = { some: { id: itemId } };
  const holding = {
    step: { id: itemId },
    milestone: { milestones: some },
    activity: { activities: some },
    outcome: { outcomes: some },
  };
  const plan = await findMaybePlan(db, programId, holding[kind]);
  const row = plan?.phases
    .flatMap(({ steps }) => steps.flatMap(itemsOf))
    .find((item) => item.kind === kind && item.id === itemId);
  if (!plan || !row) throw new Problem("not-found", { subject: `plan-${kind}`, id: itemId });
  return { row, desiredChange: plan.desiredChange };
}

/** Whether the id is of somebody in the program. */
export async function hasPerson(db: Db, id: string): Promise<boolean> {
  return (await db.person.findUnique({ where: { id }, select: { id: true } })) !== null;
}

/** Who owns, approved or documented something in the plan, and who is on the planning team today. */
export function listPlanPeople(db: Db, today: Day): Promise<{ id: string; name: string }[]> {
  return db.$queryRaw`SELECT id, name FROM app.plan_people(${today}::date) LIMIT 500`;
}

/** Evidence of one item or of a step with everything in it, newest first. */
export function listEvidence(db: Db, of: PlanItemRef | { stepId: string }) {
  const where =
    "kind" in of ? subjectOf(of) : { OR: [of, { milestone: of }, { activity: of }, { outcome: of }] };
  return db.planEvidence.findMany({
    where,
    orderBy: [{ addedAt: "desc" }, { id: "asc" }],
    take: PAGE_SIZE * 4,
    select: {
      id: true,
      title: true,
      link: true,
      addedById: true,
      addedAt: true,
      stepId: true,
      milestoneId: true,
      activityId: true,
      outcomeId: true,
    },
  });
}

export interface ItemValues {
  status: PlanStatus;
  ownerId: string | null;
  approverId: string | null;
  startsOn: Day | null;
  dueOn: Day | null;
  doneOn: Day | null;
  note: string;
}

/** Writes an item if it still is the version that was edited; its status is one of its kind. @returns whether it was */
export async function updateItem(
  db: Db,
  { kind, itemId }: PlanItemRef,
  baseVersion: number,
  { status, approverId, ...values }: ItemValues,
): Promise<boolean> {
  const where = { id: itemId, rowVersion: baseVersion };
  const data = {
    ownerId: values.ownerId,
    startsOn: dayToDate(values.startsOn),
    dueOn: dayToDate(values.dueOn),
    doneOn: dayToDate(values.doneOn),
    note: values.note,
    rowVersion: { increment: 1 },
  };
  const update = {
    step: () => db.planStep.updateMany({ where, data: { ...data, status: status as StepStatus } }),
    milestone: () =>
      db.planMilestone.updateMany({
        where,
        data: { ...data, approverId, status: status as MilestoneStatus },
      }),
    activity: () =>
      db.planActivity.updateMany({ where, data: { ...data, status: status as ActivityStatus } }),
    outcome: () => db.planOutcome.updateMany({ where, data: { ...data, status: status as OutcomeStatus } }),
  };
  return (await update[kind]()).count > 0;
}

/** What the same person added to the item in the same words: the form was posted before. Two who add take turns. */
export async function findMaybeSameEvidence(
  db: Db,
  item: PlanItemRef,
  { title, link, addedById }: NewEvidence & { addedById: string },
): Promise<string | null> {
  await db.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended(${`evidence ${item.itemId}`}, 0))`;
  const same = await db.planEvidence.findFirst({
    where: { title, link: link ?? null, addedById, ...subjectOf(item) },
    select: { id: true },
  });
  return same?.id ?? null;
}

export async function insertEvidence(
  db: Db,
  item: PlanItemRef,
  row: NewEvidence & { programId: string; addedById: string; addedAt: Date },
): Promise<string> {
  const { id } = await db.planEvidence.create({
    data: { ...row, link: row.link ?? null, ...subjectOf(item) },
    select: { id: true },
  });
  return id;
}

/** Evidence belongs to exactly one item. */
function subjectOf({ kind, itemId }: PlanItemRef) {
  return {
    stepId: kind === "step" ? itemId : null,
    milestoneId: kind === "milestone" ? itemId : null,
    activityId: kind === "activity" ? itemId : null,
    outcomeId: kind === "outcome" ? itemId : null,
  };
}
