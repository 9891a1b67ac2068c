import { expect, test } from "vitest";
import { placeInWords } from "./place-in-words.ts";

const definition = {
  sections: [{ title: "Opening" }, { title: "  Closing  " }, { title: "   " }, { title: 7 }, null],
  items: [{ label: "Listens", title: "not this" }, { label: " Asks " }, { label: " " }, { label: 3 }, "text"],
};

test.each([
  ["", "The instrument"],
  ["code", "The code"],
  ["version", "The version"],
  ["title", "The title"],
  ["subject", "Whose fidelity is rated"],
  ["raterTypes[1]", "Who may rate"],
  ["dimensions[0]", "What it looks at"],
  ["purpose", "The purpose"],
  ["instructions", "The instructions"],
  ["sections", "The sections"],
  ["items", "The items"],
  ["colour", "Colour"],
  ["colour.shade", "Colour"],
])("the whole instrument's “%s” is called “%s”", (path, words) => {
  expect(placeInWords(path, definition)).toBe(words);
});

test.each([
  ["scoring", "The scoring"],
  ["scoring.thresholds", "The bands"],
  ["scoring.thresholds[1]", "Band 2"],
  ["scoring.thresholds[0].from", "Band 1"],
  ["scoring.maxNotApplicableShare", "The limit for not applicable"],
  ["scoring.missing.policy", "The rule for blanks"],
  ["scoring.method", "The method"],
  ["scoring.rounding", "Rounding"],
])("the scoring's “%s” is called “%s”", (path, words) => {
  expect(placeInWords(path, definition)).toBe(words);
});

test.each([
  ["items[0]", "Item 1 “Listens”"],
  ["items[1]", "Item 2 “Asks”"],
  ["items[2]", "Item 3"],
  ["items[3]", "Item 4"],
  ["items[4]", "Item 5"],
  ["items[11]", "Item 12"],
  ["sections[0]", "Section 1 “Opening”"],
  ["sections[1]", "Section 2 “Closing”"],
  ["sections[2]", "Section 3"],
  ["sections[3]", "Section 4"],
  ["sections[4]", "Section 5"],
  ["sections[9].title", "Section 10, its title"],
])("%s is called “%s”, by its number and its words where it has any", (path, words) => {
  expect(placeInWords(path, definition)).toBe(words);
});

test.each([
  ["id", "its id"],
  ["label", "its words"],
  ["title", "its title"],
  ["type", "its type"],
  ["guidance", "its guidance"],
  ["sectionId", "its section"],
  ["essentialFunctionId", "its essential function"],
  ["weight", "its weight"],
  ["reverse", "reversed"],
  ["scored", "whether it is scored"],
  ["critical", "its critical rule"],
  ["critical.failsBelow", "its critical rule"],
  ["critical.comparisons[0]", "its critical rule"],
  ["naAllowed", "not applicable"],
  ["naRequiresReason", "the reason for not applicable"],
  ["notObservedPolicy", "not observed"],
  ["dontKnowAllowed", "don't know"],
  ["refusedAllowed", "refused"],
  ["min", "its lowest value"],
  ["max", "its highest value"],
  ["full", "the ratio that earns all"],
  ["numerator", "what is counted above the line"],
  ["denominator", "what is counted below the line"],
  ["opportunity", "what an opportunity is"],
  ["anchors", "the texts of its steps"],
  ["anchors[0]", "step 1"],
  ["anchors[9].value", "step 10"],
  ["indicators", "its indicators"],
  ["indicators[1].id", "indicator 2"],
  ["thresholds", "the bands"],
  ["thresholds[2].label", "band 3"],
  ["direction", "its direction"],
  ["minAnswered", "fewest answered"],
  ["showIf", "when it is shown"],
  ["showIf.match", "when it is shown"],
  ["showIf.match[1]", "when it is shown"],
  ["showIf.comparisons", "when it is shown"],
  ["showIf.comparisons[0]", "when it is shown, comparison 1"],
  ["showIf.comparisons[3].itemId", "when it is shown, comparison 4"],
  ["colour", "colour"],
  ["colour[0]", "colour"],
])("an item's “%s” is called “%s”", (field, words) => {
  expect(placeInWords(`items[0].${field}`, definition)).toBe(`Item 1 “Listens”, ${words}`);
  expect(placeInWords(`sections[0].${field}`, definition)).toBe(`Section 1 “Opening”, ${words}`);
});

test.each([null, undefined, "items", 3, {}, { items: null }, { items: "abc" }])(
  "an item of %j is called by its number",
  (nothing) => {
    expect(placeInWords("items[0].label", nothing)).toBe("Item 1, its words");
  },
);

test("words of up to eighty characters are told in full, longer ones are cut", () => {
  const called = (label: string) => placeInWords("items[0]", { items: [{ label }] });
  expect(called("x".repeat(80))).toBe(`Item 1 “${"x".repeat(80)}”`);
  expect(called(`  ${"x".repeat(80)}  `)).toBe(`Item 1 “${"x".repeat(80)}”`);
  expect(called(`${"x".repeat(79)}yz`)).toBe(`Item 1 “${"x".repeat(79)}…”`);
});
