import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { InstrumentDefinitionInput, ItemResponse } from "../instruments/instrument.schema.ts";
import { completeness } from "./completeness.ts";
import { scoreAssessment } from "./score-assessment.ts";

type Items = InstrumentDefinitionInput["items"];
const instrument = (
  items: Items,
  rest: Partial<InstrumentDefinitionInput> = {},
): InstrumentDefinitionInput => ({
  ...{ code: "c", version: 1, title: "T", subject: "coach", raterTypes: ["self"], dimensions: ["quality"] },
  sections: [{ id: "s", title: "S" }],
  items,
  scoring: {
    ...{ method: "percent-of-possible", thresholds: [{ band: "met", from: 80 }] },
    maxNotApplicableShare: 1,
  },
  ...rest,
});
const item = (id: string, rest: object): Items[number] =>
  ({ id, sectionId: "s", label: id, ...rest }) as Items[number];
const value = (itemId: string, given: Extract<ItemResponse, { code: "value" }>["value"]): ItemResponse => ({
  ...{ itemId, code: "value", value: given },
});
const ratio = { type: "ratio", numerator: "reflections", denominator: "questions", full: 2 };
const steps = {
  type: "indicators",
  indicators: ["a", "b", "c"].map((id) => ({ id, text: id.toUpperCase(), notObservedAllowed: true })),
};

describe("a duration", () => {
  const minutes = instrument([
    item("m", { type: "duration", max: 20, reverse: false }),
    item("n", { type: "binary" }),
  ]);
  test("earns up to its limit, and is recorded beyond it", () => {
    const points = (given: number) => scoreAssessment(minutes, [value("m", given), value("n", 0)]).points;
    expect([points(0), points(15), points(20), points(90)]).toEqual([0, 15, 20, 20]);
    expect(() => scoreAssessment(minutes, [value("m", 1.5)])).toThrow(/a whole number of 0 or more/);
  });

  test("turned round, the shorter earns more", () => {
    const short = instrument([item("m", { type: "duration", max: 20, reverse: true })]);
    expect(scoreAssessment(short, [value("m", 5)])).toMatchObject({ points: 15, possible: 20 });
  });
});

describe("a share of opportunities", () => {
  const share = (rest: object = {}) =>
    instrument([item("p", { type: "percent", ...rest }), item("n", { type: "binary" })]);
  const of = (definition: InstrumentDefinitionInput, done: number, opportunities: number) =>
    scoreAssessment(definition, [value("p", { done, opportunities }), value("n", 1)]);

  test("earns its share of one point", () => {
    expect(of(share(), 3, 4)).toMatchObject({ points: 1.75, possible: 2 });
    expect(of(share({ weight: 4, reverse: true }), 3, 4)).toMatchObject({ points: 2, possible: 5 });
  });

  test("without an opportunity there is nothing to score, or nothing earned where the item says so", () => {
    const none = { counts: { noOpportunity: 1, answered: 1 } };
    expect(of(share(), 0, 0)).toMatchObject({ ...none, points: 1, possible: 1 });
    expect(of(share({ notObservedPolicy: "remove" }), 0, 0)).toMatchObject({
      ...none,
      points: 1,
      possible: 1,
    });
    expect(of(share({ notObservedPolicy: "zero" }), 0, 0)).toMatchObject({ ...none, points: 1, possible: 2 });
  });

  test("more done than there were opportunities is refused", () => {
    expect(() => of(share(), 5, 4)).toThrow(/at most 4 done/);
    expect(() => scoreAssessment(share(), [value("p", 0.5)])).toThrow(/two counts/);
    expect(() => scoreAssessment(share(), [value("p", { numerator: 1, denominator: 2 })])).toThrow(
      /two counts/,
    );
  });
});

