import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { wilsonInterval } from "./wilson-interval.ts";

describe("Newcombe 1998, table I, 95 %", () => {
  test.each([
    [81, 263, 0.2553, 0.3662],
    [15, 148, 0.0624, 0.1605],
    [0, 20, 0, 0.1611],
    [1, 29, 0.0061, 0.1718],
  ])("%i of %i without continuity correction (method 3)", (successes, n, lower, upper) => {
    const interval = wilsonInterval(successes, n);
    expect(interval.estimate).toBe(successes / n);
    expect(interval.lower).toBeCloseTo(lower, 4);
    expect(interval.upper).toBeCloseTo(upper, 4);
  });

  test.each([
    [81, 263, 0.2535, 0.3682],
    [15, 148, 0.0598, 0.1644],
    [0, 20, 0, 0.2005],
    [1, 29, 0.0018, 0.1963],
  ])("%i of %i with continuity correction (method 4)", (successes, n, lower, upper) => {
    const interval = wilsonInterval(successes, n, { confidence: 0.95, continuityCorrection: true });
    expect(interval.lower).toBeCloseTo(lower, 4);
    expect(interval.upper).toBeCloseTo(upper, 4);
  });
});

test("zero successes give z squared / (n + z squared) as the upper end", () => {
  // on paper with z = 1.96: 3.8416 / 23.8416 = 0.1611
  expect(wilsonInterval(0, 20).upper).toBeCloseTo(3.8416 / 23.8416, 4);
});

test("without trials nothing is known", () => {
  expect(wilsonInterval(0, 0)).toEqual({ estimate: null, lower: 0, upper: 1 });
});

const proportion = fc
  .integer({ min: 1, max: 10_000 })
  .chain((n) => fc.record({ n: fc.constant(n), successes: fc.integer({ min: 0, max: n }) }));

describe.each([false, true])("with continuityCorrection %s", (continuityCorrection) => {
  test("the interval holds the estimate and stays within 0 and 1", () => {
    fc.assert(
      fc.property(
        proportion,
        fc.double({ min: 0.01, max: 0.9999, noNaN: true }),
        ({ successes, n }, confidence) => {
          const { estimate, lower, upper } = wilsonInterval(successes, n, {
            confidence,
            continuityCorrection,
          });
          expect(lower).toBeGreaterThanOrEqual(0);
          expect(upper).toBeLessThanOrEqual(1);
          expect(lower).toBeLessThanOrEqual((estimate ?? 0) + 1e-12);
          expect(upper).toBeGreaterThanOrEqual((estimate ?? 1) - 1e-12);
        },
      ),
    );
  });

  test("failures have the mirrored interval", () => {
    fc.assert(
      fc.property(proportion, ({ successes, n }) => {
        const one = wilsonInterval(successes, n, { continuityCorrection });
        const other = wilsonInterval(n - successes, n, { continuityCorrection });
        expect(one.lower).toBeCloseTo(1 - other.upper, 10);
        expect(one.upper).toBeCloseTo(1 - other.lower, 10);
      }),
    );
  });
});

test("more confidence and the correction widen the interval", () => {
  expect(wilsonInterval(5, 20, { confidence: 0.99 }).lower).toBeLessThan(wilsonInterval(5, 20).lower);
  expect(wilsonInterval(5, 20, { continuityCorrection: true }).upper).toBeGreaterThan(
    wilsonInterval(5, 20).upper,
  );
});

test.each([
  [-1, 10, 0.95, /successes: found -1/],
  [11, 10, 0.95, /expected a whole number from 0 to n = 10/],
  [1.5, 10, 0.95, /successes: found 1.5/],
  [1, Number.NaN, 0.95, /n: found NaN/],
  [0, -1, 0.95, /n: found -1/],
  [1, 10, 1, /confidence: found 1/],
  [1, 10, 0, /confidence: found 0/],
  [1, 10, -0.5, /confidence: found -0.5/],
  [1, 10, 95, /confidence: found 95/],
])("%d of %d at %d is refused", (successes, n, confidence, message) => {
  expect(() => wilsonInterval(successes, n, { confidence })).toThrow(message);
});
