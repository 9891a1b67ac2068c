import { formatDay, relativeWords } from "#app/components/relative-day.tsx";
import type { PlanItem } from "#app/features/planning/plan.types.ts";
import { isSettled } from "#app/features/planning/statuses.ts";

function when({ doneOn, dueOn, status }: PlanItem, today: string): string | null {
  if (doneOn && isSettled(status)) return `done ${formatDay(doneOn, { weekday: false })}`;
  if (!dueOn) return null;
  return isSettled(status)
    ? `was due ${formatDay(dueOn, { weekday: false })}`
    : `due ${formatDay(dueOn, { weekday: false })}, ${relativeWords(dueOn, today)}`;
}

/** Owner, dates and evidence of an item in one quiet line. */
export function PlanItemFacts({ item, today }: { item: PlanItem; today: string }) {
  const evidence =
    item.evidenceCount === 0
      ? null
      : `${item.evidenceCount} ${item.evidenceCount === 1 ? "piece" : "pieces"} of evidence`;
  const facts = [item.ownerName ?? "No owner yet", when(item, today), evidence].filter(Boolean);
  return (
    <p className="flex flex-wrap gap-x-3 text-sm text-ink-muted">
      {facts.map((fact) => (
        <span key={fact}>{fact}</span>
      ))}
    </p>
  );
}
