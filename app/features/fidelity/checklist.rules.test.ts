import { describe, expect, test } from "vitest";
import type {
  InstrumentDefinitionInput,
  Item,
  ItemResponse,
} from "#fidelity/instruments/instrument.schema.ts";
import { readDefinition } from "#fidelity/instruments/read-definition.ts";
import { seenAnswer, shownItems } from "#fidelity/instruments/shown-items.ts";
import { checklistOf, decodeAnswer, encodeAnswer, toItemResponses } from "./answers.rules.ts";
import {
  conditionInWords,
  isAnswered,
  joinParts,
  markOf,
  partsOf,
  progressOf,
  shownIn,
  shownSections,
} from "./checklist.rules.ts";
import { evidenceLink, evidenceProblem } from "./evidence.rules.ts";

const EVERY_KIND: InstrumentDefinitionInput = {
  ...{ code: "kinds", version: 1, title: "Every kind", subject: "coach", raterTypes: ["supervisor"] },
  dimensions: ["adherence"],
  sections: [
    { id: "a", title: "Always" },
    { id: "b", title: "Worry", showIf: { comparisons: [{ itemId: "came-up", is: "equal", value: 1 }] } },
  ],
  items: [
    { id: "came-up", sectionId: "a", type: "binary", label: "Worry came up", scored: false },
    { id: "long", sectionId: "a", type: "duration", label: "Talk", max: 30, naAllowed: true },
    {
      ...{ id: "ratio", sectionId: "a", type: "ratio", label: "Reflections to questions", full: 2 },
      ...{ numerator: "reflections", denominator: "questions" },
    },
    { id: "share", sectionId: "b", type: "percent", label: "Responds", notObservedPolicy: "remove" },
    {
      ...{ id: "steps", sectionId: "b", type: "indicators", label: "Plans" },
      indicators: [
        { id: "asks", text: "Asks" },
        { id: "writes, too", text: "Writes", notObservedAllowed: true },
      ],
    },
    {
      ...{ id: "why", sectionId: "b", type: "text", label: "Why" },
      showIf: {
        match: "any",
        comparisons: [
          { itemId: "share", is: "less-than", value: 50 },
          { itemId: "long", is: "na" },
        ],
      },
    },
  ],
  scoring: { method: "percent-of-possible", thresholds: [{ band: "met", from: 80 }] },
};
const definition = readDefinition(EVERY_KIND);
const sections = checklistOf(definition);
const items = new Map(definition.items.map((item) => [item.id, item]));
const itemOf = (id: string) => items.get(id) as Item;
const shownItem = (id: string) => {
  const found = sections.flatMap((section) => section.items).find((item) => item.id === id);
  if (!found) throw new Error(id);
  return found;
};
const decode = (itemId: string, answer: string) =>
  decodeAnswer(itemOf(itemId), { itemId, answer, reason: "", comment: "", baseVersion: 0 });

describe("an answer in parts", () => {
  test.each<[string, string, string | null, object | null]>([
    ["ratio", "12,8", "value", { numerator: 12, denominator: 8 }],
    ["ratio", "12,", null, { numerator: 12 }],
    ["ratio", ",8", null, { denominator: 8 }],
    ["ratio", "0,0", "value", { numerator: 0, denominator: 0 }],
    ["share", "3,4", "value", { done: 3, opportunities: 4 }],
    ["share", "15,1", null, { done: 15, opportunities: 1 }],
    ["share", "not_observed", "not_observed", null],
    ["steps", "yes,not_observed", "value", { indicators: { asks: "yes", "writes, too": "not-observed" } }],
    ["steps", ",no", null, { indicators: { "writes, too": "no" } }],
    ["steps", "", null, null],
  ])("%s as “%s” is kept whole", (itemId, answer, code, detail) => {
    const stored = decode(itemId, answer);
    expect(stored).toMatchObject({ code, detail, value: null, text: null });
    expect(stored && encodeAnswer(itemOf(itemId), { ...stored, rowVersion: 1 }).answer).toBe(answer);
    expect(isAnswered(shownItem(itemId), answer)).toBe(code !== null);
  });

  test.each([
    ["ratio", "many,8"],
    ["ratio", "1,2,3"],
    ["ratio", "-1,2"],
    ["ratio", "na"],
    ["steps", "not_observed,yes"],
    ["steps", "maybe,yes"],
    ["long", "1.5"],
  ])("%s refuses “%s”", (itemId, answer) => {
    expect(decode(itemId, answer)).toBeNull();
  });

  test("is read back part by part", () => {
    expect(partsOf(shownItem("ratio"), "12")).toEqual(["12", ""]);
    expect(partsOf(shownItem("share"), "not_observed")).toEqual(["", ""]);
    expect(joinParts(["", ""])).toBe("");
    expect(joinParts(["", "4"])).toBe(",4");
  });

  test.each([
    ["long", "1", "1 minute"],
    ["long", "na", "N/A Not applicable"],
    ["ratio", "12,8", "12 to 8"],
    ["ratio", "12,", "12 to –"],
    ["share", "3,4", "3 of 4"],
    ["steps", "yes,no", "1 of 2 yes"],
    ["steps", "yes,not_observed", "1 of 1 yes, 1 not observed"],
    ["why", "na", "na"],
    ["came-up", "1", "1 Yes"],
  ])("%s as “%s” reads “%s”", (itemId, answer, words) => {
    expect(markOf(shownItem(itemId), answer)).toBe(words);
  });
});

