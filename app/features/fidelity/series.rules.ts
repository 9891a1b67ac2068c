import type { SeriesBreak } from "./assessment.types.ts";

/** The name of the series that results of a version belong to: its instrument, from the last break on. */
export function seriesOf(
  breaks: readonly Pick<SeriesBreak, "instrumentId" | "version">[],
  { instrumentId, version }: { instrumentId: string; version: number },
): string {
  const own = breaks.filter((one) => one.instrumentId === instrumentId && one.version <= version);
  return `${instrumentId} ${Math.max(1, ...own.map((one) => one.version))}`;
}

/** Values of a line with a gap wherever one series ends and another begins; `breaks` are the places of those gaps. */
export function withBreaks(points: readonly { percent: number | null; series: string }[]): {
  values: (number | null)[];
  breaks: number[];
} {
  const values: (number | null)[] = [];
  const breaks: number[] = [];
  for (const [index, { percent, series }] of points.entries()) {
    if (index > 0 && points[index - 1]?.series !== series) {
      breaks.push(values.length);
      values.push(null);
    }
    values.push(percent);
  }
  return { values, breaks };
}
