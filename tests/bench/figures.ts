/** A figure over the rounds of one run. */
export interface Spread {
  min: number;
  median: number;
  max: number;
}

export function quantile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? Number.NaN;
}

export function spreadOf(values: readonly number[]): Spread {
  return { min: Math.min(...values), median: quantile(values, 0.5), max: Math.max(...values) };
}

export function show({ min, median, max }: Spread, digits: number, unit = ""): string {
  const [low, middle, high] = [min, median, max].map((value) => value.toFixed(digits));
  return `${middle}${unit} (${low} to ${high})`;
}

/** One line of the report: what was measured, what was found, what it should be. */
export function line(what: string, found: string, target = ""): string {
  return `${what.padEnd(46)} ${found.padEnd(30)} ${target}`.trimEnd();
}
