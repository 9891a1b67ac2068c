import { expect, test } from "vitest";
import { monthsBetween, periodOf } from "./months.rules.ts";

test("a period ends with the running month unless an earlier one is asked", () => {
  expect(periodOf({ period: "3" }, "2026-11-16").months).toEqual(["2026-09-01", "2026-10-01", "2026-11-01"]);
  expect(periodOf({ period: "1", month: "2026-02" }, "2026-11-16").months).toEqual(["2026-02-01"]);
  expect(periodOf({ period: "6", month: "2026-02" }, "2026-11-16").months[0]).toBe("2025-09-01");
});

test("a month still to come is read as the running one", () => {
  expect(periodOf({ period: "1", month: "2027-05" }, "2026-11-16").months).toEqual(["2026-11-01"]);
});

test("the months between two days include both and may be none", () => {
  expect(monthsBetween("2025-12-31", "2026-02-01")).toEqual(["2025-12-01", "2026-01-01", "2026-02-01"]);
  expect(monthsBetween("2026-12-01", "2026-11-30")).toEqual([]);
});
