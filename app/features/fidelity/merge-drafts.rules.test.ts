import fc from "fast-check";
import { expect, test } from "vitest";
import { SMALL_CHECKLIST } from "#tests/factories/fidelity.ts";
import { draftOf } from "./draft-definition.rules.ts";
import { addItem, changeItem, changeSection, moveItem, removeItem } from "./draft-edits.rules.ts";
import type { DraftDefinition } from "./instrument-draft.schema.ts";
import { mergeDrafts, takePart } from "./merge-drafts.rules.ts";

const base = draftOf(SMALL_CHECKLIST);
const labels = ({ items }: DraftDefinition) => items.map(({ id, label }) => `${id} ${label}`);

test("what only one of the two changed is taken over, whole part by whole part", () => {
  const mine = changeSection(changeItem(base, "a1", { label: "Mine" }), "b", { title: "Mine too" });
  const theirs = { ...addItem(changeItem(base, "b1", { weight: 2 }), "a", "new"), title: "Theirs" };
  const { merged, conflicts } = mergeDrafts(base, mine, theirs);
  expect(conflicts).toEqual([]);
  expect(merged.title).toBe("Theirs");
  expect(merged.sections[1]?.title).toBe("Mine too");
  expect(merged.items.map(({ id }) => id)).toEqual(["a1", "a2", "new", "b1", "b2"]);
  expect(merged.items.find(({ id }) => id === "a1")?.label).toBe("Mine");
  expect(merged.items.find(({ id }) => id === "b1")?.weight).toBe(2);
});

test("a part that both changed stays as it is here, and is asked about", () => {
  const mine = changeItem({ ...base, title: "Mine" }, "a1", { label: "Mine" });
  const theirs = changeItem({ ...base, title: "Theirs" }, "a1", { label: "Theirs" });
  const { merged, conflicts } = mergeDrafts(base, mine, theirs);
  expect(merged.title).toBe("Mine");
  expect(conflicts).toEqual([
    { part: "title", where: "Title", lines: [{ what: "Title", mine: "Mine", theirs: "Theirs" }] },
    {
      part: "item:a1",
      where: "Item 1 “Mine”",
      lines: [{ what: "What the rater looks at", mine: "Mine", theirs: "Theirs" }],
    },
  ]);
  const taken = takePart(takePart(merged, theirs, "title"), theirs, "item:a1");
  expect(taken).toEqual(theirs);
});

test("what one removed and the other changed is asked about, both ways", () => {
  const removed = removeItem(base, "b1");
  const changed = changeItem(base, "b1", { label: "Listens well" });
  const one = mergeDrafts(base, removed, changed);
  expect(one.conflicts).toMatchObject([
    { part: "item:b1", lines: [{ what: "Kept or removed", mine: null, theirs: "Listens well" }] },
  ]);
  expect(labels(one.merged)).toEqual(labels(removed));
  expect(labels(takePart(one.merged, changed, "item:b1"))).toEqual(labels(changed));
  const other = mergeDrafts(base, changed, removed);
  expect(labels(other.merged)).toEqual(labels(changed));
  expect(labels(takePart(other.merged, removed, "item:b1"))).toEqual(labels(removed));
});

test("an order that one changed is kept, and what both removed is gone", () => {
  const mine = moveItem(base, "b1", 1);
  const theirs = removeItem(base, "a2");
  expect(mergeDrafts(base, mine, theirs).merged.items.map(({ id }) => id)).toEqual(["a1", "b2", "b1"]);
  expect(mergeDrafts(base, theirs, mine).merged.items.map(({ id }) => id)).toEqual(["a1", "b2", "b1"]);
  expect(mergeDrafts(base, theirs, theirs)).toEqual({ merged: theirs, conflicts: [] });
});

test("with nothing changed on one side the other side is the result", () => {
  const change = fc.record({
    id: fc.constantFrom("a1", "a2", "b1", "b2"),
    act: fc.constantFrom("reword", "remove", "up", "down"),
  });
  fc.assert(
    fc.property(fc.array(change), (list) => {
      const changed = list.reduce((draft, { id, act }) => {
        if (act === "reword") return changeItem(draft, id, { label: "Reworded" });
        if (act === "remove") return removeItem(draft, id);
        return moveItem(draft, id, act === "up" ? -1 : 1);
      }, base);
      expect(mergeDrafts(base, changed, base)).toEqual({ merged: changed, conflicts: [] });
      expect(mergeDrafts(base, base, changed)).toEqual({ merged: changed, conflicts: [] });
    }),
  );
});
