import fc from "fast-check";
import { expect, test } from "vitest";
import type { InstrumentDefinitionInput, ItemResponse } from "../instruments/instrument.schema.ts";
import { focusItems, itemRatings } from "./focus-items.ts";

const item = (id: string, fn: string | null, extra: object = {}) =>
  ({
    id,
    sectionId: "s",
    label: `Label ${id}`,
    type: "anchored",
    min: 0,
    max: 3,
    essentialFunctionId: fn,
    ...scale(extra),
    ...extra,
  }) as InstrumentDefinitionInput["items"][number];
const scale = ({ min = 0, max = 3 }: { min?: number; max?: number }) => ({
  anchors: Array.from({ length: max - min + 1 }, (_, step) => ({ value: min + step, text: `Level ${step}` })),
});
const instrument = (...items: InstrumentDefinitionInput["items"]): InstrumentDefinitionInput => ({
  ...{ code: "c", version: 1, title: "T", subject: "coach", raterTypes: ["supervisor"] },
  ...{ dimensions: ["quality"], sections: [{ id: "s", title: "S", weight: 2 }], items },
  scoring: { method: "percent-of-possible", thresholds: [{ band: "met", from: 80 }] },
});
const answers = (values: Record<string, number | "na">): ItemResponse[] =>
  Object.entries(values).map(([itemId, value]) =>
    value === "na" ? { itemId, code: "na", reason: "None" } : { itemId, code: "value", value },
  );
const ids = (found: ReturnType<typeof focusItems>) =>
  found.map(({ itemId, reason }) => `${itemId} ${reason}`);

test("failed critical items come first, then the lowest, then those that fell", () => {
  const definition = instrument(
    item("a", "F1"),
    item("b", "F2", { critical: { failsBelow: 2 } }),
    item("c", "F3"),
    item("d", "F4"),
  );
  const newest = { instrument: definition, responses: answers({ a: 1, b: 1, c: 2, d: 3 }) };
  const before = { instrument: definition, responses: answers({ a: 1, b: 3, c: 3, d: 3 }) };
  expect(ids(focusItems(newest, before))).toEqual(["b critical", "a low", "c fell"]);
  expect(ids(focusItems(newest))).toEqual(["b critical", "a low"]);
  expect(focusItems(newest, before)[1]).toEqual({
    ...{ itemId: "a", label: "Label a", essentialFunctionId: "F1", reason: "low" },
    rating: { earned: 1, of: 3, position: 1 / 3 },
    before: { earned: 1, of: 3, position: 1 / 3 },
  });
});

test("the middle of the scale is not low, and the greater fall goes first among equals", () => {
  const definition = instrument(
    item("a", "F1", { max: 2 }),
    item("b", "F2", { max: 4 }),
    item("c", "F3", { max: 4 }),
  );
  expect(focusItems({ instrument: definition, responses: answers({ a: 1, b: 2, c: 2 }) })).toEqual([]);
  const found = focusItems(
    { instrument: definition, responses: answers({ a: 2, b: 2, c: 2 }) },
    { instrument: definition, responses: answers({ a: 2, b: 3, c: 4 }) },
  );
  expect(ids(found)).toEqual(["c fell", "b fell"]);
});

test("an item that is as high as before has not fallen, and one not rated before comes after those that fell as low", () => {
  const definition = instrument(item("a", "F1"), item("b", "F2"), item("c", "F3"));
  const before = { instrument: definition, responses: answers({ a: 2, b: 3 }) };
  const found = focusItems({ instrument: definition, responses: answers({ a: 2, b: 1, c: 1 }) }, before);
  expect(ids(found)).toEqual(["b low", "c low"]);
  const later = focusItems(
    { instrument: definition, responses: answers({ a: 1, b: 1, c: 1 }) },
    { instrument: definition, responses: answers({ a: 1, c: 3 }) },
  );
  expect(ids(later)).toEqual(["c low", "a low", "b low"]);
});

test("each function is suggested once, by its first item in that order, and three at most", () => {
  const definition = instrument(
    ...["F1", "F1", "F2", "F3", "F4", null].map((fn, index) => item(`i${index}`, fn)),
  );
  const responses = answers({ i0: 1, i1: 0, i2: 1, i3: 1, i4: 1, i5: 0 });
  expect(ids(focusItems({ instrument: definition, responses }))).toEqual(["i1 low", "i2 low", "i3 low"]);
});

test("a scale that does not begin at zero, a reversed item and weights do not change how low an item is", () => {
  const definition = instrument(
    item("a", "F1", { min: 1, max: 5, weight: 3 }),
    item("b", "F2", { reverse: true }),
  );
  const ratings = itemRatings({ instrument: definition, responses: answers({ a: 3, b: 3 }) });
  expect(ratings.get("a")).toEqual({ earned: 3, of: 5, position: 0.5 });
  expect(ratings.get("b")).toEqual({ earned: 0, of: 3, position: 0 });
});

test("what was not applicable, blank or unscored suggests nothing and breaks nothing", () => {
  const definition = instrument(
    item("a", "F1", { naAllowed: true }),
    item("b", "F2"),
    item("c", "F3", { scored: false }),
    { id: "t", sectionId: "s", label: "Words", type: "text", essentialFunctionId: "F4" },
  );
  const responses = [...answers({ a: "na", c: 0 }), { itemId: "t", code: "value" as const, value: "words" }];
  expect(focusItems({ instrument: definition, responses })).toEqual([]);
  expect(itemRatings({ instrument: definition, responses }).size).toBe(0);
  const now = { instrument: definition, responses: answers({ a: 3, b: 3 }) };
  expect(focusItems(now, { instrument: definition, responses })).toEqual([]);
});

test("a later version with another scale is compared by place", () => {
  const old = instrument(item("a", "F1", { max: 2 }));
  const later = instrument(item("a", "F1", { max: 4 }));
  const before = { instrument: old, responses: answers({ a: 2 }) };
  expect(ids(focusItems({ instrument: later, responses: answers({ a: 4 }) }, before))).toEqual([]);
  expect(ids(focusItems({ instrument: later, responses: answers({ a: 3 }) }, before))).toEqual(["a fell"]);
});

test("of any answers: at most three, each of a function of its own, each low or fallen, worst first", () => {
  const definition = instrument(...Array.from({ length: 8 }, (_, n) => item(`i${n}`, `F${n % 5}`)));
  const any = fc
    .array(fc.integer({ min: 0, max: 3 }), { minLength: 8, maxLength: 8 })
    .map((values) => answers(Object.fromEntries(values.map((value, n) => [`i${n}`, value]))));
  fc.assert(
    fc.property(any, any, (now, then) => {
      const found = focusItems(
        { instrument: definition, responses: now },
        { instrument: definition, responses: then },
      );
      expect(found.length).toBeLessThanOrEqual(3);
      expect(new Set(found.map((one) => one.essentialFunctionId)).size).toBe(found.length);
      for (const { reason, rating, before } of found)
        if (reason === "low") expect(rating.position).toBeLessThan(0.5);
        else expect(rating.position).toBeLessThan(before?.position ?? 0);
    }),
  );
});
