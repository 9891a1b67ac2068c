import { expect, test } from "vitest";
import { checkClosure } from "./closure.rules.ts";

const today = "2026-11-16";
const fields = (closure: { firstOn: string; lastOn: string; announcedOn: string }) => {
  const verdict = checkClosure(closure, today);
  return verdict.ok ? [] : Object.keys(verdict.fieldErrors ?? {});
};

test.each([
  { firstOn: "2026-11-26", lastOn: "2026-11-26", announcedOn: today, wrong: [] },
  { firstOn: "2026-12-01", lastOn: "2027-01-31", announcedOn: "2026-01-05", wrong: [] },
  { firstOn: "2026-11-27", lastOn: "2026-11-26", announcedOn: today, wrong: ["lastOn"] },
  { firstOn: "2026-12-01", lastOn: "2027-02-01", announcedOn: today, wrong: ["lastOn"] },
  { firstOn: "2026-11-26", lastOn: "2026-11-26", announcedOn: "2026-11-17", wrong: ["announcedOn"] },
])("$firstOn to $lastOn, told on $announcedOn", ({ wrong, ...closure }) => {
  expect(fields(closure)).toEqual(wrong);
});
