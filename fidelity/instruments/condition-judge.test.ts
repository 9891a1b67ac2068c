import { describe, expect, test } from "vitest";
import { type ConditionVerdict, conditionJudge } from "./condition-judge.ts";
import { type Comparison, type Condition, item as itemSchema, type Section } from "./instrument.schema.ts";

type Match = Condition["match"];
const number = (
  itemId: string,
  is: "equal" | "at-least" | "at-most" | "more-than" | "less-than",
  value: number,
) => ({ itemId, is, value }) as Comparison;
const equal = (itemId: string, value: number) => number(itemId, "equal", value);
const code = (itemId: string, is: "answered" | "na" | "not-observed" | "dont-know" | "refused") =>
  ({ itemId, is }) as Comparison;
const when = (match: Match, ...comparisons: Comparison[]): Condition => ({ match, comparisons });
const all = (...comparisons: Comparison[]) => when("all", ...comparisons);
const any = (...comparisons: Comparison[]) => when("any", ...comparisons);

const item = (id: string, rest: object, showIf: Condition | null = null, sectionId = "s") => ({
  ...itemSchema.parse({ id, sectionId, label: id, ...rest }),
  showIf,
});
const section = (id: string, showIf: Condition | null = null) => ({ id, showIf }) as Section;
const count = { type: "count" };
const binary = { type: "binary" };
const ratio = { type: "ratio", numerator: "reflections", denominator: "questions" };
const text = { type: "text" };
const indicators = {
  type: "indicators",
  indicators: [
    { id: "a", text: "A" },
    { id: "b", text: "B" },
  ],
};

/** The verdict on a condition that looks at one item, "g", of the given kind. */
const verdictOn = (kind: object, condition: Condition) =>
  conditionJudge({ sections: [section("s")], items: [item("g", kind)] })(condition);

test("what has no condition has no verdict", () => {
  expect(conditionJudge({ sections: [], items: [] })(null)).toBeNull();
});

describe("numbers that an answer can come to", () => {
  test.each<[string, object, Condition, ConditionVerdict]>([
    ["a count of 5", count, all(equal("g", 5)), null],
    ["a count below nothing", count, all(number("g", "less-than", 0)), "never"],
    ["a count of no whole number", count, all(equal("g", 2.5)), "never"],
    ["a count over 2.5", count, all(number("g", "more-than", 2.5)), null],
    ["a count below 0.5", count, all(number("g", "less-than", 0.5)), null],
    ["a count between 3 and 5", count, all(number("g", "more-than", 3), number("g", "less-than", 5)), null],
    [
      "a count between 3 and 4",
      count,
      all(number("g", "more-than", 3), number("g", "less-than", 4)),
      "never",
    ],
    [
      "a count beyond what earns all points",
      { type: "count", max: 4 },
      all(number("g", "more-than", 4)),
      null,
    ],
    [
      "a duration beyond what earns all points",
      { type: "duration", max: 30 },
      all(number("g", "more-than", 40)),
      null,
    ],
    ["any count", { type: "count", max: 4 }, all(number("g", "at-least", 0)), "always"],
    ["a count up to its full points", { type: "count", max: 4 }, all(number("g", "at-most", 4)), null],
    ["a step above the last", { type: "trinary" }, all(number("g", "more-than", 2)), "never"],
    ["every step", { type: "trinary" }, all(number("g", "at-most", 2)), "always"],
    ["every step but the last", { type: "trinary" }, all(number("g", "less-than", 2)), null],
    ["a step in the middle", { type: "trinary" }, all(equal("g", 1)), null],
    [
      "a step below the first",
      { type: "anchored", min: 2, max: 4, anchors: [] },
      all(number("g", "less-than", 2)),
      "never",
    ],
    [
      "every step of a ladder",
      { type: "anchored", min: 2, max: 4, anchors: [] },
      all(number("g", "at-least", 2)),
      "always",
    ],
    ["more indicators than there are", indicators, all(number("g", "more-than", 2)), "never"],
    ["all indicators", indicators, all(equal("g", 2)), null],
    ["any number of indicators", indicators, all(number("g", "at-most", 2)), "always"],
    [
      "a percentage between 1 and 2",
      { type: "percent" },
      all(number("g", "more-than", 1), number("g", "less-than", 2)),
      null,
    ],
    ["a percentage of 2.5", { type: "percent" }, all(equal("g", 2.5)), null],
    ["a percentage of 100", { type: "percent" }, all(number("g", "at-least", 100)), null],
    ["a percentage over 100", { type: "percent" }, all(number("g", "more-than", 100)), "never"],
    ["a percentage under 0", { type: "percent" }, all(number("g", "less-than", 0)), "never"],
    ["a percentage of opportunities, if any", { type: "percent" }, all(number("g", "at-least", 0)), null],
    ["a ratio between 1 and 2", ratio, all(number("g", "more-than", 1), number("g", "less-than", 2)), null],
    ["a ratio of 200", { ...ratio, full: 2 }, all(number("g", "more-than", 200)), null],
    ["a ratio under 0", ratio, all(number("g", "less-than", 0)), "never"],
    ["a ratio over something, if anything", ratio, all(number("g", "at-least", 0)), null],
    ["a number of words", text, all(equal("g", 0)), "never"],
    ["a number of words, whatever it is", text, all({ itemId: "g", is: "not-equal", value: 3 }), "never"],
  ])("%s", (_, kind, condition, verdict) => {
    expect(verdictOn(kind, condition)).toBe(verdict);
  });
});

