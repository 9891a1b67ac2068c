import fc from "fast-check";
import { expect, test } from "vitest";
import {
  addItem,
  addSection,
  changeItem,
  codeFrom,
  duplicateItem,
  emptyDraft,
  moveItem,
  moveSection,
  placeItem,
  removeItem,
  removeSection,
} from "./draft-edits.rules.ts";
import type { DraftDefinition } from "./instrument-draft.schema.ts";

/** Two sections with two items each. */
function draft(): DraftDefinition {
  let made = addSection(emptyDraft("Visit checklist", "a"), "b");
  for (const id of ["a1", "a2", "b1", "b2"]) made = addItem(made, id.slice(0, 1), id);
  return made;
}
const orderOf = ({ items }: DraftDefinition) =>
  items.map(({ id, sectionId }) => `${sectionId}:${id}`).join(" ");

test("a code is made of a title", () => {
  expect(codeFrom("  Coaching – Vísit (2026)! ")).toBe("coaching-visit-2026");
});

test("an item is put before another one or at the end of a section, and stays where it stands already", () => {
  const whole = draft();
  const put = (id: string, sectionId: string, before: string | null) =>
    orderOf(placeItem(whole, id, { sectionId, before }));
  expect(put("b2", "a", "a2")).toBe("a:a1 a:b2 a:a2 b:b1");
  expect(put("a1", "a", null)).toBe("a:a2 a:a1 b:b1 b:b2");
  expect(put("a1", "b", null)).toBe("a:a2 b:b1 b:b2 b:a1");
  expect(put("a1", "b", "b1")).toBe("a:a2 b:a1 b:b1 b:b2");
  for (const before of ["a1", "a2"]) expect(placeItem(whole, "a1", { sectionId: "a", before })).toBe(whole);
  expect(placeItem(whole, "gone", { sectionId: "a", before: null })).toBe(whole);
});

test("an item moves within its section and past its end into the next one", () => {
  expect(orderOf(moveItem(draft(), "a1", 1))).toBe("a:a2 a:a1 b:b1 b:b2");
  expect(orderOf(moveItem(draft(), "a2", 1))).toBe("a:a1 b:a2 b:b1 b:b2");
  expect(orderOf(moveItem(draft(), "b1", -1))).toBe("a:a1 a:a2 a:b1 b:b2");
  expect(orderOf(moveItem(draft(), "a1", -1))).toBe(orderOf(draft()));
  expect(orderOf(moveItem(draft(), "b2", 1))).toBe(orderOf(draft()));
});

test("a section moves with its items, and goes with them", () => {
  expect(orderOf(moveSection(draft(), "b", -1))).toBe("b:b1 b:b2 a:a1 a:a2");
  expect(orderOf(removeSection(draft(), "a"))).toBe("b:b1 b:b2");
  expect(orderOf(removeItem(draft(), "a1"))).toBe("a:a2 b:b1 b:b2");
});

test("an item that changes its section stands in it", () => {
  expect(orderOf(changeItem(draft(), "a1", { sectionId: "b" }))).toBe("a:a2 b:a1 b:b1 b:b2");
});

test("a new item is of the kind of the one before it, with its scale and without its words", () => {
  const scaled = changeItem(draft(), "a2", { type: "anchored", min: 0, max: 3, label: "Listens" });
  expect(addItem(scaled, "a", "a3").items[2]).toMatchObject({ type: "anchored", min: 0, max: 3, label: "" });
  expect(duplicateItem(scaled, "a2", "copy").items[2]).toMatchObject({ id: "copy", label: "Listens" });
});

test("whatever is moved, no item is lost and every section's items stand together", () => {
  const moves = fc.array(
    fc.record({
      id: fc.constantFrom("a1", "a2", "b1", "b2", "a", "b"),
      step: fc.constantFrom(1 as const, -1 as const),
    }),
  );
  fc.assert(
    fc.property(moves, (list) => {
      const moved = list.reduce(
        (now, { id, step }) => (id.length === 1 ? moveSection(now, id, step) : moveItem(now, id, step)),
        draft(),
      );
      expect(moved.items.map(({ id }) => id).sort()).toEqual(["a1", "a2", "b1", "b2"]);
      const places = moved.items.map(({ sectionId }) =>
        moved.sections.findIndex(({ id }) => id === sectionId),
      );
      expect(places).toEqual(places.toSorted());
    }),
  );
});
