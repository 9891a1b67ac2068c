import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { ItemResponse } from "../instruments/instrument.schema.ts";
import { readDefinition } from "../instruments/read-definition.ts";
import { answerTo, compareRatings, type RatedPair } from "./compare-ratings.ts";
import { judgeCalibration } from "./judge-calibration.ts";
import { raterDrift } from "./rater-drift.ts";
import { meanScore, type RatedScore } from "./score-of-record.ts";

const instrument = readDefinition({
  ...{
    code: "x",
    version: 1,
    title: "X",
    subject: "coach",
    raterTypes: ["supervisor"],
    dimensions: ["quality"],
  },
  sections: [{ id: "s", title: "S", thresholds: [{ band: "met", from: 70 }] }],
  items: [
    {
      id: "a",
      sectionId: "s",
      label: "A",
      type: "anchored",
      min: 0,
      max: 3,
      anchors: [0, 1, 2, 3].map((step) => ({ value: step, text: `Level ${step}` })),
      naAllowed: true,
    },
    { id: "b", sectionId: "s", label: "B", type: "trinary", critical: { failsBelow: 1 } },
    { id: "c", sectionId: "s", label: "C", type: "text" },
  ],
  scoring: {
    method: "percent-of-possible",
    thresholds: [
      { band: "met", from: 80 },
      { band: "developing", from: 60 },
    ],
    maxNotApplicableShare: 0.6,
  },
});
const value = (itemId: string, given: number | string): ItemResponse => ({
  itemId,
  code: "value",
  value: given,
});
const rated = (a: number, b: number): ItemResponse[] => [value("a", a), value("b", b), value("c", "words")];

describe("compareRatings", () => {
  test("adds up exact, within one and signed differences, item by item", () => {
    const { items, ...total } = compareRatings(instrument, [
      { rating: rated(3, 2), reference: rated(3, 1) },
      { rating: rated(1, 0), reference: rated(3, 0) },
    ]);
    expect(total).toEqual({ compared: 4, exact: 2, values: 4, withinOne: 3, signed: -1 });
    expect(items).toEqual([
      { itemId: "a", compared: 2, exact: 1, values: 2, withinOne: 1, signed: -2 },
      { itemId: "b", compared: 2, exact: 1, values: 2, withinOne: 2, signed: 1 },
    ]);
  });

  test("not applicable is an answer, a blank is none", () => {
    const na: ItemResponse[] = [{ itemId: "a", code: "na", reason: "" }];
    const of = (rating: ItemResponse[], reference: ItemResponse[]) =>
      compareRatings(instrument, [{ rating, reference }]).items[0];
    expect(of(na, na)).toMatchObject({ compared: 1, exact: 1, values: 0 });
    expect(of(na, rated(0, 0))).toMatchObject({ compared: 1, exact: 0, values: 0 });
    expect(of([], na)).toMatchObject({ compared: 0 });
    expect(of(na, [])).toMatchObject({ compared: 0 });
    expect(of(rated(0, 0), na)).toMatchObject({ compared: 1, exact: 0, values: 0 });
    const blank: ItemResponse[] = [{ itemId: "a", code: "missing" }];
    expect(of(blank, blank)).toMatchObject({ compared: 0 });
  });

  test("an answer is a value, the text of one in parts, or the code of one without a value", () => {
    const [a] = instrument.items as [(typeof instrument.items)[number]];
    const parts: ItemResponse = { itemId: "a", code: "value", value: { opportunities: 4, done: 2 } };
    expect(answerTo(a, [value("a", 2)])).toBe(2);
    expect(answerTo(a, [value("a", "words")])).toBe("words");
    expect(answerTo(a, [parts])).toBe('{"done":2,"opportunities":4}');
    expect(answerTo(a, [{ itemId: "a", code: "na", reason: "" }])).toBe("na");
    expect(answerTo(a, [{ itemId: "a", code: "missing" }])).toBeNull();
    expect(answerTo(a, [value("b", 2)])).toBeNull();
  });

  test("what a condition hides is no answer, though it is stored", () => {
    const branching = {
      ...instrument,
      items: instrument.items.map((item) =>
        item.id === "b"
          ? {
              ...item,
              showIf: {
                match: "all" as const,
                comparisons: [{ itemId: "a", is: "at-least" as const, value: 2 }],
              },
            }
          : item,
      ),
    };
    const of = (rating: ItemResponse[], reference: ItemResponse[]) =>
      compareRatings(branching, [{ rating, reference }]);
    expect(of(rated(1, 2), rated(1, 2))).toMatchObject({ compared: 1, exact: 1 });
    expect(of(rated(1, 0), rated(3, 2)).items[1]).toMatchObject({ itemId: "b", compared: 0, values: 0 });
    expect(of(rated(2, 0), rated(3, 2)).items[1]).toMatchObject({ itemId: "b", compared: 1, signed: -2 });
  });

  const ratings = fc
    .tuple(fc.integer({ min: 0, max: 3 }), fc.integer({ min: 0, max: 2 }))
    .map(([a, b]) => rated(a, b));
  const pairs = fc.array(fc.record({ rating: ratings, reference: ratings }), { maxLength: 8 });

  test("exchanging rater and master turns the signed difference round and nothing else", () => {
    fc.assert(
      fc.property(pairs, (given: RatedPair[]) => {
        const one = compareRatings(instrument, given);
        const turned = given.map(({ rating, reference }) => ({ rating: reference, reference: rating }));
        const other = compareRatings(instrument, turned);
        expect(other.signed).toBe(0 - one.signed);
        expect([other.exact, other.withinOne, other.compared]).toEqual([
          one.exact,
          one.withinOne,
          one.compared,
        ]);
        expect(one.exact).toBeLessThanOrEqual(one.compared);
        expect(one.withinOne).toBeGreaterThanOrEqual(
          one.items.reduce((sum, item) => sum + (item.values ? Math.min(item.exact, item.values) : 0), 0),
        );
      }),
    );
  });
});

