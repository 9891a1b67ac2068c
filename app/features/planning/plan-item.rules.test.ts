import { expect, test } from "vitest";
import { checkPlanItem, isLate, nextDoneOn } from "./plan-item.rules.ts";

const TODAY = "2026-11-16";

test("a status belongs to its kind of item", () => {
  expect(checkPlanItem("milestone", { status: "achieved" }, TODAY)).toEqual({ ok: true });
  expect(checkPlanItem("activity", { status: "achieved" }, TODAY)).toMatchObject({
    ok: false,
    fieldErrors: { status: ["That is not a status of this activity"] },
  });
});

test("all problems are said at once, each at its field", () => {
  const verdict = checkPlanItem(
    "activity",
    { status: "done", startsOn: "2026-11-10", dueOn: "2026-11-01", doneOn: "2026-11-17" },
    TODAY,
  );
  expect(verdict).toMatchObject({ ok: false, code: "plan-item.invalid" });
  expect(Object.keys("fieldErrors" in verdict ? (verdict.fieldErrors ?? {}) : {})).toEqual([
    "dueOn",
    "doneOn",
  ]);
});

test("a complete step may be reopened and keeps its first day of completion", () => {
  const reopened = { status: "reopened", doneOn: "2026-02-01" } as const;
  expect(checkPlanItem("step", reopened, TODAY)).toEqual({ ok: true });
  expect(nextDoneOn("step", reopened, TODAY)).toBe("2026-02-01");
});

test("a finished item without a day was finished today, an unfinished one has no day", () => {
  expect(nextDoneOn("milestone", { status: "achieved" }, TODAY)).toBe(TODAY);
  expect(nextDoneOn("milestone", { status: "achieved", doneOn: "2026-11-02" }, TODAY)).toBe("2026-11-02");
  expect(nextDoneOn("activity", { status: "at_risk", doneOn: "2026-11-02" }, TODAY)).toBeNull();
});

test("an item is late from the day after it was due", () => {
  expect(isLate({ status: "in_progress", dueOn: TODAY }, TODAY)).toBe(false);
  expect(isLate({ status: "in_progress", dueOn: "2026-11-15" }, TODAY)).toBe(true);
  expect(isLate({ status: "in_progress", dueOn: null }, TODAY)).toBe(false);
});

test.each(["done", "deferred", "not_adopted", "achieved", "observed"] as const)(
  "%s is never late",
  (status) => {
    expect(isLate({ status, dueOn: "2026-01-01" }, TODAY)).toBe(false);
  },
);
