import { Link, useLocation } from "@remix-run/react";
import { type Column, DataTable } from "#app/components/data-table.tsx";
import { EmptyState } from "#app/components/empty-state.tsx";
import { Mark, MarkLegend } from "#app/components/mark.tsx";
import { PageHeader } from "#app/components/page-header.tsx";
import { StatTile } from "#app/components/stat-tile.tsx";
import { MEASURE_TRAITS, type MeasureCode, ROLLOUT_QUESTIONS } from "../measure-catalog.ts";
import { monthName } from "../months.rules.ts";
import type { FigureBreakdown } from "../site.types.ts";
import { FigureCell } from "./figure-cell.tsx";
import { asOfWords, intervalWords, ratioWords, releasedWords } from "./figure-words.ts";
import { OperationalNotice } from "./operational-notice.tsx";
import { ReleasedNote } from "./released-note.tsx";
import { periodWords } from "./rollout-page.tsx";

type SiteFigures = FigureBreakdown["sites"][number];

/** The records of one site and month behind a measure. */
export function recordsPath(code: MeasureCode, siteId: string, month: string): string {
  const site = `/rollout/sites/${siteId}`;
  const query = `?month=${month.slice(0, 7)}`;
  if (code === "coach-certification") return `${site}?period=1&month=${month.slice(0, 7)}#coaches`;
  if (code === "fidelity-met") return `${site}/assessments${query}&by=submitted`;
  if (code.startsWith("fidelity")) return `${site}/assessments${query}`;
  return `${site}/sessions${query}`;
}

export function FigureBreakdownPage({ breakdown }: { breakdown: FigureBreakdown }) {
  const { search } = useLocation();
  const { code, name, period, total, sites } = breakdown;
  const isStock = MEASURE_TRAITS[code].cohort === "point-in-time";
  const columns: readonly Column<SiteFigures>[] = [
    { key: "site", header: "Site", rowHeader: true, cell: (row) => row.name },
    ...period.months.map(
      (month, index): Column<SiteFigures> => ({
        key: month,
        header: monthName(month) + (month === period.currentMonth ? " *" : ""),
        align: "end",
        cell: (row) => {
          const figure = row.months[index];
          if (!figure || (figure.value === null && !figure.released?.today)) return <Mark kind="blank" />;
          return (
            <Link
              className="inline-block min-h-6 text-accent underline-offset-4 hover:underline"
              to={recordsPath(code, row.siteId, month)}
            >
              <FigureCell figure={figure} />
              <span className="sr-only">
                , records of {row.name} in {monthName(month)}
              </span>
            </Link>
          );
        },
      }),
    ),
    ...(period.months.length > 1
      ? [
          {
            key: "total",
            header: isStock ? "Counted: last month" : "All months",
            align: "end" as const,
            cell: (row: SiteFigures) => <FigureCell figure={row.total} />,
          },
        ]
      : []),
  ];
  return (
    <>
      <PageHeader
        breadcrumb={[{ label: "Rollout", to: `/rollout${search}` }]}
        title={name}
        meta={periodWords(period)}
        intro={ROLLOUT_QUESTIONS.find((question) => question.code === code)?.question}
      />
      <div className="mb-6 max-w-xl">
        <StatTile
          label="All sites in view"
          {...(total.value === null
            ? { value: <Mark kind="blank" /> }
            : { value: Math.round(total.value), unit: "%" })}
          n={Math.round(total.denominator)}
          interval={intervalWords(total)}
          asOf={asOfWords(total)}
          sentence={
            total.value === null
              ? "Nothing to count in this period."
              : `${ratioWords(code, total)}. ${releasedWords(total) ?? ""}`
          }
          headingLevel={2}
        />
      </div>
      <DataTable
        caption={`${name} by site and month`}
        columns={columns}
        rows={sites}
        rowKey={({ siteId }) => siteId}
        empty={
          <EmptyState title="No site has started in this selection.">
            Sites appear here from their start on.
          </EmptyState>
        }
      />
      <MarkLegend kinds={["blank"]} />
      <p className="mt-3 max-w-prose text-sm text-ink-muted">
        Each cell opens the records of that site and month. Counts are added up, percentages never averaged.
        {period.months.includes(period.currentMonth) ? " * The running month is provisional." : ""}{" "}
        {MEASURE_TRAITS[code].method}
      </p>
      <ReleasedNote />
      <OperationalNotice hiddenSites={breakdown.hiddenSites} />
    </>
  );
}
