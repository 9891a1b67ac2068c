import { expect, test } from "vitest";
import { nextSessionDue } from "./next-session-due.ts";

/** Two sessions a month: a day of November plans 1/15. */
const twice = [{ from: "2026-01-01", sessionsPerMonth: 2, minutesPerSession: 60 }];

test.each([
  ["2026-11-12", "on-track", 0],
  ["2026-11-13", "due-soon", 0],
  ["2026-11-20", "due-soon", 0],
  ["2026-11-21", "overdue", 1],
  ["2026-12-20", "overdue", 30],
])("held on 5 November and planned twice a month, on %s the next one is %s", (asOf, status, daysOverdue) => {
  expect(nextSessionDue(twice, { heldOn: ["2026-11-05"], asOf })).toEqual({
    status,
    dueOn: "2026-11-20",
    daysOverdue,
  });
});

test("leave, announced closures and vacancy move the day on", () => {
  const pace = { heldOn: ["2026-11-05"], asOf: "2026-11-21" };
  const dueOn = (facts: object) => nextSessionDue(twice, { ...pace, ...facts }).dueOn;
  expect(dueOn({ leave: [{ from: "2026-11-10", to: "2026-11-14" }] })).toBe("2026-11-25");
  expect(dueOn({ closures: [{ from: "2026-11-10", to: "2026-11-11" }] })).toBe("2026-11-22");
  const surprise = { from: "2026-11-10", to: "2026-11-11", announcedOn: "2026-11-10" };
  expect(dueOn({ closures: [surprise] })).toBe("2026-11-21");
  const assignments = [
    { coachId: "kim", from: "2026-01-01", to: "2026-11-10" },
    { coachId: "lou", from: "2026-11-16", to: null },
  ];
  expect(dueOn({ assignments })).toBe("2026-11-25");
});

test("leave after the due day is not held against anybody", () => {
  const leave = [{ from: "2026-11-22", to: "2026-11-25" }];
  const on = (asOf: string) => nextSessionDue(twice, { heldOn: ["2026-11-05"], leave, asOf });
  expect(on("2026-11-23")).toEqual({ status: "paused", dueOn: "2026-11-20", daysOverdue: 0 });
  expect(on("2026-11-26")).toEqual({ status: "overdue", dueOn: "2026-11-20", daysOverdue: 2 });
});

test("a closed day makes nobody less late, and only open days count", () => {
  const closures = [
    { from: "2026-11-21", to: "2026-11-21" },
    { from: "2026-11-26", to: "2026-11-26" },
  ];
  const on = (asOf: string) => nextSessionDue(twice, { heldOn: ["2026-11-05"], closures, asOf });
  expect(on("2026-11-21")).toEqual({ status: "due-soon", dueOn: "2026-11-20", daysOverdue: 0 });
  expect(on("2026-11-25")).toEqual({ status: "overdue", dueOn: "2026-11-20", daysOverdue: 4 });
  expect(on("2026-11-26")).toEqual({ status: "overdue", dueOn: "2026-11-20", daysOverdue: 4 });
});

test("a month whose dose is delivered early is not overdue, and the next one waits for the plan", () => {
  const early = { heldOn: ["2026-11-02", "2026-11-03"], asOf: "2026-11-25" };
  expect(nextSessionDue(twice, early)).toMatchObject({ status: "due-soon", dueOn: "2026-11-30" });
  const three = { heldOn: ["2026-11-02", "2026-11-03", "2026-11-04"], asOf: "2026-11-25" };
  expect(nextSessionDue(twice, three)).toMatchObject({ status: "on-track", dueOn: "2026-12-16" });
});

test("a session late in the month does not hurry the next", () => {
  expect(nextSessionDue(twice, { heldOn: ["2026-11-28"], asOf: "2026-12-01" }).dueOn).toBe("2026-12-14");
});

test("a fading schedule makes the way longer from its day on", () => {
  const fading = [...twice, { from: "2026-11-16", sessionsPerMonth: 1, minutesPerSession: 60 }];
  // 6 to 15 November plan 10/15; from the 16th each day plans 1/30 of the third that is missing
  expect(nextSessionDue(fading, { heldOn: ["2026-11-05"], asOf: "2026-11-20" }).dueOn).toBe("2026-11-25");
});

test("before the first session the plan's own days count", () => {
  const pace = { startedOn: "2026-11-10", asOf: "2026-11-20" };
  expect(nextSessionDue(twice, pace)).toMatchObject({ status: "due-soon", dueOn: "2026-11-24" });
  expect(nextSessionDue(twice, { ...pace, heldOn: ["2026-06-01"] }).dueOn).toBe("2026-11-24");
});

test("without a plan nothing is due", () => {
  const none = { status: "none", dueOn: null, daysOverdue: 0 };
  expect(nextSessionDue([], { heldOn: ["2026-11-05"], asOf: "2026-11-20" })).toEqual(none);
  const ended = twice.map((level) => ({ ...level, to: "2026-11-06" }));
  expect(nextSessionDue(ended, { heldOn: ["2026-11-05"], asOf: "2026-12-20" })).toEqual(none);
  expect(nextSessionDue(twice, { exitOn: "2026-11-06", heldOn: ["2026-11-05"], asOf: "2026-12-20" })).toEqual(
    none,
  );
});

test("bad input is named with its place", () => {
  expect(() => nextSessionDue(twice, { heldOn: ["2026-11-31"], asOf: "2026-11-20" })).toThrow(
    'pace.heldOn.0: found "2026-11-31"',
  );
  expect(() => nextSessionDue([...twice, ...twice], { asOf: "2026-11-20" })).toThrow(
    /expected one level per day/,
  );
});
