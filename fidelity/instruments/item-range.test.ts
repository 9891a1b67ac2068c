import { expect, test } from "vitest";
import { item as schema } from "./instrument.schema.ts";
import { isChoice, isScored, itemRange } from "./item-range.ts";

const item = (rest: object) => schema.parse({ id: "a", sectionId: "s", label: "A", ...rest });
const ratio = { type: "ratio", numerator: "reflections", denominator: "questions" };
const indicators = ["a", "b", "c"].map((id) => ({ id, text: id }));

test.each<[object, { min: number; max: number } | null]>([
  [{ type: "binary" }, { min: 0, max: 1 }],
  [{ type: "trinary" }, { min: 0, max: 2 }],
  [
    { type: "anchored", min: 1, max: 5, anchors: [] },
    { min: 1, max: 5 },
  ],
  [
    { type: "count", max: 4 },
    { min: 0, max: 4 },
  ],
  [{ type: "count" }, null],
  [
    { type: "duration", max: 30 },
    { min: 0, max: 30 },
  ],
  [{ type: "duration" }, null],
  [
    { ...ratio, full: 2 },
    { min: 0, max: 1 },
  ],
  [ratio, null],
  [{ type: "percent" }, { min: 0, max: 1 }],
  [
    { type: "indicators", indicators },
    { min: 0, max: 3 },
  ],
  [{ type: "text" }, null],
])("%j earns %j", (given, range) => {
  expect(itemRange(item(given))).toEqual(range);
  expect(isScored(item(given))).toBe(range !== null);
});

test.each([{ type: "binary" }, { type: "count", max: 4 }, { ...ratio, full: 2 }, { type: "percent" }])(
  "%j takes no part in the score when it is only recorded",
  (given) => {
    expect(isScored(item({ ...given, scored: false }))).toBe(false);
  },
);

test.each<[object, boolean]>([
  [{ type: "binary" }, true],
  [{ type: "trinary" }, true],
  [{ type: "anchored", min: 1, max: 5, anchors: [] }, true],
  [{ type: "count" }, false],
  [{ type: "duration" }, false],
  [ratio, false],
  [{ type: "percent" }, false],
  [{ type: "indicators", indicators }, false],
  [{ type: "text" }, false],
])("%j is answered by choosing a step: %j", (given, expected) => {
  expect(isChoice(item(given))).toBe(expected);
});
