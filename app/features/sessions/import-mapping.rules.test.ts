import { expect, test } from "vitest";
import { exportColumns } from "./export-columns.ts";
import { IMPORT_COLUMNS, isNarrative } from "./import-columns.ts";
import { checkHeader, checkMapping, guessMapping } from "./import-mapping.rules.ts";

const columns = (...names: string[]) => names.map((name) => ({ name, samples: [] as string[] }));

test("headers that people write are guessed, each field once", () => {
  const { fields } = guessMapping(
    columns("Session Date", "START-TIME", "coach e-mail", "Attendees", "Date", "Coach"),
  );
  expect(fields).toEqual({ 0: "sessionOn", 1: "startTime", 2: "coach", 3: "people" });
});

test("every column of our export is read or known to be worked out by the product", () => {
  const names = exportColumns("coach").map(({ name }) => name);
  expect(
    checkHeader(
      names,
      names.map(() => 10_000),
    ),
  ).toEqual({ ok: true });
  const { fields } = guessMapping(columns(...names));
  const readFromExport = new Set(Object.values(fields));
  expect(IMPORT_COLUMNS.map(({ field }) => field).filter((field) => !readFromExport.has(field))).toEqual([
    "statusReason",
  ]);
});

test("the order of day and month is guessed from values that can be only one of them", () => {
  const order = (...samples: string[]) => guessMapping([{ name: "date", samples }]).dayOrder;
  expect(order("2025-11-03")).toBe("iso");
  expect(order("11/03/2025", "11/16/2025")).toBe("us");
  expect(order("03/11/2025", "16/11/2025")).toBe("european");
  expect(order("03.11.2025")).toBe("european");
  expect(order("03/11/2025")).toBe("us");
});

test("columns of the conversation are known by their names", () => {
  for (const name of [
    "Summary",
    "Coach notes",
    "private_note",
    "Goal 1",
    "Action Plan",
    "Next steps",
    "Comments",
    "feedback",
  ])
    expect(isNarrative(name), name).toBe(true);
  for (const name of [
    "corrective_feedback",
    "observation",
    "Session ID",
    "Notebook",
    "status_reason",
    "Region",
  ])
    expect(isNarrative(name), name).toBe(false);
});

test("a mapping needs day, coach and coachees, and each field once", () => {
  const mapping = { dayOrder: "iso" as const, values: {} };
  expect(
    checkMapping({ ...mapping, fields: { 0: "sessionOn", 1: "coach", 2: "people" } }, columns("a", "b", "c")),
  ).toEqual({ ok: true });
  expect(checkMapping({ ...mapping, fields: { 0: "coach", 1: "coach" } }, columns("a", "b"))).toMatchObject({
    fieldErrors: {
      fields: [expect.stringContaining("Day of the session"), expect.stringContaining("Coachees")],
      "fields.1": [expect.stringContaining("“a”")],
    },
  });
});