describe("indicators", () => {
  const three = (rest: object = {}) =>
    instrument([item("i", { ...steps, ...rest }), item("n", { type: "binary" })]);
  const of = (definition: InstrumentDefinitionInput, text: string) =>
    scoreAssessment(definition, [
      value("i", {
        indicators: Object.fromEntries(
          [..."abc"].map((id, at) => [
            id,
            text[at] === "y" ? "yes" : text[at] === "n" ? "no" : "not-observed",
          ]),
        ),
      }),
      value("n", 1),
    ]);

  test("earn a point each; what was not observed leaves, or counts as no", () => {
    expect(of(three(), "yyn")).toMatchObject({ points: 3, possible: 4 });
    expect(of(three(), "yon")).toMatchObject({ points: 2, possible: 3 });
    expect(of(three({ notObservedPolicy: "zero" }), "yon")).toMatchObject({ points: 2, possible: 4 });
    expect(of(three({ reverse: true }), "yon")).toMatchObject({ points: 2, possible: 3 });
  });

  test("none of which could be observed are no score", () => {
    expect(of(three(), "ooo")).toMatchObject({ points: 1, possible: 1, counts: { noOpportunity: 1 } });
    expect(of(three({ notObservedPolicy: "zero" }), "ooo")).toMatchObject({ points: 1, possible: 4 });
  });

  test("a critical item fails only when what was not observed could not have helped", () => {
    const critical = three({ critical: { failsBelow: 2 } });
    expect(of(critical, "yno").criticalFailures).toEqual([]);
    expect(of(critical, "nno").criticalFailures).toEqual(["i"]);
    expect(of(critical, "ooo").criticalFailures).toEqual([]);
  });

  test("have to be answered one and all", () => {
    const given = (indicators: Record<string, "yes" | "no" | "not-observed">) => () =>
      scoreAssessment(three(), [value("i", { indicators })]);
    expect(given({ a: "yes", b: "no" })).toThrow(/an answer to “C” too/);
    expect(given({ a: "yes", b: "no", c: "no", d: "no" })).toThrow(/indicators of the item, which d is not/);
    expect(() => scoreAssessment(three(), [value("i", 2)])).toThrow(/an answer to every indicator/);
  });
});

test("refused leaves the score as don’t know does, and is told apart", () => {
  const one = instrument([
    item("a", { type: "binary", refusedAllowed: true }),
    item("b", { type: "binary" }),
  ]);
  expect(scoreAssessment(one, [{ itemId: "a", code: "refused" }, value("b", 1)])).toMatchObject({
    ...{ points: 1, possible: 1, counts: { refused: 1, answered: 1, dontKnow: 0 } },
  });
  expect(completeness(one, [{ itemId: "a", code: "refused" }, value("b", 1)])).toMatchObject({
    ...{ applicable: 1, canSubmit: true },
  });
  expect(() => scoreAssessment(one, [{ itemId: "b", code: "refused" }])).toThrow(/other than refused/);
});

test("what is not scored is asked and earns nothing", () => {
  const gate = instrument([item("gate", { type: "binary", scored: false }), item("b", { type: "binary" })]);
  expect(scoreAssessment(gate, [value("gate", 1), value("b", 1)])).toMatchObject({ points: 1, possible: 1 });
  expect(completeness(gate, [value("b", 1)]).missing).toEqual(["gate"]);
});

test("what each item brought adds up to the whole, weights of sections with it", () => {
  const definition = instrument(
    [
      item("a", { type: "binary", weight: 2 }),
      item("b", { ...steps, sectionId: "t" }),
      item("c", { ...ratio, sectionId: "t" }),
    ],
    {
      sections: [
        { id: "s", title: "S" },
        { id: "t", title: "T", weight: 3 },
      ],
    },
  );
  const score = scoreAssessment(definition, [
    value("a", 1),
    value("b", { indicators: { a: "yes", b: "no", c: "not-observed" } }),
    value("c", { numerator: 3, denominator: 0 }),
  ]);
  expect(score.items).toEqual([
    { itemId: "a", points: 2, possible: 2 },
    { itemId: "b", points: 3, possible: 6 },
    { itemId: "c", points: null, possible: null },
  ]);
  expect(score).toMatchObject({ points: 5, possible: 8 });
});

