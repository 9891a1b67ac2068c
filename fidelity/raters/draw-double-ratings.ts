import { z } from "zod";
import { parseInput } from "../parse-input.ts";

/** What may be drawn: a rating that nobody had begun when it was listed first. */
export interface Drawable {
  /** The same whenever it is drawn. */
  key: string;
  /** The stratum; null while nobody is to rate. */
  raterId: string | null;
  /** Somebody has begun it since it was listed first: it counts, and is drawn no more. */
  isBegun?: boolean;
}

const shareSchema = z.number().min(0).max(1);

/**
 * Draws the ratings that a second rater makes as well: the same share of each rater's, by lot.
 *
 * Each rating gets a number from the seed and its key; within each rater the lowest numbers are drawn. A rater's share is
 * rarely whole: what is left over is decided between the raters, by lot too, so that in all the share, rounded up, is
 * drawn. Seed and keys decide alone: the order of the list does not matter, and a draw can be repeated by hand.
 *
 * A draw that is repeated after the list grew keeps what was drawn, and adds new ones only while the share asks for more.
 *
 * @param ratings each key once
 * @param share from 0 to 1
 * @param seed any text, stored with the draw
 * @param kept keys drawn before
 * @returns drawn keys, those drawn before and still listed among them, sorted
 * @throws TypeError for another share; RangeError for a key given twice
 *
 * Source: stratified random sampling with proportional allocation by largest remainder (Cochran 1977, Sampling
 *   Techniques, chapter 5), repeated with permanent random numbers (Ohlsson 1995). The numbers are from FNV-1a with the finalizer of MurmurHash3.
 */
export function drawDoubleRatings(
  ratings: readonly Drawable[],
  share: number,
  seed: string,
  kept: readonly string[] = [],
): string[] {
  const isKept = new Set(kept);
  const wanted = parseInput(shareSchema, share, "share");
  const strata = new Map<string, { key: string; lot: number; isBegun: boolean }[]>();
  const keys = new Set<string>();
  for (const { key, raterId, isBegun = false } of ratings) {
    if (keys.has(key))
      throw new RangeError(`ratings: found ${JSON.stringify(key)} twice, expected each key once`);
    keys.add(key);
    const stratum = strata.get(raterId ?? "") ?? [];
    stratum.push({ key, lot: lotOf(seed, key), isBegun });
    strata.set(raterId ?? "", stratum);
  }
  const total = Math.ceil(ratings.length * wanted - 1e-9);
  const parts = [...strata].map(([raterId, stratum]) => {
    const exact = stratum.length * wanted;
    const whole = Math.floor(exact + 1e-9);
    stratum.sort(byLot);
    const before = stratum.filter(({ key }) => isKept.has(key));
    const open = stratum.filter(({ key, isBegun }) => !isKept.has(key) && !isBegun);
    return {
      ...{ key: raterId, lot: lotOf(seed, `rater ${raterId}`), before, open },
      ...{ whole, rest: exact - whole },
    };
  });
  let left = total - parts.reduce((sum, { whole, before }) => sum + Math.max(whole, before.length), 0);
  parts.sort((one, other) =>
    Math.abs(one.rest - other.rest) > 1e-9 ? other.rest - one.rest : byLot(one, other),
  );
  return parts
    .flatMap(({ before, open, whole, rest }) => {
      // What is left over goes to raters of whom one more can still be drawn.
      const isMore = left > 0 && rest > 1e-9 && before.length <= whole && open.length > whole - before.length;
      if (isMore) left -= 1;
      const more = open.slice(0, Math.max(0, whole + (isMore ? 1 : 0) - before.length));
      return [...before, ...more].map(({ key }) => key);
    })
    .sort();
}

const byLot = (one: { key: string; lot: number }, other: { key: string; lot: number }) =>
  one.lot - other.lot || (one.key < other.key ? -1 : 1);

/** A number from 0 to 2^32 - 1 that a seed and a key always give. */
export function lotOf(seed: string, key: string): number {
  let hash = 0x811c9dc5;
  for (const byte of new TextEncoder().encode(`${seed}\u0000${key}`))
    hash = Math.imul(hash ^ byte, 0x01000193) >>> 0;
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b) >>> 0;
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35) >>> 0;
  return (hash ^ (hash >>> 16)) >>> 0;
}
