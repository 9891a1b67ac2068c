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
          <span className="md:whitespace-nowrap">{name ?? "A coach outside your view"}</span>
          {isOnLeave ? <Badge tone="info">On leave</Badge> : null}
          {isActive ? null : <Badge>No coachees now</Badge>}
        </span>
      ),
    },
    { key: "coachees", header: "Coachees now", align: "end", from: "md", cell: ({ coachees }) => coachees },
    {
      key: "sessions",
      header: "Sessions delivered",
      align: "end",
      cell: ({ sessions }) => (
        <>
          {count(sessions)}
          <span className="md:hidden"> {sessions === 1 ? "session" : "sessions"}</span>
        </>
      ),
    },
    {
      key: "minutes",
      header: "Minutes",
      align: "end",
      cell: ({ minutes }) => (
        <>
          {count(minutes)}
          <span className="md:hidden"> min</span>
        </>
      ),
    },
    {
      key: "last",
      header: "Last session",
      cell: ({ lastOn }) =>
        lastOn ? (
          <>
            <span className="md:hidden">last </span>
            <RelativeDay day={lastOn} today={today} compact />
          </>
        ) : (
          <Mark kind="blank" />
        ),
    },
    {
      key: "certified",
      header: "Certified",
      cell: ({ certifiedUntil, isKnown }) =>
        certifiedUntil ? (
          <span className="whitespace-nowrap">
            <span className="md:hidden">certified </span>until {formatDay(certifiedUntil, { weekday: false })}
          </span>
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
      phone="lines"
      empty={
        <EmptyState title="No coach works with this site in the period.">
          Coaches appear here once a coachee of the site is assigned to them.
        </EmptyState>
      }
    />
  );
}
