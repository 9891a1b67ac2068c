import { expect, test } from "vitest";
import { auditSearch } from "#app/features/admin/operations.schema.ts";
import { dayField } from "./day-field.ts";

const REFUSED = ["0000-01-01", "0001-01-01", "1899-12-31", "2200-01-01", "9999-12-31", "2026-02-30", "today"];

test("a day is one of the years that everything below can hold", () => {
  for (const day of ["1900-01-01", "2026-11-16", "2199-12-31"])
    expect(dayField("Choose a day").safeParse(day).success, day).toBe(true);
  for (const day of REFUSED) expect(dayField("Choose a day").safeParse(day).success, day).toBe(false);
});

test("the audit log is shown from its end when its address names no such day", () => {
  for (const day of REFUSED) {
    expect(auditSearch.parse({ day }).day, day).toBeUndefined();
    expect(auditSearch.parse({ before: `${day}T00:00:00Z_1` }).before, day).toBeUndefined();
  }
  expect(auditSearch.parse({ before: "2026-11-16T00:00:00Z_1" }).before).toMatchObject({ sequence: 1 });
});
