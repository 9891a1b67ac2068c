import { z } from "zod";
import { parseInput } from "../parse-input.ts";

const unit = z.object({ id: z.string().min(1), stratum: z.string() });
const drawOptions = z.object({
  seed: z.string().min(1),
  share: z.number().gt(0).max(1),
  atLeast: z.int().min(0).default(0),
  kept: z.array(z.string()).default([]),
});

export type DrawnStratum = {
  stratum: string;
  /** How many there were to draw from. */
  population: number;
  /** Ids, in the order they were drawn. */
  drawn: string[];
};

/**
 * A random share of every stratum. Each unit has a random number that depends on the seed and its id alone; the units
 * with the smallest are drawn, as many as the share asks for, rounded up, and at least `atLeast` where there are so many.
 * The same seed and population give the same draw on every machine, whatever the order of the list.
 *
 * A draw that is repeated after the population grew keeps the units in `kept`, and adds new ones only while the share
 * asks for more. A unit in `kept` that left the population is not replaced and counts as drawn in no stratum.
 *
 * @param population what to draw from, each unit once
 * @param options `seed`: kept with the draw and told to nobody who rates; `share`: over 0, up to 1
 * @returns one entry per stratum, by name
 * @throws TypeError naming every malformed field; RangeError when an id occurs twice
 *
 * Source: sampling by permanent random numbers (Ohlsson 1995, Coordination of samples using permanent random numbers,
 * in Business Survey Methods, chapter 9), stratified. Numbers: FNV-1a and the finalizer of MurmurHash3, 53 bits.
 */
export function drawSample(
  population: readonly z.input<typeof unit>[],
  options: z.input<typeof drawOptions>,
): DrawnStratum[] {
  const units = parseInput(z.array(unit), population, "population");
  const { seed, share, atLeast, kept } = parseInput(drawOptions, options, "options");
  const ids = new Set(units.map(({ id }) => id));
  if (ids.size !== units.length)
    throw new RangeError(`population: found ${units.length - ids.size} ids twice, expected each once`);
  const isKept = new Set(kept);
  const strata = new Map<string, { id: string; rank: number }[]>();
  for (const { id, stratum } of units) {
    const members = strata.get(stratum) ?? [];
    members.push({ id, rank: randomNumber(seed, id) });
    strata.set(stratum, members);
  }
  return [...strata]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([stratum, members]) => {
      members.sort((a, b) => a.rank - b.rank || (a.id < b.id ? -1 : 1));
      const before = members.filter(({ id }) => isKept.has(id));
      // why: 0.1 x 30 is 3.0000000000000004 in binary and still three.
      const wanted = Math.min(members.length, Math.max(atLeast, Math.ceil(members.length * share - 1e-9)));
      const more = members.filter(({ id }) => !isKept.has(id)).slice(0, Math.max(0, wanted - before.length));
      return { stratum, population: members.length, drawn: [...before, ...more].map(({ id }) => id) };
    });
}

/** A number from 0 to 1 that depends on the seed and the id. */
function randomNumber(seed: string, id: string): number {
  const text = `${seed}\u0000${id}`;
  const high = scrambled(text, 0x811c9dc5);
  const low = scrambled(text, 0x9747b28c);
  return (high * 2 ** 21 + (low >>> 11)) / 2 ** 53;
}

function scrambled(text: string, basis: number): number {
  let hash = basis;
  for (let index = 0; index < text.length; index += 1) {
    hash ^= text.charCodeAt(index);
    hash = Math.imul(hash, 0x01000193);
  }
  hash ^= hash >>> 16;
  hash = Math.imul(hash, 0x85ebca6b);
  hash ^= hash >>> 13;
  hash = Math.imul(hash, 0xc2b2ae35);
  hash ^= hash >>> 16;
  return hash >>> 0;
}
