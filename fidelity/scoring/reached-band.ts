import type { Threshold } from "../instruments/instrument.schema.ts";

/** Weights such as 0.1 are not exact in binary; a percentage this close to a band has reached it. */
export const BINARY_ERROR = 1e-9;

/**
 * The highest band that a percentage reaches.
 *
 * @param thresholds bands of an instrument or a subscale, in any order
 * @param percent unrounded, 0 to 100
 * @returns null below all bands
 *
 * Source: a band begins at its `from`, compared unrounded with >=.
 */
export function reachedBand(thresholds: readonly Threshold[], percent: number): Threshold | null {
  return thresholds
    .filter(({ from }) => percent >= from - BINARY_ERROR)
    .reduce<Threshold | null>((best, one) => (best && best.from >= one.from ? best : one), null);
}
