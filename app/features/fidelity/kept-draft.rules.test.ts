import { expect, test } from "vitest";
import { dayIn } from "#app/time/days.ts";
import { keptSince, restorableUntil } from "./kept-draft.rules.ts";

const ZONE = "America/Los_Angeles";

test("a deleted draft stays through its last day, in the days of the program's zone", () => {
  // Late in the evening of 16 November in Oregon.
  const deletedAt = new Date("2026-11-17T06:30:00Z");
  const until = restorableUntil(deletedAt, ZONE);
  expect(until).toBe("2027-02-14");
  const deletedOn = dayIn(ZONE, deletedAt);
  expect(deletedOn < keptSince(until)).toBe(false);
  expect(deletedOn < keptSince("2027-02-15")).toBe(true);
});
