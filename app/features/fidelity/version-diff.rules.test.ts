import { expect, test } from "vitest";
import { readDefinition } from "#fidelity/instruments/read-definition.ts";
import { SMALL_CHECKLIST } from "#tests/factories/fidelity.ts";
import { diffVersions, isSameItem } from "./version-diff.rules.ts";

const before = readDefinition(SMALL_CHECKLIST);
const [first, second, third, fourth] = before.items;
type Items = typeof before.items;

test("two equal versions have no lines", () => {
  expect(diffVersions(before, structuredClone(before))).toEqual([]);
});

test("every change is a line with its place and both sides in words", () => {
  const after = {
    ...before,
    title: "Small checklist, reworded",
    sections: [...before.sections, { ...before.sections[0], id: "c", title: "Section C" }],
    items: [
      { ...first, critical: null, weight: 2 },
      {
        ...third,
        label: "Listens before advising",
        anchors:
          third?.type === "anchored"
            ? third.anchors.map((one) => (one.value === 3 ? { ...one, text: "Best" } : one))
            : [],
      },
      { ...fourth, sectionId: "c" },
      { ...second, id: "c1", label: "Agrees on the next day", sectionId: "c" },
    ] as Items,
    scoring: { ...before.scoring, maxNotApplicableShare: 0.5 },
  };
  expect(diffVersions(before, after)).toEqual([
    { where: "The instrument", what: "Title", before: "Small checklist", after: "Small checklist, reworded" },
    { where: "Section 3 “Section C”", what: "Added", before: null, after: "Section C" },
    { where: "Item 1 “Says who will see what”", what: "Weight", before: "1", after: "2" },
    { where: "Item 1 “Says who will see what”", what: "Critical", before: "fails below 1", after: null },
    {
      where: "Item 2 “Listens before advising”",
      what: "What the rater looks at",
      before: "Listens",
      after: "Listens before advising",
    },
    { where: "Item 2 “Listens before advising”", what: "What 3 means", before: "Level 3", after: "Best" },
    {
      where: "Item 4 “Agrees on the next day”",
      what: "Added",
      before: null,
      after: "Agrees on the next day",
    },
    { where: "Item 2 “Agrees on a purpose”", what: "Removed", before: "Agrees on a purpose", after: null },
    { where: "Item 3 “Reviews steps”", what: "Section", before: "Section B", after: "Section C" },
    { where: "Score and bands", what: "Largest share left out", before: "25 %", after: "50 %" },
  ]);
});

test("another order is one line, and items are compared without their place", () => {
  const items = [second, first, third, fourth] as Items;
  expect(diffVersions(before, { ...before, items })).toMatchObject([{ where: "Items", what: "Order" }]);
  expect(isSameItem({ ...first, id: "x", sectionId: "b" }, first as Items[number])).toBe(true);
  expect(isSameItem({ ...first, weight: 2 }, first as Items[number])).toBe(false);
});
