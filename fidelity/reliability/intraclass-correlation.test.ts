import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { intraclassCorrelation } from "./intraclass-correlation.ts";

const FORMS = ["icc11", "icc21", "icc31", "icc1k", "icc2k", "icc3k"] as const;

// Shrout & Fleiss 1979, Psychological Bulletin 86:420-428, table 2: six targets, four judges.
const JUDGES = [
  [9, 2, 5, 8],
  [6, 1, 3, 2],
  [8, 4, 6, 8],
  [7, 1, 2, 6],
  [10, 5, 6, 9],
  [6, 2, 4, 7],
];

describe("Shrout & Fleiss 1979, six targets and four judges", () => {
  // Estimates: their table 4. Intervals: R psych, ICC on the same data, which uses their formulas.
  test.each([
    ["icc11", 0.17, 0.166, -0.133, 0.723],
    ["icc21", 0.29, 0.29, 0.019, 0.761],
    ["icc31", 0.71, 0.715, 0.342, 0.946],
    ["icc1k", 0.44, 0.443, -0.884, 0.912],
    ["icc2k", 0.62, 0.62, 0.071, 0.927],
    ["icc3k", 0.91, 0.909, 0.676, 0.986],
  ] as const)("%s: %d", (form, published, estimate, lower, upper) => {
    const result = intraclassCorrelation(JUDGES)[form];
    expect(Math.abs((result.estimate ?? 99) - published)).toBeLessThan(0.0051);
    expect(result.estimate).toBeCloseTo(estimate, 3);
    expect(result.confidenceInterval?.lower).toBeCloseTo(lower, 3);
    expect(result.confidenceInterval?.upper).toBeCloseTo(upper, 3);
    expect(result.reason).toBeNull();
    expect(result.cautions).toEqual(["6 rated units are too few to estimate; 10 are the least"]);
  });

  test("each interval names its method", () => {
    const result = intraclassCorrelation(JUDGES, { confidence: 0.9 });
    expect(FORMS.map((form) => result[form].confidenceInterval?.method)).toEqual([
      "F, one-way model",
      "F, two-way model, absolute agreement",
      "F, two-way model, consistency",
      "F, one-way model",
      "F, two-way model, absolute agreement",
      "F, two-way model, consistency",
    ]);
    expect(result.icc11.confidenceInterval?.confidence).toBe(0.9);
    expect(result).toMatchObject({ n: 6, leftOut: 0, raters: 4 });
  });
});

// Worked on paper: targets 1 and 3, two raters who differ by 1 throughout.
test("raters who differ by a constant are consistent and do not agree", () => {
  const result = intraclassCorrelation([
    [1, 2],
    [3, 4],
    [5, 6],
  ]);
  // mean squares: targets 8, raters 1.5, error 0, within .5
  expect(result.icc31.estimate).toBeCloseTo(1, 12);
  expect(result.icc21.estimate).toBeCloseTo(8 / 9, 12);
  expect(result.icc11.estimate).toBeCloseTo(7.5 / 8.5, 12);
  expect(result.icc1k.estimate).toBeCloseTo(7.5 / 8, 12);
  expect(result.icc2k.estimate).toBeCloseTo(8 / 8.5, 12);
  expect(result.icc31.confidenceInterval).toBeNull();
  expect(result.icc31.cautions).toContain(
    "the ratings leave no variation from which an interval could be worked out",
  );
  const agreement = result.icc21.confidenceInterval;
  expect(agreement?.lower).toBeLessThan(8 / 9);
  expect(agreement?.upper).toBeGreaterThan(8 / 9);
});

describe("what cannot be estimated", () => {
  const everyReason = (ratings: (number | null)[][]) => {
    const result = intraclassCorrelation(ratings);
    for (const form of FORMS)
      expect(result[form]).toMatchObject({ estimate: null, confidenceInterval: null });
    return new Set(FORMS.map((form) => result[form].reason));
  };

  test("constant ratings", () => {
    expect(
      everyReason([
        [0.1, 0.1],
        [0.1, 0.1],
        [0.1, 0.1],
      ]),
    ).toEqual(new Set(["all ratings are the same"]));
    expect(
      everyReason([
        [0, 0],
        [0, 0],
      ]),
    ).toEqual(new Set(["all ratings are the same"]));
  });

  test("too few targets or raters", () => {
    expect(everyReason([])).toEqual(new Set(["targets rated by everybody: 0; at least 2 are needed"]));
    expect(
      everyReason([
        [1, 2],
        [1, null],
      ]),
    ).toEqual(new Set(["targets rated by everybody: 1; at least 2 are needed"]));
    expect(everyReason([[1], [2]])).toEqual(new Set(["ratings per target: 1; at least 2 are needed"]));
  });

  test("targets with the same mean: single ratings are in discord, means tell nothing apart", () => {
    const result = intraclassCorrelation([
      [1, 3, 2],
      [3, 2, 1],
      [2, 1, 3],
    ]);
    expect(result.icc31.estimate).toBeCloseTo(-1 / 2, 12);
    expect(result.icc3k).toMatchObject({
      estimate: null,
      reason: "the targets differ less than chance alone would make them",
    });
    expect(result.icc1k.estimate).toBeNull();
  });
});

