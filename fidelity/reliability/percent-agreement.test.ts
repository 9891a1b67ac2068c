import fc from "fast-check";
import { expect, test } from "vitest";
import { percentAgreement } from "./percent-agreement.ts";

test("on paper: 3 of 4 pairs agree, one pair has a missing rating", () => {
  const result = percentAgreement(["met", "met", "not", null, "not"], ["met", "not", "not", "met", "not"]);
  expect(result).toMatchObject({ estimate: 0.75, reason: null, agreed: 3, n: 4, missing: 1 });
  expect(result.cautions).toEqual(["4 rated units are too few to estimate; 10 are the least"]);
});

// Newcombe 1998, Statistics in Medicine 17:857-872, table I, method 3: 81 of 263 give 0.2553 to 0.3662.
test("the interval is Wilson's", () => {
  const a = Array.from({ length: 263 }, () => 1);
  const { confidenceInterval, cautions } = percentAgreement(
    a,
    a.map((_, unit) => (unit < 81 ? 1 : 2)),
  );
  expect(confidenceInterval).toMatchObject({ confidence: 0.95, method: "Wilson score" });
  expect(confidenceInterval?.lower).toBeCloseTo(0.2553, 4);
  expect(confidenceInterval?.upper).toBeCloseTo(0.3662, 4);
  expect(cautions).toEqual([]);
});

test("a single unit is spoken of in the singular", () => {
  expect(percentAgreement([true], [true]).cautions).toEqual([
    "1 rated unit is too few to estimate; 10 are the least",
  ]);
});

test("all ratings in one category still agree completely", () => {
  const ones = Array.from({ length: 20 }, () => 1);
  expect(percentAgreement(ones, ones).estimate).toBe(1);
});

test("without a pair there is no estimate, and a reason", () => {
  const nothing = { estimate: null, reason: "no unit was rated by both raters", confidenceInterval: null };
  expect(percentAgreement([], [])).toMatchObject({ ...nothing, n: 0, missing: 0 });
  expect(percentAgreement([1, null], [null, 2])).toMatchObject({ ...nothing, n: 0, missing: 2 });
});

const ratings = fc.array(fc.tuple(fc.integer({ min: 0, max: 3 }), fc.integer({ min: 0, max: 3 })), {
  minLength: 1,
  maxLength: 40,
});

test("exchanging the raters, renaming the categories or shuffling the units changes nothing", () => {
  fc.assert(
    fc.property(ratings, (pairs) => {
      const a = pairs.map(([one]) => one);
      const b = pairs.map(([, other]) => other);
      const expected = percentAgreement(a, b);
      const named = (rating: number) => `category ${3 - rating}`;
      expect(percentAgreement(b, a)).toEqual(expected);
      expect(percentAgreement(a.map(named), b.map(named))).toEqual(expected);
      expect(percentAgreement([...a].reverse(), [...b].reverse())).toEqual(expected);
    }),
  );
});

test("lists of different lengths are refused", () => {
  expect(() => percentAgreement([1, 2], [1])).toThrow("b: found 1 ratings, expected 2 as in a");
});

test("what is no rating is refused with its place", () => {
  expect(() => percentAgreement([1, Number.NaN], [1, {} as never])).toThrow(
    /a\.1: found null, expected a category or null/,
  );
  expect(() => percentAgreement([1], [undefined as never])).toThrow(/b\.0: found undefined/);
  expect(() => percentAgreement([1], [1], { confidence: 95 })).toThrow(/confidence: found 95/);
});
