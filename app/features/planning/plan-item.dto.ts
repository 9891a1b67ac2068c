import type { Day } from "#app/time/days.ts";
import type { Evidence, PlanItem } from "./plan.types.ts";
import { isLate } from "./plan-item.rules.ts";

type Named = readonly { id: string; name: string }[];

export function nameOf(people: Named, id: string | null): string | null {
  return people.find((person) => person.id === id)?.name ?? null;
}

export function toPlanItem(row: Omit<PlanItem, "ownerName" | "isLate">, people: Named, today: Day): PlanItem {
  const { kind, id, stepNumber, number, title, detail, status, ownerId, startsOn, dueOn, doneOn, note } = row;
  return {
    kind,
    id,
    stepNumber,
    number,
    title,
    detail,
    status,
    ownerId,
    ownerName: nameOf(people, ownerId),
    startsOn,
    dueOn,
    doneOn,
    note,
    version: row.version,
    evidenceCount: row.evidenceCount,
    isLate: isLate(row, today),
  };
}

export function toEvidence(
  { addedById, id, itemId, title, link, addedOn }: Omit<Evidence, "addedBy"> & { addedById: string | null },
  people: Named,
): Evidence {
  return { id, itemId, title, link, addedOn, addedBy: nameOf(people, addedById) };
}
