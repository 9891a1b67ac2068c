const FIRST_MS = 5_000;
const LONGEST_MS = 5 * 60_000;

/**
 * How long to wait before the next try, in milliseconds: doubling from five seconds, at most five minutes, less up to a
 * fifth so that devices which lost the server together do not come back together.
 * @param failures tries that failed in a row, 1 or more
 * @param luck from 0 to 1
 */
export function backoff(failures: number, luck: number): number {
  const whole = Math.min(LONGEST_MS, FIRST_MS * 2 ** (Math.max(1, failures) - 1));
  return Math.round(whole * (1 - 0.2 * luck));
}
