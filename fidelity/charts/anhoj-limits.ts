/**
 * The limits beyond which runs and crossings of a run chart are unlikely to be chance.
 *
 * @param usefulPoints whole number of points not on the median, 0 or more
 * @returns `longestRun`: the longest run still expected, in points; `crossings`: the fewest crossings still expected.
 *   With fewer than 10 useful points hardly any signal can occur. 0 points have the limits of 1
 * @throws RangeError when `usefulPoints` is not a whole number of 0 or more
 *
 * Source: Anhøj & Olesen 2014, PLoS ONE 9(11):e113825: round(log2 n + 3), and the 5 % quantile of a binomial
 * distribution of n - 1 trials with probability 1/2. 24 points: 8 and 8.
 */
export function anhojLimits(usefulPoints: number): { longestRun: number; crossings: number } {
  if (!Number.isSafeInteger(usefulPoints) || usefulPoints < 0) {
    throw new RangeError(`usefulPoints: found ${usefulPoints}, expected a whole number of 0 or more`);
  }
  const n = Math.max(1, usefulPoints);
  return { longestRun: Math.round(Math.log2(n) + 3), crossings: fairCoinQuantile(0.05, n - 1) };
}

/** The fewest heads h for which at most h heads in so many tosses have at least the given probability. */
function fairCoinQuantile(probability: number, tosses: number): number {
  let logTerm = tosses * Math.log(0.5);
  let cumulative = Math.exp(logTerm);
  let heads = 0;
  while (cumulative < probability) {
    logTerm += Math.log((tosses - heads) / (heads + 1));
    heads += 1;
    cumulative += Math.exp(logTerm);
  }
  return heads;
}
