import { Link } from "@remix-run/react";
import { Card } from "#app/components/card.tsx";
import type { PlanItem } from "#app/features/planning/plan.types.ts";
import { PlanItemFacts } from "./plan-item-facts.tsx";
import { StatusBadge } from "./plan-status.tsx";

const SHOWN = 6;

function Task({ item, today }: { item: PlanItem; today: string }) {
  return (
    <li className="relative grid gap-1 py-3 first:pt-0 last:pb-0">
      <div className="flex flex-wrap items-start justify-between gap-x-3 gap-y-1">
        <Link
          to={`/plan/items/${item.kind}/${item.id}`}
          className="stretched min-w-0 flex-1 basis-60 font-medium text-accent underline-offset-4 hover:underline"
        >
          {item.title}
        </Link>
        <span className="flex flex-wrap gap-1.5">
          <StatusBadge status={item.status} isLate={item.isLate} />
        </span>
      </div>
      <p className="text-sm text-ink-muted">Step {item.stepNumber}</p>
      <PlanItemFacts item={item} today={today} />
    </li>
  );
}

/** The first few items; the rest folds out. */
export function PlanTaskList({
  title,
  items,
  today,
  empty,
}: {
  title: string;
  items: readonly PlanItem[];
  today: string;
  empty: string;
}) {
  const more = items.slice(SHOWN);
  return (
    <Card title={`${title}${items.length ? ` (${items.length})` : ""}`} headingLevel={2}>
      {items.length === 0 ? <p className="text-ink-muted">{empty}</p> : null}
      <ul className="divide-y divide-line">
        {items.slice(0, SHOWN).map((item) => (
          <Task key={item.id} item={item} today={today} />
        ))}
      </ul>
      {more.length > 0 ? (
        <details className="mt-2 border-t border-line pt-2">
          <summary className="link inline-flex min-h-11 items-center">{more.length} more</summary>
          <ul className="mt-2 divide-y divide-line">
            {more.map((item) => (
              <Task key={item.id} item={item} today={today} />
            ))}
          </ul>
        </details>
      ) : null}
    </Card>
  );
}
