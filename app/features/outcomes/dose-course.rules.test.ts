import { expect, test } from "vitest";
import { type CourseFacts, courseOfSite, pooledCourse } from "./dose-course.rules.ts";

const schedules = [
  { intensity: "moderate", startsOn: "2026-01-01", endsOn: null, sessionsPerMonth: 2, minutesPerSession: 60 },
];
const assigned = (coacheeId: string, given: object = {}) => ({
  ...{ id: `a-${coacheeId}`, coacheeId, coachId: "kim", siteId: "bend", intensity: "moderate" },
  ...{ startsOn: "2026-01-01", endsOn: null, ...given },
});
const session = (id: string, on: string, given: object = {}) => ({
  ...{ id, on, siteId: "bend", status: "held" as const, meetingMinutes: 60, coachIds: ["kim"] },
  attendees: [{ personId: "ana" }],
  ...given,
});
const facts = (given: Partial<CourseFacts>): CourseFacts => ({
  ...{ schedules, assignments: [assigned("ana"), assigned("ben")], leave: [], closures: [], sessions: [] },
  ...given,
});
const september = { siteId: "bend", from: "2026-09-01", until: "2026-09-30", asOf: "2026-10-15" };

test("each measure has its numerator and its denominator", () => {
  const both = [{ personId: "ana" }, { personId: "ben" }];
  const sessions = [
    session("1", "2026-09-02", { attendees: both }),
    session("2", "2026-09-10", { coachIds: ["lou"] }),
    session("3", "2026-09-17", { status: "cancelled_by_coach" }),
    session("4", "2026-09-24", { status: "no_show_coachee" }),
    session("5", "2026-09-25", { status: "rescheduled" }),
    session("6", "2026-09-02", { siteId: "salem" }),
  ];
  expect(courseOfSite(facts({ sessions }), september)).toEqual({
    // Ana had two of two, Ben one of two.
    minimum: { numerator: 1, denominator: 2 },
    frequency: { numerator: 3, denominator: 60 / 7 },
    // A group session is a session of each; one of Ana's was with somebody else.
    continuity: { numerator: 2, denominator: 3 },
    cancelled: { numerator: 1, denominator: 4 },
    noShow: { numerator: 1, denominator: 4 },
  });
});

test("leave, closures and days to come are no weeks, and who left in the month counts for their days", () => {
  const away = { leave: [{ coacheeId: "ana", from: "2026-09-01", to: "2026-09-14" }] };
  const closures = [{ siteId: "bend", from: "2026-09-21", to: "2026-09-22", announcedOn: "2026-09-01" }];
  const assignments = [assigned("ana"), assigned("ben", { endsOn: "2026-09-11" })];
  const weeks = (given: Partial<CourseFacts>, asOf = "2026-10-15") =>
    courseOfSite(facts({ assignments, ...given }), { ...september, asOf }).frequency.denominator * 7;
  expect(weeks({})).toBeCloseTo(30 + 10);
  expect(weeks(away)).toBeCloseTo(16 + 10);
  expect(weeks({ closures })).toBeCloseTo(28 + 10);
  expect(weeks({ closures: closures.map((each) => ({ ...each, siteId: "salem" })) })).toBeCloseTo(40);
  expect(weeks({}, "2026-09-20")).toBeCloseTo(20 + 10);
});

test("sites are added up, percentages never averaged", () => {
  const of = (numerator: number, denominator: number) => {
    const ratio = { numerator, denominator };
    return { minimum: ratio, frequency: ratio, continuity: ratio, cancelled: ratio, noShow: ratio };
  };
  expect(pooledCourse([of(1, 2), of(9, 98)])).toEqual(of(10, 100));
  expect(pooledCourse([])).toEqual(of(0, 0));
});
