import { describe, expect, test } from "vitest";
import { addDays, parseCalendarDate } from "./calendar.ts";
import { dueReminders } from "./due-reminders.ts";

const day = (text: string) => parseCalendarDate(text);
const occurrence = {
  key: "r/s/2026-01-01/1",
  opensOn: day("2026-05-01"),
  dueOn: day("2026-05-22"),
  graceEndsOn: day("2026-05-29"),
};
const stepOn = (text: string) =>
  dueReminders(occurrence, day(text)).map(({ step, recipient }) => `${step} ${recipient}`);

test("the ladder climbs from the rater to the program lead", () => {
  expect(stepOn("2026-04-30")).toEqual([]);
  expect(stepOn("2026-05-01")).toEqual(["open rater"]);
  expect(stepOn("2026-05-15")).toEqual(["due-in-7 rater"]);
  expect(stepOn("2026-05-21")).toEqual(["due-in-1 rater"]);
  expect(stepOn("2026-05-23")).toEqual(["overdue-1 rater"]);
  expect(stepOn("2026-05-27")).toEqual(["overdue-5 rater-manager"]);
  expect(stepOn("2026-06-01")).toEqual(["overdue-10 program-lead"]);
});

test("a worker run every day sends each of the six once", () => {
  const keys = Array.from({ length: 120 }, (_, index) =>
    dueReminders(occurrence, addDays(day("2026-04-01"), index)),
  )
    .flat()
    .map(({ key }) => key);
  expect(new Set(keys).size).toBe(6);
});

test("a worker that was down sends the latest notice only", () => {
  expect(dueReminders(occurrence, day("2026-05-28"))).toEqual([
    { key: "r/s/2026-01-01/1/overdue-5", step: "overdue-5", recipient: "rater-manager", on: "2026-05-27" },
  ]);
});

test("a notice two weeks old is not sent any more", () => {
  expect(stepOn("2026-06-15")).toEqual(["overdue-10 program-lead"]);
  expect(stepOn("2026-06-16")).toEqual([]);
});

test("a short window has no notice before it opens", () => {
  const short = { ...occurrence, opensOn: day("2026-05-20") };
  expect(dueReminders(short, day("2026-05-19"))).toEqual([]);
  expect(dueReminders(short, day("2026-05-20")).map(({ step }) => step)).toEqual(["open"]);
  // Of two steps on one day the later one speaks.
  const single = { ...occurrence, opensOn: day("2026-05-21") };
  expect(dueReminders(single, day("2026-05-21")).map(({ step }) => step)).toEqual(["due-in-1"]);
});

describe("the ladder stops", () => {
  test.each(["submittedOn", "finalisedOn", "waivedOn", "cancelledOn"])("after %s", (fact) => {
    expect(dueReminders({ ...occurrence, [fact]: day("2026-05-20") }, day("2026-05-23"))).toEqual([]);
  });

  test("but not when the work is only started", () => {
    for (const on of ["2026-05-21", "2026-05-23"])
      expect(dueReminders({ ...occurrence, startedOn: day("2026-05-20") }, day(on))).toHaveLength(1);
  });
});
