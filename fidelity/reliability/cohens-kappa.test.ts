import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { cohensKappa } from "./cohens-kappa.ts";
import { contingencyTable } from "./contingency-table.ts";
import { percentAgreement } from "./percent-agreement.ts";

// Cohen 1968, Psychological Bulletin 70:213-220, table 1: 200 diagnoses by two judges, with weights of disagreement.
const COHEN = [
  [88, 14, 18],
  [10, 40, 10],
  [2, 6, 12],
];
const DISAGREEMENT = [
  [0, 1, 3],
  [1, 0, 6],
  [3, 6, 0],
];
const COHEN_WEIGHTS = DISAGREEMENT.map((row) => row.map((weight) => 1 - weight / 6));

describe("Cohen 1968, table 1", () => {
  test("unweighted: (.70 - .41) / (1 - .41) = .492", () => {
    const result = cohensKappa(COHEN);
    expect(result.observedAgreement).toBeCloseTo(0.7, 12);
    expect(result.expectedAgreement).toBeCloseTo(0.41, 12);
    expect(result.estimate).toBeCloseTo(0.492, 3);
  });

  test("weighted: 1 - .90 / 1.38 = .348", () => {
    expect(cohensKappa(COHEN, { weights: COHEN_WEIGHTS }).estimate).toBeCloseTo(0.348, 3);
  });
});

// Fleiss, Levin & Paik 2003, Statistical Methods for Rates and Proportions, 3rd edition, 18.1: kappa .68.
test("Fleiss: 100 diagnoses by two raters", () => {
  const result = cohensKappa([
    [75, 1, 4],
    [5, 4, 1],
    [0, 0, 10],
  ]);
  expect(result.observedAgreement).toBeCloseTo(0.89, 12);
  expect(result.expectedAgreement).toBeCloseTo(0.66, 12);
  expect(result.estimate).toBeCloseTo(0.68, 2);
});

// SAS/STAT, PROC FREQ, agreement of two raters in 19 pairs, as kept in the tests of statsmodels (test_inter_rater.py).
describe("SAS, 19 pairs", () => {
  const table = [
    [0, 4, 1],
    [0, 8, 0],
    [0, 1, 5],
  ];

  test.each([
    ["none", 0.4842, 0.138, 0.2137, 0.7547],
    ["linear", 0.4701, 0.1457, 0.1845, 0.7558],
  ] as const)("weights %s", (weights, estimate, standardError, lower, upper) => {
    const result = cohensKappa(table, { weights });
    expect(result.estimate).toBeCloseTo(estimate, 4);
    expect(result.standardError).toBeCloseTo(standardError, 4);
    expect(result.confidenceInterval?.lower).toBeCloseTo(lower, 4);
    expect(result.confidenceInterval?.upper).toBeCloseTo(upper, 4);
    expect(result).toMatchObject({ reason: null, n: 19, cautions: [] });
  });
});

// R irr 0.84.1, kappa2 on its anxiety data, raters 2 and 3, as kept in the tests of statsmodels; category 5 is not used by
// these two and irr drops it, so the scale here is without it.
describe("R irr, 20 anxiety ratings", () => {
  const second = [3, 6, 4, 6, 2, 4, 2, 4, 3, 3, 2, 3, 3, 3, 2, 2, 1, 3, 3, 4];
  const third = [2, 1, 4, 4, 3, 2, 1, 6, 1, 1, 1, 2, 3, 3, 1, 1, 3, 3, 2, 2];
  const places = (ratings: number[]) => ratings.map((rating) => [1, 2, 3, 4, 6].indexOf(rating));
  const table = contingencyTable(places(second), places(third), [0, 1, 2, 3, 4]);

  test.each([
    ["none", -0.006289308],
    ["linear", 0.1459075],
    ["quadratic", 0.2520325],
  ] as const)("weights %s", (weights, estimate) => {
    expect(cohensKappa(table, { weights }).estimate).toBeCloseTo(estimate, 7);
  });
});