describe("judgeCalibration", () => {
  const exactly = { kind: "exact", least: 0.8 } as const;
  test("a share that is reached is passed, unrounded", () => {
    const cases = [
      ...Array.from({ length: 4 }, () => ({ rating: rated(2, 1), reference: rated(2, 1) })),
      { rating: rated(0, 0), reference: rated(2, 1) },
    ];
    expect(judgeCalibration(instrument, cases, exactly)).toMatchObject({ passed: true, figure: 0.8 });
    expect(judgeCalibration(instrument, cases, { kind: "exact", least: 0.81 }).passed).toBe(false);
  });

  test("what cannot be worked out is not passed, and says why", () => {
    expect(judgeCalibration(instrument, [], exactly)).toMatchObject({
      passed: false,
      reason: "no item has two answers",
    });
    const same = Array.from({ length: 3 }, () => ({ rating: rated(2, 1), reference: rated(2, 1) }));
    const icc = judgeCalibration(instrument, same, { kind: "icc", least: 0.75 });
    expect(icc).toMatchObject({ passed: false, figure: null, reason: expect.any(String) });
  });

  test("scores in the same order with the same distances agree", () => {
    const cases = [
      [3, 2],
      [1, 1],
      [2, 0],
      [0, 1],
    ].map(([a = 0, b = 0]) => ({ rating: rated(a, b), reference: rated(a, b) }));
    expect(judgeCalibration(instrument, cases, { kind: "icc", least: 0.75 })).toMatchObject({
      passed: true,
      figure: 1,
    });
  });
});

