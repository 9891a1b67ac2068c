import { Badge } from "#app/components/badge.tsx";
import { Sparkline } from "#app/components/charts/sparkline.tsx";
import { type Column, DataTable } from "#app/components/data-table.tsx";
import { Mark, MarkLegend } from "#app/components/mark.tsx";
import { RelativeDay } from "#app/components/relative-day.tsx";
import { monthName } from "../months.rules.ts";
import type { RolloutSite, UpcomingSite } from "../rollout.types.ts";
import { FigureCell } from "./figure-cell.tsx";
import { percent, STAGE_WORDS, STANDING_WORDS } from "./figure-words.ts";

const place = ({ stage, wave }: { stage: string | null; wave: number }) => (
  <span>
    {stage ? (STAGE_WORDS[stage] ?? stage) : <Mark kind="blank" />}
    <span className="block text-[0.8125rem] text-ink-muted">Wave {wave}</span>
  </span>
);

const COLUMNS: readonly Column<RolloutSite>[] = [
  {
    key: "rank",
    header: "Rank",
    cell: ({ rank, isTied, standing }) =>
      standing === "no-data" ? (
        <Mark kind="not-applicable" />
      ) : (
        <span className="whitespace-nowrap tabular-nums">
          {rank}
          {isTied ? <span className="block text-[0.8125rem] text-ink-muted">tied</span> : null}
        </span>
      ),
  },
  {
    key: "site",
    header: "Site",
    rowHeader: true,
    cell: ({ name }) => name,
  },
  {
    key: "why",
    header: "Why",
    cell: ({ standing, reasons }) => (
      <div className="grid min-w-52 justify-items-start gap-1.5 max-md:min-w-0 max-md:justify-items-end">
        <Badge tone={STANDING_WORDS[standing].tone}>{STANDING_WORDS[standing].word}</Badge>
        {reasons.map((reason) => (
          <span key={reason}>{reason}</span>
        ))}
      </div>
    ),
  },
  {
    key: "sessions",
    header: "Sessions of plan",
    align: "end",
    cell: ({ sessions }) => <FigureCell figure={sessions} />,
  },
  {
    key: "fidelity",
    header: "Assessments on time",
    align: "end",
    cell: ({ completeness }) => <FigureCell figure={completeness} />,
  },
  {
    key: "result",
    header: "Latest results met",
    align: "end",
    cell: ({ latestResult }) =>
      latestResult?.value == null ? (
        <Mark kind="blank" />
      ) : (
        <span className="whitespace-nowrap tabular-nums">
          {latestResult.numerator} of {latestResult.denominator}
          <span className="block text-[0.8125rem] text-ink-muted">{monthName(latestResult.month)}</span>
        </span>
      ),
  },
  {
    key: "trend",
    header: "Sessions, 12 months",
    from: "xl",
    cell: ({ trend, name }) => {
      const known = trend.filter((value) => value !== null);
      const last = known.at(-1);
      return known.length > 1 && last !== undefined ? (
        <span className="inline-block text-accent">
          <Sparkline
            values={trend}
            label={`${name}: sessions of plan from ${percent(known[0] ?? 0)} to ${percent(last)}`}
          />
        </span>
      ) : (
        <Mark kind="blank" />
      );
    },
  },
  { key: "stage", header: "Stage", from: "xl", cell: place },
];

export function RolloutSites({ sites, query }: { sites: readonly RolloutSite[]; query: string }) {
  const hasTies = sites.some(({ isTied }) => isTied);
  return (
    <>
      <DataTable
        caption="Sites, worst first"
        hideCaption
        columns={COLUMNS}
        rows={sites}
        rowKey={({ siteId }) => siteId}
        rowHref={({ siteId }) => `/rollout/sites/${siteId}${query}`}
        phone="cards"
      />
      <p className="mt-3 max-w-prose text-sm text-ink-muted">
        Sites that are behind for certain come first, then those that may be behind, then those on target.{" "}
        {hasTies
          ? "Sites with the same rank are tied: the intervals of their delivered sessions overlap or all reach the target, so the numbers do not say which is worse."
          : "Within these, ranks follow delivered sessions."}
      </p>
      <MarkLegend kinds={["blank", "not-applicable"]} />
    </>
  );
}

export function UpcomingSites({ sites, today }: { sites: readonly UpcomingSite[]; today: string }) {
  return (
    <DataTable
      caption="Sites not started yet"
      hideCaption
      columns={[
        { key: "site", header: "Site", rowHeader: true, cell: ({ name }) => name },
        { key: "region", header: "Region", cell: ({ region }) => region },
        { key: "stage", header: "Stage", cell: place },
        {
          key: "start",
          header: "Planned start",
          cell: ({ plannedStartOn }) => <RelativeDay day={plannedStartOn} today={today} compact />,
        },
      ]}
      rows={sites}
      rowKey={({ siteId }) => siteId}
      rowHref={({ siteId }) => `/rollout/sites/${siteId}`}
      phone="cards"
    />
  );
}
