import { describe, expect, test } from "vitest";
import type { InstrumentDefinitionInput, ItemResponse } from "../instruments/instrument.schema.ts";
import { completeness } from "./completeness.ts";
import { scoreAssessment } from "./score-assessment.ts";

const head = {
  ...{ version: 1, subject: "practitioner" as const, raterTypes: ["independent" as const] },
  dimensions: ["quality" as const],
};

/*
 * Motivational Interviewing Treatment Integrity 4.2.1 (Moyers, Manuel & Ernst 2014, coding manual): technical global =
 * mean of two ratings, 3 fair and 4 good; relational 3.5 and 4; reflections to questions 1:1 fair and 2:1 good;
 * complex of all reflections 40 % fair and 50 % good; no threshold for other counts.
 */
describe("MITI 4", () => {
  const summary = (good: boolean): InstrumentDefinitionInput => ({
    ...{ ...head, code: "miti-4", title: "MITI 4" },
    sections: [
      {
        ...{ id: "ratio", title: "Reflections to questions" },
        thresholds: [
          { band: "met", from: 100, label: "Good" },
          { band: "developing", from: 50, label: "Fair" },
        ],
      },
      {
        ...{ id: "complex", title: "Complex reflections" },
        thresholds: [
          { band: "met", from: 50, label: "Good" },
          { band: "developing", from: 40, label: "Fair" },
        ],
      },
    ],
    items: [
      {
        ...{ id: "r-to-q", sectionId: "ratio", type: "ratio", label: "Reflections to questions" },
        ...{ numerator: "reflections", denominator: "questions", full: good ? 2 : 1 },
      },
      {
        ...{ id: "complex", sectionId: "complex", type: "percent", label: "Complex reflections" },
        opportunity: "reflections",
      },
      { id: "adherent", sectionId: "ratio", type: "count", label: "MI-adherent utterances" },
    ],
    scoring: {
      ...{ method: "percent-of-possible", thresholds: [{ band: "met", from: 90 }] },
      maxNotApplicableShare: 0.5,
    },
  });
  const coded = (reflections: number, questions: number, complex: number): ItemResponse[] => [
    { itemId: "r-to-q", code: "value", value: { numerator: reflections, denominator: questions } },
    { itemId: "complex", code: "value", value: { done: complex, opportunities: reflections } },
    { itemId: "adherent", code: "value", value: 15 },
  ];
  const bands = (...counts: [number, number, number]) =>
    scoreAssessment(summary(true), coded(...counts)).subscales.map(({ band, percent }) => [band, percent]);

  /*
   * PMC9461167, table 3: 2.75 reflections to a question is good, 48.5 % complex reflections fair. The counts are the
   * smallest that give these figures.
   */
  test("a study's 2.75 to 1 is good, and its 48.5 % complex reflections fair", () => {
    expect(bands(33, 12, 16)).toEqual([
      ["Good", 100],
      ["Fair", expect.closeTo(48.485, 3)],
    ]);
  });

  test.each<[string, [number, number, number], (string | null)[]]>([
    ["2:1 and 50 % are good", [20, 10, 10], ["Good", "Good"]],
    ["1:1 and 40 % are fair", [10, 10, 4], ["Fair", "Fair"]],
    ["less is neither", [9, 10, 3], [null, null]],
  ])("%s", (_, counts, expected) => {
    expect(bands(...counts).map(([band]) => band)).toEqual(expected);
  });

  test("half of the ratio that earns all earns half, more than all earns no more", () => {
    const points = (reflections: number, questions: number) =>
      scoreAssessment(summary(true), coded(reflections, questions, 0)).subscales[0]?.points;
    expect([points(0, 8), points(5, 10), points(8, 8), points(16, 8), points(80, 8)]).toEqual([
      0, 0.25, 0.5, 1, 1,
    ]);
  });

  test("without a question there is no ratio: it is answered, and leaves the score", () => {
    const silent = scoreAssessment(summary(true), coded(12, 0, 6));
    expect(silent.subscales[0]).toMatchObject({
      points: 0,
      possible: 0,
      percent: null,
      result: "not-scorable",
    });
    expect(silent).toMatchObject({ percent: 50, counts: { answered: 1, noOpportunity: 1, missing: 0 } });
    expect(completeness(summary(true), coded(12, 0, 6)).canSubmit).toBe(true);
    const nothing = scoreAssessment(summary(true), coded(0, 0, 0));
    expect(nothing).toMatchObject({ percent: null, result: "not-scorable", counts: { noOpportunity: 2 } });
  });
});