test("variances that leave nothing but rounding give no estimate, in any order", () => {
  // Of the first: mean squares of targets 211/6, of raters 0, of error 211/2; 211/6 - 211/2 / 3 is exactly 0.
  for (const rows of [
    [
      [0, 1],
      [1, 15],
      [15, 0],
    ],
    [
      [15, 0],
      [1, 15],
      [0, 1],
    ],
    [
      [19, 17, 4],
      [0, 20, 19],
      [15, 16, 1],
      [13, 13, 14],
    ],
  ])
    expect(intraclassCorrelation(rows).icc2k).toMatchObject({
      estimate: null,
      reason: "the targets differ less than chance alone would make them",
    });
});

test("targets with a missing rating are left out and counted", () => {
  const { n, leftOut, icc21 } = intraclassCorrelation([...JUDGES, [1, null, 2, 3], [null, null, null, null]]);
  expect({ n, leftOut }).toEqual({ n: 6, leftOut: 2 });
  expect(icc21).toEqual(intraclassCorrelation(JUDGES).icc21);
});

const ratings = fc
  .record({ n: fc.integer({ min: 3, max: 12 }), k: fc.integer({ min: 2, max: 5 }) })
  .chain(({ n, k }) =>
    fc.array(fc.array(fc.integer({ min: 0, max: 20 }), { minLength: k, maxLength: k }), {
      minLength: n,
      maxLength: n,
    }),
  );
const expectSameForms = (one: number[][], other: number[][]) => {
  const [a, b] = [intraclassCorrelation(one), intraclassCorrelation(other)];
  for (const form of FORMS) {
    expect(b[form].estimate ?? 99).toBeCloseTo(a[form].estimate ?? 99, 8);
    expect(b[form].confidenceInterval?.lower ?? 99).toBeCloseTo(a[form].confidenceInterval?.lower ?? 99, 6);
    expect(b[form].confidenceInterval?.upper ?? 99).toBeCloseTo(a[form].confidenceInterval?.upper ?? 99, 6);
  }
};

describe("laws", { timeout: 120_000 }, () => {
  test("the order of targets and raters, another zero and another unit change nothing", () => {
    fc.assert(
      fc.property(ratings, (given) => {
        expectSameForms(given, [...given].reverse());
        expectSameForms(
          given,
          given.map((row) => [...row].reverse()),
        );
        expectSameForms(
          given,
          given.map((row) => row.map((rating) => 64 - 4 * rating)),
        );
      }),
    );
  });

  test("consistency does not see what one rater adds throughout", () => {
    fc.assert(
      fc.property(ratings, (given) => {
        const lenient = intraclassCorrelation(
          given.map((row) => row.map((rating, j) => (j === 0 ? rating + 8 : rating))),
        );
        const { icc31 } = intraclassCorrelation(given);
        if (icc31.estimate === null || lenient.icc31.estimate === null) return;
        expect(lenient.icc31.estimate).toBeCloseTo(icc31.estimate, 8);
      }),
    );
  });

  test("the mean of k ratings is Spearman and Brown's step up from one", () => {
    fc.assert(
      fc.property(ratings, (given) => {
        const result = intraclassCorrelation(given);
        const k = result.raters;
        for (const [one, many] of [
          [result.icc11, result.icc1k],
          [result.icc21, result.icc2k],
          [result.icc31, result.icc3k],
        ] as const) {
          if (one.estimate === null || many.estimate === null) continue;
          expect(many.estimate).toBeCloseTo((k * one.estimate) / (1 + (k - 1) * one.estimate), 6);
        }
      }),
    );
  });

  test("no form exceeds 1, and each estimate lies in its interval", () => {
    fc.assert(
      fc.property(ratings, (given) => {
        const result = intraclassCorrelation(given);
        for (const form of FORMS) {
          const { estimate, confidenceInterval } = result[form];
          if (estimate === null) continue;
          expect(estimate).toBeLessThanOrEqual(1 + 1e-9);
          if (confidenceInterval === null || form === "icc21" || form === "icc2k") continue;
          expect(confidenceInterval.lower).toBeLessThanOrEqual(estimate);
          expect(confidenceInterval.upper).toBeGreaterThanOrEqual(estimate);
        }
      }),
    );
  });
});

test("bad input is refused", () => {
  expect(() => intraclassCorrelation([[1, 2], [1], [1, 2, 3]])).toThrow(
    [
      "ratings[1]: found 1 ratings, expected 2 as in ratings[0]",
      "ratings[2]: found 3 ratings, expected 2 as in ratings[0]",
    ].join("\n"),
  );
  expect(() => intraclassCorrelation([["a" as never, 2]])).toThrow(/ratings\.0\.0/);
  expect(() => intraclassCorrelation([[1, 2]], { confidence: 0 })).toThrow(/confidence/);
});
