import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { cohensKappa } from "./cohens-kappa.ts";
import { gwetAc } from "./gwet-ac.ts";

// Gwet 2014, Handbook of Inter-Rater Reliability, 4th edition: 100 women, two abstractors; figures of the author's R
// package irrCAC 1.0, cont3x3abstractors: AC1 .8493305, standard error .04321747, .764 to .935; kappa .7964094, .05891072.
describe("Gwet 2014, pregnancies by two abstractors", () => {
  const table = [
    [13, 0, 0],
    [0, 20, 7],
    [0, 4, 56],
  ];

  test("AC1", () => {
    const result = gwetAc(table);
    expect(result).toMatchObject({ coefficient: "AC1", reason: null, cautions: [], n: 100 });
    expect(result.observedAgreement).toBeCloseTo(0.89, 12);
    expect(result.estimate).toBeCloseTo(0.8493305, 7);
    expect(result.confidenceInterval?.lower).toBeCloseTo(0.764, 3);
    expect(result.confidenceInterval?.upper).toBeCloseTo(0.935, 3);
  });

  // The 0.975 quantile of Student's t with 99 degrees of freedom is 1.984217.
  test("the interval is the estimate and 1.984217 standard errors on each side", () => {
    const { estimate, standardError, confidenceInterval } = gwetAc(table);
    expect(confidenceInterval?.lower).toBeCloseTo((estimate ?? 0) - 1.984217 * (standardError ?? 0), 7);
    expect(confidenceInterval).toMatchObject({
      confidence: 0.95,
      method: "Student's t, linearized variance of Gwet",
    });
  });

  test("kappa of the same table", () => {
    expect(cohensKappa(table).estimate).toBeCloseTo(0.7964094, 7);
  });

  test("standard errors", () => {
    expect(gwetAc(table).standardError).toBeCloseTo(0.04321747, 8);
    expect(cohensKappa(table).standardError).toBeCloseTo(0.05891072, 8);
  });
});

describe("where kappa fails", () => {
  test("all ratings in one category agree completely, without an interval", () => {
    const result = gwetAc([
      [12, 0],
      [0, 0],
    ]);
    expect(result).toMatchObject({
      estimate: 1,
      reason: null,
      expectedAgreement: 0,
      confidenceInterval: null,
    });
    expect(result.cautions).toHaveLength(1);
  });

  test("a rare category does not pull it down: 90 of 100 agree, kappa is below 0", () => {
    const table = [
      [90, 5],
      [5, 0],
    ];
    // on paper: prevalence .95, chance 2 x .95 x .05 = .095, (.9 - .095) / .905 = .8895
    expect(gwetAc(table).estimate).toBeCloseTo(0.8895, 4);
    expect(cohensKappa(table).estimate).toBeLessThan(0);
  });
});

describe("AC2", () => {
  test("on paper, linear weights over three categories", () => {
    // pairs 6, 2, 2 of 10 at distance 0, 1, 2: observed .6 + .2 x .5 = .7; weights add up to 5, chance 5 / 6 x sum p (1 - p)
    const result = gwetAc(
      [
        [2, 2, 2],
        [0, 2, 0],
        [0, 0, 2],
      ],
      { weights: "linear" },
    );
    const chance = (5 / 6) * (0.4 * 0.6 + 0.3 * 0.7 + 0.3 * 0.7);
    expect(result.coefficient).toBe("AC2");
    expect(result.observedAgreement).toBeCloseTo(0.7, 12);
    expect(result.expectedAgreement).toBeCloseTo(chance, 12);
    expect(result.estimate).toBeCloseTo((0.7 - chance) / (1 - chance), 12);
  });

  test("weights of 1 everywhere leave nothing to correct", () => {
    const weights = [
      [1, 1],
      [1, 1],
    ];
    expect(
      gwetAc(
        [
          [5, 0],
          [0, 5],
        ],
        { weights },
      ),
    ).toMatchObject({
      estimate: null,
      reason: "the weights count every pair as agreement, so that agreement by chance would be complete",
      observedAgreement: 1,
    });
  });
});