describe("meanScore", () => {
  const score = (points: number, given: Partial<RatedScore> = {}): RatedScore => {
    const part = { points, possible: 5, percent: 20 * points };
    const result = part.percent >= 80 ? "met" : part.percent >= 60 ? "developing" : "not_met";
    const own = part.percent >= 70 ? "met" : "not_met";
    return {
      ...part,
      result,
      band: null,
      criticalFailures: [],
      sections: [{ sectionId: "s", ...part, result: own, band: null }],
      ...given,
    };
  };

  test("adds points and possible points, and bands the mean", () => {
    expect(meanScore(instrument, score(5), score(3))).toEqual(score(4));
    expect(meanScore(instrument, score(4), score(3))).toMatchObject({ percent: 70, result: "developing" });
  });

  test("it does not matter who was first", () => {
    fc.assert(
      fc.property(fc.nat(5), fc.nat(5), (one, other) => {
        expect(meanScore(instrument, score(one), score(other))).toEqual(
          meanScore(instrument, score(other), score(one)),
        );
      }),
    );
  });

  test("a critical item that either found not met decides", () => {
    const failed = score(4, { criticalFailures: ["b"], result: "not_met" });
    expect(meanScore(instrument, score(5), failed)).toMatchObject({
      percent: 90,
      result: "not_met",
      criticalFailures: ["b"],
    });
  });

  test("one that cannot be scored leaves the other", () => {
    expect(meanScore(instrument, score(5), score(0, { result: "not_scorable", percent: null }))).toEqual(
      score(5),
    );
  });
});

describe("meanScore of sections", () => {
  test("a section that one rater could not score is the other's alone", () => {
    const whole = {
      points: 4,
      possible: 5,
      percent: 80,
      result: "met",
      band: null,
      criticalFailures: [],
    } as const;
    const section = (
      points: number,
      possible: number,
      result: "met" | "not_met" | "not_scorable" | null,
    ) => ({
      ...{
        sectionId: "s",
        points,
        possible,
        percent: possible === 0 ? null : (100 * points) / possible,
        result,
      },
      band: null,
    });
    const of = (one: ReturnType<typeof section>, other: ReturnType<typeof section>) =>
      meanScore(instrument, { ...whole, sections: [one] }, { ...whole, sections: [other] }).sections[0];
    const blank = section(1, 1, "not_scorable");
    const half = section(1, 2, "not_met");
    expect(of(blank, half)).toEqual(half);
    expect(of(half, blank)).toEqual(half);
    expect(of(section(0, 0, null), section(2, 2, "met"))).toEqual(section(2, 2, "met"));
    expect(of(section(2, 2, "met"), half)).toMatchObject({ percent: 75, result: "met" });
  });
});

describe("raterDrift", () => {
  const point = (on: string, exact: number, compared = 10) => ({
    on,
    against: "partner" as const,
    comparison: {
      ...{ compared, exact, values: compared, withinOne: compared, signed: compared - exact },
      items: [
        { itemId: "a", compared: compared / 2, exact: 0, values: compared / 2, withinOne: 0, signed: 1 },
        { itemId: "b", compared: compared / 2, exact: compared / 2, values: 0, withinOne: 0, signed: 0 },
      ],
    },
  });
  const options = { size: 2, least: 0.8 };

  test("one miss asks for nothing, two in a row do", () => {
    const good = [point("2026-01-01", 9), point("2026-02-01", 9)];
    const bad = [point("2026-03-01", 4), point("2026-04-01", 8)];
    expect(raterDrift([...good, ...bad], options)).toMatchObject({
      needsAction: false,
      windows: [{ isMiss: false }, { isMiss: true, meanDifference: 0.4 }],
      hotSpots: [{ itemId: "a" }],
    });
    expect(raterDrift([...bad, ...good], options).needsAction).toBe(false);
    const worse = [point("2026-05-01", 8), point("2026-06-01", 7)];
    expect(raterDrift([...worse, ...good, ...bad], options).needsAction).toBe(true);
  });

  test("one outlier is one miss, wherever it lies", () => {
    for (const place of [0, 1, 2, 3, 4, 5, 6]) {
      const points = Array.from({ length: 7 }, (_, month) =>
        point(`2026-0${month + 1}-01`, month === place ? 3 : 9),
      );
      const { windows, needsAction } = raterDrift(points, { size: 3, least: 0.8 });
      expect(windows).toHaveLength(2);
      expect(needsAction).toBe(false);
    }
  });

  test("before a window is full there is none", () => {
    expect(raterDrift([point("2026-01-01", 1)], options)).toEqual({
      windows: [],
      hotSpots: [],
      needsAction: false,
    });
  });
});
