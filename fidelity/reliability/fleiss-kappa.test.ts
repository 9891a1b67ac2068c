import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { fleissKappa } from "./fleiss-kappa.ts";

// Fleiss 1971, Psychological Bulletin 76:378-382, table 1: 30 patients, six psychiatrists each; depression, personality
// disorder, schizophrenia, neurosis, other. The first 15 are also distrib.6raters of R irrCAC 1.0.
const DIAGNOSES = [
  [0, 0, 0, 6, 0],
  [0, 3, 0, 0, 3],
  [0, 1, 4, 0, 1],
  [0, 0, 0, 0, 6],
  [0, 3, 0, 3, 0],
  [2, 0, 4, 0, 0],
  [0, 0, 4, 0, 2],
  [2, 0, 3, 1, 0],
  [2, 0, 0, 4, 0],
  [0, 0, 0, 0, 6],
  [1, 0, 0, 5, 0],
  [1, 1, 0, 4, 0],
  [0, 3, 3, 0, 0],
  [1, 0, 0, 5, 0],
  [0, 2, 0, 3, 1],
  [0, 0, 5, 0, 1],
  [3, 0, 0, 1, 2],
  [5, 1, 0, 0, 0],
  [0, 2, 0, 4, 0],
  [1, 0, 2, 0, 3],
  [0, 0, 0, 0, 6],
  [0, 1, 0, 5, 0],
  [0, 2, 0, 1, 3],
  [2, 0, 0, 4, 0],
  [1, 0, 0, 4, 1],
  [0, 5, 0, 1, 0],
  [4, 0, 0, 0, 2],
  [0, 2, 0, 4, 0],
  [1, 0, 5, 0, 0],
  [0, 0, 0, 0, 6],
];

describe("Fleiss 1971, 30 patients", () => {
  const result = fleissKappa(DIAGNOSES);

  test("kappa .430; 100 of 180 pairs agree in the mean", () => {
    expect(result.estimate).toBeCloseTo(0.43, 3);
    expect(result.observedAgreement).toBeCloseTo(100 / 180, 12);
    expect(result).toMatchObject({ n: 30, raters: 6, reason: null, cautions: [] });
  });

  test("R irr 0.84.1, kappam.fleiss: .4302445", () => {
    expect(result.estimate).toBeCloseTo(0.4302445, 7);
  });

  test("by category: .245, .245, .520, .471, .566", () => {
    for (const [place, kappa] of [0.245, 0.245, 0.52, 0.471, 0.566].entries()) {
      expect(result.byCategory[place]).toBeCloseTo(kappa, 3);
    }
  });
});

test("R irrCAC 1.0, fleiss.kappa.dist, first 15 patients: .4139265, standard error .08119291, .24 to .588", () => {
  const result = fleissKappa(DIAGNOSES.slice(0, 15));
  expect(result.estimate).toBeCloseTo(0.4139265, 7);
  expect(result.standardError).toBeCloseTo(0.08119291, 7);
  expect(result.confidenceInterval?.lower).toBeCloseTo(0.24, 3);
  expect(result.confidenceInterval?.upper).toBeCloseTo(0.588, 3);
});

test("ten subjects, fourteen raters, five categories: .210 (tests of statsmodels)", () => {
  const result = fleissKappa([
    [0, 0, 0, 0, 14],
    [0, 2, 6, 4, 2],
    [0, 0, 3, 5, 6],
    [0, 3, 9, 2, 0],
    [2, 2, 8, 1, 1],
    [7, 7, 0, 0, 0],
    [3, 2, 6, 3, 0],
    [2, 5, 3, 2, 2],
    [6, 5, 2, 1, 0],
    [0, 2, 2, 3, 7],
  ]);
  expect(result.estimate).toBeCloseTo(0.21, 3);
});

describe("what cannot be estimated", () => {
  test("no subjects", () => {
    expect(fleissKappa([])).toMatchObject({
      estimate: null,
      reason: "there are no subjects",
      observedAgreement: null,
      byCategory: [],
      n: 0,
      raters: 0,
    });
  });

  test("all ratings in one category", () => {
    expect(
      fleissKappa([
        [3, 0],
        [3, 0],
      ]),
    ).toMatchObject({
      estimate: null,
      reason: "all ratings are in one category, so that agreement by chance would be complete as well",
      observedAgreement: 1,
      expectedAgreement: 1,
      byCategory: [null, null],
    });
  });

  test("complete agreement and a single subject have no interval", () => {
    expect(
      fleissKappa([
        [3, 0],
        [0, 3],
        [3, 0],
      ]),
    ).toMatchObject({ estimate: 1, confidenceInterval: null });
    const one = fleissKappa([[2, 1]]);
    expect(one).toMatchObject({ standardError: null, confidenceInterval: null });
    expect(one.cautions).toEqual([
      "1 rated unit is too few to estimate; 10 are the least",
      "the ratings leave no variation from which an interval could be worked out",
    ]);
  });
});

const subjects = fc
  .record({ raters: fc.integer({ min: 2, max: 6 }), size: fc.integer({ min: 2, max: 4 }) })
  .chain(({ raters, size }) =>
    fc
      .array(fc.array(fc.nat({ max: size - 1 }), { minLength: raters, maxLength: raters }), {
        minLength: 2,
        maxLength: 20,
      })
      .map((rated) =>
        rated.map((ratings) =>
          Array.from({ length: size }, (_, place) => ratings.filter((rating) => rating === place).length),
        ),
      ),
  );

describe("laws", { timeout: 120_000 }, () => {
  test("shuffling subjects or renaming categories changes nothing", () => {
    fc.assert(
      fc.property(subjects, (counts) => {
        const { estimate, standardError } = fleissKappa(counts);
        for (const same of [[...counts].reverse(), counts.map((row) => [...row].reverse())]) {
          const other = fleissKappa(same);
          expect(other.estimate ?? 99).toBeCloseTo(estimate ?? 99, 10);
          expect(other.standardError ?? 99).toBeCloseTo(standardError ?? 99, 8);
        }
      }),
    );
  });

  test("kappa is at most 1 and at least -1 / (raters - 1)", () => {
    fc.assert(
      fc.property(subjects, (counts) => {
        const { estimate, raters } = fleissKappa(counts);
        if (estimate === null) return;
        expect(estimate).toBeLessThanOrEqual(1 + 1e-12);
        expect(estimate).toBeGreaterThanOrEqual(-1 / (raters - 1) - 1e-12);
      }),
    );
  });

  test("it is the mean of the categories' kappas weighted by p (1 - p)", () => {
    fc.assert(
      fc.property(subjects, (counts) => {
        const { estimate, byCategory, raters, n } = fleissKappa(counts);
        if (estimate === null) return;
        const weights = byCategory.map((_, place) => {
          const share = counts.reduce((sum, row) => sum + (row[place] ?? 0), 0) / (n * raters);
          return share * (1 - share);
        });
        const total = weights.reduce((sum, weight) => sum + weight, 0);
        const mean =
          weights.reduce((sum, weight, place) => sum + weight * (byCategory[place] ?? 0), 0) / total;
        expect(mean).toBeCloseTo(estimate, 10);
      }),
    );
  });
});

test("subjects that do not fit are named, all at once", () => {
  expect(() =>
    fleissKappa([
      [2, 1],
      [1, 1],
      [3, 0, 0],
      [0, 1],
    ]),
  ).toThrow(
    [
      "counts[1]: found 2 ratings, expected 3 as in counts[0]",
      "counts[2]: found 3 categories, expected 2 as in counts[0]",
      "counts[3]: found 1 ratings, expected at least 2",
    ].join("\n"),
  );
});
