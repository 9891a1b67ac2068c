import { normalQuantile } from "./normal-quantile.ts";

/**
 * Score interval for a proportion, without or with continuity correction.
 *
 * @param successes whole number from 0 to n
 * @param n whole number of trials, 0 or more
 * @param options `confidence` strictly between 0 and 1, default 0.95; `continuityCorrection`, default false
 * @returns proportions from 0 to 1, unrounded; without trials the estimate is null and the interval all of 0 to 1
 * @throws RangeError for numbers outside these ranges
 *
 * Source: Wilson 1927, JASA 22:209-212; methods 3 and 4 of Newcombe 1998, Statistics in Medicine 17:857-872.
 * 81 of 263 give 0.2553 to 0.3662.
 */
export function wilsonInterval(
  successes: number,
  n: number,
  {
    confidence = 0.95,
    continuityCorrection = false,
  }: { confidence?: number; continuityCorrection?: boolean } = {},
): { estimate: number | null; lower: number; upper: number } {
  if (!Number.isSafeInteger(n) || n < 0)
    throw new RangeError(`n: found ${n}, expected a whole number of 0 or more`);
  if (!Number.isSafeInteger(successes) || successes < 0 || successes > n) {
    throw new RangeError(`successes: found ${successes}, expected a whole number from 0 to n = ${n}`);
  }
  if (!(confidence > 0 && confidence < 1)) {
    throw new RangeError(`confidence: found ${confidence}, expected a number between 0 and 1`);
  }
  if (n === 0) return { estimate: null, lower: 0, upper: 1 };

  const z = normalQuantile((1 + confidence) / 2);
  const p = successes / n;
  const q = 1 - p;
  const middle = 2 * successes + z * z;
  const scale = 2 * (n + z * z);
  const reach = (side: -1 | 1) =>
    continuityCorrection
      ? 1 + z * Math.sqrt(z * z + side * 2 - 1 / n + 4 * p * (n * q - side))
      : z * Math.sqrt(z * z + 4 * n * p * q);
  return {
    estimate: p,
    lower: successes === 0 ? 0 : Math.max(0, (middle - reach(-1)) / scale),
    upper: successes === n ? 1 : Math.min(1, (middle + reach(1)) / scale),
  };
}
