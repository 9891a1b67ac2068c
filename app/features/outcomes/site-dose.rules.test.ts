import { expect, test } from "vitest";
import { coacheeDoses, countDue, type SiteDoseFacts } from "./site-dose.rules.ts";

const month = { siteId: "here", from: "2026-11-01", until: "2026-11-30", today: "2026-11-16" };
const coachee = (id: string, heldOn: string[]) => ({
  id,
  name: id,
  coaches: ["Kim"],
  nextPlannedOn: null,
  heldOn,
});
const assigned = (
  id: string,
  coacheeId: string,
  startsOn: string,
  endsOn: string | null = null,
  siteId = "here",
) => ({
  ...{ id, coacheeId, startsOn, endsOn, siteId },
  intensity: "moderate",
});
const facts: SiteDoseFacts = {
  coachees: [coachee("ana", ["2026-11-12"]), coachee("ben", ["2026-09-01"]), coachee("cal", ["2026-10-25"])],
  assignments: [
    assigned("1", "ana", "2026-01-01"),
    assigned("2", "ben", "2026-01-01"),
    // A handover: two coaches in the first half of the month.
    assigned("3", "cal", "2026-01-01", "2026-11-16"),
    assigned("4", "cal", "2026-11-01"),
  ],
  schedules: [
    {
      intensity: "moderate",
      startsOn: "2026-01-01",
      endsOn: null,
      sessionsPerMonth: 2,
      minutesPerSession: 60,
    },
  ],
  leave: [],
  closures: [],
  sessions: [
    {
      id: "s",
      on: "2026-11-12",
      status: "held",
      meetingMinutes: 60,
      attendees: [{ personId: "ana" }, { personId: "zoe" }],
    },
  ],
};

test("the longest overdue comes first, whoever is on track last", () => {
  const { rows } = coacheeDoses(facts, month);
  expect(rows.map(({ id, due }) => [id, due.status])).toEqual([
    ["ben", "overdue"],
    ["cal", "overdue"],
    ["ana", "on-track"],
  ]);
  expect(countDue(rows)).toEqual({ all: 3, overdue: 2, dueSoon: 0 });
});

test("two coaches do not double a coachee's plan, and a stranger's attendance is not the site's", () => {
  const { rows, reach } = coacheeDoses(facts, month);
  expect(rows.map(({ plannedSessions }) => plannedSessions)).toEqual([
    expect.closeTo(2, 9),
    expect.closeTo(2, 9),
    expect.closeTo(2, 9),
  ]);
  expect(reach).toEqual({ reached: 1, eligible: 3, atMinimum: 0 });
});

test("somebody on leave today is not overdue", () => {
  const leave = [{ coacheeId: "ben", from: "2026-11-16", to: "2026-11-20" }];
  const ben = coacheeDoses({ ...facts, leave }, month).rows.find(({ id }) => id === "ben");
  expect(ben?.due.status).toBe("paused");
});

test("who came from another site this month is planned here for the days here, and due as before", () => {
  const moved = {
    ...facts,
    coachees: [coachee("ana", ["2026-11-12"])],
    assignments: [
      assigned("1", "ana", "2026-01-01", "2026-11-16", "elsewhere"),
      assigned("2", "ana", "2026-11-16"),
    ],
  };
  const [row] = coacheeDoses(moved, month).rows;
  expect(row?.plannedSessions).toBeCloseTo(1);
  expect(row?.due.dueOn).toBe(coacheeDoses(facts, month).rows.find(({ id }) => id === "ana")?.due.dueOn);
});
