/**
 * Chance that repeats: the same parts give the same stream on every machine.
 * The state has 128 bits (sfc32, Chris Doty-Humphrey), so identifiers drawn from different streams do not meet.
 */
export interface Random {
  /** From 0 up to, not including, 1. */
  next(): number;
  /** A whole number, both ends included. */
  int(from: number, to: number): number;
  chance(probability: number): boolean;
  pick<T>(list: readonly T[]): T;
  /** One of the keys, each as often as its weight. */
  weighted<K extends string>(weights: Readonly<Record<K, number>>): K;
  /** The first `count` of a shuffled copy. */
  sample<T>(list: readonly T[], count: number): T[];
  uuid(): string;
}

const HEX = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, "0"));

/** The stream named by `parts`, independent of every other. */
export function randomFor(...parts: (string | number)[]): Random {
  let [a, b, c, d] = hash128(parts.join("/"));
  const u32 = (): number => {
    const t = (((a + b) | 0) + d) | 0;
    d = (d + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = (c << 21) | (c >>> 11);
    c = (c + t) | 0;
    return t >>> 0;
  };
  for (let round = 0; round < 12; round += 1) u32();
  const next = () => u32() / 4_294_967_296;
  const int = (from: number, to: number) => from + Math.floor(next() * (to - from + 1));
  return {
    next,
    int,
    chance: (probability) => next() < probability,
    pick: (list) => itemAt(list, int(0, list.length - 1)),
    weighted: (weights) => {
      const entries = Object.entries<number>(weights);
      let left = next() * entries.reduce((sum, [, weight]) => sum + weight, 0);
      for (const [key, weight] of entries) {
        left -= weight;
        if (left < 0) return key as keyof typeof weights;
      }
      return itemAt(entries, entries.length - 1)[0] as keyof typeof weights;
    },
    sample: (list, count) => {
      const rest = [...list];
      return Array.from({ length: Math.min(count, rest.length) }, () =>
        itemAt(rest.splice(int(0, rest.length - 1), 1), 0),
      );
    },
    uuid: () => {
      const [one, two, three, four] = [u32(), u32(), u32(), u32()];
      const version = (two & 0xffff0fff) | 0x4000;
      const variant = (three & 0x3fffffff) | 0x80000000;
      return `${hex(one)}-${hex(version >>> 16, 2)}-${hex(version, 2)}-${hex(variant >>> 16, 2)}-${hex(variant, 2)}${hex(four)}`;
    },
  };
}

function hex(word: number, bytes: 2 | 4 = 4): string {
  const low = `${HEX[(word >>> 8) & 255]}${HEX[word & 255]}`;
  return bytes === 2 ? low : `${HEX[(word >>> 24) & 255]}${HEX[(word >>> 16) & 255]}${low}`;
}

function hash128(text: string): [number, number, number, number] {
  const state: [number, number, number, number] = [
    1_779_033_703, 3_144_134_277, 1_013_904_242, 2_773_480_762,
  ];
  for (const character of text) {
    const code = character.codePointAt(0) ?? 0;
    for (let lane = 0; lane < 4; lane += 1) {
      const at = lane as 0 | 1 | 2 | 3;
      state[at] = Math.imul(state[at] ^ code, 597_399_067 + 2_246_822_507 * lane) ^ (state[at] >>> 15);
    }
  }
  return state;
}

/** The item at an index that is known to exist. */
export function itemAt<T>(list: readonly T[], index: number): T {
  if (index < 0 || index >= list.length) throw new RangeError(`no item ${index} in a list of ${list.length}`);
  return list[index] as T;
}
