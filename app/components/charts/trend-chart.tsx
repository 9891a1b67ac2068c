import {
  CartesianGrid,
  Line,
  LineChart,
  ReferenceLine,
  ResponsiveContainer,
  Tooltip,
  XAxis,
  YAxis,
} from "recharts";
import type { TrendChartProps, TrendPoint, TrendSeries } from "#app/components/charts/trend-chart.types.ts";

const COLOURS = ["var(--chart-1)", "var(--chart-2)", "var(--chart-3)", "var(--chart-4)"] as const;
const DASHES = [undefined, "7 4", "2 4", "10 3 2 3"] as const;
const TEXT = { fill: "var(--ink-muted)", fontSize: 13 };

interface DotProps {
  cx?: number;
  cy?: number | null;
  payload?: { label: string };
}

export function TrendChart({
  points,
  series,
  target,
  unit = "",
  range = ["auto", "auto"],
  events = [],
  breaks = [],
  flagged = [],
  height = 280,
}: TrendChartProps) {
  const measured = series.filter((one) => one.kind !== "limit");
  const starts = [0, ...breaks.map((label) => points.findIndex((point) => point.label === label))]
    .filter((start) => start >= 0)
    .toSorted((a, b) => a - b);

  /** A series as the pieces between its breaks; a limit is one piece. */
  function piecesOf(one: TrendSeries) {
    if (one.kind === "limit" || starts.length === 1) return [{ piece: 0, dataKey: one.key }];
    return starts.map((start, piece) => {
      const own = new Set(points.slice(start, starts[piece + 1]));
      return { piece, dataKey: (point: TrendPoint) => (own.has(point) ? (point[one.key] ?? null) : null) };
    });
  }

  function look(one: TrendSeries) {
    if (one.kind === "limit") {
      return {
        stroke: "var(--chart-limit)",
        strokeWidth: 1.25,
        strokeDasharray: "4 4",
        dot: false,
        activeDot: false,
      };
    }
    const place = measured.indexOf(one) % COLOURS.length;
    const colour = COLOURS[place] ?? COLOURS[0];
    return {
      stroke: colour,
      strokeWidth: 2.25,
      strokeDasharray: DASHES[place],
      dot: ({ cx, cy, payload }: DotProps) => {
        if (cy == null) return <g key={`${one.key} ${payload?.label}`} />;
        const isFlagged = payload ? flagged.includes(payload.label) : false;
        return (
          <g key={`${one.key} ${payload?.label}`}>
            {isFlagged ? (
              <circle cx={cx} cy={cy} r="8" fill="none" stroke="var(--critical)" strokeWidth="2" />
            ) : null}
            <circle cx={cx} cy={cy} r="3.5" fill="var(--surface)" stroke={colour} strokeWidth="2" />
          </g>
        );
      },
    };
  }

  return (
    <ResponsiveContainer width="100%" height={height}>
      <LineChart
        data={[...points]}
        margin={{ top: 24, right: 36, bottom: 4, left: 0 }}
        accessibilityLayer={false}
      >
        <CartesianGrid vertical={false} stroke="var(--line)" />
        <XAxis
          dataKey="label"
          tick={TEXT}
          tickLine={false}
          axisLine={{ stroke: "var(--line-strong)" }}
          minTickGap={16}
          interval="equidistantPreserveStart"
          // What stands in brackets would leave no room for its neighbour; the table and the note say it.
          tickFormatter={(label: string) => label.replace(/ \(.*\)$/, "")}
        />
        <YAxis
          tick={TEXT}
          tickLine={false}
          axisLine={false}
          width={56}
          domain={[...range]}
          tickFormatter={(value: number) => `${value}${unit}`}
        />
        <Tooltip
          isAnimationActive={false}
          formatter={(value) => (value == null ? "no data" : `${String(value)}${unit}`)}
          contentStyle={{
            background: "var(--raised)",
            border: "1px solid var(--line)",
            borderRadius: 8,
            color: "var(--ink)",
          }}
          labelStyle={{ fontWeight: 600 }}
          itemStyle={{ color: "var(--ink)" }}
        />
        {events.map((event) => (
          <ReferenceLine
            key={`${event.label} ${event.text}`}
            x={event.label}
            stroke="var(--info)"
            strokeDasharray="2 3"
            label={{ value: event.text, position: "top", fill: "var(--info)", fontSize: 12 }}
          />
        ))}
        {target ? (
          <ReferenceLine
            y={target.value}
            ifOverflow="extendDomain"
            stroke="var(--ink)"
            strokeDasharray="6 4"
          />
        ) : null}
        {series.flatMap((one) =>
          piecesOf(one).map(({ piece, dataKey }) => (
            <Line
              key={`${one.key} ${piece}`}
              dataKey={dataKey}
              name={one.label}
              type="linear"
              connectNulls={false}
              isAnimationActive={false}
              {...look(one)}
            />
          )),
        )}
      </LineChart>
    </ResponsiveContainer>
  );
}
