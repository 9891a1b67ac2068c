import { expect, test } from "vitest";
import { companionsOf, didSetGoals, isLong, noticeHours } from "./session.rules.ts";
import { type SessionInput, sessionInput } from "./session.schema.ts";

const ANA = "00000000-0000-4000-8000-000000000001";
const log = (more: Partial<SessionInput> = {}): SessionInput =>
  sessionInput.parse({ id: ANA, attendeeIds: [ANA], sessionOn: "2026-11-13", ...more });

test("notice is counted from when it became known, from a record made in time, or not at all", () => {
  const off = {
    status: "cancelled_by_coachee" as const,
    scheduledStartAt: new Date("2026-11-13T17:00:00Z"),
    cancellationKnownAt: null as Date | null,
    recordedAt: new Date("2026-11-14T17:00:00Z"),
  };
  expect(noticeHours(off)).toBeNull();
  expect(noticeHours({ ...off, recordedAt: new Date("2026-11-13T05:00:00Z") })).toBe(12);
  expect(noticeHours({ ...off, cancellationKnownAt: new Date("2026-11-12T05:00:00Z") })).toBe(36);
  expect(noticeHours({ ...off, cancellationKnownAt: new Date("2026-11-13T17:10:00Z") })).toBe(0);
  expect(noticeHours({ ...off, status: "no_show_coachee", cancellationKnownAt: off.recordedAt })).toBeNull();
  expect(noticeHours({ ...off, scheduledStartAt: null, cancellationKnownAt: off.recordedAt })).toBeNull();
});

test("goals were set where one was worked on, a step agreed, or goal setting was the way", () => {
  expect(didSetGoals(log())).toBe(false);
  expect(didSetGoals(log({ selfScale: { [ANA]: 4 } }))).toBe(true);
  expect(didSetGoals(log({ steps: [{ id: ANA, what: "Try" }] }))).toBe(true);
  expect(didSetGoals(log({ steps: [{ id: ANA }] }))).toBe(false);
  expect(didSetGoals(log({ strategies: ["debrief:goal_setting"] }))).toBe(true);
  expect(didSetGoals(log({ strategies: ["debrief:goal_setting"], status: "rescheduled" }))).toBe(false);
});

test("four hours are not long yet", () => {
  const at = (hour: number, minute = 0) => new Date(Date.UTC(2026, 10, 13, hour, minute));
  expect(isLong(at(9), at(13))).toBe(false);
  expect(isLong(at(9), at(13, 1))).toBe(true);
});

test("a row without a person names nobody", () => {
  expect(companionsOf(log())).toEqual([]);
  const alsoThere: SessionInput["alsoThere"] = [{ role: "observer" }, { personId: ANA, role: "shadow" }];
  expect(companionsOf(log({ alsoThere }))).toEqual([{ personId: ANA, role: "shadow" }]);
});
