import { expect, test } from "vitest";
import type { PersonActor, Role } from "#app/access/roles.ts";
import { canSeePeopleAt, canSeeSite, sitesForMeasures } from "./outcome.policy.ts";

const holding = (...roles: [Role, string[]][]): PersonActor => ({
  kind: "person",
  personId: "p",
  accountId: "a",
  name: "Robin",
  email: "robin@example.test",
  programId: "program",
  programName: "Program",
  zone: "America/Los_Angeles",
  isDemo: false,
  roles: roles.map(([role, siteIds]) => ({ role, siteIds, unitIds: [] })),
});

test("a supervisor sees their site with its people, and no other", () => {
  const actor = holding(["supervisor", ["a"]]);
  expect([canSeeSite(actor, "a"), canSeePeopleAt(actor, "a")]).toEqual([true, true]);
  expect([canSeeSite(actor, "b"), canSeePeopleAt(actor, "b")]).toEqual([false, false]);
  expect(sitesForMeasures(actor)).toEqual([]);
});

test("an evaluator sees figures and measures, but no figures of a person", () => {
  const actor = holding(["evaluator", ["a", "b"]]);
  expect([canSeeSite(actor, "a"), canSeePeopleAt(actor, "a")]).toEqual([true, false]);
  expect(sitesForMeasures(actor)).toEqual(["a", "b"]);
});

test("each role counts with its own sites", () => {
  const actor = holding(["evaluator", ["a", "b"]], ["supervisor", ["b"]]);
  expect([canSeePeopleAt(actor, "a"), canSeePeopleAt(actor, "b")]).toEqual([false, true]);
});

test("coaches, coachees and planners see no site", () => {
  for (const role of ["coach", "coachee", "planner", "admin"] as const)
    expect(canSeeSite(holding([role, ["a"]]), "a")).toBe(false);
});
