import { Badge } from "#app/components/badge.tsx";
import { formatDay } from "#app/components/relative-day.tsx";
import type { NextSessionDue } from "#fidelity/dosage/next-session-due.ts";

/** The day by which the next session is due, with a mark when it is near or past. */
export function DueDay({ due, today }: { due: NextSessionDue; today: string }) {
  if (due.dueOn === null) return <>no plan in force</>;
  return (
    <span className="inline-flex flex-wrap items-center gap-x-2 gap-y-1">
      <time dateTime={due.dueOn}>{formatDay(due.dueOn)}</time>
      {due.status === "overdue" ? <Badge tone="critical">{overdueWords(due.daysOverdue)}</Badge> : null}
      {due.status === "due-soon" ? (
        <Badge tone="caution">{due.dueOn === today ? "Due today" : "Due soon"}</Badge>
      ) : null}
    </span>
  );
}

function overdueWords(days: number): string {
  return `${days} ${days === 1 ? "day" : "days"} overdue`;
}
