import { describe, expect, test } from "vitest";
import { type AssessmentFacts, assessmentStatus } from "./assessment-status.ts";
import { parseCalendarDate } from "./calendar.ts";

const day = (text: string) => parseCalendarDate(text);
const window: AssessmentFacts = {
  opensOn: day("2026-05-01"),
  dueOn: day("2026-05-22"),
  graceEndsOn: day("2026-05-29"),
};
const on = (text: string, facts: Partial<AssessmentFacts> = {}) =>
  assessmentStatus({ ...window, ...facts }, day(text));

describe("without work", () => {
  test.each([
    ["2026-04-30", "planned", 0],
    ["2026-05-01", "open", 0],
    ["2026-05-22", "open", 0],
    ["2026-05-23", "overdue", 1],
    ["2026-05-29", "overdue", 7],
    ["2026-05-30", "missed", 8],
  ])("on %s it is %s", (text, status, daysOverdue) => {
    expect(on(text)).toEqual({ status, daysOverdue });
  });
});

test("work started is in progress until it is overdue", () => {
  const startedOn = day("2026-05-10");
  expect(on("2026-05-09", { startedOn }).status).toBe("open");
  expect(on("2026-05-10", { startedOn }).status).toBe("in_progress");
  expect(on("2026-05-23", { startedOn })).toEqual({ status: "overdue", daysOverdue: 1 });
});

test("lateness stops growing at the submission, and history is read as of its day", () => {
  const facts = { submittedOn: day("2026-05-25"), finalisedOn: day("2026-06-03") };
  expect(on("2026-05-24", facts)).toEqual({ status: "overdue", daysOverdue: 2 });
  expect(on("2026-05-25", facts)).toEqual({ status: "submitted", daysOverdue: 3 });
  expect(on("2026-07-01", facts)).toEqual({ status: "final", daysOverdue: 3 });
});

test("work that was given back is as late as its first submission was", () => {
  const facts = { submittedOn: day("2026-05-20"), returnedOn: day("2026-05-21") };
  expect(on("2026-05-20", facts)).toEqual({ status: "submitted", daysOverdue: 0 });
  expect(on("2026-06-30", facts)).toEqual({ status: "returned", daysOverdue: 0 });
  expect(on("2026-06-30", { ...facts, submittedOn: day("2026-05-25") })).toEqual({
    status: "returned",
    daysOverdue: 3,
  });
  expect(on("2026-06-30", { ...facts, finalisedOn: day("2026-06-01") }).status).toBe("final");
});

test("a waiver or a cancellation ends lateness", () => {
  expect(on("2026-06-10", { waivedOn: day("2026-06-01") })).toEqual({ status: "waived", daysOverdue: 0 });
  expect(on("2026-05-30", { waivedOn: day("2026-06-01") }).status).toBe("missed");
  expect(on("2026-06-10", { waivedOn: day("2026-06-01"), cancelledOn: day("2026-06-02") }).status).toBe(
    "cancelled",
  );
});

test.each([
  ...(["opensOn", "dueOn", "graceEndsOn", "startedOn", "submittedOn"] as const),
  ...(["returnedOn", "finalisedOn", "waivedOn", "cancelledOn"] as const),
])("a day that does not exist is named: %s", (fact) => {
  expect(() => on("2026-05-02", { [fact]: "2026-02-30" as never })).toThrow(
    `${fact}: found "2026-02-30", expected an existing day as YYYY-MM-DD`,
  );
});

test("a window out of order and a day that does not exist are refused", () => {
  expect(() => on("2026-05-01", { dueOn: day("2026-06-22") })).toThrow(
    /opening, due and grace day in this order/,
  );
  expect(() => on("2026-05-01", { graceEndsOn: day("2026-05-21") })).toThrow(
    "window: found 2026-05-01, 2026-05-22, 2026-05-21, expected",
  );
  const oneDay = { opensOn: day("2026-05-22"), graceEndsOn: day("2026-05-22") };
  expect(on("2026-05-22", oneDay)).toEqual({ status: "open", daysOverdue: 0 });
  expect(on("2026-05-23", oneDay)).toEqual({ status: "missed", daysOverdue: 1 });
  expect(() => assessmentStatus(window, "today" as never)).toThrow(/asOf: found "today"/);
});
