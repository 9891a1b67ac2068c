// biome-ignore-all lint/suspicious/noTemplateCurlyInString: an XLSForm writes a field as ${name}
import { expect, test } from "vitest";
import { conditionOfRow } from "./condition-of-row.ts";
import { type Condition, condition, item, section } from "./instrument.schema.ts";
import { instrumentDraft } from "./instrument-draft.ts";

/** Two sections, each with one count that is known under its id. */
function draftOfTwo() {
  const draft = instrumentDraft();
  for (const [sectionId, id] of [
    ["first", "early"],
    ["second", "late"],
  ] as const) {
    draft.addSection(section.parse({ id: sectionId, title: sectionId }), null);
    const made = item.parse({ id, sectionId, type: "count", label: id });
    draft.know(id, { id, item: made, choices: new Map() });
  }
  return draft;
}
const of = (itemId: string, is = "equal", value = 1): Condition =>
  condition.parse({ comparisons: [{ itemId, is, value }] });
const read = (text: string, more: { own?: string; sectionId?: string } = {}) =>
  conditionOfRow(draftOfTwo(), { text, own: undefined, dialect: "xlsform", ...more });
const nothing = { showIf: null, losses: [] };

test("no condition is none", () => {
  expect(read("")).toEqual(nothing);
  expect(read("  ")).toEqual(nothing);
});

test("what the other tool reads is read, and a blank is not other than", () => {
  expect(read("${early} = 1")).toEqual({ showIf: of("early"), losses: [] });
  expect(read("${early} = 1 and ${late} != 2")).toEqual({
    showIf: condition.parse({
      comparisons: [
        { itemId: "early", is: "equal", value: 1 },
        { itemId: "late", is: "not-equal", value: 2 },
      ],
    }),
    losses: ["its condition waits for an answer: a blank is not “other than”"],
  });
  expect(read("${early} + 1 = 2")).toEqual({
    showIf: null,
    losses: ["condition not taken over: “+ 1 = 2” is more than a comparison"],
  });
});

test("the exact one of a file of ours counts as long as the other says the same", () => {
  const own = JSON.stringify({ match: "any", comparisons: of("early").comparisons });
  expect(read(" ${early} = 1 ", { own })).toEqual({ showIf: { ...of("early"), match: "any" }, losses: [] });
  expect(read("${early} = 2", { own })).toEqual({ showIf: of("early", "equal", 2), losses: [] });
  expect(read("", { own })).toEqual(nothing);
  const unequal = JSON.stringify(of("early", "not-equal"));
  expect(read("${early} != 1", { own: unequal })).toEqual({ showIf: of("early", "not-equal"), losses: [] });
});

test("an item of a later section is not seen, one of the same or an earlier section is", () => {
  const reason = "condition not taken over: it looks at “late”, which is not taken or comes later";
  expect(read("${late} = 1", { sectionId: "first" })).toEqual({ showIf: null, losses: [reason] });
  expect(read("${late} = 1", { sectionId: "second" })).toEqual({ showIf: of("late"), losses: [] });
  expect(read("${early} = 1", { sectionId: "second" })).toEqual({ showIf: of("early"), losses: [] });
  expect(read("${late} = 1")).toEqual({ showIf: of("late"), losses: [] });
});
