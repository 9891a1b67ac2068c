import { anhojLimits } from "./anhoj-limits.ts";

export { anhojLimits };

export type RunChart = {
  /** Of all values; null when there are none. */
  median: number | null;
  /** Points not on the median. */
  usefulPoints: number;
  /** Most useful points in a row on one side of the median. */
  longestRun: number;
  /** How often the line between useful points crosses the median. */
  crossings: number;
  limits: { longestRun: number; crossings: number };
  /** An unusually long run or unusually few crossings: the series shifted or trended, chance is unlikely. */
  signal: boolean;
};

/**
 * Runs analysis of a series around its own median.
 * Points on the median and gaps are stepped over: they neither break nor extend a run. A gap is no zero.
 *
 * @param values in time order, any unit; null for a period without a value
 * @returns median in the unit of the values, and counts
 * @throws RangeError naming the index of a value that is no finite number
 *
 * Source: Anhøj & Olesen 2014, PLoS ONE 9(11):e113825. The limits are those of `anhojLimits`.
 */
export function runChart(values: readonly (number | null)[]): RunChart {
  for (const [index, value] of values.entries()) {
    if (value !== null && !Number.isFinite(value)) {
      throw new RangeError(`values[${index}]: found ${value}, expected a finite number or null`);
    }
  }
  const present = values.filter((value) => value !== null);
  const median = medianOf(present);
  const sides =
    median === null ? [] : present.map((value) => Math.sign(value - median)).filter((side) => side !== 0);

  let run = 0;
  let longestRun = 0;
  let crossings = 0;
  for (const [index, side] of sides.entries()) {
    const isCrossing = index > 0 && side !== sides[index - 1];
    run = isCrossing ? 1 : run + 1;
    longestRun = Math.max(longestRun, run);
    if (isCrossing) crossings += 1;
  }
  const limits = anhojLimits(sides.length);
  const signal = longestRun > limits.longestRun || crossings < limits.crossings;
  return { median, usefulPoints: sides.length, longestRun, crossings, limits, signal };
}

function medianOf(values: readonly number[]): number | null {
  const sorted = [...values].sort((a, b) => a - b);
  const low = sorted[Math.floor((sorted.length - 1) / 2)];
  const high = sorted[Math.floor(sorted.length / 2)];
  return low === undefined || high === undefined ? null : low + (high - low) / 2;
}
