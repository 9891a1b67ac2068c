import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { krippendorffAlpha, type Level } from "./krippendorff-alpha.ts";

// Krippendorff 2011, Computing Krippendorff's Alpha-Reliability, example C: four observers, twelve units.
const _ = null;
const OBSERVERS = [
  [1, 2, 3, 3, 2, 1, 4, 1, 2, _, _, _],
  [1, 2, 3, 3, 2, 2, 4, 1, 2, 5, _, 3],
  [_, 3, 3, 3, 2, 3, 4, 2, 2, 5, 1, _],
  [1, 2, 3, 3, 2, 4, 4, 1, 2, 5, 1, _],
];

describe("Krippendorff 2011, four observers and twelve units", () => {
  test.each([
    ["nominal", 0.743],
    ["ordinal", 0.815],
    ["interval", 0.849],
    ["ratio", 0.797],
  ] as const)("%s: %d", (level, alpha) => {
    const result = krippendorffAlpha(OBSERVERS, { level });
    expect(result.estimate).toBeCloseTo(alpha, 3);
    expect(result).toMatchObject({
      level,
      n: 11,
      leftOut: 1,
      raters: 4,
      values: 40,
      reason: null,
      cautions: [],
    });
  });

  // Eleven units; the 0.975 quantile of Student's t with 10 degrees of freedom is 2.228139.
  test("the interval is the estimate and 2.228139 standard errors on each side, as far as 1", () => {
    const { estimate, standardError, confidenceInterval } = krippendorffAlpha(OBSERVERS, {
      level: "nominal",
    });
    expect(confidenceInterval?.lower).toBeCloseTo((estimate ?? 0) - 2.228139 * (standardError ?? 0), 6);
    expect(confidenceInterval).toMatchObject({
      confidence: 0.95,
      method: "Student's t, infinitesimal jackknife over units",
    });
  });

  test("R irrCAC 1.0, krippen.alpha.raw: .74342, observed agreement .805, expected .24", () => {
    const result = krippendorffAlpha(OBSERVERS, { level: "nominal" });
    expect(result.estimate).toBeCloseTo(0.74342, 5);
    expect(result.observedDisagreement).toBeCloseTo(0.2, 12);
    // irrCAC corrects the observed, Krippendorff the expected agreement for the number of values: .76 x 40 / 39
    expect(result.expectedDisagreement).toBeCloseTo((0.76 * 40) / 39, 12);
  });
});

// Krippendorff 2011, example A: two observers, ten binary units, no missing ratings: alpha .095.
test("Krippendorff 2011, two observers and ten binary units: .095", () => {
  const alpha = krippendorffAlpha(
    [
      [0, 1, 0, 0, 0, 0, 0, 0, 1, 0],
      [1, 1, 1, 0, 0, 1, 0, 0, 0, 0],
    ],
    { level: "nominal" },
  );
  expect(alpha.estimate).toBeCloseTo(0.095, 3);
});

// Krippendorff 2011, example B: two observers, twelve units, five categories, no missing ratings: alpha .692.
test("Krippendorff 2011, two observers and twelve nominal units: .692", () => {
  const alpha = krippendorffAlpha(
    [
      ["a", "a", "b", "b", "d", "c", "c", "c", "e", "d", "d", "a"],
      ["b", "a", "b", "b", "b", "c", "c", "c", "e", "d", "d", "d"],
    ],
    { level: "nominal" },
  );
  expect(alpha.estimate).toBeCloseTo(0.692, 3);
});

