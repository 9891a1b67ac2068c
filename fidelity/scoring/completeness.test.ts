import { expect, test } from "vitest";
import type { InstrumentDefinitionInput, ItemResponse } from "../instruments/instrument.schema.ts";
import { completeness } from "./completeness.ts";

const instrument: InstrumentDefinitionInput = {
  code: "TEST",
  version: 1,
  title: "Test",
  subject: "practitioner",
  raterTypes: ["supervisor"],
  dimensions: ["quality"],
  sections: [{ id: "s", title: "S" }],
  items: [
    { id: "a", sectionId: "s", type: "binary", label: "A", naAllowed: true },
    { id: "b", sectionId: "s", type: "binary", label: "B" },
    { id: "c", sectionId: "s", type: "binary", label: "C" },
    { id: "why", sectionId: "s", type: "text", label: "Why", required: true },
    { id: "notes", sectionId: "s", type: "text", label: "Notes" },
  ],
  scoring: { method: "percent-of-possible", thresholds: [{ band: "met", from: 80 }] },
};
const yes = (itemId: string): ItemResponse => ({ itemId, code: "value", value: 1 });
const why = (value: string): ItemResponse => ({ itemId: "why", code: "value", value });

test("a new form is all missing; optional text is not asked for", () => {
  expect(completeness(instrument, [])).toEqual({
    applicable: 4,
    answered: 0,
    missing: ["a", "b", "c", "why"],
    reasonsNeeded: [],
    canSubmit: false,
  });
});

test("not applicable leaves the count and needs its reason", () => {
  const rest = [yes("b"), yes("c"), why("because")];
  expect(completeness(instrument, [{ itemId: "a", code: "na" }, ...rest])).toEqual({
    applicable: 3,
    answered: 3,
    missing: [],
    reasonsNeeded: ["a"],
    canSubmit: false,
  });
  expect(
    completeness(instrument, [{ itemId: "a", code: "na", reason: "phone call" }, ...rest]).canSubmit,
  ).toBe(true);
  expect(completeness(instrument, [{ itemId: "a", code: "na", reason: "  " }, ...rest]).canSubmit).toBe(
    false,
  );
});

test("text of spaces is blank", () => {
  expect(completeness(instrument, [yes("a"), yes("b"), yes("c"), why("  ")])).toMatchObject({
    missing: ["why"],
    canSubmit: false,
  });
});

test("where the version prorates, enough answers can be submitted, but not without required text", () => {
  const missing = { policy: "prorate", minAnsweredShare: 0.6 } as const;
  const prorated = { ...instrument, scoring: { ...instrument.scoring, missing } };
  expect(completeness(prorated, [yes("a"), yes("b"), why("x")])).toMatchObject({
    missing: ["c"],
    canSubmit: true,
  });
  expect(completeness(prorated, [yes("a"), why("x")])).toMatchObject({
    missing: ["b", "c"],
    canSubmit: false,
  });
  expect(completeness(prorated, [yes("a"), yes("b"), yes("c")])).toMatchObject({
    missing: ["why"],
    canSubmit: false,
  });
});

test("what is only recorded does not make up for scored items that are blank", () => {
  const recorded = ["r1", "r2", "r3", "r4", "r5", "r6"];
  const prorating: InstrumentDefinitionInput = {
    ...instrument,
    items: [
      ...recorded.map((id) => ({
        ...{ id, sectionId: "s", type: "binary" as const, label: id, scored: false },
      })),
      { id: "b", sectionId: "s", type: "binary", label: "B" },
      { id: "c", sectionId: "s", type: "binary", label: "C" },
    ],
    scoring: {
      ...instrument.scoring,
      missing: { policy: "prorate", minAnsweredShare: 0.75 },
    },
  };
  // 7 of 8 items, and 1 of the 2 that are scored.
  const answers = [...recorded, "b"].map(yes);
  expect(completeness(prorating, answers)).toMatchObject({ answered: 7, missing: ["c"], canSubmit: false });
  expect(completeness(prorating, [...answers.slice(1), yes("c")]).canSubmit).toBe(true);
});
