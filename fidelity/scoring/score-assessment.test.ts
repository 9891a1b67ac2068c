import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { InstrumentDefinitionInput, ItemResponse } from "../instruments/instrument.schema.ts";
import { scoreAssessment } from "./score-assessment.ts";

type ItemInput = InstrumentDefinitionInput["items"][number];
type Trinary = Partial<Extract<ItemInput, { type: "trinary" }>>;
type Scoring = Partial<InstrumentDefinitionInput["scoring"]>;

const thresholds: InstrumentDefinitionInput["scoring"]["thresholds"] = [
  { band: "met", from: 80 },
  { band: "developing", from: 60 },
];

const trinary = (id: string, more: Trinary = {}): ItemInput => ({
  id,
  sectionId: "practice",
  type: "trinary",
  label: id,
  naAllowed: true,
  ...more,
});

const instrument = (items: ItemInput[], scoring: Scoring = {}): InstrumentDefinitionInput => ({
  code: "TEST",
  version: 1,
  title: "Test",
  subject: "coach",
  raterTypes: ["independent"],
  dimensions: ["adherence"],
  sections: [{ id: "practice", title: "Practice" }],
  items,
  scoring: { method: "percent-of-possible", thresholds, ...scoring },
});

/** Answers by item: a number is a value, anything else a code. */
const answers = (given: Record<string, number | Exclude<ItemResponse["code"], "value">>): ItemResponse[] =>
  Object.entries(given).map(([itemId, answer]) =>
    typeof answer === "number" ? { itemId, code: "value", value: answer } : { itemId, code: answer },
  );

const five = instrument(["a", "b", "c", "d", "e"].map((id) => trinary(id)));

test("five items worth 2 with 2, 2, NA, 1, 0 give 5/8 = 62.5 %", () => {
  expect(scoreAssessment(five, answers({ a: 2, b: 2, c: "na", d: 1, e: 0 }))).toMatchObject({
    points: 5,
    possible: 8,
    percent: 62.5,
    counts: { items: 5, answered: 4, missing: 0, notApplicable: 1, notObserved: 0, dontKnow: 0 },
    scorable: true,
    reasons: [],
    criticalFailures: [],
    result: "developing",
    subscales: [{ sectionId: "practice", points: 5, possible: 8, percent: 62.5, result: null }],
  });
});

describe("what cannot be scored", () => {
  test('a blank is not "not applicable"', () => {
    const score = scoreAssessment(five, answers({ a: 2, b: 2, d: 2, e: 2 }));
    expect(score).toMatchObject({
      percent: 100,
      scorable: false,
      result: "not-scorable",
      counts: { missing: 1 },
    });
    expect(score.reasons).toEqual([{ code: "missing-items", message: "1 of 5 items are blank" }]);
    expect(scoreAssessment(five, answers({ a: 2, b: 2, c: "missing", d: 2, e: 2 }))).toEqual(score);
  });

  test("the limit is said as it was given", () => {
    const strict = { ...five, scoring: { ...five.scoring, maxNotApplicableShare: 0.28 } };
    const { reasons } = scoreAssessment(strict, answers({ a: 2, b: 2, c: "na", d: "na", e: 2 }));
    expect(reasons[0]?.message).toMatch(/more than the limit of 28 %$/);
  });

  test("too many not applicable", () => {
    const score = scoreAssessment(five, answers({ a: 2, b: 2, c: "na", d: "na", e: 2 }));
    expect(score).toMatchObject({
      percent: 100,
      result: "not-scorable",
      reasons: [{ code: "too-many-not-applicable" }],
    });
  });

  test("the limit itself is allowed", () => {
    const four = instrument(["a", "b", "c", "d"].map((id) => trinary(id)));
    expect(scoreAssessment(four, answers({ a: 2, b: 2, c: 2, d: "na" })).result).toBe("met");
  });

  test("nothing that could earn a point gives no percentage, not zero and not NaN", () => {
    const all = scoreAssessment(five, answers({ a: "na", b: "na", c: "na", d: "na", e: "na" }));
    expect(all).toMatchObject({ points: 0, possible: 0, percent: null, result: "not-scorable" });
    expect(all.reasons.map(({ code }) => code)).toEqual(["nothing-to-score", "too-many-not-applicable"]);
  });

  test("blanks are prorated where the version says so", () => {
    const missing = { policy: "prorate", minAnsweredShare: 0.75 } as const;
    const prorated = instrument(
      ["a", "b", "c", "d", "e"].map((id) => trinary(id)),
      { missing },
    );
    expect(scoreAssessment(prorated, answers({ a: 2, b: 2, d: 2, e: 2 }))).toMatchObject({
      percent: 100,
      result: "met",
    });
    // one not applicable leaves four; three of four are 0.75
    expect(scoreAssessment(prorated, answers({ a: 2, b: 2, c: "na", d: 2 })).result).toBe("met");
    expect(scoreAssessment(prorated, answers({ a: 2, b: 2, c: 2 })).result).toBe("not-scorable");
  });
});

