export type TrendPoint = { label: string } & Record<string, string | number | null>;

export interface TrendSeries {
  /** Key into each point. */
  key: string;
  label: string;
  /** A measured line with dots, or a thin dashed line such as a limit or a median. */
  kind?: "line" | "limit";
}

export interface TrendChartProps {
  points: readonly TrendPoint[];
  series: readonly TrendSeries[];
  target?: { value: number; label: string };
  /** Named on the chart, so that nobody has to guess. */
  goodDirection?: "up" | "down";
  unit?: string;
  /** Ends of the value axis; `auto` follows the data. */
  range?: readonly [number | "auto", number | "auto"];
  /** Vertical notes, such as a change of practice. */
  events?: readonly { label: string; text: string }[];
  /** Labels of the first points after a break in series: no measured line is drawn into them from before. */
  breaks?: readonly string[];
  /** Points to ring, such as those beyond a limit. */
  flagged?: readonly string[];
  height?: number;
}