test("on paper: 35 of 50 agree, half of it by chance: (.7 - .5) / .5 = .4", () => {
  const result = cohensKappa([
    [20, 5],
    [10, 15],
  ]);
  expect(result.estimate).toBeCloseTo(0.4, 12);
  expect(result.expectedAgreement).toBeCloseTo(0.5, 12);
});

describe("the paradox of prevalence: the same 85 % agreement", () => {
  // Feinstein & Cicchetti 1990, Journal of Clinical Epidemiology 43:543-549, tables 1 and 2: kappa .70 and .32.
  test.each([
    [
      [
        [40, 9],
        [6, 45],
      ],
      0.7,
    ],
    [
      [
        [80, 10],
        [5, 5],
      ],
      0.32,
    ],
  ])("%j", (table, kappa) => {
    expect(cohensKappa(table).observedAgreement).toBeCloseTo(0.85, 12);
    expect(cohensKappa(table).estimate).toBeCloseTo(kappa, 2);
  });
});

describe("what cannot be estimated", () => {
  test("all ratings in one category: no kappa, and percent agreement stands", () => {
    const result = cohensKappa([
      [12, 0],
      [0, 0],
    ]);
    expect(result).toEqual({
      estimate: null,
      reason: "all ratings are in one category, so that agreement by chance would be complete as well",
      cautions: [],
      standardError: null,
      confidenceInterval: null,
      observedAgreement: 1,
      expectedAgreement: 1,
      n: 12,
    });
    const ones = Array.from({ length: 12 }, () => 1);
    expect(percentAgreement(ones, ones).estimate).toBe(1);
  });

  test("weights that count every pair as agreement", () => {
    const ones = [
      [1, 1],
      [1, 1],
    ];
    const table = [
      [3, 4],
      [5, 6],
    ];
    expect(cohensKappa(table, { weights: ones })).toMatchObject({
      estimate: null,
      reason: "the weights count every pair as agreement, so that agreement by chance would be complete",
    });
  });

  test("no pair", () => {
    expect(
      cohensKappa([
        [0, 0],
        [0, 0],
      ]),
    ).toMatchObject({
      estimate: null,
      reason: "no unit was rated by both raters",
      observedAgreement: null,
      expectedAgreement: null,
      n: 0,
    });
  });

  test("complete agreement has no interval: one without width would claim certainty", () => {
    const result = cohensKappa([
      [10, 0],
      [0, 10],
    ]);
    expect(result).toMatchObject({ estimate: 1, standardError: null, confidenceInterval: null });
    expect(result.cautions).toEqual([
      "the ratings leave no variation from which an interval could be worked out",
    ]);
  });

  test("a rater who used one category is named", () => {
    const caution = "one rater used a single category: kappa is then 0 whatever the agreement";
    for (const table of [
      [
        [9, 3],
        [0, 0],
      ],
      [
        [9, 0],
        [3, 0],
      ],
    ]) {
      const result = cohensKappa(table);
      expect(result.estimate).toBeCloseTo(0, 12);
      expect(result.cautions).toContain(caution);
    }
  });

  test("few units are named", () => {
    expect(
      cohensKappa([
        [3, 1],
        [1, 4],
      ]).cautions,
    ).toEqual(["9 rated units are too few to estimate; 10 are the least"]);
  });
});

const square = fc.integer({ min: 2, max: 5 }).chain((size) =>
  fc.array(fc.array(fc.nat({ max: 30 }), { minLength: size, maxLength: size }), {
    minLength: size,
    maxLength: size,
  }),
);
const weighting = fc.constantFrom("none" as const, "linear" as const, "quadratic" as const);
const numbers = ({ estimate, standardError }: ReturnType<typeof cohensKappa>) => [
  estimate ?? 99,
  standardError ?? 99,
];
const expectSame = (one: number[], other: number[]) => {
  for (const [index, value] of one.entries()) expect(other[index]).toBeCloseTo(value, 8);
};