test("no pair", () => {
  expect(
    gwetAc([
      [0, 0],
      [0, 0],
    ]),
  ).toMatchObject({
    estimate: null,
    reason: "no unit was rated by both raters",
    observedAgreement: null,
    n: 0,
  });
});

test("one pair has no interval", () => {
  expect(
    gwetAc([
      [0, 1],
      [0, 0],
    ]),
  ).toMatchObject({ standardError: null, confidenceInterval: null });
});

const square = fc.integer({ min: 2, max: 5 }).chain((size) =>
  fc.array(fc.array(fc.nat({ max: 30 }), { minLength: size, maxLength: size }), {
    minLength: size,
    maxLength: size,
  }),
);
const weighting = fc.constantFrom("none" as const, "linear" as const, "quadratic" as const);
const numbers = ({ estimate, standardError }: ReturnType<typeof gwetAc>) => [
  estimate ?? 99,
  standardError ?? 99,
];
const expectSame = (one: number[], other: number[]) => {
  for (const [index, value] of one.entries()) expect(other[index]).toBeCloseTo(value, 8);
};

describe("laws", { timeout: 120_000 }, () => {
  test("exchanging the raters, reversing the scale and, without weights, renaming categories change nothing", () => {
    fc.assert(
      fc.property(square, weighting, fc.nat(), (table, weights, shift) => {
        const expected = numbers(gwetAc(table, { weights }));
        const turned = table.map((_, row) => table.map((cells) => cells[row] ?? 0));
        expectSame(expected, numbers(gwetAc(turned, { weights })));
        const reversed = [...table].reverse().map((row) => [...row].reverse());
        expectSame(expected, numbers(gwetAc(reversed, { weights })));
        const place = (index: number) => (index + shift) % table.length;
        const renamed = table.map((row, one) =>
          row.map((_, other) => table[place(one)]?.[place(other)] ?? 0),
        );
        expectSame(numbers(gwetAc(table)), numbers(gwetAc(renamed)));
      }),
    );
  });

  test("the identity as a matrix of weights gives AC1", () => {
    fc.assert(
      fc.property(square, (table) => {
        const identity = table.map((_, row) => table.map((__, column) => (row === column ? 1 : 0)));
        expectSame(numbers(gwetAc(table)), numbers(gwetAc(table, { weights: identity })));
      }),
    );
  });

  test("the standard error is that of leaving out one pair at a time, nearly", () => {
    fc.assert(
      fc.property(square, weighting, (counts, weights) => {
        const table = counts.map((row) => row.map((count) => count + 20));
        const n = table.flat().reduce((sum, count) => sum + count, 0);
        const without = table.flatMap((row, one) =>
          row.map((count, other) => {
            const less = table.map((cells, r) =>
              cells.map((cell, c) => (r === one && c === other ? cell - 1 : cell)),
            );
            return { count, estimate: gwetAc(less, { weights }).estimate ?? 0 };
          }),
        );
        const mean = without.reduce((sum, { count, estimate }) => sum + count * estimate, 0) / n;
        const spread = without.reduce((sum, { count, estimate }) => sum + count * (estimate - mean) ** 2, 0);
        const jackknife = Math.sqrt(((n - 1) / n) * spread);
        expect((gwetAc(table, { weights }).standardError ?? 0) / jackknife).toBeCloseTo(1, 1);
      }),
      { numRuns: 30 },
    );
  });

  test("the estimate lies within -1 and 1 and in its interval", () => {
    fc.assert(
      fc.property(square, weighting, (table, weights) => {
        const { estimate, confidenceInterval } = gwetAc(table, { weights });
        if (estimate === null || confidenceInterval === null) return;
        expect(Math.abs(estimate)).toBeLessThanOrEqual(1 + 1e-12);
        expect(confidenceInterval.lower).toBeLessThanOrEqual(estimate);
        expect(confidenceInterval.upper).toBeGreaterThanOrEqual(estimate);
      }),
    );
  });
});

test("a table that is no square is refused", () => {
  expect(() => gwetAc([[1, 2], [3]])).toThrow("table[1]: found 1 columns, expected 2");
});