describe("codes that an answer can be", () => {
  const offers = [
    ["na", { naAllowed: true }],
    ["not-observed", { notObservedPolicy: "remove" }],
    ["not-observed", { notObservedPolicy: "zero" }],
    ["dont-know", { dontKnowAllowed: true }],
    ["refused", { refusedAllowed: true }],
  ] as const;

  test.each(offers)("%s is possible where the item has %j, and nowhere else", (is, offer) => {
    for (const kind of [binary, count, ratio, { type: "percent" }, indicators]) {
      expect(verdictOn(kind, all(code("g", is)))).toBe("never");
      expect(verdictOn({ ...kind, ...offer }, all(code("g", is)))).toBeNull();
      expect(verdictOn(kind, all(code("g", "answered")))).toBe("always");
      expect(verdictOn({ ...kind, ...offer }, all(code("g", "answered")))).toBeNull();
      expect(verdictOn({ ...kind, ...offer }, any(code("g", "answered"), code("g", is)))).toBe("always");
    }
  });

  test("words are answered or left out, and nothing else", () => {
    expect(verdictOn(text, all(code("g", "answered")))).toBeNull();
    for (const is of ["na", "not-observed", "dont-know", "refused"] as const)
      expect(verdictOn(text, all(code("g", is)))).toBe("never");
  });

  test("a code is no number", () => {
    const kind = { ...binary, naAllowed: true };
    expect(verdictOn(kind, all(code("g", "na"), number("g", "at-least", 0)))).toBe("never");
    expect(verdictOn(kind, all(code("g", "answered"), number("g", "at-least", 0)))).toBeNull();
  });
});

