import fc from "fast-check";
import { expect, test } from "vitest";
import { fQuantile } from "./f-quantile.ts";
import { normalQuantile } from "./normal-quantile.ts";
import { tQuantile } from "./t-quantile.ts";

// Any table of the F distribution, for instance NIST/SEMATECH e-Handbook of Statistical Methods, 1.3.6.7.3.
test.each([
  [0.95, 1, 1, 161.4476],
  [0.95, 5, 10, 3.3258],
  [0.95, 10, 5, 4.7351],
  [0.99, 3, 20, 4.9382],
  [0.9, 2, 2, 9],
  [0.95, 10, 100, 1.9267],
])("the %d quantile with %i and %i degrees of freedom is %d", (probability, df1, df2, value) => {
  expect(fQuantile(probability, df1, df2)).toBeCloseTo(value, 4);
});

test("with 2 and 2 degrees of freedom it is p / (1 - p), far into both tails", () => {
  for (const probability of [1e-12, 0.001, 0.25, 0.5, 0.9, 0.999999]) {
    const exact = probability / (1 - probability);
    expect(fQuantile(probability, 2, 2) / exact).toBeCloseTo(1, 9);
  }
});

test("exchanging the degrees of freedom gives one over the quantile of the other tail", () => {
  const df = fc.double({ min: 0.5, max: 500, noNaN: true });
  fc.assert(
    fc.property(fc.double({ min: 0.01, max: 0.99, noNaN: true }), df, df, (probability, df1, df2) => {
      expect(fQuantile(probability, df1, df2) * fQuantile(1 - probability, df2, df1)).toBeCloseTo(1, 8);
    }),
  );
});

// Any table of Student's t, for instance NIST/SEMATECH e-Handbook 1.3.6.7.2.
test.each([
  [0.975, 1, 12.7062],
  [0.975, 4, 2.7764],
  [0.975, 10, 2.2281],
  [0.95, 20, 1.7247],
  [0.995, 30, 2.75],
  [0.025, 10, -2.2281],
  [0.5, 7, 0],
])("t: the %d quantile with %i degrees of freedom is %d", (probability, df, value) => {
  expect(tQuantile(probability, df)).toBeCloseTo(value, 4);
});

test("t with many degrees of freedom is normal", () => {
  expect(tQuantile(0.975, 1e7)).toBeCloseTo(normalQuantile(0.975), 5);
});

test.each([
  [0, 1, 1],
  [1, 1, 1],
  [Number.NaN, 1, 1],
  [0.5, 0, 1],
  [0.5, 1, -1],
  [0.5, Number.POSITIVE_INFINITY, 1],
])("F of %d with %d and %d degrees of freedom is refused", (probability, df1, df2) => {
  expect(() => fQuantile(probability, df1, df2)).toThrow(
    /^(probability|numeratorDf|denominatorDf): found .+, expected/,
  );
});

test.each([
  [0, 5, /^probability: found 0, expected a number between 0 and 1$/],
  [1, 5, /^probability: found 1, expected/],
  [-0.2, 5, /^probability: found -0.2, expected/],
  [1.2, 5, /^probability: found 1.2, expected/],
  [0.9, 0, /^denominatorDf: found 0, expected/],
])("t of %d with %d degrees of freedom is refused", (probability, df, message) => {
  expect(() => tQuantile(probability, df)).toThrow(message);
});
