import { expect, test } from "vitest";
import { changesBetween, restatedMonths, type SessionContent } from "./session-changes.rules.ts";

const content = (given: Partial<SessionContent> = {}): SessionContent => ({
  facts: { status: "held", meetingMinutes: 60, focusIds: ["a", "b"] },
  details: { escalation: "none", artefactRef: null },
  attendance: { elio: { attendance: "full", minutes: null } },
  companions: { kai: "shadow" },
  summary: "What we said",
  progress: {},
  reviews: {},
  steps: {},
  ...given,
});

test("nothing differs when only the order of a list does", () => {
  const same = content({ facts: { focusIds: ["b", "a"], meetingMinutes: 60, status: "held" } });
  expect(changesBetween(content(), same)).toEqual([]);
});

test("every changed value, with both sides and who may see it", () => {
  const after = content({
    facts: { status: "held", meetingMinutes: 45, focusIds: ["a", "b"] },
    attendance: { elio: { attendance: "partial", minutes: 20 }, nia: { attendance: "full", minutes: null } },
    summary: null,
    progress: { goal: { progress: "met", selfScale: 7 } },
  });
  expect(changesBetween(content(), after)).toEqual([
    { sight: "facts", field: "meetingMinutes", subjectId: null, before: 60, after: 45 },
    {
      sight: "attendee",
      field: "attendance",
      subjectId: "elio",
      before: { attendance: "full", minutes: null },
      after: { attendance: "partial", minutes: 20 },
    },
    {
      sight: "attendee",
      field: "attendance",
      subjectId: "nia",
      before: null,
      after: { attendance: "full", minutes: null },
    },
    { sight: "conversation", field: "summary", subjectId: null, before: "What we said", after: null },
    {
      sight: "conversation",
      field: "progress",
      subjectId: "goal",
      before: null,
      after: { progress: "met", selfScale: 7 },
    },
  ]);
});

const change = {
  at: new Date("2026-11-01T08:00:00Z"),
  sessionOnBefore: "2026-10-20",
  sessionOnAfter: "2026-10-20",
  doseBefore: 60,
  doseAfter: 45,
};

test("a change restates a month that has ended at the site, and only when its figures move", () => {
  // Half past six in UTC: in Boise the first of November, in Portland still October.
  expect(restatedMonths(change, "America/Boise")).toEqual(["2026-10-01"]);
  expect(restatedMonths({ ...change, at: new Date("2026-11-01T06:30:00Z") }, "America/Boise")).toEqual([
    "2026-10-01",
  ]);
  expect(restatedMonths({ ...change, at: new Date("2026-11-01T06:30:00Z") }, "America/Los_Angeles")).toEqual(
    [],
  );
  expect(restatedMonths({ ...change, doseAfter: 60 }, "America/Boise")).toEqual([]);
  expect(restatedMonths({ ...change, at: new Date("2026-10-31T20:00:00Z") }, "America/Boise")).toEqual([]);
});

test("a session that is moved restates the month it left and the one it came to, as far as they have ended", () => {
  const moved = { ...change, doseAfter: 60, sessionOnAfter: "2026-09-30" };
  expect(restatedMonths(moved, "America/Los_Angeles")).toEqual(["2026-10-01", "2026-09-01"]);
  expect(restatedMonths({ ...moved, sessionOnAfter: "2026-11-01" }, "America/Los_Angeles")).toEqual([
    "2026-10-01",
  ]);
});

test("who was there is a fact, and what went further belongs to the conversation", () => {
  const after = content({
    companions: { kai: "co_coach" },
    details: { escalation: "safety_concern", artefactRef: null },
  });
  expect(changesBetween(content(), after)).toEqual([
    { sight: "facts", field: "companions", subjectId: "kai", before: "shadow", after: "co_coach" },
    { sight: "conversation", field: "escalation", subjectId: null, before: "none", after: "safety_concern" },
  ]);
});
