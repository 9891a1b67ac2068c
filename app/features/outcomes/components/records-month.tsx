import { Link } from "@remix-run/react";
import { ChevronLeft, ChevronRight } from "lucide-react";
import { buttonStyle } from "#app/components/button.tsx";
import { monthName, shiftMonth } from "../months.rules.ts";

/** To the month before and after; there is no month after the running one. */
export function RecordsMonth({
  month,
  isLast,
  query = {},
}: {
  month: string;
  isLast: boolean;
  query?: Record<string, string>;
}) {
  const to = (months: number) =>
    `?${new URLSearchParams({ ...query, month: shiftMonth(month, months).slice(0, 7) })}`;
  const look = buttonStyle({ variant: "secondary" });
  return (
    <nav aria-label="Months" className="flex flex-wrap gap-2">
      <Link to={to(-1)} className={look}>
        <ChevronLeft aria-hidden="true" className="size-4" />
        {monthName(shiftMonth(month, -1))}
      </Link>
      {isLast ? null : (
        <Link to={to(1)} className={look}>
          {monthName(shiftMonth(month, 1))}
          <ChevronRight aria-hidden="true" className="size-4" />
        </Link>
      )}
    </nav>
  );
}
