import { Badge } from "#app/components/badge.tsx";
import { type Column, DataTable } from "#app/components/data-table.tsx";
import { EmptyState } from "#app/components/empty-state.tsx";
import { Mark } from "#app/components/mark.tsx";
import { formatDay } from "#app/components/relative-day.tsx";
import { RESULT_WORDS, STATUS_WORDS } from "#app/features/fidelity/review.codes.ts";
import type { AssessmentRow } from "../site.types.ts";

const COLUMNS: readonly Column<AssessmentRow>[] = [
  {
    key: "due",
    header: "Due",
    rowHeader: true,
    cell: ({ dueOn }) => <span className="whitespace-nowrap">{formatDay(dueOn)}</span>,
  },
  {
    key: "of",
    header: "Of",
    cell: ({ subject }) =>
      subject ? <span className="whitespace-nowrap">{subject}</span> : <Mark kind="blank" />,
  },
  { key: "instrument", header: "Instrument", from: "xl", cell: ({ instrument }) => instrument },
  {
    key: "status",
    header: "Status",
    cell: ({ status, daysOverdue, isSelf }) => (
      <span className="inline-flex flex-wrap items-center gap-2">
        {isSelf ? <Badge tone="neutral">Self-rating</Badge> : null}
        <Badge tone={STATUS_WORDS[status].tone}>{STATUS_WORDS[status].word}</Badge>
        {daysOverdue > 0 ? (
          <span className="text-sm whitespace-nowrap text-ink-muted">
            {daysOverdue} {daysOverdue === 1 ? "day" : "days"} late
          </span>
        ) : null}
      </span>
    ),
  },
  {
    key: "submitted",
    header: "Submitted",
    cell: ({ submittedOn }) =>
      submittedOn ? (
        <span className="whitespace-nowrap">{formatDay(submittedOn, { weekday: false })}</span>
      ) : (
        <Mark kind="blank" />
      ),
  },
  {
    key: "result",
    header: "Result",
    cell: ({ result, percent, criticalFailures }) => {
      if (!result) return <Mark kind="blank" />;
      const words = RESULT_WORDS[result];
      return (
        <span className="grid justify-items-start gap-0.5 max-md:justify-items-end">
          <Badge tone={words.tone}>{words.word}</Badge>
          <span className="text-sm text-ink-muted tabular-nums">
            {percent === null || result === "not_scorable" ? "" : `${Math.round(percent)}\u00a0%`}
            {criticalFailures > 0
              ? ` · ${criticalFailures} critical ${criticalFailures === 1 ? "item" : "items"} failed`
              : ""}
          </span>
        </span>
      );
    },
  },
];

export function AssessmentsTable({ caption, rows }: { caption: string; rows: readonly AssessmentRow[] }) {
  return (
    <DataTable
      caption={caption}
      hideCaption
      columns={
        rows.some(({ subject }) => subject !== null) ? COLUMNS : COLUMNS.filter(({ key }) => key !== "of")
      }
      rows={rows}
      rowKey={({ id }) => id}
      phone="cards"
      empty={
        <EmptyState title="No assessments here.">
          The schedule opens one some weeks before it is due; it then appears in the month of its due day.
        </EmptyState>
      }
    />
  );
}