describe("not observed and don’t know", () => {
  const items = (notObservedPolicy: "remove" | "zero") =>
    instrument([
      trinary("a", { notObservedPolicy, dontKnowAllowed: true }),
      trinary("b"),
      trinary("c"),
      trinary("d"),
    ]);
  const others = { b: 2, c: 2, d: 2 };

  test("not observed leaves the score or earns nothing, as the item says", () => {
    expect(scoreAssessment(items("remove"), answers({ a: "not-observed", ...others }))).toMatchObject({
      points: 6,
      possible: 6,
    });
    expect(scoreAssessment(items("zero"), answers({ a: "not-observed", ...others }))).toMatchObject({
      points: 6,
      possible: 8,
    });
  });

  test("don’t know leaves the score", () => {
    expect(scoreAssessment(items("zero"), answers({ a: "dont-know", ...others }))).toMatchObject({
      points: 6,
      possible: 6,
      counts: { dontKnow: 1 },
    });
  });
});

describe("critical items", () => {
  const critical = instrument([
    ...Array.from({ length: 12 }, (_, index) => trinary(`i${index}`)),
    trinary("safety", { critical: { failsBelow: 2 }, notObservedPolicy: "zero" }),
  ]);
  const full = Object.fromEntries(Array.from({ length: 12 }, (_, index) => [`i${index}`, 2]));

  test("a failed one makes the result not met at 96 %", () => {
    // 25 of 26 points
    expect(scoreAssessment(critical, answers({ ...full, safety: 1 }))).toMatchObject({
      percent: 2500 / 26,
      criticalFailures: ["safety"],
      result: "not-met",
    });
    expect(scoreAssessment(critical, answers({ ...full, safety: 2 })).result).toBe("met");
  });

  test("not observed fails where it counts as zero, not applicable does not", () => {
    expect(scoreAssessment(critical, answers({ ...full, safety: "not-observed" })).criticalFailures).toEqual([
      "safety",
    ]);
    expect(scoreAssessment(critical, answers({ ...full, safety: "na" })).criticalFailures).toEqual([]);
  });

  test("a failed one decides even while other items are blank", () => {
    expect(scoreAssessment(critical, answers({ safety: 0 }))).toMatchObject({
      scorable: false,
      result: "not-met",
    });
    expect(scoreAssessment(critical, []).criticalFailures).toEqual([]);
  });

  test("a reversed one fails on the bad value", () => {
    const redFlag = instrument([trinary("a", { reverse: true, critical: { failsBelow: 1 } })]);
    expect(scoreAssessment(redFlag, answers({ a: 2 })).criticalFailures).toEqual(["a"]);
    expect(scoreAssessment(redFlag, answers({ a: 1 })).criticalFailures).toEqual([]);
  });
});

describe("weights, direction and kinds of items", () => {
  test("items are pooled; section percentages are not averaged", () => {
    const two: InstrumentDefinitionInput = {
      ...instrument([trinary("a"), trinary("b"), trinary("c"), trinary("d", { sectionId: "small" })]),
      sections: [
        { id: "practice", title: "Practice" },
        { id: "small", title: "Small", thresholds: [{ band: "met", from: 50 }], minAnswered: 1 },
      ],
    };
    const score = scoreAssessment(two, answers({ a: 2, b: 2, c: 2, d: 0 }));
    expect(score.percent).toBe(75); // 6 of 8; the mean of 100 % and 0 % would be 50 %
    expect(score.subscales.map(({ percent, result }) => [percent, result])).toEqual([
      [100, null],
      [0, "not-met"],
    ]);
    expect(scoreAssessment(two, answers({ a: 2, b: 2, c: 2, d: "na" })).subscales[1]).toMatchObject({
      percent: null,
      result: "not-scorable",
      reasons: [
        { code: "nothing-to-score" },
        { code: "too-few-answered", message: "0 answered, at least 1 needed" },
      ],
    });
  });

  test("weights multiply points and possible, of the item and of its section", () => {
    const weighted: InstrumentDefinitionInput = {
      ...instrument([trinary("a", { weight: 3 }), trinary("b", { sectionId: "double" })]),
      sections: [
        { id: "practice", title: "Practice" },
        { id: "double", title: "Double", weight: 2 },
      ],
    };
    // 3 x 2 + 2 x 1 of 3 x 2 + 2 x 2
    expect(scoreAssessment(weighted, answers({ a: 2, b: 1 }))).toMatchObject({
      points: 8,
      possible: 10,
      percent: 80,
      result: "met",
    });
  });

  test("a section that is better when lower is turned round, and a reversed item in it turned back", () => {
    const flags: InstrumentDefinitionInput = {
      ...instrument([trinary("a"), trinary("b", { reverse: true })]),
      sections: [{ id: "practice", title: "Red flags", direction: "lower-is-better" }],
    };
    expect(scoreAssessment(flags, answers({ a: 0, b: 0 })).points).toBe(2);
    expect(scoreAssessment(flags, answers({ a: 2, b: 2 })).points).toBe(2);
  });

  test("binary, anchored and count items score on their scales; text and plain counts are only recorded", () => {
    const mixed = instrument([
      { id: "yes", sectionId: "practice", type: "binary", label: "yes" },
      {
        id: "ladder",
        sectionId: "practice",
        type: "anchored",
        label: "ladder",
        min: 1,
        max: 5,
        reverse: true,
        anchors: [1, 2, 3, 4, 5].map((value) => ({ value, text: `${value}` })),
      },
      { id: "praise", sectionId: "practice", type: "count", label: "praise", max: 4 },
      { id: "questions", sectionId: "practice", type: "count", label: "questions" },
      { id: "notes", sectionId: "practice", type: "text", label: "notes" },
    ]);
    const given: ItemResponse[] = [
      ...answers({ yes: 1, ladder: 2, praise: 9, questions: 40 }),
      { itemId: "notes", code: "value", value: "calm" },
    ];
    // 1 + (1 + 5 - 2) + at most 4, of 1 + 5 + 4
    expect(scoreAssessment(mixed, given)).toMatchObject({
      points: 9,
      possible: 10,
      percent: 90,
      counts: { items: 3 },
    });
  });
});

