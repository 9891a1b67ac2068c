import { expect, test } from "vitest";
import { SMALL_CHECKLIST } from "#tests/factories/fidelity.ts";
import { draftOf } from "./draft-definition.rules.ts";
import { addSection, changeItem, emptyDraft } from "./draft-edits.rules.ts";
import { findingsOf } from "./draft-findings.rules.ts";
import type { DraftDefinition } from "./instrument-draft.schema.ts";

const whole = draftOf(SMALL_CHECKLIST);
const find = (draft: DraftDefinition, functionCodes: string[] = []) =>
  findingsOf(draft, { version: 1, functionCodes });
const said = (draft: DraftDefinition) =>
  find(draft)
    .filter(({ level }) => level === "error")
    .map(({ where, message }) => `${where}: ${message}`);

test("an empty draft is told what is missing, in words and at its place", () => {
  expect(said(emptyDraft("", "s"))).toEqual(
    expect.arrayContaining([
      "About the instrument: Give the instrument a title.",
      "About the instrument: Give the instrument a code.",
      "About the instrument: Say whose fidelity is rated.",
      "About the instrument: Choose who may rate.",
      "About the instrument: Choose what it looks at.",
      "Section 1: Give the section a title.",
    ]),
  );
});

test("nothing that is said names a place of the definition", () => {
  const broken = {
    ...addSection(
      changeItem(changeItem(whole, "b1", { max: "many", weight: -1 }), "a1", { label: "" }),
      "empty",
    ),
    scoring: { ...whole.scoring, thresholds: [{ band: "met", from: 120 }] },
  };
  const findings = find(broken as DraftDefinition);
  expect(findings.length).toBeGreaterThan(3);
  for (const { message, where } of findings)
    expect(`${where} ${message}`).not.toMatch(/\[\d|\w\.\w+\[|undefined/);
  expect(findings).toContainEqual(
    expect.objectContaining({
      level: "error",
      place: { part: "item:b1", field: "max" },
      where: "Item 3 “Listens”",
    }),
  );
});

test("warnings stand beside errors, except where something is wrong already", () => {
  const scoring = {
    ...whole.scoring,
    thresholds: [
      { band: "met", from: 80 },
      { band: "developing", from: 80 },
    ],
  };
  const findings = find({ ...whole, scoring } as DraftDefinition);
  const at = (level: string) =>
    findings.filter((one) => one.level === level).map(({ place }) => `${place.part} ${place.field}`);
  expect(at("error")).toEqual(["scoring thresholds"]);
  expect(at("warning")).toContain("item:a1 essentialFunctionId");
  expect(at("warning")).not.toContain("scoring thresholds");
});

test("what is wrong with bands is said band by band", () => {
  const withBands = (thresholds: object[]) =>
    said({ ...whole, scoring: { ...whole.scoring, thresholds } } as DraftDefinition);
  expect(
    withBands([
      { band: "met", from: 80 },
      { band: "developing", from: 95 },
    ]),
  ).toEqual(["Score and bands: Band 2 begins at 95 %: it has to begin below 80 %, where “met” begins."]);
  expect(
    withBands([
      { band: "met", from: 80 },
      { band: "developing", from: "" },
    ]),
  ).toEqual(["Score and bands: Band 2: say where it begins."]);
});

test("what can be published is judged by the linter, with items by their words", () => {
  const same = changeItem(whole, "b2", { label: "Listens", essentialFunctionId: "PC-1" });
  const findings = find(same, ["PC-2"]);
  expect(findings.every(({ level }) => level === "warning")).toBe(true);
  expect(findings).toContainEqual(
    expect.objectContaining({
      place: { part: "item:b2", field: "label" },
      message: expect.stringMatching(/item 3 “Listens”/i),
    }),
  );
  expect(findings.map(({ message }) => message)).toContain("No scored item looks at PC-2.");
});

test("the texts of a scale that was made shorter stay in the draft and out of the definition", () => {
  const shorter = changeItem(whole, "b1", { max: 2 });
  expect(find(shorter).filter(({ level }) => level === "error")).toEqual([]);
  expect(shorter.items[2]?.anchors).toHaveLength(4);
});

test("a code that no export could carry is an error", () => {
  expect(said({ ...whole, code: "My Code" })[0]).toMatch(/^About the instrument: Code: My Code/);
});
