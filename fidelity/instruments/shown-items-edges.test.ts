import { expect, test } from "vitest";
import type { Comparison, Condition, ItemResponse } from "./instrument.schema.ts";
import { type SeenAnswer, satisfies, seenAnswer, shownItems, shownResponses } from "./shown-items.ts";

const equal = (itemId: string, value: number): Comparison => ({ itemId, is: "equal", value });
const form = (showIf: Condition | null, ofSection: Condition | null = null) => ({
  sections: [
    { id: "s", showIf: null },
    { id: "t", showIf: ofSection },
  ],
  items: [
    { id: "a", sectionId: "s", showIf: null },
    { id: "b", sectionId: "s", showIf: null },
    { id: "c", sectionId: "t", showIf },
    { id: "lost", sectionId: "gone", showIf: null },
  ],
});
const shown = (of: ReturnType<typeof form>, answers: Record<string, number>) => [
  ...shownItems(of, (id) => (id in answers ? { code: "value", number: answers[id] ?? null } : null)),
];
const both = [equal("a", 1), equal("b", 1)];

test.each<[Condition["match"], Record<string, number>, boolean]>([
  ["all", { a: 1, b: 1 }, true],
  ["all", { a: 1, b: 0 }, false],
  ["all", { b: 1 }, false],
  ["any", { a: 1, b: 0 }, true],
  ["any", { b: 1 }, true],
  ["any", { a: 0, b: 0 }, false],
  ["any", {}, false],
])("a condition on %s of two comparisons, answered %j, shows: %j", (match, answers, expected) => {
  const ids = expected ? ["a", "b", "c"] : ["a", "b"];
  expect(shown(form({ match, comparisons: both }), answers)).toEqual(ids);
  expect(shown(form(null, { match, comparisons: both }), answers)).toEqual(ids);
});

test("an item needs the condition of its section and its own", () => {
  const of = form(
    { match: "all", comparisons: [equal("a", 1)] },
    { match: "all", comparisons: [equal("b", 1)] },
  );
  expect(shown(of, { a: 1, b: 1 })).toEqual(["a", "b", "c"]);
  expect(shown(of, { a: 1, b: 0 })).toEqual(["a", "b"]);
  expect(shown(of, { a: 0, b: 1 })).toEqual(["a", "b"]);
});

test("an item of a section that is not there is not part of the form", () => {
  expect(shown(form(null), { lost: 1 })).toEqual(["a", "b", "c"]);
});

test("only responses to what is on the form count, in the order they were given", () => {
  const value = (itemId: string, number: number): ItemResponse => ({ itemId, code: "value", value: number });
  const of = form({ match: "all", comparisons: [equal("a", 1)] });
  const hides = [value("c", 2), value("b", 1), value("a", 0)];
  expect(shownResponses(of, hides)).toEqual([hides[1], hides[2]]);
  const shows = [value("c", 2), value("a", 1)];
  expect(shownResponses(of, shows)).toEqual(shows);
  expect(shownResponses(of, [value("c", 2)])).toEqual([]);
  expect(shownResponses(of, [value("a", 0), value("c", 2), value("a", 1)])).toHaveLength(3);
});

test.each<[ItemResponse, SeenAnswer]>([
  [
    { itemId: "a", code: "value", value: 0 },
    { code: "value", number: 0 },
  ],
  [
    { itemId: "a", code: "value", value: " x " },
    { code: "value", number: null },
  ],
  [{ itemId: "a", code: "value", value: "" }, null],
  [
    { itemId: "a", code: "value", value: { numerator: 0, denominator: 4 } },
    { code: "value", number: 0 },
  ],
  [
    { itemId: "a", code: "value", value: { numerator: 3, denominator: 0 } },
    { code: "value", number: null },
  ],
  [
    { itemId: "a", code: "value", value: { done: 1, opportunities: 4 } },
    { code: "value", number: 25 },
  ],
  [
    { itemId: "a", code: "value", value: { indicators: { x: "no", y: "no", z: "yes" } } },
    { code: "value", number: 1 },
  ],
  [
    { itemId: "a", code: "na" },
    { code: "na", number: null },
  ],
  [
    { itemId: "a", code: "not-observed" },
    { code: "not-observed", number: null },
  ],
  [
    { itemId: "a", code: "dont-know" },
    { code: "dont-know", number: null },
  ],
  [{ itemId: "a", code: "missing" }, null],
])("conditions see %j as %j", (response, answer) => {
  expect(seenAnswer(response)).toEqual(answer);
});

test("a number of zero is a number", () => {
  expect(satisfies({ code: "value", number: 0 }, equal("a", 0))).toBe(true);
  expect(satisfies({ code: "value", number: 0 }, { itemId: "a", is: "not-equal", value: 0 })).toBe(false);
  expect(satisfies({ code: "value", number: 0 }, { itemId: "a", is: "answered" })).toBe(true);
});
