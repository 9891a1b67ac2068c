import { expect, test } from "vitest";
import type { HandoverPerson } from "./caseload.types.ts";
import {
  checkHandover,
  choicesOf,
  type PlannedSession,
  previewOf,
  type ReceiverFacts,
  whyNotUndone,
} from "./handover.rules.ts";

const TODAY = "2026-11-16";
const person = (id: string, groupAssignmentId: string | null = null): HandoverPerson => ({
  ...{ id, name: `Person ${id}`, siteId: "bend", siteName: "Bend", intensity: "moderate", groupAssignmentId },
});
const session = (given: Partial<PlannedSession> = {}): PlannedSession => ({
  ...{ id: "s", on: "2026-11-20", zone: "America/Los_Angeles", hasWords: false, attendeeIds: ["a"] },
  ...{ startsAt: "2026-11-20T18:00:00Z", endsAt: "2026-11-20T19:00:00Z" },
  ...given,
});
const receiver = (id: string, given: Partial<ReceiverFacts> = {}): ReceiverFacts => ({
  ...{
    id,
    name: `Coach ${id}`,
    siteName: "Bend",
    coachees: 0,
    minutes: 0,
    capacityMinutes: 200,
    capacityCoachees: null,
  },
  ...{ isCertified: true, leaveUntil: null, leavesOn: null, supervisedIds: [], busy: [] },
  ...given,
});
const load = (coachId: string, coacheeId: string) => ({
  ...{ coachId, coacheeId, groupAssignmentId: null, minutesPerMonth: 120, isOnLeave: false },
});
const preview = (
  sessions: PlannedSession[],
  to: Record<string, string>,
  receivers = [receiver("x"), receiver("y")],
  loads = [load("old", "a"), load("old", "b")],
) => {
  const people = [person("a"), person("b")];
  const moves = people.map(({ id }) => ({
    ...{ coacheeId: id, goals: 1, steps: 2, assessments: 0, startedAssessments: 0, plans: 0 },
    sessions: sessions.filter(({ attendeeIds }) => attendeeIds.includes(id)),
  }));
  return previewOf({ people, moves, receivers, loads }, choicesOf(people, { to, group: {} }), {
    ...{ coachId: "old", effectiveOn: TODAY, today: TODAY },
  });
};

test("each goes to the one chosen for them, or for everybody; a group goes as one", () => {
  const people = [person("a"), person("b"), person("c", "group")];
  expect(
    choicesOf(people, { receiverId: "x", to: { b: "y" }, group: {} }).map(({ receiverId }) => receiverId),
  ).toEqual(["x", "y", "x"]);
  expect(choicesOf(people, { to: { a: "x", c: "y" }, group: { group: "z" } })).toEqual([
    { coacheeId: "a", receiverId: "x" },
    { coacheeId: "c", receiverId: "z" },
  ]);
});

test("it needs a day to come and somebody who takes over", () => {
  const days = { today: TODAY, lastOn: "2027-11-16" };
  const choice = [{ coacheeId: "a", receiverId: "x" }];
  expect(checkHandover(choice, { ...days, effectiveOn: TODAY })).toEqual({ ok: true });
  for (const effectiveOn of ["2026-11-15", "2027-11-17"])
    expect(checkHandover(choice, { ...days, effectiveOn })).toMatchObject({
      fieldErrors: { effectiveOn: [expect.any(String)] },
    });
  expect(checkHandover([], { ...days, effectiveOn: TODAY })).toMatchObject({
    fieldErrors: { receiverId: [expect.any(String)] },
  });
});

test("a planned session goes along with all its people or stays, and says why", () => {
  expect(preview([session()], { a: "x" }).lines[0]?.sessions).toEqual([{ on: "2026-11-20", time: "10:00" }]);
  const both = session({ attendeeIds: ["a", "b"] });
  expect(preview([both], { a: "x", b: "x" }).lines.map(({ sessions }) => sessions.length)).toEqual([1, 1]);
  expect(preview([both], { a: "x", b: "y" }).lines[0]?.notes[0]).toMatch(/different coaches/);
  expect(preview([both], { a: "x" }).lines[0]?.notes[0]).toMatch(/Person b does not go along/);
  expect(preview([session({ hasWords: true })], { a: "x" }).lines[0]?.notes[0]).toMatch(/not handed over/);
});

test("what to look at is said: taken times, supervision, leave, certification, capacity", () => {
  const busy = [{ startsAt: new Date("2026-11-20T18:30:00Z"), endsAt: null }];
  const told = preview([session()], { a: "x", b: "x" }, [
    receiver("x", { busy, supervisedIds: ["b"], isCertified: false, leaveUntil: "2026-11-18" }),
  ]);
  expect(told.lines[0]?.notes[0]).toMatch(/another session/);
  expect(told.lines[1]?.notes[0]).toMatch(/supervisory coaching/);
  expect(told.receivers[0]).toMatchObject({
    people: 2,
    before: { coachees: 0 },
    after: { coachees: 2, minutes: 240 },
    fit: "over",
  });
  expect(told.receivers[0]?.notes).toHaveLength(3);
});

test("who is coached by the receiver already is not counted twice, and who stays is named", () => {
  const told = preview([], { a: "x" }, [receiver("x")], [load("old", "a"), load("old", "b"), load("x", "a")]);
  expect(told.receivers[0]).toMatchObject({ before: { coachees: 1 }, after: { coachees: 1, minutes: 120 } });
  expect(told.lines[0]?.notes[0]).toMatch(/already/);
  expect(told.staying).toEqual(["Person b"]);
});

test("why it cannot be undone names what has changed and for whom", () => {
  expect(whyNotUndone("goal a", new Map([["a", "Kim"]]))).toMatch(/a goal was changed \(Kim\)/);
  expect(whyNotUndone("late", new Map())).toMatch(/24 hours/);
});
