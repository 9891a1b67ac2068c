import { Badge } from "#app/components/badge.tsx";
import { Sparkline } from "#app/components/charts/sparkline.tsx";
import { type Column, DataTable } from "#app/components/data-table.tsx";
import { EmptyState } from "#app/components/empty-state.tsx";
import { Mark, MarkLegend } from "#app/components/mark.tsx";
import { PageHeader } from "#app/components/page-header.tsx";
import { MEASURE_TRAITS } from "../measure-catalog.ts";
import type { MeasureList, MeasureListItem } from "../measures.types.ts";
import { monthName } from "../months.rules.ts";
import { FigureCell } from "./figure-cell.tsx";
import { intervalWords, percent, STANDING_WORDS } from "./figure-words.ts";
import { OperationalNotice } from "./operational-notice.tsx";

const COLUMNS: readonly Column<MeasureListItem>[] = [
  { key: "name", header: "Measure", rowHeader: true, cell: ({ name }) => name },
  {
    key: "definition",
    header: "Definition",
    prose: true,
    cell: ({ numerator, denominator, version }) => (
      <span className="block min-w-48 text-sm max-md:min-w-0">
        {numerator}, <span className="text-ink-muted">of</span> {denominator.toLowerCase()}.
        <span className="block text-ink-muted">Version {version}</span>
      </span>
    ),
  },
  { key: "owner", header: "From", from: "xl", cell: ({ code }) => MEASURE_TRAITS[code].owner },
  {
    key: "latest",
    header: "Last full month",
    align: "end",
    cell: ({ latest }) => <FigureCell figure={latest} />,
  },
  {
    key: "interval",
    header: "95 % interval",
    from: "xl",
    align: "end",
    cell: ({ latest }) => (
      <span className="whitespace-nowrap">
        {intervalWords(latest) ?? <Mark kind={latest.value === null ? "blank" : "not-applicable"} />}
      </span>
    ),
  },
  {
    key: "target",
    header: "Target",
    cell: ({ target, direction, standing }) => (
      <span className="grid justify-items-start gap-1 max-md:justify-items-end">
        {target === null ? (
          <Mark kind="blank" />
        ) : (
          <span className="whitespace-nowrap tabular-nums">
            {direction === "down" ? "at most" : "at least"} {percent(target)}
          </span>
        )}
        <Badge tone={STANDING_WORDS[standing].tone}>{STANDING_WORDS[standing].word}</Badge>
      </span>
    ),
  },
  {
    key: "trend",
    header: "12 months",
    from: "xl",
    cell: ({ trend }) => (
      <span className="inline-block text-accent">
        <Sparkline values={trend} />
      </span>
    ),
  },
];

export function MeasuresPage({ list }: { list: MeasureList }) {
  const month = list.measures[0]?.latestMonth;
  return (
    <>
      <PageHeader
        title="Measures"
        meta={`${list.sites} ${list.sites === 1 ? "site" : "sites"}${month ? `, last full month ${monthName(month)}` : ""}`}
        intro="What each number means, how it is computed, and how it moves. Counts are pooled over the sites of your scope; percentages are never averaged."
      />
      <DataTable
        caption="Measures"
        hideCaption
        columns={COLUMNS}
        rows={list.measures}
        rowKey={({ code }) => code}
        rowHref={({ code }) => `/measures/${code}`}
        phone="cards"
        empty={
          <EmptyState title="No measure is defined yet.">
            Measures come with the approved implementation plan; each has a definition that never changes
            under its version.
          </EmptyState>
        }
      />
      <MarkLegend kinds={["blank", "not-applicable"]} />
      <OperationalNotice hiddenSites={list.hiddenSites} />
    </>
  );
}
