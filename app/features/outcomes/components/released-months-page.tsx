import { Badge } from "#app/components/badge.tsx";
import { type Column, DataTable } from "#app/components/data-table.tsx";
import { EmptyState } from "#app/components/empty-state.tsx";
import { PageHeader } from "#app/components/page-header.tsx";
import { formatDay } from "#app/components/relative-day.tsx";
import { monthName } from "../months.rules.ts";
import type { ReleasedMonthItem, ReleasedMonthList } from "../release.types.ts";
import { count } from "./figure-words.ts";
import { OperationalNotice } from "./operational-notice.tsx";

const COLUMNS: readonly Column<ReleasedMonthItem>[] = [
  { key: "month", header: "Month", rowHeader: true, cell: ({ month }) => monthName(month) },
  {
    key: "number",
    header: "Release",
    cell: ({ number }) => (number === 1 ? "First release" : `Release ${number}, restated`),
  },
  {
    key: "on",
    header: "Released on",
    cell: ({ on }) => <span className="whitespace-nowrap">{formatDay(on)}</span>,
  },
  {
    key: "restated",
    header: "Today",
    cell: ({ restated }) =>
      restated === 0 ? (
        "the same"
      ) : (
        <Badge tone="caution">
          {count(restated)} {restated === 1 ? "figure differs" : "figures differ"}
        </Badge>
      ),
  },
];

export function ReleasedMonthsPage({ list }: { list: ReleasedMonthList }) {
  return (
    <>
      <PageHeader
        breadcrumb={[{ label: "Rollout", to: "/rollout" }]}
        title="Released months"
        intro={`A month is released once its records have locked, and its figures are kept as they were then. ${monthName(list.nextMonth)} is released from ${formatDay(list.nextOn)} on.`}
      />
      <DataTable
        caption="Released months, newest first"
        hideCaption
        columns={COLUMNS}
        rows={list.months}
        rowKey={({ month }) => month}
        rowHref={({ month }) => `/rollout/released/${month.slice(0, 7)}`}
        phone="cards"
        empty={
          <EmptyState title="No month has been released yet.">
            The first one stands here on the morning after its records have locked.
          </EmptyState>
        }
      />
      <p className="mt-3 max-w-prose text-sm text-ink-muted">
        Figures are counted site by site and measure by measure. Each month opens with what moved them.
      </p>
      <OperationalNotice hiddenSites={list.hiddenSites} />
    </>
  );
}