describe("what cannot be estimated", () => {
  test("no unit with two ratings", () => {
    const result = krippendorffAlpha(
      [
        [1, null, 2],
        [null, 1, null],
      ],
      { level: "interval" },
    );
    expect(result).toMatchObject({
      estimate: null,
      reason: "no unit has two ratings",
      observedDisagreement: null,
      n: 0,
      leftOut: 3,
      raters: 2,
      values: 0,
    });
    expect(krippendorffAlpha([], { level: "nominal" }).reason).toBe("no unit has two ratings");
  });

  test("all ratings are the same", () => {
    expect(
      krippendorffAlpha(
        [
          [2, 2, 2],
          [2, 2, 2],
        ],
        { level: "ordinal" },
      ),
    ).toMatchObject({
      estimate: null,
      reason: "all ratings are the same, so that there is no disagreement to compare with",
      observedDisagreement: 0,
      expectedDisagreement: 0,
    });
  });

  test("complete agreement has no interval", () => {
    const result = krippendorffAlpha(
      [
        [1, 2, 3],
        [1, 2, 3],
      ],
      { level: "nominal" },
    );
    expect(result).toMatchObject({ estimate: 1, standardError: null, confidenceInterval: null });
    expect(result.cautions).toEqual([
      "3 rated units are too few to estimate; 10 are the least",
      "the ratings leave no variation from which an interval could be worked out",
    ]);
  });

  test("a single unit has no interval", () => {
    expect(krippendorffAlpha([[1], [2]], { level: "nominal" })).toMatchObject({
      estimate: 0,
      standardError: null,
      confidenceInterval: null,
    });
  });
});

const level = fc.constantFrom<Level>("nominal", "ordinal", "interval", "ratio");
const ratings = fc
  .record({ raters: fc.integer({ min: 2, max: 4 }), units: fc.integer({ min: 2, max: 12 }) })
  .chain(({ raters, units }) =>
    fc.array(fc.array(fc.option(fc.nat({ max: 4 })), { minLength: units, maxLength: units }), {
      minLength: raters,
      maxLength: raters,
    }),
  );
const estimateOf = (given: (number | null)[][], at: Level) =>
  krippendorffAlpha(given, { level: at }).estimate ?? 99;

