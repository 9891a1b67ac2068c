import { type Day, dateToDay, dayIn } from "#app/time/days.ts";
import type { Evidence, PlanItem } from "./plan.types.ts";
import { isLate } from "./plan-item.rules.ts";
import type { ItemKind, PlanStatus } from "./statuses.ts";

type Named = readonly { id: string; name: string }[];

/** A step, milestone, activity or outcome as it is stored. */
interface StoredItem {
  id: string;
  number: number;
  title: string;
  detail?: string;
  status: PlanStatus;
  ownerId: string | null;
  approverId?: string | null;
  startsOn: Date | null;
  dueOn: Date | null;
  doneOn: Date | null;
  note: string;
  rowVersion: number;
  _count: { evidence: number };
}
interface StoredStep extends StoredItem {
  milestones: StoredItem[];
  activities: StoredItem[];
  outcomes: StoredItem[];
}
interface StoredEvidence {
  id: string;
  title: string;
  link: string | null;
  addedById: string | null;
  addedAt: Date;
  stepId: string | null;
  milestoneId: string | null;
  activityId: string | null;
  outcomeId: string | null;
}
/** The items of the plan in one shape. */
export type ItemRow = Omit<PlanItem, "ownerName" | "isLate"> & { approverId: string | null };

/** Everything in a step, and the step itself. */
export function itemsOf(step: StoredStep): ItemRow[] {
  const toRow = (kind: ItemKind) => (item: StoredItem) => ({
    kind,
    id: item.id,
    stepNumber: step.number,
    number: item.number,
    title: item.title,
    detail: item.detail ?? "",
    status: item.status,
    ownerId: item.ownerId,
    approverId: item.approverId ?? null,
    startsOn: dateToDay(item.startsOn),
    dueOn: dateToDay(item.dueOn),
    doneOn: dateToDay(item.doneOn),
    note: item.note,
    version: item.rowVersion,
    evidenceCount: item._count.evidence,
  });
  return [
    ...step.activities.map(toRow("activity")),
    ...step.milestones.map(toRow("milestone")),
    ...step.outcomes.map(toRow("outcome")),
    toRow("step")(step),
  ];
}

export function nameOf(people: Named, id: string | null): string | null {
  return people.find((person) => person.id === id)?.name ?? null;
}

export function toPlanItem({ approverId, ...row }: ItemRow, people: Named, today: Day): PlanItem {
  return { ...row, ownerName: nameOf(people, row.ownerId), isLate: isLate(row, today) };
}

export function toEvidence(row: StoredEvidence, people: Named, zone: string): Evidence {
  return {
    id: row.id,
    itemId: row.stepId ?? row.milestoneId ?? row.activityId ?? row.outcomeId ?? "",
    title: row.title,
    link: row.link,
    addedOn: dayIn(zone, row.addedAt),
    addedBy: nameOf(people, row.addedById),
  };
}