describe("several comparisons", () => {
  const two = conditionJudge({ sections: [section("s")], items: [item("g", binary), item("h", binary)] });
  const passes = number("g", "at-least", 0);

  test.each<[string, Condition, ConditionVerdict]>([
    ["all of one item, of which one always passes", all(passes, equal("g", 1)), null],
    ["any of one item, of which one always passes", any(passes, equal("g", 1)), "always"],
    ["any of one item, which together leave nothing out", any(equal("g", 0), equal("g", 1)), "always"],
    ["all of two items, of which one always passes", all(passes, equal("h", 1)), null],
    ["any of two items, of which one always passes", any(passes, equal("h", 1)), "always"],
    ["all of two items, both of which always pass", all(passes, number("h", "at-most", 1)), "always"],
    ["any of two items, neither of which always passes", any(equal("g", 0), equal("h", 1)), null],
    ["all of two items, of which one never passes", all(equal("g", 0), equal("h", 2)), "never"],
    ["any of two items, of which one never passes", any(equal("g", 0), equal("h", 2)), null],
    ["any of two items, of which the first never passes", any(equal("g", 2), equal("h", 1)), null],
    ["any of two items, neither of which ever passes", any(equal("g", 2), equal("h", 2)), "never"],
  ])("%s", (_, condition, verdict) => {
    expect(two(condition)).toBe(verdict);
  });

  test("one of an item that is not there leaves the rest unjudged", () => {
    for (const known of [passes, equal("g", 2)])
      for (const match of ["all", "any"] as const) {
        expect(two(when(match, known, equal("gone", 1)))).toBeNull();
        expect(two(when(match, equal("gone", 1), known))).toBeNull();
      }
    expect(two(all(equal("gone", 1)))).toBeNull();
  });
});

describe("items that are not always there", () => {
  const gate = item("gate", count);
  const onlyWhen = (condition: Condition) =>
    conditionJudge({ sections: [section("s")], items: [gate, item("g", binary, condition)] });
  const inSection = (condition: Condition) =>
    conditionJudge({
      sections: [section("s"), section("t", condition)],
      items: [gate, item("g", binary, null, "t")],
    });

  test.each([
    ["an item", onlyWhen],
    ["a section", inSection],
  ])("the condition of %s counts for what looks at it", (_, judgeWhen) => {
    const judge = judgeWhen(all(equal("gate", 1)));
    expect(judge(all(equal("g", 1)))).toBeNull();
    expect(judge(all(number("g", "at-least", 0)))).toBeNull();
    expect(judge(any(number("g", "at-least", 0), equal("gate", 5)))).toBeNull();
    expect(judge(all(equal("g", 1), equal("gate", 1)))).toBeNull();
    expect(judge(all(equal("g", 1), equal("gate", 2)))).toBe("never");
    expect(judge(any(equal("g", 1), equal("gate", 2)))).toBeNull();
    expect(judgeWhen(all(number("gate", "less-than", 0)))(all(equal("g", 1)))).toBe("never");
    const either = judgeWhen(any(equal("gate", 1), equal("gate", 2)));
    expect(either(all(equal("g", 1), equal("gate", 1)))).toBeNull();
    expect(either(all(equal("g", 1), equal("gate", 2)))).toBeNull();
    expect(either(all(equal("g", 1), equal("gate", 3)))).toBe("never");
  });

  test("a chain of conditions is followed to its beginning", () => {
    const items = [
      gate,
      item("b", binary, all(equal("gate", 1))),
      item("c", binary, all(equal("b", 1))),
      item("d", binary, all(equal("c", 1))),
    ];
    const judge = conditionJudge({ sections: [section("s")], items });
    expect(judge(all(equal("d", 1)))).toBeNull();
    expect(judge(all(equal("d", 1), equal("b", 1)))).toBeNull();
    expect(judge(all(equal("d", 1), equal("b", 0)))).toBe("never");
    expect(judge(all(equal("d", 1), equal("gate", 2)))).toBe("never");
  });

  test("nothing is said where a condition before looks at an item that is not there", () => {
    const judge = onlyWhen(all(equal("gone", 1)));
    expect(judge(all(equal("g", 2)))).toBeNull();
    expect(judge(any(equal("g", 2), number("gate", "at-least", 0)))).toBe("always");
  });

  test("nothing is said where conditions wait for each other", () => {
    expect(onlyWhen(all(equal("g", 1)))(all(equal("g", 2)))).toBeNull();
    const items = [item("a", binary, all(equal("b", 1))), item("b", binary, all(equal("a", 1)))];
    expect(conditionJudge({ sections: [section("s")], items })(all(equal("a", 2)))).toBeNull();
  });

  test("an item of a section that is not there is taken as always there", () => {
    const judge = conditionJudge({ sections: [], items: [item("g", binary)] });
    expect(judge(all(number("g", "at-least", 0)))).toBe("always");
    expect(judge(all(equal("g", 2)))).toBe("never");
    expect(judge(all(equal("g", 1)), "gone")).toBeNull();
  });
});