/*
 * Teaching Pyramid Observation Tool, research edition (Fox, Hemmeter & Snyder 2014): practices with yes/no indicators,
 * not observed only where the indicator says so; red flags, where yes is bad; strategies for challenging behavior,
 * scored only when it occurred. The filled-in sample of its excerpt has 9 yes and 1 no on item 1.
 */
describe("TPOT", () => {
  const indicators = (prefix: string, count: number, mayBeUnseen: readonly number[] = []) =>
    Array.from({ length: count }, (_, index) => ({
      ...{ id: `${prefix}${index + 1}`, text: `${prefix} ${index + 1}` },
      notObservedAllowed: mayBeUnseen.includes(index + 1),
    }));
  const tpot: InstrumentDefinitionInput = {
    ...{ ...head, code: "tpot", title: "TPOT" },
    sections: [
      { id: "practices", title: "Key practices" },
      { id: "flags", title: "Red flags", direction: "lower-is-better" },
      {
        ...{ id: "behavior", title: "Responses to challenging behavior" },
        showIf: { comparisons: [{ itemId: "incidents", is: "at-least", value: 1 }] },
        thresholds: [{ band: "met", from: 100 }],
      },
    ],
    items: [
      {
        ...{ id: "sr", sectionId: "practices", type: "indicators", label: "Schedules, routines, activities" },
        indicators: indicators("SR", 10, [8]),
      },
      {
        ...{ id: "rf", sectionId: "flags", type: "indicators", label: "Red flags" },
        indicators: indicators("RF", 17),
      },
      {
        ...{ id: "incidents", sectionId: "flags", type: "count", label: "Incidents", scored: false },
      },
      {
        ...{ id: "scb", sectionId: "behavior", type: "indicators", label: "Essential strategies" },
        ...{ indicators: indicators("SCB", 3), critical: { failsBelow: 3 } },
      },
    ],
    scoring: { method: "percent-of-possible", thresholds: [{ band: "met", from: 80 }] },
  };
  const answers = (prefix: string, text: string) =>
    Object.fromEntries(
      [...text].map((sign, index) => [
        `${prefix}${index + 1}`,
        sign === "y" ? ("yes" as const) : sign === "n" ? ("no" as const) : ("not-observed" as const),
      ]),
    );
  const rated = (itemId: string, prefix: string, text: string): ItemResponse => ({
    ...{ itemId, code: "value", value: { indicators: answers(prefix, text) } },
  });
  const observed = (sr: string, incidents: number, ...more: ItemResponse[]): ItemResponse[] => [
    rated("sr", "SR", sr),
    rated("rf", "RF", "n".repeat(17)),
    { itemId: "incidents", code: "value", value: incidents },
    ...more,
  ];
  const sectionsOf = (responses: ItemResponse[]) => scoreAssessment(tpot, responses).subscales;

  test("the filled-in sample: 9 of 10 indicators", () => {
    expect(sectionsOf(observed("yyyyynyyyy", 0))[0]).toMatchObject({ points: 9, possible: 10, percent: 90 });
  });

  test("an indicator that could not be observed leaves the item", () => {
    expect(sectionsOf(observed("yyyyynyoyy", 0))[0]).toMatchObject({ points: 8, possible: 9 });
    expect(() => scoreAssessment(tpot, observed("oyyyynyyyy", 0))).toThrow(/yes or no to “SR 1”/);
  });

  test("red flags count against: two of seventeen leave fifteen", () => {
    const flagged = rated("rf", "RF", `yy${"n".repeat(15)}`);
    const [, flags] = sectionsOf([
      ...observed("yyyyyyyyyy", 0).filter(({ itemId }) => itemId !== "rf"),
      flagged,
    ]);
    expect(flags).toMatchObject({ points: 15, possible: 17 });
  });

  test("the subscale on challenging behavior is there only when it occurred", () => {
    const without = scoreAssessment(tpot, observed("yyyyyyyyyy", 0));
    expect(without.subscales[2]).toMatchObject({
      ...{ isShown: false, possible: 0, percent: null, result: null, scorable: false },
      reasons: [{ code: "not-shown" }],
    });
    expect(without).toMatchObject({ points: 27, possible: 27, counts: { items: 2 }, result: "met" });
    expect(completeness(tpot, observed("yyyyyyyyyy", 0))).toMatchObject({ applicable: 3, canSubmit: true });

    expect(completeness(tpot, observed("yyyyyyyyyy", 2))).toMatchObject({
      missing: ["scb"],
      canSubmit: false,
    });
    const occurred = scoreAssessment(tpot, observed("yyyyyyyyyy", 2, rated("scb", "SCB", "yyn")));
    expect(occurred).toMatchObject({
      ...{ points: 29, possible: 30, result: "not-met", band: null, criticalFailures: ["scb"] },
      subscales: [{}, {}, { isShown: true, points: 2, possible: 3, result: "not-met" }],
    });
  });

  test("what was answered before it was hidden fails nothing and earns nothing", () => {
    const hidden = scoreAssessment(tpot, observed("yyyyyyyyyy", 0, rated("scb", "SCB", "nnn")));
    expect(hidden).toEqual(scoreAssessment(tpot, observed("yyyyyyyyyy", 0)));
  });
});

