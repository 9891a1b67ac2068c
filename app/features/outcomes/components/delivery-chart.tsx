import { ChartFigure } from "#app/components/charts/chart-figure.tsx";
import { runChart } from "#fidelity/charts/run-chart.ts";
import type { MonthFigure } from "../figure.types.ts";
import { monthName } from "../months.rules.ts";
import { asOfWords, count, percent, todayWords } from "./figure-words.ts";

/** A median says something from this many closed months on. */
const ENOUGH_POINTS = 10;

export interface DeliveryChartProps {
  title: string;
  months: readonly MonthFigure[];
  target: number | null;
  headingLevel?: 2 | 3;
}

/** Delivered against planned sessions by month, in per cent, with both counts in the table twin. */
export function DeliveryChart({ title, months, target, headingLevel }: DeliveryChartProps) {
  const shown = months.slice(
    Math.max(
      0,
      months.findIndex(({ value }) => value !== null),
    ),
  );
  const closed = shown.filter(({ isProvisional }) => !isProvisional);
  const median =
    closed.filter(({ value }) => value !== null).length >= ENOUGH_POINTS
      ? runChart(closed.map(({ value }) => value)).median
      : null;
  const hasRestated = shown.some(({ released }) => released?.today);
  const running = shown.find(({ isProvisional }) => isProvisional);
  return (
    <ChartFigure
      title={title}
      sentence={sentenceOf(closed)}
      note={
        <>
          {running ? `${monthName(running.month)} is provisional, still being counted ` : "Counted "}
          {asOfWords(shown.at(-1) ?? { asOf: null })}
        </>
      }
      pointLabel="Month"
      points={shown.map(({ month, isProvisional, value, numerator, denominator, released }) => ({
        label: `${monthName(month)}${isProvisional ? " (provisional)" : ""}`,
        rate: value === null ? null : Math.round(value * 10) / 10,
        ...(median === null ? {} : { median: Math.round(median * 10) / 10 }),
        delivered: count(numerator),
        planned: count(denominator),
        ...(hasRestated ? { today: released?.today ? todayWords(released.today) : null } : {}),
      }))}
      series={[
        { key: "rate", label: "Delivered, % of plan" },
        ...(median === null
          ? []
          : [{ key: "median", label: "Median of closed months", kind: "limit" as const }]),
      ]}
      extraColumns={[
        { key: "delivered", label: "Delivered" },
        { key: "planned", label: "Planned" },
        ...(hasRestated ? [{ key: "today", label: "Today, where restated" }] : []),
      ]}
      target={target === null ? undefined : { value: target, label: `Target ${target} %` }}
      goodDirection="up"
      unit="%"
      range={[0, "auto"]}
      headingLevel={headingLevel}
    />
  );
}

function sentenceOf(closed: readonly MonthFigure[]): string {
  const known = closed.filter(({ value }) => value !== null);
  const last = known.at(-1);
  if (!last || last.value === null) return "There is no full month with planned sessions yet.";
  const told = `In ${monthName(last.month)}, the last full month, ${count(last.numerator)} of ${count(last.denominator)} planned sessions were delivered (${percent(last.value)}).`;
  const before = known.at(-4);
  if (!before || before.value === null) return told;
  const change = Math.round(last.value - before.value);
  const trend =
    Math.abs(change) < 5
      ? `about the same as in ${monthName(before.month)}`
      : `${Math.abs(change)} points ${change > 0 ? "more" : "less"} than in ${monthName(before.month)}`;
  return `${told} That is ${trend}.`;
}
