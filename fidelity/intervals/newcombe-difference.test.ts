import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { newcombeDifference } from "./newcombe-difference.ts";
import { wilsonInterval } from "./wilson-interval.ts";

// Newcombe 1998, Statistics in Medicine 17:873-890, table II, method 10 (score, without continuity correction), 95 %.
describe("Newcombe 1998, table II, method 10", () => {
  test.each([
    [56, 70, 48, 80, 0.2, 0.0524, 0.3339],
    [9, 10, 3, 10, 0.6, 0.1705, 0.809],
    [6, 7, 2, 7, 0.5714, 0.0582, 0.8062],
    [5, 56, 0, 29, 0.0893, -0.0381, 0.1926],
    [0, 10, 0, 20, 0, -0.1611, 0.2775],
    [0, 10, 0, 10, 0, -0.2775, 0.2775],
    [10, 10, 0, 20, 1, 0.6791, 1],
    [10, 10, 0, 10, 1, 0.6075, 1],
  ])("%i/%i - %i/%i", (x1, n1, x2, n2, difference, lower, upper) => {
    const interval = newcombeDifference(x1, n1, x2, n2);
    expect(interval.difference).toBeCloseTo(difference, 4);
    expect(interval.lower).toBeCloseTo(lower, 4);
    expect(interval.upper).toBeCloseTo(upper, 4);
  });
});

const group = fc
  .integer({ min: 1, max: 500 })
  .chain((n) => fc.tuple(fc.integer({ min: 0, max: n }), fc.constant(n)));

test("exchanging the groups mirrors the interval", () => {
  fc.assert(
    fc.property(group, group, ([x1, n1], [x2, n2]) => {
      const one = newcombeDifference(x1, n1, x2, n2);
      const other = newcombeDifference(x2, n2, x1, n1);
      expect(one.difference).toBeCloseTo(-(other.difference ?? 0), 12);
      expect(one.lower).toBeCloseTo(-other.upper, 12);
      expect(one.upper).toBeCloseTo(-other.lower, 12);
    }),
  );
});

test("the interval holds the difference and stays within -1 and 1", () => {
  fc.assert(
    fc.property(group, group, ([x1, n1], [x2, n2]) => {
      const { difference, lower, upper } = newcombeDifference(x1, n1, x2, n2);
      expect(lower).toBeGreaterThanOrEqual(-1 - 1e-12);
      expect(upper).toBeLessThanOrEqual(1 + 1e-12);
      expect(lower).toBeLessThanOrEqual(difference ?? -1);
      expect(upper).toBeGreaterThanOrEqual(difference ?? 1);
    }),
  );
});

test("against a group so large that it is known, it is that group's distance to the Wilson interval", () => {
  const { lower, upper } = newcombeDifference(12, 30, 0, 1e12);
  const wilson = wilsonInterval(12, 30);
  expect(lower).toBeCloseTo(wilson.lower, 6);
  expect(upper).toBeCloseTo(wilson.upper, 6);
});

test("more confidence widens the interval", () => {
  expect(newcombeDifference(9, 10, 3, 10, { confidence: 0.99 }).lower).toBeLessThan(0.17);
});

test.each([
  [0, 0, 3, 10],
  [3, 10, 0, 0],
])("without trials nothing is known: %i/%i and %i/%i", (x1, n1, x2, n2) => {
  expect(newcombeDifference(x1, n1, x2, n2)).toEqual({ difference: null, lower: -1, upper: 1 });
});

test.each([
  [-1, 5, 1, 5, "x1"],
  [1, 1.5, 1, 5, "n1"],
  [1, 5, 6, 5, "x2"],
  [1, 5, 1, -5, "n2"],
])("%d/%d and %d/%d are refused with the argument named", (x1, n1, x2, n2, named) => {
  expect(() => newcombeDifference(x1, n1, x2, n2)).toThrow(new RegExp(`^${named}: found`));
});

test("a confidence of 1 is refused", () => {
  expect(() => newcombeDifference(1, 5, 1, 5, { confidence: 1 })).toThrow(/confidence: found 1/);
});