describe("laws", () => {
  /** A gate, two ordinary items, and behind the gate an item of each kind with parts. */
  const branching = instrument(
    [
      item("gate", { type: "count", scored: false }),
      item("x", { type: "trinary", naAllowed: true, naRequiresReason: false }),
      item("y", { type: "binary" }),
      item("r", { ...ratio, sectionId: "t", critical: { failsBelow: 0.5 } }),
      item("p", { type: "percent", sectionId: "t" }),
      item("i", { ...steps, sectionId: "t" }),
      item("z", {
        ...{ type: "trinary", sectionId: "t" },
        showIf: { comparisons: [{ itemId: "r", is: "at-least", value: 1 }] },
      }),
    ],
    {
      sections: [
        { id: "s", title: "S" },
        { id: "t", title: "T", showIf: { comparisons: [{ itemId: "gate", is: "at-least", value: 1 }] } },
      ],
    },
  );
  const count = fc.nat(5);
  const indicator = fc.constantFrom("yes" as const, "no" as const, "not-observed" as const);
  const behind = fc.record({
    r: fc.record({ numerator: count, denominator: count }),
    p: fc.tuple(count, count).map(([a, b]) => ({ done: Math.min(a, b), opportunities: Math.max(a, b) })),
    i: fc.record({ a: indicator, b: indicator, c: indicator }),
    z: fc.nat(2),
  });
  const front = fc.record({ x: fc.nat(2), y: fc.nat(1) });
  const answersOf = (
    gate: number,
    { x, y }: { x: number; y: number },
    given: { r: object; p: object; i: object; z: number } | null,
  ): ItemResponse[] => [
    ...[value("gate", gate), value("x", x), value("y", y)],
    ...(given
      ? [
          ...[value("r", given.r as never), value("p", given.p as never)],
          ...[value("i", { indicators: given.i } as never), value("z", given.z)],
        ]
      : []),
  ];

  test("hidden answers never change a score, nor whether it is complete", () => {
    fc.assert(
      fc.property(front, behind, (before, hidden) => {
        const [withHidden, without] = [answersOf(0, before, hidden), answersOf(0, before, null)];
        expect(scoreAssessment(branching, withHidden)).toEqual(scoreAssessment(branching, without));
        expect(completeness(branching, withHidden)).toEqual(completeness(branching, without));
      }),
    );
  });

  test("what is shown is in 0 to 100, never infinite, and its counts add up", () => {
    fc.assert(
      fc.property(front, behind, (before, given) => {
        const score = scoreAssessment(branching, answersOf(2, before, given));
        const { items, ...kinds } = score.counts;
        expect(Object.values(kinds).reduce((sum, one) => sum + one, 0)).toBe(items);
        expect(score.percent).toBeGreaterThanOrEqual(0);
        expect(score.percent).toBeLessThanOrEqual(100);
        const sum = (of: "points" | "possible") =>
          score.items.reduce((total, one) => total + (one[of] ?? 0), 0);
        expect(sum("points")).toBeCloseTo(score.points, 9);
        expect(sum("possible")).toBeCloseTo(score.possible, 9);
      }),
    );
  });

  test("one more item that is not applicable, or is never shown, changes no percentage", () => {
    const never = { comparisons: [{ itemId: "gate", is: "less-than", value: 0 }] };
    const extra = item("extra", { type: "trinary", naAllowed: true, sectionId: "t", weight: 7 });
    const longer = { ...branching, items: [...branching.items, extra] };
    const hidden = {
      ...branching,
      items: [...branching.items, { ...extra, showIf: never }],
    } as typeof branching;
    fc.assert(
      fc.property(front, behind, (before, given) => {
        const responses = answersOf(1, before, given);
        const { percent, points } = scoreAssessment(branching, responses);
        const notApplicable: ItemResponse = { itemId: "extra", code: "na", reason: "None came up" };
        expect(scoreAssessment(longer, [...responses, notApplicable])).toMatchObject({ percent, points });
        expect(scoreAssessment(hidden, responses)).toEqual(scoreAssessment(branching, responses));
      }),
    );
  });

  test("one more done, or one more indicator, never lowers the score", () => {
    const plain = instrument([item("p", { type: "percent" }), item("i", steps), item("r", ratio)]);
    fc.assert(
      fc.property(behind, (given) => {
        const of = (p: object, i: object, r: object) =>
          scoreAssessment(plain, [
            ...[value("p", p as never), value("i", { indicators: i } as never), value("r", r as never)],
          ]).points;
        const { p, i, r } = given;
        const base = of(p, i, r);
        if (p.done < p.opportunities) expect(of({ ...p, done: p.done + 1 }, i, r)).toBeGreaterThan(base);
        if (i.a === "no") expect(of(p, { ...i, a: "yes" }, r)).toBeGreaterThan(base);
        expect(of(p, i, { ...r, numerator: r.numerator + 1 })).toBeGreaterThanOrEqual(base);
      }),
    );
  });
});
