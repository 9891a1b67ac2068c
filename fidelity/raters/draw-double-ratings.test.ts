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
  expect(() => drawDoubleRatings([], 1.1, "s")).toThrow(TypeError);
  const twice = [
    { key: "a", raterId: null },
    { key: "a", raterId: "b" },
  ];
  expect(() => drawDoubleRatings(twice, 0.5, "s")).toThrow(RangeError);
});

test("lots do not follow the keys", () => {
  expect(lotOf("s", "k1")).not.toBe(lotOf("t", "k1"));
  const lots = Array.from({ length: 100 }, (_, place) => lotOf("s", `coach/${place}`));
  expect(new Set(lots).size).toBe(100);
  expect(lots).not.toEqual([...lots].sort((a, b) => a - b));
});
