import { Link } from "@remix-run/react";
import { ButtonLink } from "#app/components/button.tsx";
import { Callout } from "#app/components/callout.tsx";
import { Card } from "#app/components/card.tsx";
import { type Column, DataTable } from "#app/components/data-table.tsx";
import { EmptyState } from "#app/components/empty-state.tsx";
import { FilterBar } from "#app/components/filter-bar.tsx";
import { Mark } from "#app/components/mark.tsx";
import { PageHeader } from "#app/components/page-header.tsx";
import { formatDay } from "#app/components/relative-day.tsx";
import { Section } from "#app/components/section.tsx";
import { SelectField } from "#app/components/select-field.tsx";
import { type BandedStatistic, bandLabel } from "#fidelity/reliability/band-label.ts";
import type { Estimate } from "#fidelity/reliability/estimate.ts";
import { formatStatistic } from "../rater-words.ts";
import type { DeskFilters, DeskItem, ItemPairsPage as Pairs, ReliabilityDesk } from "../reliability.types.ts";
import { formatNumber } from "../review-words.ts";

const LENGTHS = [3, 6, 12, 24].map((months) => ({ value: String(months), label: `${months} months` }));
const FEWEST = 10;

const searchOf = ({ versionId, months, type }: DeskFilters) =>
  new URLSearchParams({ version: versionId, months: String(months), type }).toString();

/** How well independent ratings agree: total and items, each with what must be known to use it. */
export function ReliabilityPage({ desk }: { desk: ReliabilityDesk }) {
  const { report, filters } = desk;
  return (
    <>
      <PageHeader
        title="Reliability"
        intro="How well two people who rate the same, without seeing each other’s, agree. Ratings of oneself and what was agreed on afterwards never count here."
        actions={
          <>
            <ButtonLink to="/raters" variant="secondary">
              How raters stand
            </ButtonLink>
            <ButtonLink to="/reliability/double-ratings" variant="secondary">
              What is rated twice
            </ButtonLink>
          </>
        }
      />
      <FilterBar label="Filter the desk">
        <SelectField
          name="version"
          label="Instrument"
          options={desk.versions.map(({ id, label }) => ({ value: id, label }))}
          defaultValue={filters?.versionId}
        />
        <SelectField
          name="months"
          label="Period"
          options={LENGTHS}
          defaultValue={String(filters?.months ?? 12)}
        />
        <SelectField
          name="type"
          label="First rating by"
          options={(desk.types.length > 0 ? desk.types : ["supervisor"]).map((type) => ({
            value: type,
            label: `a ${type.replace("-", " ")}`,
          }))}
          defaultValue={filters?.type}
        />
      </FilterBar>
      {report && filters && report.pairs > 0 ? (
        <>
          <Total desk={desk} report={report} />
          <Section
            title="Item by item"
            description="Each row opens to the pairs behind it. A word from the literature is a label, not a rule."
          >
            <DataTable
              caption="Agreement of independent ratings by item"
              hideCaption
              dense
              phone="cards"
              rows={report.items}
              rowKey={({ itemId }) => itemId}
              rowHref={({ itemId }) =>
                `/reliability/items/${encodeURIComponent(itemId)}?${searchOf(filters)}`
              }
              columns={COLUMNS}
            />
          </Section>
          <Notes />
        </>
      ) : (
        <EmptyState title="Nothing was rated twice in this period">
          Fix{" "}
          <Link to="/reliability/double-ratings" className="link">
            what share is rated twice
          </Link>
          : the lot is drawn before anybody rates, and figures appear here as both ratings come in.
        </EmptyState>
      )}
    </>
  );
}

function Total({ desk, report }: { desk: ReliabilityDesk; report: NonNullable<ReliabilityDesk["report"]> }) {
  const { total } = report;
  return (
    <Card title="Total score" aside={<span className="font-semibold">{total.form}</span>} headingLevel={2}>
      <p className="text-3xl font-semibold tabular-nums">
        <Figure figure={total} n={total.n} />
      </p>
      <Interval figure={total} n={total.n} />
      <Band statistic="icc" figure={total} n={total.n} />
      <p className="mt-2 max-w-prose">{total.why}</p>
      <p className="mt-2 text-ink-muted">
        {total.n} of {report.pairs} pairs, {report.raters} raters,{" "}
        {report.design === "crossed" ? "fully crossed" : "rotating raters"},{" "}
        {formatDay(desk.from, { weekday: false })} to {formatDay(desk.until, { weekday: false })}
        {total.leftOut > 0 ? `; ${total.leftOut} left out because a score could not be computed` : ""}
        {desk.lapsed > 0
          ? `; ${desk.lapsed} of the ratings by a rater whose calibration had run out, which official trends leave out`
          : ""}
        . About 30 pairs are advised for an intraclass correlation.
      </p>
    </Card>
  );
}

