import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { readDefinition } from "../instruments/read-definition.ts";
import { bandLabel } from "./band-label.ts";
import { intraclassCorrelation } from "./intraclass-correlation.ts";
import { type IndependentPair, reliabilityReport } from "./reliability-report.ts";

const instrument = readDefinition({
  ...{
    code: "x",
    version: 1,
    title: "X",
    subject: "coach",
    raterTypes: ["supervisor"],
    dimensions: ["quality"],
  },
  sections: [{ id: "s", title: "S" }],
  items: [
    { id: "yes", sectionId: "s", label: "Yes", type: "binary" },
    { id: "step", sectionId: "s", label: "Step", type: "trinary", naAllowed: true },
    { id: "times", sectionId: "s", label: "Times", type: "count" },
    { id: "words", sectionId: "s", label: "Words", type: "text" },
  ],
  scoring: { method: "percent-of-possible", thresholds: [{ band: "met", from: 80 }] },
});

const answers = (yes: number, step: number | "na", times: number) => [
  { itemId: "yes", code: "value" as const, value: yes },
  step === "na"
    ? { itemId: "step", code: "na" as const, reason: "" }
    : { itemId: "step", code: "value" as const, value: step },
  { itemId: "times", code: "value" as const, value: times },
];
const pair = (
  raters: [string, string],
  one: ReturnType<typeof answers>,
  other: ReturnType<typeof answers>,
  percents: [number, number] = [70, 80],
): IndependentPair => ({ raters, answers: [one, other], percents });

describe("reliabilityReport", () => {
  test("the same two raters throughout: crossed, ICC(2,1), whoever was first", () => {
    // Shrout & Fleiss 1979, table 2, judges 1 and 2 of the six targets.
    const scores = [
      [9, 2],
      [6, 1],
      [8, 4],
      [7, 1],
      [10, 5],
      [6, 2],
    ] as const;
    const given = scores.map(([one, other], place) =>
      place % 2 === 0
        ? pair(["a", "b"], answers(1, 2, 1), answers(1, 2, 1), [one, other])
        : pair(["b", "a"], answers(1, 2, 1), answers(1, 2, 1), [other, one]),
    );
    const { design, raters, total } = reliabilityReport(instrument, given);
    expect({ design, raters, form: total.form, n: total.n }).toEqual({
      ...{ design: "crossed", raters: 2, form: "ICC(2,1)", n: 6 },
    });
    expect(total.estimate).toBeCloseTo(intraclassCorrelation(scores).icc21.estimate ?? Number.NaN, 12);
    expect(total.cautions[0]).toMatch(/6 rated units are too few to estimate/);
  });

  test("raters that take turns: ICC(1,1), which does not depend on who was first", () => {
    const given = [
      pair(["a", "b"], answers(1, 2, 1), answers(1, 1, 1), [80, 70]),
      pair(["b", "c"], answers(0, 1, 2), answers(1, 1, 3), [50, 60]),
      pair(["c", "a"], answers(1, 0, 0), answers(1, 0, 0), [40, 42]),
    ];
    const report = reliabilityReport(instrument, given);
    const turned = given.map((one) =>
      pair([one.raters[1], one.raters[0]], one.answers[1] as never, one.answers[0] as never, [
        one.percents[1] ?? 0,
        one.percents[0] ?? 0,
      ]),
    );
    expect(report.total.form).toBe("ICC(1,1)");
    expect(reliabilityReport(instrument, turned).total.estimate).toBeCloseTo(
      report.total.estimate ?? Number.NaN,
      12,
    );
    expect(report.total.why).toContain("3 raters took turns");
  });

  test("each kind of item has its statistics; words have none", () => {
    const { items } = reliabilityReport(instrument, [
      pair(["a", "b"], answers(1, 2, 1), answers(0, 1, 4)),
      pair(["a", "b"], answers(0, "na", 1), answers(0, 1, 1)),
      pair(["a", "b"], answers(1, 0, 2), answers(1, 0, 2)),
    ]);
    expect(
      items.map(({ itemId, weights, level, n, leftOut }) => [itemId, weights, level, n, leftOut]),
    ).toEqual([
      ["yes", "none", "nominal", 3, 0],
      ["step", "linear", "ordinal", 2, 1],
      ["times", null, "ratio", 3, 0],
    ]);
    expect(items[0]?.agreement.estimate).toBeCloseTo(2 / 3, 12);
    expect(items[2]?.kappa).toBeNull();
    expect(items[2]?.alpha.estimate).not.toBeNull();
  });

  test("without pairs nothing is estimated, and everything says why", () => {
    const { items, total, raters } = reliabilityReport(instrument, []);
    expect(raters).toBe(0);
    for (const { agreement, alpha } of items)
      expect([agreement.reason, alpha.reason]).toEqual([expect.any(String), expect.any(String)]);
    expect(total).toMatchObject({ estimate: null, n: 0, reason: expect.any(String) });
  });

  test("constant ratings cannot be estimated by kappa, and percent agreement stands", () => {
    const same = Array.from({ length: 12 }, () =>
      pair(["a", "b"], answers(1, 2, 1), answers(1, 2, 1), [90, 90]),
    );
    const { items, total } = reliabilityReport(instrument, same);
    expect(items[0]).toMatchObject({ kappa: { estimate: null }, agreement: { estimate: 1 } });
    expect(items[0]?.kappa?.reason).toMatch(/one category/);
    expect(total.estimate).toBeNull();
  });

  test("estimates stay within their bounds and do not depend on the order of pairs", () => {
    const one = fc.record({
      yes: fc.integer({ min: 0, max: 1 }),
      step: fc.integer({ min: 0, max: 2 }),
      times: fc.nat(5),
    });
    const rater = fc.constantFrom("a", "b", "c");
    const made = fc
      .record({ one, other: one, first: rater, second: rater, percents: fc.tuple(fc.nat(100), fc.nat(100)) })
      .filter(({ first, second }) => first !== second)
      .map((given) =>
        pair(
          [given.first, given.second],
          answers(given.one.yes, given.one.step, given.one.times),
          answers(given.other.yes, given.other.step, given.other.times),
          given.percents,
        ),
      );
    fc.assert(
      fc.property(fc.array(made, { maxLength: 15 }), (pairs) => {
        const report = reliabilityReport(instrument, pairs);
        for (const { agreement, kappa, ac, alpha } of report.items)
          for (const figure of [agreement, kappa, ac, alpha]) {
            if (!figure || figure.estimate === null) continue;
            expect(figure.estimate).toBeLessThanOrEqual(1 + 1e-9);
          }
        const backwards = reliabilityReport(instrument, [...pairs].reverse());
        expect(backwards.design).toBe(report.design);
        if (report.total.estimate === null) expect(backwards.total.estimate).toBeNull();
        else expect(backwards.total.estimate).toBeCloseTo(report.total.estimate, 9);
      }),
      { numRuns: 60 },
    );
  });
});

test.each([
  ["kappa", 0.81, "almost perfect"],
  ["kappa", 0.8, "substantial"],
  ["kappa", 0, "slight"],
  ["kappa", -0.1, "poor"],
  ["icc", 0.75, "good"],
  ["icc", 0.49, "poor"],
  ["alpha", 0.8, "reliable"],
  ["alpha", 0.667, "tentative"],
] as const)("%s of %d is called %s", (statistic, estimate, word) => {
  expect(bandLabel(statistic, estimate)?.word).toBe(word);
});

test("no estimate, no word", () => {
  expect(bandLabel("icc", null)).toBeNull();
});
