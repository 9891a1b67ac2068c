import { Link } from "@remix-run/react";
import { UserRoundX } from "lucide-react";
import { type Column, DataTable } from "#app/components/data-table.tsx";
import { DueDay } from "#app/components/due-day.tsx";
import { EmptyState } from "#app/components/empty-state.tsx";
import { Mark, MarkLegend } from "#app/components/mark.tsx";
import { PageHeader } from "#app/components/page-header.tsx";
import { Pagination } from "#app/components/pagination.tsx";
import { ReasonCounts, reasonCountsSentence } from "#app/components/reason-counts.tsx";
import { formatDay, RelativeDay } from "#app/components/relative-day.tsx";
import { Section } from "#app/components/section.tsx";
import { NOT_HELD_REASON_LABELS } from "#app/features/sessions/not-held.codes.ts";
import { monthName } from "../months.rules.ts";
import type { CoacheeDose, SiteDose } from "../site-dose.types.ts";
import { count } from "./figure-words.ts";
import { OperationalNotice } from "./operational-notice.tsx";

export function SiteDosePage({ view }: { view: SiteDose }) {
  const { site, today, month, show, counts, reach, rows, page, hasNext, shown, vacant } = view;
  return (
    <>
      <PageHeader
        breadcrumb={[
          { label: "Rollout", to: "/rollout" },
          { label: "Dose of all sites", to: "/rollout/dose" },
          { label: site.name, to: `/rollout/sites/${site.id}` },
        ]}
        title="Overdue and due soon"
        meta={<span>{formatDay(today)}</span>}
      />
      <p className="mb-1 max-w-prose">
        <strong>
          {count(counts.overdue)} of {count(counts.all)} people with a coach are overdue,{" "}
          {count(counts.dueSoon)} due within a week.
        </strong>{" "}
        In {monthName(month)} so far, {count(reach.reached)} of {count(reach.eligible)} with a plan had a
        session, and {count(reach.atMinimum)} had all that is planned for the month.
      </p>
      <p className="mb-4 max-w-prose text-ink-muted">
        Due by the dosage schedule since the last session with any coach; leave moves the day on, and neither
        leave nor closed days count as overdue. Records entered late may still change this.
      </p>
      <p className="mb-4">
        <Link
          className="link inline-flex min-h-control items-center"
          to={`/rollout/sites/${site.id}/dose${show === "all" ? "" : "?show=all"}`}
        >
          {show === "all" ? "Show only overdue and due soon" : `Show all ${count(counts.all)} people`}
        </Link>
      </p>
      <DataTable
        caption={`Coachees of ${site.name} by next due day`}
        hideCaption
        columns={columnsOf(view)}
        rows={rows}
        rowKey={({ id }) => id}
        rowHref={({ id }) => `/coachees/${id}`}
        phone="lines"
        dense
        empty={
          <EmptyState
            title={counts.all === 0 ? "Nobody has a coach here today" : "Nobody is overdue or due soon"}
          >
            People stand here from the first day of their coach assignment.
          </EmptyState>
        }
      />
      {rows.length > 0 ? <MarkLegend kinds={["blank"]} /> : null}
      {hasNext || page > 1 ? (
        <Pagination
          page={page}
          pageSize={50}
          shown={rows.length}
          total={shown}
          hasNext={hasNext}
          noun="people"
        />
      ) : null}
      {vacant.length > 0 ? (
        <Section
          title="Without a coach"
          description="Coached here before and nobody’s today: no dose is planned for them, so they are in no figure above."
        >
          <ul className="divide-y divide-line rounded-card border border-line bg-surface">
            {vacant.map(({ id, name, since }) => (
              <li key={id} className="flex flex-wrap items-center gap-x-4 gap-y-1 px-4 py-2.5">
                <UserRoundX aria-hidden="true" className="size-4 shrink-0 text-ink-muted" />
                <span className="font-medium">{name}</span>
                <span className="text-ink-muted">
                  since <RelativeDay day={since} today={today} compact />
                </span>
              </li>
            ))}
          </ul>
        </Section>
      ) : null}
      <Section
        title={`Why sessions of ${monthName(month)} did not take place`}
        description={reasonCountsSentence(view.reasons)}
        className="max-w-2xl"
      >
        <ReasonCounts counts={view.reasons} words={NOT_HELD_REASON_LABELS} />
      </Section>
      <OperationalNotice>
        What was said in a session is never shown here, and looking here is recorded.
      </OperationalNotice>
    </>
  );
}

function columnsOf({ today, month }: SiteDose): readonly Column<CoacheeDose>[] {
  return [
    {
      key: "name",
      header: "Person",
      rowHeader: true,
      cell: ({ name }) => name,
    },
    {
      key: "coach",
      header: "Coach",
      from: "md",
      cell: ({ coaches }) => coaches.map((coach) => coach ?? "a coach outside your view").join(", "),
    },
    { key: "due", header: "Next due", cell: ({ due }) => <DueDay due={due} today={today} /> },
    {
      key: "last",
      header: "Last session",
      from: "md",
      cell: ({ lastOn }) =>
        lastOn ? <RelativeDay day={lastOn} today={today} compact /> : <Mark kind="blank" />,
    },
    {
      key: "planned",
      header: "Next planned",
      from: "xl",
      cell: ({ nextPlannedOn }) =>
        nextPlannedOn ? (
          <span className="whitespace-nowrap">{formatDay(nextPlannedOn)}</span>
        ) : (
          <Mark kind="blank" />
        ),
    },
    {
      key: "dose",
      header: monthName(month),
      align: "end",
      cell: ({ deliveredSessions, plannedSessions }) => (
        <span className="whitespace-nowrap">
          {deliveredSessions} <span className="text-ink-muted">of {few(plannedSessions)}</span>
          <span className="text-ink-muted md:hidden"> in {monthName(month)}</span>
        </span>
      ),
    },
  ];
}

function few(planned: number): string {
  return planned.toLocaleString("en-US", { maximumFractionDigits: 1 });
}
