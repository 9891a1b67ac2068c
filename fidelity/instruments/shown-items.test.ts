import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Comparison } from "./instrument.schema.ts";
import {
  inFormOrder,
  numberOfValue,
  type SeenAnswer,
  satisfies,
  seenAnswer,
  shownItems,
} from "./shown-items.ts";

const value = (number: number | null): SeenAnswer => ({ code: "value", number });
const when = (itemId: string, is: "equal" | "at-least", number: number) => ({
  match: "all" as const,
  comparisons: [{ itemId, is, value: number }],
});

test.each<[Comparison["is"], number, boolean[]]>([
  ["equal", 2, [false, true, false]],
  ["not-equal", 2, [true, false, true]],
  ["at-least", 2, [false, true, true]],
  ["at-most", 2, [true, true, false]],
  ["more-than", 2, [false, false, true]],
  ["less-than", 2, [true, false, false]],
])("%s %d holds for 1, 2, 3 as %j, and never for what is no number", (is, number, expected) => {
  const comparison = { itemId: "a", is, value: number } as Comparison;
  expect([1, 2, 3].map((one) => satisfies(value(one), comparison))).toEqual(expected);
  for (const none of [null, value(null), { code: "na", number: null } as const])
    expect(satisfies(none, comparison)).toBe(false);
});

test("an item can be answered, or be one of the codes", () => {
  const codes = ["na", "not-observed", "dont-know", "refused"] as const;
  for (const is of [...codes, "answered"] as const)
    for (const code of [...codes, "value"] as const)
      expect(satisfies({ code, number: null }, { itemId: "a", is })).toBe(
        is === code || (is === "answered" && code === "value"),
      );
  expect(satisfies(null, { itemId: "a", is: "answered" })).toBe(false);
});

test.each([
  [{ numerator: 12, denominator: 8 }, 1.5],
  [{ numerator: 0, denominator: 0 }, null],
  [{ done: 5, opportunities: 8 }, 62.5],
  [{ done: 0, opportunities: 0 }, null],
  [{ indicators: { a: "yes", b: "no", c: "not-observed", d: "yes" } }, 2],
  [{ indicators: {} }, 0],
  [3, 3],
  ["three", null],
] as const)("the number of %j is %j", (given, number) => {
  expect(numberOfValue(given)).toBe(number);
});

test("blank words and blanks are seen as nothing", () => {
  expect(seenAnswer(undefined)).toBeNull();
  expect(seenAnswer({ itemId: "a", code: "missing" })).toBeNull();
  expect(seenAnswer({ itemId: "a", code: "value", value: "  " })).toBeNull();
  expect(seenAnswer({ itemId: "a", code: "value", value: "x" })).toEqual(value(null));
  expect(seenAnswer({ itemId: "a", code: "refused" })).toEqual({ code: "refused", number: null });
});

describe("a form", () => {
  const form = {
    sections: [
      { id: "s", showIf: null },
      { id: "t", showIf: when("b", "at-least", 1) },
    ],
    // Listed against the order of their sections.
    items: [
      { id: "c", sectionId: "t", showIf: null },
      { id: "d", sectionId: "t", showIf: when("c", "equal", 0) },
      { id: "a", sectionId: "s", showIf: null },
      { id: "b", sectionId: "s", showIf: when("a", "equal", 1) },
    ],
  };
  const shown = (answers: Record<string, number>) =>
    [...shownItems(form, (id) => (id in answers ? value(answers[id] ?? 0) : null))].join("");

  test("is read section by section", () => {
    expect(inFormOrder(form).map(({ id }) => id)).toEqual(["a", "b", "c", "d"]);
  });

  test("hides what follows from a hidden answer, whatever that was", () => {
    expect(shown({})).toBe("a");
    expect(shown({ a: 1 })).toBe("ab");
    expect(shown({ a: 1, b: 1, c: 0 })).toBe("abcd");
    expect(shown({ a: 1, b: 1, c: 1 })).toBe("abc");
    expect(shown({ a: 0, b: 1, c: 0 })).toBe("a");
  });

  test("does not depend on the answers to what is hidden", () => {
    fc.assert(
      fc.property(
        fc.dictionary(fc.constantFrom("a", "b", "c", "d"), fc.nat(2)),
        fc.nat(2),
        (answers, other) => {
          const before = shown(answers);
          const changed = Object.fromEntries(
            Object.entries(answers).map(([id, one]) => [id, before.includes(id) ? one : other]),
          );
          expect(shown(changed)).toBe(before);
        },
      ),
    );
  });
});