describe("laws", { timeout: 120_000 }, () => {
  test("exchanging the raters changes nothing", () => {
    fc.assert(
      fc.property(square, weighting, (table, weights) => {
        const turned = table.map((_, row) => table.map((cells) => cells[row] ?? 0));
        expectSame(numbers(cohensKappa(table, { weights })), numbers(cohensKappa(turned, { weights })));
      }),
    );
  });

  test("renaming the categories changes nothing without weights, reversing the scale nothing with them", () => {
    fc.assert(
      fc.property(square, weighting, fc.nat(), (table, weights, shift) => {
        const reversed = [...table].reverse().map((row) => [...row].reverse());
        expectSame(numbers(cohensKappa(table, { weights })), numbers(cohensKappa(reversed, { weights })));
        const place = (index: number) => (index + shift) % table.length;
        const renamed = table.map((row, one) =>
          row.map((_, other) => table[place(one)]?.[place(other)] ?? 0),
        );
        expectSame(numbers(cohensKappa(table)), numbers(cohensKappa(renamed)));
      }),
    );
  });

  test("the identity as a matrix of weights is unweighted kappa", () => {
    fc.assert(
      fc.property(square, (table) => {
        const identity = table.map((_, row) => table.map((__, column) => (row === column ? 1 : 0)));
        expectSame(numbers(cohensKappa(table)), numbers(cohensKappa(table, { weights: identity })));
      }),
    );
  });

  test("on a scale of two all weights are the same", () => {
    fc.assert(
      fc.property(square, (table) => {
        const two = table.slice(0, 2).map((row) => row.slice(0, 2));
        expectSame(numbers(cohensKappa(two)), numbers(cohensKappa(two, { weights: "linear" })));
        expectSame(numbers(cohensKappa(two)), numbers(cohensKappa(two, { weights: "quadratic" })));
      }),
    );
  });

  test("the estimate is at most 1, lies in its interval, and the interval widens with confidence", () => {
    fc.assert(
      fc.property(square, weighting, (table, weights) => {
        const { estimate, confidenceInterval } = cohensKappa(table, { weights });
        const wide = cohensKappa(table, { weights, confidence: 0.99 }).confidenceInterval;
        if (estimate === null || confidenceInterval === null || wide === null) return;
        expect(estimate).toBeLessThanOrEqual(1 + 1e-12);
        expect(estimate).toBeGreaterThanOrEqual(-1 - 1e-12);
        expect(confidenceInterval.lower).toBeLessThanOrEqual(estimate);
        expect(confidenceInterval.upper).toBeGreaterThanOrEqual(estimate);
        expect(wide.lower).toBeLessThanOrEqual(confidenceInterval.lower);
        expect(wide.upper).toBeGreaterThanOrEqual(confidenceInterval.upper);
      }),
    );
  });
});

describe("bad input", () => {
  test("a table that is no square", () => {
    expect(() => cohensKappa([[1, 2], [3]])).toThrow("table[1]: found 1 columns, expected 2");
    expect(() => cohensKappa([[1]])).toThrow("table: expected at least 2 categories");
  });

  test("counts that are none", () => {
    expect(() =>
      cohensKappa([
        [1.5, 0],
        [0, -1],
      ]),
    ).toThrow(/table\.0\.0: found 1.5[\s\S]*table\.1\.1/);
  });

  test("weights that do not fit, all problems at once", () => {
    expect(() =>
      cohensKappa(
        [
          [1, 2],
          [3, 4],
        ],
        {
          weights: [
            [1, 0.5],
            [0.2, 0.9],
          ],
        },
      ),
    ).toThrow(
      [
        "weights[0][1]: found 0.5, expected the same as weights[1][0]",
        "weights[1][1]: found 0.9, expected 1",
        "weights[1][0]: found 0.2, expected the same as weights[0][1]",
      ].join("\n"),
    );
    expect(() =>
      cohensKappa(
        [
          [1, 2],
          [3, 4],
        ],
        { weights: [[1]] },
      ),
    ).toThrow(/weights: found 1 rows, expected 2/);
    expect(() =>
      cohensKappa(
        [
          [1, 2],
          [3, 4],
        ],
        { weights: "cubic" as never },
      ),
    ).toThrow(TypeError);
  });

  test("an unknown option", () => {
    expect(() =>
      cohensKappa(
        [
          [1, 2],
          [3, 4],
        ],
        { weight: "linear" } as never,
      ),
    ).toThrow(/options/);
  });
});
