import { expect, test } from "vitest";
import { figureOf } from "./figure.rules.ts";
import { countPeople, type DueFacts, dueAtSites, sortSites } from "./program-dose.rules.ts";
import type { SiteDoseRow } from "./program-dose.types.ts";

const facts: DueFacts = {
  people: [
    { id: "ana", siteId: "bend", heldOn: ["2026-11-12"] },
    { id: "ben", siteId: "bend", heldOn: ["2026-09-01", "2026-08-10"] },
    { id: "cal", siteId: "ontario", heldOn: ["2026-10-25"] },
    { id: "ben", siteId: "ontario", heldOn: ["2026-09-01", "2026-08-10"] },
  ],
  assignments: ["ana", "ben", "cal"].map((coacheeId) => ({
    ...{ id: coacheeId, coacheeId, siteId: "bend", intensity: "moderate" },
    ...{ startsOn: "2026-01-01", endsOn: null },
  })),
  schedules: [
    {
      ...{ intensity: "moderate", startsOn: "2026-01-01", endsOn: null },
      ...{ sessionsPerMonth: 2, minutesPerSession: 60 },
    },
  ],
  leave: [],
  closures: [],
};
const today = (_siteId: string) => "2026-11-16";

test("those overdue longest come first, whichever site they are at", () => {
  expect(dueAtSites(facts, today).map(({ id, due }) => [id, due.status])).toEqual([
    ["ben", "overdue"],
    ["ben", "overdue"],
    ["cal", "overdue"],
    ["ana", "on-track"],
  ]);
  expect(dueAtSites(facts, today)[0]).toMatchObject({ lastOn: "2026-09-01" });
});

test("a person at two sites is one person", () => {
  const rows = dueAtSites(facts, today);
  expect(countPeople(rows)).toEqual({ people: 3, overdue: 2, dueSoon: 0 });
  expect(countPeople(rows.filter(({ siteId }) => siteId === "ontario"))).toMatchObject({ people: 2 });
});

test("each site has its own day and its own closures", () => {
  const due = (given: Partial<DueFacts>, siteId: string, id: string, day = today) =>
    dueAtSites({ ...facts, ...given }, day).find((row) => row.siteId === siteId && row.id === id)?.due;
  const closures = [{ siteId: "ontario", from: "2026-11-01", to: "2026-11-14", announcedOn: "2026-10-01" }];
  expect(due({ closures }, "ontario", "cal")?.status).not.toBe("overdue");
  expect(due({ closures }, "bend", "ana")).toEqual(due({}, "bend", "ana"));
  const later = (siteId: string) => (siteId === "ontario" ? "2026-11-17" : "2026-11-16");
  expect(due({}, "ontario", "cal", later)?.daysOverdue).toBe(
    (due({}, "ontario", "cal")?.daysOverdue ?? Number.NaN) + 1,
  );
});

const row = (name: string, numerator: number, denominator: number): SiteDoseRow => {
  const figure = figureOf("sessions-delivered", { numerator, denominator }, null);
  return {
    ...{ siteId: name, name, canSeePeople: true, people: numerator, overdue: 0, dueSoon: 0 },
    ...{ sessions: figure, minutes: figure, reach: figure, late: figure },
    course: {
      ...{ minimum: { numerator, denominator }, frequency: { numerator, denominator } },
      ...{ continuity: { numerator, denominator }, cancelled: { numerator, denominator } },
      noShow: { numerator: denominator - numerator, denominator },
    },
  };
};

test("sites sort both ways, and without a figure they come last", () => {
  const rows = [row("Bend", 3, 4), row("Ontario", 0, 0), row("Albany", 1, 4), row("Burns", 3, 4)];
  const order = (sort: string) => sortSites(rows, sort).map(({ name }) => name);
  expect(order("site")).toEqual(["Albany", "Bend", "Burns", "Ontario"]);
  expect(order("-site")).toEqual(["Ontario", "Burns", "Bend", "Albany"]);
  expect(order("sessions")).toEqual(["Albany", "Bend", "Burns", "Ontario"]);
  expect(order("-sessions")).toEqual(["Bend", "Burns", "Albany", "Ontario"]);
  expect(order("-no-show")).toEqual(["Albany", "Bend", "Burns", "Ontario"]);
});