describe("bands", () => {
  test("are compared unrounded: 79.96 % is shown as 80.0 but not met", () => {
    const scale = instrument([{ id: "a", sectionId: "practice", type: "count", label: "a", max: 10_000 }]);
    expect(scoreAssessment(scale, answers({ a: 7996 })).result).toBe("developing");
    expect(scoreAssessment(scale, answers({ a: 8000 })).result).toBe("met");
    expect(scoreAssessment(scale, answers({ a: 5999 })).result).toBe("not-met");
  });

  test("are reached in spite of weights that are not exact in binary", () => {
    const weights = [0.1, 0.2, 0.3, 0.2, 0.2];
    const weighted = instrument(weights.map((weight, index) => trinary(`i${index}`, { weight })));
    // 2 x (0.1 + 0.2 + 0.3 + 0.2) of 2 x 1.0 is 80 %
    expect(scoreAssessment(weighted, answers({ i0: 2, i1: 2, i2: 2, i3: 2, i4: 0 })).result).toBe("met");
  });

  test("belong to the version", () => {
    const lenient = {
      ...five,
      version: 2,
      scoring: { ...five.scoring, thresholds: [{ band: "met" as const, from: 50 }] },
    };
    const given = answers({ a: 2, b: 2, c: "na", d: 1, e: 0 });
    expect([scoreAssessment(five, given).result, scoreAssessment(lenient, given).result]).toEqual([
      "developing",
      "met",
    ]);
  });
});

describe("laws", () => {
  const answer = fc.constantFrom(0, 1, 2, "na" as const, "missing" as const);
  const given = fc.record({ a: answer, b: answer, c: answer, d: answer, e: answer });

  test("the percentage is between 0 and 100, counts add up, and order does not matter", () => {
    fc.assert(
      fc.property(given, (record) => {
        const responses = answers(record);
        const score = scoreAssessment(five, responses);
        const { items, answered, missing, notApplicable, notObserved, dontKnow } = score.counts;
        expect(answered + missing + notApplicable + notObserved + dontKnow).toBe(items);
        expect(score.percent === null || (score.percent >= 0 && score.percent <= 100)).toBe(true);
        expect(scoreAssessment(five, responses.reverse())).toEqual(score);
      }),
    );
  });

  test("a better answer never lowers the percentage", () => {
    fc.assert(
      fc.property(given, fc.integer({ min: 0, max: 1 }), (record, value) => {
        const low = scoreAssessment(five, answers({ ...record, a: value })).percent;
        const high = scoreAssessment(five, answers({ ...record, a: value + 1 })).percent;
        expect(high ?? 0).toBeGreaterThanOrEqual(low ?? 0);
      }),
    );
  });
});

describe("responses the instrument does not allow", () => {
  test("are refused, all at once", () => {
    const strict = instrument([trinary("a", { naAllowed: false }), trinary("b")]);
    const given = answers({ a: "na", b: 3, x: 1 });
    expect(() => scoreAssessment(strict, [...given, ...answers({ b: 1 })])).toThrow(
      [
        "responses[0] (a): found na, expected an answer other than not applicable",
        "responses[1] (b): found 3, expected a whole number from 0 to 2",
        "responses[2] (x): found 1, expected the id of an item of the instrument",
        "responses[3] (b): found a second response, expected one",
      ].join("\n"),
    );
  });

  test.each([0.5, -1, Number.NaN, "2"])("the value %s is refused", (value) => {
    expect(() => scoreAssessment(five, [{ itemId: "a", code: "value", value }])).toThrow(/responses/);
  });

  test("codes that are not offered are refused", () => {
    expect(() => scoreAssessment(five, answers({ a: "not-observed" }))).toThrow(/other than not observed/);
    expect(() => scoreAssessment(five, answers({ a: "dont-know" }))).toThrow(/other than don't know/);
    expect(() => scoreAssessment(five, [{ itemId: "a", code: "skip" } as never])).toThrow(TypeError);
  });
});
