import { fQuantile } from "./f-quantile.ts";

/**
 * The value below which a variable of Student's t distribution falls with a given probability.
 *
 * @param probability strictly between 0 and 1
 * @param df degrees of freedom, above 0
 * @returns standard errors from the mean
 * @throws RangeError for numbers outside these ranges
 *
 * Source: the square of t has the F distribution with 1 and df degrees of freedom (Student 1908, Biometrika 6:1-25).
 */
export function tQuantile(probability: number, df: number): number {
  if (probability === 0.5) return 0;
  if (!(probability > 0 && probability < 1)) {
    throw new RangeError(`probability: found ${probability}, expected a number between 0 and 1`);
  }
  const central = Math.abs(2 * probability - 1);
  return Math.sign(probability - 0.5) * Math.sqrt(fQuantile(central, 1, df));
}