describe("what is on the form", () => {
  const given = (answers: Record<string, string>) =>
    Object.fromEntries(Object.entries(answers).map(([id, answer]) => [id, { answer }]));

  test.each<[Record<string, string>, string[]]>([
    [{}, ["came-up", "long", "ratio"]],
    [{ "came-up": "0", share: "1,4" }, ["came-up", "long", "ratio"]],
    [{ "came-up": "1" }, ["came-up", "long", "ratio", "share", "steps"]],
    [{ "came-up": "1", share: "1,4" }, ["came-up", "long", "ratio", "share", "steps", "why"]],
    [{ "came-up": "1", share: "0,0" }, ["came-up", "long", "ratio", "share", "steps"]],
    [{ "came-up": "1", share: "2,4", long: "na" }, ["came-up", "long", "ratio", "share", "steps", "why"]],
  ])("with %j is what the scoring takes", (answers, expected) => {
    expect([...shownIn(sections, given(answers))]).toEqual(expected);
    const stored = Object.entries(answers).map(([itemId, answer]) => decode(itemId, answer) ?? { itemId });
    const responses = new Map(
      toItemResponses(stored as never).map((one): [string, ItemResponse] => [one.itemId, one]),
    );
    expect([...shownItems(definition, (id) => seenAnswer(responses.get(id)))]).toEqual(expected);
  });

  test("is counted as one answers; sections keep their numbers", () => {
    expect(progressOf(sections, given({ "came-up": "0", long: "5" }))).toEqual({ answered: 2, total: 3 });
    expect(progressOf(sections, given({ "came-up": "1", ratio: "3," }))).toEqual({ answered: 1, total: 5 });
    expect(shownSections(sections, given({})).map(({ number }) => number)).toEqual([1]);
  });

  test("is said in words where it cannot change", () => {
    expect(conditionInWords(sections[1]?.showIf, sections)).toBe("only if item 1 is “Yes”");
    expect(conditionInWords(shownItem("why").showIf, sections)).toBe(
      "only if item 4 is less than 50 % or item 2 is not applicable",
    );
    expect(conditionInWords(null, sections)).toBeNull();
  });

  test("is everything in a checklist that an earlier release packed", () => {
    const old = sections.map(({ showIf: _, ...section }) => ({
      ...section,
      items: section.items.map(({ showIf: __, parts: ___, ...item }) => item),
    }));
    expect(progressOf(old, given({ long: "3" }))).toEqual({ answered: 1, total: 6 });
  });
});

test.each([
  ["https://media.example.org/recording/12?t=40", true, null],
  ["Recording of November 3, drawer B", false, null],
  ["Case file: 12", false, null],
  ["", false, null],
  ["http://media.example.org/12", false, /https/],
  ["https://", false, /https/],
  ["https://somebody:secret@media.example.org/1", false, /no password/],
  ["https://localhost/1", false, /https/],
  ["https://media.example.org/1 and more", false, /https/],
  ["javascript:alert(1)", false, /https/],
  ["www.example.org/1", false, /https/],
])("evidence %s", (text, isLink, problem) => {
  expect(evidenceLink(text) !== null).toBe(isLink);
  if (problem) expect(evidenceProblem(text)).toMatch(problem);
  else expect(evidenceProblem(text)).toBeNull();
});
