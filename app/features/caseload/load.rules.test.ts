import { expect, test } from "vitest";
import { fitOf, type LoadRow, loadOf, usedShare } from "./load.rules.ts";

const row = (coacheeId: string, given: Partial<LoadRow> = {}): LoadRow => ({
  ...{ coachId: "coach", coacheeId, groupAssignmentId: null, minutesPerMonth: 120, isOnLeave: false },
  ...given,
});

test("people alone add up, a group is coached once", () => {
  const group = { groupAssignmentId: "group" };
  const rows = [
    row("a"),
    row("b", { isOnLeave: true }),
    row("c", group),
    row("d", { ...group, minutesPerMonth: 90 }),
  ];
  expect(loadOf(rows)).toEqual({ coachees: 4, onLeave: 1, minutes: 360 });
  expect(loadOf([])).toEqual({ coachees: 0, onLeave: 0, minutes: 0 });
});

test("somebody who is coached alone and in a group is one person", () => {
  expect(loadOf([row("a"), row("a", { groupAssignmentId: "group" })])).toMatchObject({
    coachees: 1,
    minutes: 240,
  });
});

test("the tighter of minutes and people decides", () => {
  const load = { coachees: 8, onLeave: 0, minutes: 600 };
  expect(usedShare(load, { minutesPerMonth: 1200, coachees: 8 })).toBe(1);
  expect(fitOf(load, { minutesPerMonth: 1200, coachees: 8 })).toBe("full");
  expect(fitOf(load, { minutesPerMonth: 1200, coachees: null })).toBe("under");
  expect(fitOf(load, { minutesPerMonth: 500, coachees: 20 })).toBe("over");
  expect(fitOf(load, null)).toBe("no-capacity-set");
  expect(fitOf(load, { minutesPerMonth: 0, coachees: null })).toBe("over");
  expect(fitOf({ ...load, coachees: 0, minutes: 0 }, { minutesPerMonth: 0, coachees: null })).toBe("under");
});
