import { Badge } from "#app/components/badge.tsx";
import { formatDay } from "#app/components/relative-day.tsx";

export interface DueDayProps {
  due: { status: string; dueOn: string | null; daysOverdue: number };
  today: string;
}

/** The day by which something is due, with a mark when it is near or past. */
export function DueDay({ due: { status, dueOn, daysOverdue }, today }: DueDayProps) {
  if (dueOn === null) return <>nothing planned</>;
  return (
    <span>
      <time dateTime={dueOn} className="whitespace-nowrap">
        {formatDay(dueOn)}
      </time>{" "}
      {status === "overdue" ? (
        <Badge tone="critical">
          {daysOverdue} {daysOverdue === 1 ? "day" : "days"} overdue
        </Badge>
      ) : null}
      {status === "paused" ? <Badge tone="info">On leave</Badge> : null}
      {status === "due-soon" ? (
        <Badge tone="caution">
          {dueOn === today ? "Due today" : dueOn < today ? "Due next open day" : "Due soon"}
        </Badge>
      ) : null}
    </span>
  );
}
