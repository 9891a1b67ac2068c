import { expect, test } from "vitest";
import { parseCalendarDate } from "./calendar.ts";
import { expectedOccurrences } from "./expected-occurrences.ts";
import { satisfiedOccurrence } from "./satisfied-occurrence.ts";

const day = (text: string) => parseCalendarDate(text);
const monthly = expectedOccurrences(
  { id: "r", kind: "calendar", startOn: "2026-01-15", everyMonths: 1 },
  { subjectId: "s" },
  { from: "2026-01-01", until: "2026-12-31", zone: "UTC" },
);

test("work early inside the window counts, work before the window opens does not", () => {
  expect(satisfiedOccurrence(monthly, day("2026-01-01"))?.targetOn).toBe("2026-01-15");
  expect(satisfiedOccurrence(monthly, day("2025-12-31"))).toBeNull();
});

test("work in grace counts, for the earlier of two windows that overlap", () => {
  // January's grace ends on the 29th; an opening of 20 days before February 15 would be January 26
  const wide = monthly.map((occurrence) => ({ ...occurrence, opensOn: day("2026-01-01") })).reverse();
  for (const order of [wide, wide.toReversed()])
    expect(satisfiedOccurrence(order, day("2026-01-29"))?.targetOn).toBe("2026-01-15");
  expect(satisfiedOccurrence(wide, day("2026-01-30"))?.targetOn).toBe("2026-02-15");
});

test("a day that does not exist is refused", () => {
  expect(() => satisfiedOccurrence(monthly, "2026-02-30" as never)).toThrow(/workedOn/);
});
