import { describe, expect, test } from "vitest";
import { readDefinition } from "../instruments/read-definition.ts";
import { meanScore, type RatedScore } from "./score-of-record.ts";

const item = (id: string, sectionId: string) => ({ id, sectionId, label: id, type: "binary" as const });
const instrument = readDefinition({
  ...{
    code: "x",
    version: 1,
    title: "X",
    subject: "coach",
    raterTypes: ["supervisor"],
    dimensions: ["quality"],
  },
  sections: [
    { id: "banded", title: "With bands", thresholds: [{ band: "met", from: 70, label: "Solid" }] },
    { id: "plain", title: "Without bands" },
  ],
  items: [item("a", "banded"), item("b", "banded"), item("c", "plain")],
  scoring: {
    method: "percent-of-possible",
    thresholds: [
      { band: "met", from: 80, label: "Strong" },
      { band: "developing", from: 60, label: "Growing" },
      { band: "not-met", from: 30, label: "Beginning" },
    ],
  },
});

type Section = RatedScore["sections"][number];
const section = (sectionId: string, points: number, given: Partial<Section> = {}): Section => ({
  ...{ sectionId, points, possible: 10, percent: 10 * points, result: null },
  ...given,
});
const score = (points: number, given: Partial<RatedScore> = {}): RatedScore => ({
  ...{ points, possible: 10, percent: 10 * points, result: "developing", band: null },
  ...{ criticalFailures: [], sections: [] },
  ...given,
});
const unscored = (given: Partial<RatedScore> = {}) =>
  score(0, { possible: 0, percent: null, result: "not_scorable", ...given });
const mean = (one: RatedScore, other: RatedScore) => meanScore(instrument, one, other);

describe("the whole", () => {
  test.each([
    [9, 7, { percent: 80, result: "met", band: "Strong" }],
    [7, 6, { percent: 65, result: "developing", band: "Growing" }],
    [4, 4, { percent: 40, result: "not_met", band: "Beginning" }],
    [1, 2, { percent: 15, result: "not_met", band: null }],
  ])("%d and %d of ten fall into the band of their mean", (one, other, expected) => {
    expect(mean(score(one), score(other))).toMatchObject(expected);
  });

  test("points and possible points are halved apart, percents are not averaged", () => {
    const short = score(2, { possible: 2, percent: 100 });
    expect(mean(score(4), short)).toMatchObject({ points: 3, possible: 6, percent: 50 });
  });

  test("either one alone stands as it is when the other cannot be scored, whoever was first", () => {
    for (const pair of [
      [score(7), unscored()],
      [unscored(), score(7)],
    ] as const)
      expect(mean(...pair)).toEqual(score(7));
  });

  test("one that cannot be scored and failed a critical item still fails the mean", () => {
    const failed = unscored({ criticalFailures: ["b"] });
    for (const pair of [
      [score(9), failed],
      [failed, score(9)],
    ] as const)
      expect(mean(...pair)).toMatchObject({ result: "not_met", band: null, criticalFailures: ["b"] });
  });

  test("nothing possible in both is not scorable, though critical items failed in neither", () => {
    const nothing = score(0, { possible: 0, percent: null });
    expect(mean(nothing, nothing)).toMatchObject({ percent: null, result: "not_scorable", band: null });
  });

  test("critical items of both are listed once, in the order of the instrument", () => {
    const one = score(9, { criticalFailures: ["c", "a"] });
    const other = score(9, { criticalFailures: ["a"] });
    expect(mean(one, other).criticalFailures).toEqual(["a", "c"]);
  });
});

describe("its sections", () => {
  const of = (one: Section[], other: Section[]) =>
    mean(score(8, { sections: one }), score(6, { sections: other })).sections;

  test("each is banded by its own thresholds, one without thresholds has no band", () => {
    const one = [section("plain", 4), section("banded", 9, { result: "met", band: "Solid" })];
    const other = [section("banded", 5, { result: "not_met" }), section("plain", 2)];
    expect(of(one, other)).toEqual([
      { sectionId: "banded", points: 7, possible: 10, percent: 70, result: "met", band: "Solid" },
      { sectionId: "plain", points: 3, possible: 10, percent: 30, result: null, band: null },
    ]);
  });

  test("bands that were not used when it was rated are not used for the mean", () => {
    expect(of([section("banded", 9)], [section("banded", 9)])[0]).toMatchObject({ result: null, band: null });
  });

  test("one that only one of them scored is theirs, with its band", () => {
    const scored = section("banded", 9, { result: "met", band: "Solid" });
    const open = [
      [],
      [section("banded", 1, { possible: 0, percent: null, result: "met" })],
      [section("banded", 1, { result: "not_scorable" })],
    ];
    for (const other of open) {
      expect(of([scored], other)).toEqual([scored]);
      expect(of(other, [scored])).toEqual([scored]);
    }
    const { band: _, ...old } = scored;
    expect(of([old], [])).toEqual([{ ...scored, band: null }]);
  });

  test("one that neither scored stays open, and one that nobody rated is left out", () => {
    const open = section("banded", 0, { possible: 0, percent: null, result: "not_scorable" });
    expect(of([open], [open])[0]).toMatchObject({ percent: null, result: "not_scorable", band: null });
    expect(of([], [])).toEqual([]);
  });
});