/*
 * Tiered Fidelity Inventory 2.1 (Algozzine et al. 2014): items 0, 1, 2, each tier on its own, 70 % of a tier's points.
 * Tier 3 has 17 items and 34 points; 24 of them are the 70 % (San Bernardino, annual evaluation with TFI 3). Version 3
 * of 2025 asks for 50 %.
 */
describe("TFI", () => {
  const tiers = [15, 13, 17];
  const tfi = (from: number): InstrumentDefinitionInput => ({
    ...{ ...head, code: "tfi", title: "TFI", version: from === 70 ? 2 : 3 },
    sections: tiers.map((_, index) => ({
      ...{ id: `tier-${index + 1}`, title: `Tier ${index + 1}` },
      thresholds: [{ band: "met", from, label: "In place" }],
    })),
    items: tiers.flatMap((items, tier) =>
      Array.from({ length: items }, (_, index) => ({
        ...{ id: `${tier + 1}.${index + 1}`, sectionId: `tier-${tier + 1}`, type: "trinary" as const },
        label: `Feature ${tier + 1}.${index + 1}`,
      })),
    ),
    scoring: { method: "percent-of-possible", thresholds: [{ band: "met", from }] },
  });
  /** As many points as asked for in each tier, twos first. */
  const scored = (...points: number[]): ItemResponse[] =>
    tiers.flatMap((items, tier) =>
      Array.from({ length: items }, (_, index): ItemResponse => {
        const left = (points[tier] ?? 0) - 2 * index;
        return { itemId: `${tier + 1}.${index + 1}`, code: "value", value: Math.max(0, Math.min(2, left)) };
      }),
    );
  const results = (from: number, ...points: number[]) =>
    scoreAssessment(tfi(from), scored(...points)).subscales.map(({ result, band }) => band ?? result);

  test("each tier is scored on its own; 21 of 30 and 24 of 34 reach 70 %, 23 do not", () => {
    expect(results(70, 21, 18, 24)).toEqual(["In place", "not-met", "In place"]);
    expect(results(70, 20, 19, 23)).toEqual(["not-met", "In place", "not-met"]);
  });

  test("the threshold is that of the version", () => {
    expect(results(50, 15, 13, 17)).toEqual(["In place", "In place", "In place"]);
    expect(results(70, 15, 13, 17)).toEqual(["not-met", "not-met", "not-met"]);
  });
});