const COLUMNS: Column<DeskItem>[] = [
  {
    key: "item",
    header: "Item",
    rowHeader: true,
    cell: ({ number, label }) => `${number} ${label}`,
  },
  {
    key: "n",
    header: "Pairs",
    align: "end",
    cell: ({ n, leftOut }) => (
      <span>
        {n}
        {leftOut > 0 ? <span className="block text-xs text-ink-muted">{leftOut} left out</span> : null}
      </span>
    ),
  },
  {
    key: "agreement",
    header: "The same",
    align: "end",
    cell: ({ agreement, n }) => <Cell figure={agreement} n={n} isShare />,
  },
  {
    key: "kappa",
    header: "Kappa",
    align: "end",
    cell: ({ kappa, n, weights }) =>
      kappa ? (
        <Cell
          figure={kappa}
          n={n}
          statistic="kappa"
          note={weights === "linear" ? "linear weights" : undefined}
        />
      ) : (
        <Mark kind="not-applicable" />
      ),
  },
  {
    key: "ac",
    header: "AC1, AC2",
    align: "end",
    cell: ({ ac, n, weights }) =>
      ac ? (
        <Cell figure={ac} n={n} note={weights === "linear" ? "AC2, linear" : "AC1"} />
      ) : (
        <Mark kind="not-applicable" />
      ),
  },
  {
    key: "alpha",
    header: "Alpha",
    align: "end",
    cell: ({ alpha, n, level }) => <Cell figure={alpha} n={n} statistic="alpha" note={level} />,
  },
];

function Cell({
  figure,
  n,
  statistic,
  note,
  isShare = false,
}: {
  figure: Estimate;
  n: number;
  statistic?: BandedStatistic;
  note?: string;
  isShare?: boolean;
}) {
  return (
    <span className="inline-grid justify-items-end gap-0.5">
      <span className="font-semibold">
        <Figure figure={figure} n={n} isShare={isShare} />
      </span>
      <span className="text-xs text-ink-muted">
        <IntervalText figure={figure} n={n} isShare={isShare} />
        {note && figure.estimate !== null && n >= FEWEST ? ` ${note}` : ""}
      </span>
      {statistic ? <Band statistic={statistic} figure={figure} n={n} isSmall /> : null}
    </span>
  );
}

/** The figure, or in words why there is none. */
function Figure({ figure, n, isShare = false }: { figure: Estimate; n: number; isShare?: boolean }) {
  if (n < FEWEST)
    return <span className="text-sm font-normal text-ink-muted">too few to estimate (n = {n})</span>;
  if (figure.estimate === null)
    return <span className="text-sm font-normal text-ink-muted">not estimable: {figure.reason}</span>;
  return isShare ? `${formatNumber(100 * figure.estimate)}\u00a0%` : formatStatistic(figure.estimate);
}

function IntervalText({ figure, n, isShare = false }: { figure: Estimate; n: number; isShare?: boolean }) {
  if (n < FEWEST || figure.estimate === null) return null;
  const interval = figure.confidenceInterval;
  // What is narrower than its last digit is rounding, not certainty.
  if (!interval || interval.upper - interval.lower < 0.005) return "no interval";
  const show = (value: number) => (isShare ? formatNumber(100 * value) : formatStatistic(value));
  return `${show(interval.lower)} to ${show(interval.upper)}`;
}

function Interval({ figure, n }: { figure: Estimate; n: number }) {
  if (n < FEWEST || figure.estimate === null) return null;
  const interval = figure.confidenceInterval;
  return (
    <p className="text-ink-muted tabular-nums">
      {interval
        ? `${Math.round(100 * interval.confidence)} % interval ${formatStatistic(interval.lower)} to ${formatStatistic(interval.upper)} (${interval.method})`
        : figure.cautions.join("; ")}
    </p>
  );
}

