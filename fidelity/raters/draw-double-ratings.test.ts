import fc from "fast-check";
import { expect, test } from "vitest";
import { drawDoubleRatings, lotOf } from "./draw-double-ratings.ts";

const ratings = fc
  .uniqueArray(fc.string({ minLength: 1, maxLength: 8 }), { maxLength: 60 })
  .chain((keys) =>
    fc.tuple(
      ...keys.map((key) =>
        fc.record({ key: fc.constant(key), raterId: fc.constantFrom("a", "b", "c", null) }),
      ),
    ),
  );
const share = fc.integer({ min: 0, max: 20 }).map((twentieths) => twentieths / 20);

test("in all, the share is drawn, rounded up", () => {
  fc.assert(
    fc.property(ratings, share, fc.string(), (given, wanted, seed) => {
      const drawn = drawDoubleRatings(given, wanted, seed);
      expect(drawn).toHaveLength(Math.ceil(given.length * wanted - 1e-9));
      expect(new Set(drawn).size).toBe(drawn.length);
    }),
  );
});

test("of each rater the share is drawn, rounded down or up", () => {
  fc.assert(
    fc.property(ratings, share, fc.string(), (given, wanted, seed) => {
      const drawn = new Set(drawDoubleRatings(given, wanted, seed));
      for (const rater of ["a", "b", "c", null]) {
        const own = given.filter(({ raterId }) => raterId === rater);
        const count = own.filter(({ key }) => drawn.has(key)).length;
        expect(count).toBeGreaterThanOrEqual(Math.floor(own.length * wanted + 1e-9));
        expect(count).toBeLessThanOrEqual(Math.ceil(own.length * wanted - 1e-9));
      }
    }),
  );
});

test("the order of the list does not matter, and the same seed draws the same", () => {
  fc.assert(
    fc.property(ratings, share, fc.string(), (given, wanted, seed) => {
      expect(drawDoubleRatings([...given].reverse(), wanted, seed)).toEqual(
        drawDoubleRatings(given, wanted, seed),
      );
    }),
  );
});

test("a repeated draw keeps what was drawn, reaches the share, and takes nothing that was begun meanwhile", () => {
  fc.assert(
    fc.property(ratings, share, fc.string(), fc.nat(60), (given, wanted, seed, size) => {
      const before = given.slice(0, size);
      const kept = drawDoubleRatings(before, wanted, seed);
      expect(drawDoubleRatings(before, wanted, seed, kept)).toEqual(kept);
      const drawn = drawDoubleRatings(given, wanted, seed, kept);
      expect(drawn).toEqual(expect.arrayContaining(kept));
      const total = Math.ceil(given.length * wanted - 1e-9);
      expect(drawn.length).toBeGreaterThanOrEqual(total);
      expect(drawn.length).toBeLessThanOrEqual(total + 4);
      const begun = given.map((one, place) => ({ ...one, isBegun: place < size }));
      const later = drawDoubleRatings(begun, wanted, seed, kept).filter((key) => !kept.includes(key));
      expect(later.filter((key) => before.some((one) => one.key === key))).toEqual([]);
    }),
  );
});

test("what is left over goes to somebody of whom one more can still be drawn", () => {
  const of = (from: number, to: number, isBegun: boolean) =>
    Array.from({ length: to - from }, (_, place) => ({
      ...{ key: `k${from + place}`, raterId: `r${from + place}`, isBegun },
    }));
  for (let seed = 0; seed < 50; seed++) {
    const kept = drawDoubleRatings(of(0, 10, false), 0.2, `seed ${seed}`);
    const drawn = drawDoubleRatings([...of(0, 10, true), ...of(10, 15, false)], 0.2, `seed ${seed}`, kept);
    expect([kept.length, drawn.length]).toEqual([2, 3]);
  }
});

test("over many seeds each rating is drawn about as often", () => {
  const given = Array.from({ length: 20 }, (_, place) => ({
    key: `k${place}`,
    raterId: place < 10 ? "a" : "b",
  }));
  const times = new Map(given.map(({ key }) => [key, 0]));
  for (let seed = 0; seed < 2000; seed++)
    for (const key of drawDoubleRatings(given, 0.2, `seed ${seed}`))
      times.set(key, (times.get(key) ?? 0) + 1);
  // 400 expected of 2000, standard deviation 18.
  for (const [key, count] of times) expect([key, Math.abs(count - 400) < 80]).toEqual([key, true]);
});

test("a share that is none, and a key given twice", () => {
  expect(() => drawDoubleRatings([], 1.1, "s")).toThrow(/^share/);
  const twice = [
    { key: "a", raterId: null },
    { key: "a", raterId: "b" },
  ];
  expect(() => drawDoubleRatings(twice, 0.5, "s")).toThrow(
    'ratings: found "a" twice, expected each key once',
  );
});

test("lots do not follow the keys", () => {
  expect(lotOf("s", "k1")).not.toBe(lotOf("t", "k1"));
  const lots = Array.from({ length: 100 }, (_, place) => lotOf("s", `coach/${place}`));
  expect(new Set(lots).size).toBe(100);
  expect(lots).not.toEqual([...lots].sort((a, b) => a - b));
});

test("within a rater the lowest lots are drawn, and what was begun is passed over", () => {
  const given = Array.from({ length: 10 }, (_, place) => ({ key: `k${place}`, raterId: "a" }));
  const order = [...given]
    .sort((one, other) => lotOf("s", one.key) - lotOf("s", other.key))
    .map(({ key }) => key);
  expect(drawDoubleRatings(given, 0.3, "s")).toEqual(order.slice(0, 3).sort());
  const begun = given.map((one) => ({ ...one, isBegun: one.key === order[0] }));
  expect(drawDoubleRatings(begun, 0.3, "s")).toEqual(order.slice(1, 4).sort());
  expect(drawDoubleRatings(begun, 0.3, "s", [order[0] as string])).toEqual(order.slice(0, 3).sort());
});

test("what is left over goes to the raters with the largest remainders, equal ones by lot", () => {
  const of = (raterId: string, count: number) =>
    Array.from({ length: count }, (_, place) => ({ key: `${raterId}${place}`, raterId }));
  // 0.5 of 3, 2 and 4: one and a half, one, two; five in all.
  for (let seed = 0; seed < 20; seed++) {
    const drawn = drawDoubleRatings([...of("a", 3), ...of("b", 2), ...of("c", 4)], 0.5, `seed ${seed}`);
    expect(["a", "b", "c"].map((rater) => drawn.filter((key) => key.startsWith(rater)).length)).toEqual([
      2, 1, 2,
    ]);
  }
  const chosen = Array.from({ length: 40 }, (_, seed) =>
    drawDoubleRatings([...of("a", 1), ...of("b", 1)], 0.5, `seed ${seed}`).join(),
  );
  expect(new Set(chosen)).toEqual(new Set(["a0", "b0"]));
  for (const [seed, [key]] of chosen.entries()) {
    const [a, b] = ["a", "b"].map((rater) => lotOf(`seed ${seed}`, `rater ${rater}`)) as [number, number];
    expect(key).toBe(a < b ? "a" : "b");
  }
});
