import { ChartFigure } from "#app/components/charts/chart-figure.tsx";
import { DescriptionList } from "#app/components/description-list.tsx";
import { EmptyState } from "#app/components/empty-state.tsx";
import { PageHeader } from "#app/components/page-header.tsx";
import { formatDay } from "#app/components/relative-day.tsx";
import { Section } from "#app/components/section.tsx";
import { runChart } from "#fidelity/charts/run-chart.ts";
import { MEASURE_TRAITS } from "../measure-catalog.ts";
import type { MeasureVersionEntry, MeasureView } from "../measures.types.ts";
import { monthName } from "../months.rules.ts";
import {
  asOfWords,
  count,
  intervalWords,
  percent,
  ratioWords,
  releasedWords,
  todayWords,
} from "./figure-words.ts";
import { OperationalNotice } from "./operational-notice.tsx";
import { ReleasedNote } from "./released-note.tsx";

const LEVELS: Record<string, string> = {
  implementation: "Implementation",
  fidelity: "Fidelity",
  practice: "Practice",
  workforce: "Workforce",
  child_family: "Children and families",
};
/** A median, and what lies on which side of it, says something from this many points on. */
const ENOUGH_POINTS = 10;

export function MeasurePage({ view }: { view: MeasureView }) {
  const { measure, versions, months, sites } = view;
  const traits = MEASURE_TRAITS[measure.code];
  const [current, ...older] = versions;
  return (
    <>
      <PageHeader
        breadcrumb={[{ label: "Measures", to: "/measures" }]}
        title={measure.name}
        meta={
          <>
            <span>{LEVELS[measure.level] ?? measure.level}</span>
            <span>{sites === 1 ? "1 site" : `${sites} sites`}, pooled</span>
            {current ? <span>Version {current.version}</span> : null}
          </>
        }
      />
      {months.length > 0 ? (
        <Series view={view} />
      ) : (
        <EmptyState title="There are no figures in your scope yet.">
          They are computed every night and after each entry, from the first month of a site on.
        </EmptyState>
      )}
      <Section title="Definition">{current ? <Definition version={current} view={view} /> : null}</Section>
      <Section title="How this is computed">
        <p className="max-w-prose">{traits.method}</p>
        <p className="mt-2 max-w-prose text-ink-muted">
          Computed per site and month, in the site's own days, every night and after each entry. The as-of day
          says when a month was last counted. Once its records have locked a month is released and keeps its
          figure; what is entered later stands beside it.
        </p>
      </Section>
      {older.length > 0 ? (
        <Section
          title="Earlier versions"
          description="A changed definition is a new version: the series breaks there."
        >
          {older.map((version) => (
            <Definition key={version.version} version={version} view={view} />
          ))}
        </Section>
      ) : null}
      <ReleasedNote />
      <OperationalNotice hiddenSites={view.hiddenSites} />
    </>
  );
}

function Series({ view: { measure, months, breaks } }: { view: MeasureView }) {
  const marks = breaks.filter(({ month }) =>
    months.some((figure, index) => index > 0 && figure.month === month),
  );
  const since = marks.at(-1)?.month;
  // A median over a break would compare what cannot be compared.
  const isOfSeries = (month: string) => since === undefined || month >= since;
  const closed = months.filter(({ isProvisional, month }) => !isProvisional && isOfSeries(month));
  const known = closed.filter(({ value }) => value !== null);
  const run = known.length >= ENOUGH_POINTS ? runChart(closed.map(({ value }) => value)) : null;
  const last = known.at(-1);
  const hasRestated = months.some(({ released }) => released?.today);
  const lastCounted = months.findLast(({ asOf }) => asOf !== null);
  const provisional = new Set(months.flatMap(({ isProvisional, month }) => (isProvisional ? [month] : [])));
  const labelOf = (month: string) => `${monthName(month)}${provisional.has(month) ? " (provisional)" : ""}`;
  const round = (value: number) => Math.round(value * 10) / 10;
  const told =
    last?.value == null
      ? "There is no full month with anything to count yet."
      : `${monthName(last.month)}, the last full month: ${percent(last.value)} (${ratioWords(measure.code, last)}). ${releasedWords(last) ?? ""}`;
  const signal =
    run === null
      ? ` ${known.length} full ${known.length === 1 ? "month is" : "months are"} too few for a median.`
      : run.signal
        ? " The series shifted or trended: chance is an unlikely reason."
        : " The months vary around their median as chance alone would have it.";
  return (
    <ChartFigure
      title={`${measure.name} by month`}
      sentence={told + signal}
      note={[
        months.at(-1)?.isProvisional ? "The running month is provisional." : "",
        lastCounted ? `Counted ${asOfWords(lastCounted)}.` : "",
        ...marks.map(({ month, words }) => `Break in series in ${monthName(month)}. ${words}.`),
      ].join(" ")}
      pointLabel="Month"
      breaks={marks.map(({ month }) => labelOf(month))}
      events={marks.map(({ month }) => ({ label: labelOf(month), text: "Break" }))}
      points={months.map((figure) => ({
        label: labelOf(figure.month),
        rate: figure.value === null ? null : round(figure.value),
        ...(run?.median == null || !isOfSeries(figure.month) ? {} : { median: round(run.median) }),
        numerator: count(figure.numerator),
        denominator: count(figure.denominator),
        interval: intervalWords(figure) ?? null,
        asOf: figure.asOf ? formatDay(figure.asOf, { weekday: false }) : null,
        ...(hasRestated ? { today: figure.released?.today ? todayWords(figure.released.today) : null } : {}),
      }))}
      series={[
        { key: "rate", label: `${measure.name}, %` },
        ...(run?.median == null
          ? []
          : [{ key: "median", label: "Median of full months", kind: "limit" as const }]),
      ]}
      extraColumns={[
        { key: "numerator", label: "Numerator" },
        { key: "denominator", label: "Denominator" },
        { key: "interval", label: "95 % interval" },
        { key: "asOf", label: "As of" },
        ...(hasRestated ? [{ key: "today", label: "Today, where restated" }] : []),
      ]}
      target={
        measure.target === null
          ? undefined
          : { value: measure.target, label: `Target ${percent(measure.target)}` }
      }
      goodDirection={measure.direction === "range" ? undefined : measure.direction}
      unit="%"
      range={[0, "auto"]}
      tableOpen
      headingLevel={2}
    />
  );
}

function Definition({ version, view: { measure } }: { version: MeasureVersionEntry; view: MeasureView }) {
  const traits = MEASURE_TRAITS[measure.code];
  return (
    <DescriptionList
      items={[
        { label: "Numerator", value: `${version.numerator}.` },
        { label: "Denominator", value: `${version.denominator}.` },
        { label: "Left out", value: `${version.exclusions}.` },
        {
          label: "Better is",
          value:
            measure.direction === "down" ? "lower" : measure.direction === "up" ? "higher" : "within a range",
        },
        { label: "Target", value: version.target === null ? "none set" : percent(version.target) },
        {
          label: "Counted over",
          value: traits.cohort === "period" ? "the days of a month" : "the state on a month's last day",
        },
        { label: "Computed from", value: `${traits.owner} records` },
        { label: "Version", value: `${version.version}, in force from ${formatDay(version.effectiveFrom)}` },
      ]}
    />
  );
}
