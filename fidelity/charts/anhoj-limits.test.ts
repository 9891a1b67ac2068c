import { expect, test } from "vitest";
import { anhojLimits } from "./anhoj-limits.ts";

// Runs: the published formula, 8 for 24 points. Crossings: the binomial sum in whole numbers, as R's qbinom(0.05, n - 1, 0.5).
test.each([
  [10, 6, 2],
  [12, 7, 3],
  [20, 7, 6],
  [24, 8, 8],
  [30, 8, 10],
  [100, 10, 41],
])(
  "%i useful points expect runs up to %i and at least %i crossings",
  (usefulPoints, longestRun, crossings) => {
    expect(anhojLimits(usefulPoints)).toEqual({ longestRun, crossings });
  },
);

test("10 points by hand: 9 tosses, P(0) + P(1) = 10/512 < 5 % <= P(0) + P(1) + P(2) = 46/512", () => {
  expect(anhojLimits(10).crossings).toBe(2);
});

test("few points have limits that nothing can break", () => {
  expect(anhojLimits(0)).toEqual({ longestRun: 3, crossings: 0 });
  expect(anhojLimits(1)).toEqual({ longestRun: 3, crossings: 0 });
});

test("long series do not underflow: the normal approximation gives 4999.5 - 1.645 x 50 = 4917", () => {
  expect(anhojLimits(10_000)).toEqual({ longestRun: 16, crossings: 4917 });
});

test.each([-1, 1.5, Number.NaN])("%d is refused", (usefulPoints) => {
  expect(() => anhojLimits(usefulPoints)).toThrow(/usefulPoints: found/);
});