function Band({
  statistic,
  figure,
  n,
  isSmall = false,
}: {
  statistic: BandedStatistic;
  figure: Estimate;
  n: number;
  isSmall?: boolean;
}) {
  const band = n < FEWEST ? null : bandLabel(statistic, figure.estimate);
  if (!band) return null;
  return (
    <span className={`text-ink-muted ${isSmall ? "text-xs" : "text-sm"}`}>
      “{band.word}” ({band.source})
    </span>
  );
}

function Notes() {
  return (
    <details className="mt-6 max-w-prose text-sm">
      <summary className="inline-flex min-h-6 items-center text-accent underline underline-offset-4 pointer-coarse:min-h-11">
        How these figures come about
      </summary>
      <div className="mt-2 grid gap-2">
        <p>
          Intervals are 95 %: the same answer by Wilson’s score; kappa and AC from their large-sample standard
          errors; alpha by Student’s t with an infinitesimal jackknife over pairs.
        </p>
        <p>
          Yes and no: Cohen’s kappa, AC1, nominal alpha. Steps of a scale: kappa and AC2 with linear weights
          over the whole declared scale, ordinal alpha. Kappa falls when nearly everybody is rated alike; AC
          stays near the agreement that is seen. Read them together.
        </p>
        <p>
          Kappa and AC take the first and the second rating as its two raters. Where raters take turns, alpha
          and the intraclass correlation, which treat raters as interchangeable, are the ones to go by.
        </p>
        <p>An answer without a value (N/A, N/O, ?) leaves the pair out of the item, and is counted.</p>
      </div>
    </details>
  );
}

const PAIR_COLUMNS: Column<Pairs["pairs"][number]>[] = [
  {
    key: "on",
    header: "First rating in",
    rowHeader: true,
    cell: ({ submittedOn }) => formatDay(submittedOn, { weekday: false }),
  },
  { key: "site", header: "Site", cell: ({ siteName }) => siteName },
  {
    key: "first",
    header: "First rating",
    cell: ({ raters, answers }) => <Said rater={raters[0]} answer={answers[0]} />,
  },
  {
    key: "second",
    header: "Second rating",
    cell: ({ raters, answers }) => <Said rater={raters[1]} answer={answers[1]} />,
  },
];

function Said({ rater, answer }: { rater: string; answer: string }) {
  return (
    <span className="inline-grid">
      <span className="font-semibold">{answer || <Mark kind="blank" />}</span>
      <span className="text-sm text-ink-muted">{rater}</span>
    </span>
  );
}

/** The pairs behind the figures of one item. */
export function ItemPairsPage({ page }: { page: Pairs }) {
  const { item, filters } = page;
  const figures: [string, Estimate | null, boolean][] = [
    ["The same answer", item.agreement, true],
    ["Kappa", item.kappa, false],
    ["AC", item.ac, false],
    ["Alpha", item.alpha, false],
  ];
  return (
    <>
      <PageHeader
        title={`Item ${item.number}`}
        breadcrumb={[{ label: "Reliability", to: `/reliability?${searchOf(filters)}` }]}
        meta={<span>{page.version}</span>}
        intro={item.label}
      />
      <dl className="grid gap-4 sm:grid-cols-2 xl:grid-cols-4">
        {figures.flatMap(([name, figure, isShare]) =>
          figure
            ? [
                <div key={name} className="rounded-card border border-line bg-surface p-4">
                  <dt className="text-sm text-ink-muted">{name}</dt>
                  <dd className="grid gap-1">
                    <span className="text-2xl font-semibold tabular-nums">
                      <Figure figure={figure} n={item.n} isShare={isShare} />
                    </span>
                    <span className="text-sm text-ink-muted tabular-nums">
                      <IntervalText figure={figure} n={item.n} isShare={isShare} />
                      {figure.confidenceInterval && item.n >= FEWEST
                        ? `, ${figure.confidenceInterval.method}`
                        : ""}
                    </span>
                  </dd>
                </div>,
              ]
            : [],
        )}
      </dl>
      <Section
        title={`Pairs (${page.pairs.length})`}
        description="Both independent ratings, at the sites you answer for. Who was rated stays between coach and raters."
      >
        <DataTable
          caption="Pairs of independent ratings of this item"
          hideCaption
          dense
          phone="cards"
          rows={page.pairs}
          rowKey={({ pairId }) => pairId}
          columns={PAIR_COLUMNS}
        />
      </Section>
      {item.leftOut > 0 ? (
        <div className="mt-4">
          <Callout>
            {item.leftOut} of these pairs are left out of the coefficients, because at least one answer has no
            value.
          </Callout>
        </div>
      ) : null}
    </>
  );
}
