import { expect, test } from "vitest";
import {
  checkNotHeld,
  daysOfPlan,
  isPlanOf,
  isSaidNotHeld,
  matchOccurrences,
  ruleOfInput,
  standsAs,
  timesOnDay,
  weekInMonth,
} from "./session-plan.rules.ts";
import { planInput } from "./session-plan.schema.ts";
import { repeatWords, spanWords } from "./session-plan-words.ts";

const input = (given: Record<string, unknown> = {}) =>
  planInput.parse({
    ...{ id: "11111111-1111-4111-8111-111111111111", attendeeIds: ["22222222-2222-4222-8222-222222222222"] },
    ...{ sessionOn: "2026-11-17", startTime: "09:00", endTime: "10:15", repeats: "weekly", ...given },
  });
const rule = (given: Record<string, unknown> = {}) => ruleOfInput(input(given), "America/Boise");
const placed = (...days: string[]) => days.map((occurrenceOn) => ({ id: occurrenceOn, occurrenceOn }));

test("what a form leaves open follows from its first day", () => {
  expect(rule()).toMatchObject({ weekdays: [2], weekOfMonth: null, minutes: 75, every: 1, endsOn: null });
  expect(rule({ repeats: "monthly" })).toMatchObject({ weekdays: [2], weekOfMonth: 3 });
  expect(["2026-11-01", "2026-11-28", "2026-11-30"].map(weekInMonth)).toEqual([1, 4, -1]);
  expect(
    input({ attendeeIds: [undefined, input().attendeeIds[0], input().attendeeIds[0]] }).attendeeIds,
  ).toHaveLength(1);
});

test("a plan says what a form asks for, whatever its zone has become", () => {
  const functions = ["b", "a"].map((letter) => `${letter.repeat(8)}-1111-4111-8111-111111111111`);
  const { attendeeIds, modality } = input();
  const plan = { ...rule(), attendeeIds, modality, focusIds: functions.toSorted() };
  expect(isPlanOf(plan, input({ focusIds: functions }))).toBe(true);
  expect(isPlanOf({ ...plan, zone: "America/Denver" }, input({ focusIds: functions }))).toBe(true);
  for (const other of [
    { focusIds: [] },
    { endTime: "10:00" },
    { endsOn: "2027-06-01" },
    { modality: "phone" },
  ])
    expect(isPlanOf(plan, input({ focusIds: functions, ...other }))).toBe(false);
});

test("the words of a plan", () => {
  expect(repeatWords(rule({ every: 2, weekdays: ["5", "2"] }))).toBe("Every 2 weeks on Tuesday and Friday");
  expect(repeatWords(rule({ repeats: "monthly", sessionOn: "2026-11-30" }))).toBe(
    "Monthly on the last Monday",
  );
  expect(spanWords(rule({ endsOn: "2027-06-01" }))).toBe("from 17 Nov 2026 until 1 Jun 2027");
});

test("a plan that has ended before it began has no days", () => {
  expect(
    daysOfPlan({ ...rule(), endsOn: "2026-11-16" }, { from: "2026-11-01", until: "2026-12-31" }),
  ).toEqual([]);
});

test("a session is as long as planned on the day the clocks change, too", () => {
  const times = timesOnDay({ startTime: "01:30", minutes: 60, zone: "America/Boise" }, "2027-03-14");
  expect(times).toEqual({
    startsAt: new Date("2027-03-14T08:30:00Z"),
    endsAt: new Date("2027-03-14T09:30:00Z"),
  });
});

test("a session keeps its day, or takes the day of its week or month in order", () => {
  const weekly = matchOccurrences(
    placed("2026-11-17", "2026-11-19", "2026-11-24", "2026-12-01"),
    ["2026-11-19", "2026-11-26", "2026-12-10"],
    { weekOfMonth: null },
  );
  expect(weekly.kept.map(({ session, on }) => [session.id, on])).toEqual([
    ["2026-11-19", "2026-11-19"],
    ["2026-11-24", "2026-11-26"],
  ]);
  expect(weekly.left.map(({ id }) => id)).toEqual(["2026-11-17", "2026-12-01"]);
  const monthly = matchOccurrences(placed("2026-12-01"), ["2026-12-25"], { weekOfMonth: -1 });
  expect(monthly.kept.map(({ on }) => on)).toEqual(["2026-12-25"]);
});

test("what stands already is told from what is another day, time, way or focus, and another status, reason or new time", () => {
  const asked = input({ focusIds: [] });
  const session = {
    ...{ sessionOn: "2026-11-17", zone: "America/Boise", modality: asked.modality, focusIds: [] },
    ...{ startsAt: new Date("2026-11-17T16:00:00Z"), endsAt: new Date("2026-11-17T17:15:00Z") },
  };
  expect(standsAs(session, asked)).toBe(true);
  for (const other of [
    { sessionOn: "2026-11-18" },
    { zone: "America/Los_Angeles" },
    { endsAt: null },
    { modality: "phone" as const },
    { focusIds: asked.attendeeIds },
  ])
    expect(standsAs({ ...session, ...other }, asked)).toBe(false);
  const said = { status: "cancelled_by_coachee", notHeldReason: "court" } as const;
  const off = { ...said, statusReason: null, rescheduledToId: null };
  const form = { ...said, rowVersion: 1, newId: asked.id };
  expect(isSaidNotHeld(off, { ...form, statusReason: "" })).toBe(true);
  for (const other of [{ status: "rescheduled" as const }, { statusReason: "Snow" }, { newOn: "2026-11-18" }])
    expect(isSaidNotHeld(off, { ...form, ...other })).toBe(false);
  expect(isSaidNotHeld({ ...off, rescheduledToId: asked.id }, form)).toBe(false);
});

test("what was called off has no new time, what was moved needs one, who did not come is known on the day", () => {
  const ask = (given: object, sessionOn = "2026-11-17") => {
    const why = { notHeldReason: "other", statusReason: "Words", ...given } as const;
    const verdict = checkNotHeld(why, { sessionOn, isSettled: false }, "2026-11-17");
    return verdict.ok ? null : Object.keys(verdict.fieldErrors ?? {});
  };
  const time = { newOn: "2026-11-18", newStartTime: "09:00", newEndTime: "10:00" };
  expect(ask({ status: "rescheduled", ...time })).toBeNull();
  expect(ask({ status: "rescheduled" })).toEqual(["newOn", "newStartTime", "newEndTime"]);
  expect(ask({ status: "cancelled_by_coachee" })).toBeNull();
  expect(ask({ status: "cancelled_by_coachee", ...time })).toEqual(["newOn"]);
  expect(ask({ status: "no_show_coachee", ...time })).toBeNull();
  expect(ask({ status: "no_show_coachee" }, "2026-11-18")).toEqual(["status"]);
  expect(ask({})).toEqual(["status"]);
  expect(ask({ status: "cancelled_by_coachee", notHeldReason: undefined })).toEqual(["notHeldReason"]);
  expect(ask({ status: "no_show_coachee", notHeldReason: "office_closed" })).toEqual(["notHeldReason"]);
  expect(ask({ status: "no_show_coachee", statusReason: "" })).toEqual(["statusReason"]);
  const settled = { status: "no_show_coachee", ...time } as const;
  expect(checkNotHeld(settled, { sessionOn: "2026-11-17", isSettled: true }, "2026-11-17").ok).toBe(true);
});
