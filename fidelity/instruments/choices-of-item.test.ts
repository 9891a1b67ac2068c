import { expect, test } from "vitest";
import { choicesOfItem, countsOf } from "./choices-of-item.ts";
import { type Item, item } from "./instrument.schema.ts";

const made = (fields: Record<string, unknown>): Item =>
  item.parse({ id: "one", sectionId: "a", label: "One", ...fields });
const anchorsOf = (...texts: string[]) => texts.map((text, value) => ({ value, text }));

test("yes or no is offered as 0 and 1, and neither is an anchor's text", () => {
  expect(choicesOfItem(made({ type: "binary" }))).toEqual([
    { name: "0", label: "No", isAnchor: false },
    { name: "1", label: "Yes", isAnchor: false },
  ]);
});

test("a ladder of three has its own words, and an anchor stands before them", () => {
  expect(choicesOfItem(made({ type: "trinary" }))).toEqual([
    { name: "0", label: "Not in place", isAnchor: false },
    { name: "1", label: "Partly", isAnchor: false },
    { name: "2", label: "Fully", isAnchor: false },
  ]);
  expect(choicesOfItem(made({ type: "trinary", anchors: [{ value: 1, text: "With help" }] }))).toEqual([
    { name: "1", label: "With help", isAnchor: true },
    { name: "0", label: "Not in place", isAnchor: false },
    { name: "2", label: "Fully", isAnchor: false },
  ]);
});

test("a step of a ladder without a text is offered by its number", () => {
  const anchors = [
    { value: 5, text: "Always" },
    { value: 3, text: "Never" },
  ];
  expect(choicesOfItem(made({ type: "anchored", min: 3, max: 5, anchors }))).toEqual([
    { name: "5", label: "Always", isAnchor: true },
    { name: "3", label: "Never", isAnchor: true },
    { name: "4", label: "4", isAnchor: false },
  ]);
});

test.each([
  [{ notObservedPolicy: "remove" }, { name: "not_observed", label: "Not observed", isAnchor: false }],
  [{ notObservedPolicy: "zero" }, { name: "not_observed", label: "Not observed", isAnchor: false }],
  [{ naAllowed: true }, { name: "na", label: "Not applicable", isAnchor: false }],
  [{ dontKnowAllowed: true }, { name: "dont_know", label: "Don't know", isAnchor: false }],
  [{ refusedAllowed: true }, { name: "refused", label: "Refused to answer", isAnchor: false }],
])("an item with %j offers one choice more, after its steps", (fields, choice) => {
  expect(choicesOfItem(made({ type: "binary", ...fields })).slice(2)).toEqual([choice]);
});

test("all that is no step comes in one order", () => {
  const fields = {
    refusedAllowed: true,
    dontKnowAllowed: true,
    naAllowed: true,
    notObservedPolicy: "remove",
  };
  const anchors = anchorsOf("Low", "Middle", "High");
  expect(choicesOfItem(made({ type: "trinary", anchors, ...fields })).map(({ name }) => name)).toEqual([
    "0",
    "1",
    "2",
    "not_observed",
    "na",
    "dont_know",
    "refused",
  ]);
});

test("each indicator is a choice with its id and whether it may be left unobserved", () => {
  const indicators = [
    { id: "asks", text: "Asks first" },
    { id: "writes", text: "Writes it down", notObservedAllowed: true },
  ];
  expect(choicesOfItem(made({ type: "indicators", indicators, naAllowed: true }))).toEqual([
    { name: "1", label: "Asks first", isAnchor: true, own: { id: "asks", not_observed: "no" } },
    { name: "2", label: "Writes it down", isAnchor: true, own: { id: "writes", not_observed: "yes" } },
  ]);
});

test.each([
  { type: "count", max: 3, naAllowed: true },
  { type: "count", naAllowed: true },
  { type: "duration", max: 20 },
  { type: "percent", naAllowed: true },
  { type: "ratio", numerator: "a", denominator: "b", full: 1, naAllowed: true },
  { type: "text" },
])("nothing is chosen of %j, it is typed", (fields) => {
  expect(choicesOfItem(made(fields))).toEqual([]);
});

test("the two counts of a ratio and of a percentage have the words of the item", () => {
  const ratio = made({ type: "ratio", numerator: "reflections", denominator: "questions" });
  expect(countsOf(ratio as Extract<Item, { type: "ratio" }>)).toEqual([
    { id: "above", label: "reflections" },
    { id: "below", label: "questions" },
  ]);
  const percent = made({ type: "percent", opportunity: "disclosures of worry" });
  expect(countsOf(percent as Extract<Item, { type: "percent" }>)).toEqual([
    { id: "done", label: "done" },
    { id: "opportunities", label: "disclosures of worry" },
  ]);
});
