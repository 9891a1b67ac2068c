import fc from "fast-check";
import { expect, test } from "vitest";
import { contingencyTable } from "./contingency-table.ts";

test("rows are the first rater, columns the second, in the order of the declared scale", () => {
  const a = [0, 0, 1, 2, 2, null, 1];
  const b = [0, 1, 1, 2, 0, 2, null];
  expect(contingencyTable(a, b, [0, 1, 2, 3])).toEqual({
    categories: [0, 1, 2, 3],
    counts: [
      [1, 1, 0, 0],
      [0, 1, 0, 0],
      [1, 0, 1, 0],
      [0, 0, 0, 0],
    ],
    n: 5,
    missing: 2,
  });
});

test("without ratings the scale remains", () => {
  const { counts, n } = contingencyTable([], [], ["yes", "no"]);
  expect({ counts, n }).toEqual({
    counts: [
      [0, 0],
      [0, 0],
    ],
    n: 0,
  });
});

test("exchanging the raters turns the table over", () => {
  const rating = fc.constantFrom("a", "b", "c", null);
  fc.assert(
    fc.property(fc.array(fc.tuple(rating, rating)), (pairs) => {
      const a = pairs.map(([one]) => one);
      const b = pairs.map(([, other]) => other);
      const table = contingencyTable(a, b, ["a", "b", "c"]);
      const turned = contingencyTable(b, a, ["a", "b", "c"]);
      expect(turned.counts).toEqual(table.counts.map((_, row) => table.counts.map((cells) => cells[row])));
      expect(table.n + table.missing).toBe(pairs.length);
      expect(table.counts.flat().reduce((sum, count) => sum + count, 0)).toBe(table.n);
    }),
  );
});

test("every problem is named at once", () => {
  expect(() => contingencyTable(["1", "9"], ["1"], ["1", "2", "2"])).toThrow(
    [
      "categories: found one twice, expected each once",
      "b: found 1 ratings, expected 2 as in a",
      'a[1]: found "9", expected one of the categories or null',
    ].join("\n"),
  );
});

test("1 is not the text 1", () => {
  expect(() => contingencyTable([1], [1], ["1", "2"])).toThrow(/a\[0\]: found 1, expected/);
});

test("a scale of one category is refused", () => {
  expect(() => contingencyTable([1], [1], [1])).toThrow("categories: expected at least 2 categories");
});
