import { wilsonInterval } from "./wilson-interval.ts";

/**
 * Difference of two independent proportions, x1 / n1 - x2 / n2, with an interval made of their Wilson intervals.
 *
 * @param x1 successes of the first group, whole number from 0 to n1
 * @param n1 trials of the first group, whole number of 0 or more
 * @param x2 successes of the second group, whole number from 0 to n2
 * @param n2 trials of the second group, whole number of 0 or more
 * @param options `confidence` strictly between 0 and 1, default 0.95
 * @returns differences from -1 to 1, unrounded; when a group has no trials the difference is null and the interval
 *   all of -1 to 1
 * @throws RangeError naming the argument outside its range
 *
 * Source: method 10 of Newcombe 1998, Statistics in Medicine 17:873-890. 56/70 - 48/80 = 0.2, 0.0524 to 0.3339.
 */
export function newcombeDifference(
  x1: number,
  n1: number,
  x2: number,
  n2: number,
  { confidence = 0.95 }: { confidence?: number } = {},
): { difference: number | null; lower: number; upper: number } {
  const first = group(1, x1, n1, confidence);
  const second = group(2, x2, n2, confidence);
  if (first.estimate === null || second.estimate === null) return { difference: null, lower: -1, upper: 1 };

  const difference = first.estimate - second.estimate;
  return {
    difference,
    lower: difference - Math.hypot(first.estimate - first.lower, second.upper - second.estimate),
    upper: difference + Math.hypot(first.upper - first.estimate, second.estimate - second.lower),
  };
}

function group(number: 1 | 2, successes: number, n: number, confidence: number) {
  if (!Number.isSafeInteger(n) || n < 0) {
    throw new RangeError(`n${number}: found ${n}, expected a whole number of 0 or more`);
  }
  if (!Number.isSafeInteger(successes) || successes < 0 || successes > n) {
    throw new RangeError(
      `x${number}: found ${successes}, expected a whole number from 0 to n${number} = ${n}`,
    );
  }
  return wilsonInterval(successes, n, { confidence });
}