describe("a condition within a section that has one", () => {
  const within = (ofSection: Condition) => {
    const judge = conditionJudge({
      sections: [section("s"), section("t", ofSection)],
      items: [item("g", count), item("h", binary)],
    });
    return (condition: Condition) => judge(condition, "t");
  };

  test.each<[string, Condition, Condition, ConditionVerdict]>([
    ["can be true together with it", all(equal("g", 1)), all(equal("h", 1)), null],
    ["is never true when it contradicts it", all(equal("g", 1)), all(equal("g", 2)), "never"],
    ["can be true in one of its ways", any(equal("g", 1), equal("g", 2)), all(equal("g", 1)), null],
    ["can be true in the other of its ways", any(equal("g", 1), equal("g", 2)), all(equal("g", 2)), null],
    ["can be true in one way of its own", all(equal("g", 1)), any(equal("g", 2), equal("g", 1)), null],
    [
      "is never true when no way of its own goes with it",
      all(equal("g", 1)),
      any(equal("g", 2), equal("g", 3)),
      "never",
    ],
    [
      "is never true although one of the section's ways is impossible too",
      any(equal("g", -1), equal("g", 1)),
      all(equal("g", 2)),
      "never",
    ],
    ["is not blamed for a section that is never shown", all(equal("g", -1)), all(equal("g", 2)), null],
    ["is always true whatever the section's", all(equal("g", 1)), all(number("h", "at-least", 0)), "always"],
    ["is not judged when the section looks at nothing", all(equal("gone", 1)), all(equal("g", -1)), null],
  ])("%s", (_, ofSection, own, verdict) => {
    expect(within(ofSection)(own)).toBe(verdict);
  });

  test("does not know of it when judged on its own", () => {
    const judge = conditionJudge({
      sections: [section("t", all(equal("g", 1)))],
      items: [item("g", count, null, "s")],
    });
    expect(judge(all(equal("g", 2)))).toBeNull();
  });
});

describe("more than 500 ways to come true", () => {
  const ways = (length: number, value = (index: number) => index) =>
    any(...Array.from({ length }, (_, index) => equal("g", value(index))));
  const impossible = (length: number) => ways(length, (index) => -1 - index);
  const judge = (ofItem: Condition | null, ofSection: Condition | null = null) =>
    conditionJudge({
      sections: [section("s"), section("t", ofSection)],
      items: [item("g", count), item("h", binary, ofItem)],
    });

  test("are not told apart", () => {
    expect(judge(null)(impossible(500))).toBe("never");
    expect(judge(null)(impossible(501))).toBeNull();
  });

  test("are not told apart where an item before has them", () => {
    expect(judge(ways(500))(all(equal("h", 2)))).toBe("never");
    expect(judge(ways(501))(all(equal("h", 2)))).toBeNull();
  });

  test("are not told apart where the section has them", () => {
    expect(judge(null, ways(20))(impossible(25), "t")).toBe("never");
    expect(judge(null, ways(21))(impossible(25), "t")).toBeNull();
    expect(judge(null, ways(20))(impossible(26), "t")).toBeNull();
  });

  test("are not listed, however many there are", () => {
    const many = ["h", "i", "j", "k"];
    const items = [item("g", count), ...many.map((id) => item(id, binary, ways(30)))];
    const own = all(...many.map((id) => equal(id, 2)));
    expect(conditionJudge({ sections: [section("s")], items })(own)).toBeNull();
  });
});
