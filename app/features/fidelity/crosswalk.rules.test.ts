import fc from "fast-check";
import { expect, test } from "vitest";
import { crosswalkOf, suggestedLinks } from "./crosswalk.rules.ts";

interface Item {
  id: string;
  label: string;
}
const items = (...given: string[]): Item[] => given.map((one) => ({ id: one.slice(0, 1), label: one }));
const isSame = (a: Item, b: Item) => a.label === b.label;
const before = items("a", "b", "c", "d");

test("what keeps its id is the same or reworded, the rest is dropped or new", () => {
  const after = items("a", "b reworded", "e");
  expect(crosswalkOf(before, after, suggestedLinks(before, after), isSame)).toEqual([
    { from: "a", to: "a", kind: "same" },
    { from: "b", to: "b", kind: "reworded" },
    { from: "c", to: null, kind: "dropped" },
    { from: "d", to: null, kind: "dropped" },
    { from: null, to: "e", kind: "new" },
  ]);
});

test("one into several is a split, several into one are merged", () => {
  const after = items("a", "e", "f");
  const links = [
    { from: "a", to: "a" },
    { from: "a", to: "e" },
    { from: "b", to: "f" },
    { from: "c", to: "f" },
  ];
  expect(crosswalkOf(before, after, links, isSame).map(({ kind }) => kind)).toEqual([
    ...["split", "split", "merged", "merged", "dropped"],
  ]);
});

test("links of items that are in neither version, and a link said twice, change nothing", () => {
  const after = items("a");
  const links = [
    { from: "a", to: "a" },
    { from: "a", to: "a" },
    { from: "x", to: "a" },
    { from: "b", to: "y" },
  ];
  expect(crosswalkOf(before, after, links, isSame)[0]).toEqual({ from: "a", to: "a", kind: "same" });
});

test("every item of both versions stands in it, whatever is linked", () => {
  const id = fc.constantFrom("a", "b", "c", "d", "e", "f");
  fc.assert(
    fc.property(fc.array(fc.record({ from: id, to: id })), fc.uniqueArray(id), (links, ids) => {
      const after = items(...ids);
      const lines = crosswalkOf(before, after, links, isSame);
      expect(new Set(lines.flatMap(({ from }) => from ?? []))).toEqual(new Set(["a", "b", "c", "d"]));
      expect(new Set(lines.flatMap(({ to }) => to ?? []))).toEqual(new Set(ids));
      for (const { from, to, kind } of lines) {
        expect(from === null).toBe(kind === "new");
        expect(to === null).toBe(kind === "dropped");
      }
    }),
  );
});
