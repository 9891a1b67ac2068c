import { Badge } from "#app/components/badge.tsx";
import { type Column, DataTable } from "#app/components/data-table.tsx";
import { EmptyState } from "#app/components/empty-state.tsx";
import { Mark } from "#app/components/mark.tsx";
import { formatDay, RelativeDay } from "#app/components/relative-day.tsx";
import type { CoachRow } from "../site.types.ts";
import { count } from "./figure-words.ts";

/** Sessions and minutes by coach, in the order of their names: nobody is ranked. */
export function CoachDose({ coaches, today }: { coaches: readonly CoachRow[]; today: string }) {
  const columns: readonly Column<CoachRow>[] = [
    {
      key: "coach",
      header: "Coach",
      rowHeader: true,
      cell: ({ name, isActive, isOnLeave }) => (
        <span className="inline-flex flex-wrap items-center gap-2">
          {name ?? "A coach outside your view"}
          {isOnLeave ? <Badge tone="info">On leave</Badge> : null}
          {isActive ? null : <Badge>No coachees now</Badge>}
        </span>
      ),
    },
    { key: "coachees", header: "Coachees now", align: "end", cell: ({ coachees }) => coachees },
    { key: "sessions", header: "Sessions delivered", align: "end", cell: ({ sessions }) => count(sessions) },
    { key: "minutes", header: "Minutes", align: "end", cell: ({ minutes }) => count(minutes) },
    {
      key: "last",
      header: "Last session",
      cell: ({ lastOn }) =>
        lastOn ? <RelativeDay day={lastOn} today={today} compact /> : <Mark kind="blank" />,
    },
    {
      key: "certified",
      header: "Certified",
      cell: ({ certifiedUntil, isKnown }) =>
        certifiedUntil ? (
          <span className="whitespace-nowrap">until {formatDay(certifiedUntil, { weekday: false })}</span>
        ) : isKnown ? (
          <Badge tone="critical">Not certified</Badge>
        ) : (
          <Mark kind="blank" />
        ),
    },
  ];
  return (
    <DataTable
      caption="Coaches"
      hideCaption
      columns={columns}
      rows={coaches}
      rowKey={({ coachId }) => coachId}
      phone="cards"
      empty={
        <EmptyState title="No coach works with this site in the period.">
          Coaches appear here once a coachee of the site is assigned to them.
        </EmptyState>
      }
    />
  );
}
