import { expect, test } from "vitest";
import { daysWithin, dosePattern, monthDose, monthWindow, nextDue, planWindow } from "./dose.rules.ts";

const twice = [{ from: "2026-06-01", sessionsPerMonth: 2, minutesPerSession: 60 }];
const held = (id: string, on: string) => ({
  id,
  on,
  status: "held" as const,
  meetingMinutes: 45,
  attendees: [{ personId: "ana" }],
});
const contact = (on: string) => ({
  ...{ coacheeId: "ana", on, status: "held" as const, observationMinutes: 0, meetingMinutes: 45 },
  ...{ attendance: "full" as const, minutes: null, isOwn: true },
});
const facts = { coacheeId: "ana", levels: twice, leave: [], closures: [], today: "2026-11-16" };

test("the month of today is planned as a whole and delivered up to today", () => {
  const contacts = ["2026-10-31", "2026-11-01", "2026-11-16"].map(contact);
  expect(monthDose({ ...facts, contacts })).toEqual({
    from: "2026-11-01",
    until: "2026-11-30",
    plannedSessions: 2,
    deliveredSessions: 2,
    plannedMinutes: 120,
    deliveredMinutes: 90,
  });
});

test("the pattern counts weeks from the first day together, not from before", () => {
  const levels = twice.map((level) => ({ ...level, from: "2026-11-03" }));
  const pattern = dosePattern({ ...facts, levels, sessions: [held("a", "2026-11-09")] });
  expect(pattern).toMatchObject({
    deliveredSessions: 1,
    sessionsPerWeek: 0.5,
    meanMinutes: 45,
  });
});

test("the next due day follows the schedule and the leave", () => {
  const contacts = [contact("2026-11-05")];
  expect(nextDue({ ...facts, contacts })).toMatchObject({ status: "due-soon", dueOn: "2026-11-20" });
  const leave = [{ from: "2026-11-16", to: "2026-11-18" }];
  expect(nextDue({ ...facts, contacts, leave })).toMatchObject({
    status: "paused",
    dueOn: "2026-11-23",
  });
});

test("around midnight the windows hold the months of both zones", () => {
  const lateInOregon = new Date("2026-12-01T07:30:00Z");
  expect(monthWindow(lateInOregon, "America/Los_Angeles")).toEqual({
    from: "2026-11-01",
    until: "2026-12-31",
  });
  expect(monthWindow(lateInOregon, "America/Boise")).toEqual({ from: "2026-11-01", until: "2026-12-31" });
  expect(planWindow(lateInOregon, "America/Boise")).toEqual({ from: "2025-10-27", until: "2027-12-02" });
});

test("days of leave count once, and only those of the period", () => {
  const period = { from: "2026-11-01", until: "2026-11-30" };
  const spans = [
    { from: "2026-10-20", to: "2026-11-02" },
    { from: "2026-11-02", to: "2026-11-03" },
    { from: "2026-11-30", to: "2026-12-24" },
    { from: "2027-01-01", to: "2027-01-02" },
  ];
  expect(daysWithin(spans, period)).toBe(4);
  expect(daysWithin([], period)).toBe(0);
});