describe("laws", { timeout: 120_000 }, () => {
  test("the order of raters and units does not matter, nor units nobody or one person rated", () => {
    fc.assert(
      fc.property(ratings, level, (given, at) => {
        const expected = krippendorffAlpha(given, { level: at });
        const same = [
          [...given].reverse(),
          given.map((list) => [...list].reverse()),
          given.map((list, rater) => [...list, rater === 0 ? 3 : null, null]),
        ];
        for (const other of same) {
          const result = krippendorffAlpha(other, { level: at });
          expect(result.estimate ?? 99).toBeCloseTo(expected.estimate ?? 99, 10);
          expect(result.standardError ?? 99).toBeCloseTo(expected.standardError ?? 99, 8);
        }
      }),
    );
  });

  test("each level allows its own transformations", () => {
    fc.assert(
      fc.property(ratings, fc.integer({ min: 1, max: 9 }), (given, factor) => {
        const mapped = (change: (rating: number) => number) =>
          given.map((list) => list.map((rating) => (rating === null ? null : change(rating))));
        const renamed = mapped((rating) => [7, 1, 9, 0, 4][rating] ?? 0);
        const stretched = mapped((rating) => rating ** 3);
        const shifted = mapped((rating) => factor * rating - 20);
        const scaled = mapped((rating) => factor * rating);
        expect(estimateOf(renamed, "nominal")).toBeCloseTo(estimateOf(given, "nominal"), 10);
        expect(estimateOf(stretched, "ordinal")).toBeCloseTo(estimateOf(given, "ordinal"), 10);
        expect(estimateOf(shifted, "interval")).toBeCloseTo(estimateOf(given, "interval"), 9);
        expect(estimateOf(scaled, "ratio")).toBeCloseTo(estimateOf(given, "ratio"), 10);
      }),
    );
  });

  test("it is at most 1", () => {
    fc.assert(
      fc.property(ratings, level, (given, at) => {
        const { estimate, confidenceInterval } = krippendorffAlpha(given, { level: at });
        if (estimate === null) return;
        expect(estimate).toBeLessThanOrEqual(1);
        if (confidenceInterval === null) return;
        expect(confidenceInterval.lower).toBeLessThanOrEqual(estimate);
        expect(confidenceInterval.upper).toBeGreaterThanOrEqual(estimate);
      }),
    );
  });

  test("on two categories all levels but ratio agree", () => {
    fc.assert(
      fc.property(ratings, (given) => {
        const binary = given.map((list) => list.map((rating) => (rating === null ? null : rating % 2)));
        const nominal = estimateOf(binary, "nominal");
        expect(estimateOf(binary, "ordinal")).toBeCloseTo(nominal, 10);
        expect(estimateOf(binary, "interval")).toBeCloseTo(nominal, 10);
      }),
    );
  });

  test("two raters, no gaps, nominal: Scott's pi corrected for the number of values", () => {
    const pairs = fc.array(fc.tuple(fc.nat({ max: 3 }), fc.nat({ max: 3 })), { minLength: 1, maxLength: 30 });
    fc.assert(
      fc.property(pairs, (given) => {
        const values = 2 * given.length;
        const observed = given.filter(([one, other]) => one === other).length / given.length;
        const shares = [0, 1, 2, 3].map((c) => given.flat().filter((value) => value === c).length / values);
        const expected = shares.reduce((sum, share) => sum + share * share, 0);
        if (expected === 1) return;
        const pi = (observed - expected) / (1 - expected);
        const lists = [given.map(([one]) => one), given.map(([, other]) => other)];
        expect(estimateOf(lists, "nominal")).toBeCloseTo(pi + (1 - pi) / values, 10);
      }),
    );
  });

  test.each(["nominal", "interval"] as const)(
    "the standard error is that of leaving out one unit at a time: %s",
    (at) => {
      // a rare category, so that the expected disagreement moves as well
      const patterns = [
        { ratings: [0, 0, null], times: 3000 },
        { ratings: [2, 2, null], times: 200 },
        { ratings: [2, 0, null], times: 60 },
        { ratings: [0, 1, null], times: 40 },
        { ratings: [2, 2, 0], times: 50 },
      ];
      const n = patterns.reduce((sum, { times }) => sum + times, 0);
      const listsWithout = (left: number) =>
        [0, 1, 2].map((rater) =>
          patterns.flatMap(({ ratings: given, times }, place) =>
            Array.from({ length: place === left ? times - 1 : times }, () => given[rater] ?? null),
          ),
        );
      const without = patterns.map(({ times }, place) => ({
        times,
        estimate: estimateOf(listsWithout(place), at),
      }));
      const mean = without.reduce((sum, { times, estimate }) => sum + times * estimate, 0) / n;
      const spread = without.reduce((sum, { times, estimate }) => sum + times * (estimate - mean) ** 2, 0);
      const jackknife = Math.sqrt(((n - 1) / n) * spread);
      const { standardError } = krippendorffAlpha(listsWithout(-1), { level: at });
      expect((standardError ?? 0) / jackknife).toBeCloseTo(1, 2);
    },
  );
});

describe("bad input", () => {
  test("lists of different lengths and ratings the level does not allow, all at once", () => {
    expect(() => krippendorffAlpha([[1, "a"], [-1]], { level: "ratio" })).toThrow(
      [
        'ratings[0][1]: found "a", expected a number of 0 or more or null',
        "ratings[1]: found 1 units, expected 2 as in ratings[0]",
        "ratings[1][0]: found -1, expected a number of 0 or more or null",
      ].join("\n"),
    );
    expect(() => krippendorffAlpha([[true], [1]], { level: "interval" })).toThrow(
      "ratings[0][0]: found true, expected a number or null",
    );
  });

  test("a level is required", () => {
    expect(() => krippendorffAlpha([[1], [1]], {} as never)).toThrow(/options\.level/);
  });
});
