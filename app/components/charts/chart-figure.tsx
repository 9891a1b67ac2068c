import { ArrowDown, ArrowUp } from "lucide-react";
import { type ReactNode, useId } from "react";
import { LazyTrendChart } from "#app/components/charts/lazy-trend-chart.tsx";
import type { TrendChartProps } from "#app/components/charts/trend-chart.types.ts";

export interface ChartFigureProps extends TrendChartProps {
  title: string;
  /** What the chart says, in words. */
  sentence: ReactNode;
  /** n, missing share, as-of, source. */
  note?: ReactNode;
  /** Head of the first column of the table twin. */
  pointLabel?: string;
  /** Writes a value in the table twin; gaps are given as null. */
  formatValue?: (value: number | string | null, key: string) => ReactNode;
  /** More columns of the table twin, such as n. */
  extraColumns?: readonly { key: string; label: string }[];
  /** Starts with the table open. */
  tableOpen?: boolean;
  headingLevel?: 2 | 3 | 4;
}

const SWATCH = [
  { colour: "stroke-chart-1", dash: undefined },
  { colour: "stroke-chart-2", dash: "7 4" },
  { colour: "stroke-chart-3", dash: "2 4" },
  { colour: "stroke-chart-4", dash: "10 3 2 3" },
] as const;

function Legend({ series, target }: Pick<TrendChartProps, "series" | "target">) {
  const measured = series.filter((one) => one.kind !== "limit");
  if (series.length < 2 && !target) return null;
  return (
    <ul className="flex flex-wrap gap-x-4 gap-y-1 text-sm text-ink-muted">
      {series.map((one) => {
        const swatch = SWATCH[measured.indexOf(one) % SWATCH.length];
        return (
          <li key={one.key} className="flex items-center gap-1.5">
            <svg width="24" height="8" aria-hidden="true">
              <line
                x1="0"
                x2="24"
                y1="4"
                y2="4"
                strokeWidth={one.kind === "limit" ? 1.25 : 2.5}
                strokeDasharray={one.kind === "limit" ? "4 4" : swatch?.dash}
                className={one.kind === "limit" ? "stroke-chart-limit" : swatch?.colour}
              />
            </svg>
            {one.label}
          </li>
        );
      })}
      {target ? (
        <li className="flex items-center gap-1.5">
          <svg width="24" height="8" aria-hidden="true">
            <line x1="0" x2="24" y1="4" y2="4" strokeWidth="1" strokeDasharray="6 4" className="stroke-ink" />
          </svg>
          {target.label}
        </li>
      ) : null}
    </ul>
  );
}

export function ChartFigure({
  title,
  sentence,
  note,
  pointLabel = "Period",
  formatValue,
  extraColumns = [],
  tableOpen = false,
  headingLevel = 3,
  ...chart
}: ChartFigureProps) {
  const id = useId();
  const Heading = `h${headingLevel}` as const;
  const columns = [...chart.series, ...extraColumns];
  const isGoodUp = chart.goodDirection === "up";
  const Arrow = isGoodUp ? ArrowUp : ArrowDown;
  const write =
    formatValue ?? ((value) => (value === null ? "–" : typeof value === "number" ? value.toFixed(1) : value));

  return (
    <figure
      aria-labelledby={id}
      className="rounded-card border border-line bg-surface p-4 shadow-card md:p-5 print:shadow-none"
    >
      <figcaption className="mb-3 grid gap-1">
        <div className="flex flex-wrap items-baseline justify-between gap-x-4">
          <Heading id={id} className="font-semibold">
            {title}
          </Heading>
          {chart.goodDirection ? (
            <span className="inline-flex items-center gap-1 text-sm text-ink-muted">
              <Arrow aria-hidden="true" className="size-4" />
              {isGoodUp ? "Higher is better" : "Lower is better"}
            </span>
          ) : null}
        </div>
        <p className="max-w-prose">{sentence}</p>
      </figcaption>
      <Legend series={chart.series} target={chart.target} />
      <LazyTrendChart {...chart} />
      {note ? <p className="mt-2 text-[0.8125rem] text-ink-muted tabular-nums">{note}</p> : null}
      <details open={tableOpen} className="mt-2">
        <summary className="link inline-flex min-h-control items-center text-[0.9375rem]">
          Show as table
        </summary>
        <section
          aria-labelledby={id}
          // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard
          tabIndex={0}
          className="mt-2 overflow-x-auto print:overflow-visible"
        >
          <table className="w-full text-[0.9375rem]">
            <caption className="sr-only">{title}</caption>
            <thead>
              <tr className="border-b border-line-strong text-[0.8125rem] text-ink-muted">
                <th scope="col" className="py-1.5 pr-3 text-left align-bottom font-semibold">
                  {pointLabel}
                </th>
                {columns.map((column) => (
                  <th
                    key={column.key}
                    scope="col"
                    className="py-1.5 pl-3 text-right align-bottom font-semibold"
                  >
                    {column.label}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {chart.points.map((point) => (
                <tr key={point.label} className="border-b border-line last:border-b-0">
                  <th scope="row" className="py-1.5 pr-3 text-left font-medium">
                    {point.label}
                  </th>
                  {columns.map((column) => (
                    <td key={column.key} className="py-1.5 pl-3 text-right whitespace-nowrap tabular-nums">
                      {write(point[column.key] ?? null, column.key)}
                    </td>
                  ))}
                </tr>
              ))}
            </tbody>
          </table>
        </section>
      </details>
    </figure>
  );
}
