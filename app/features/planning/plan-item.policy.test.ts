import { expect, test } from "vitest";
import { type PersonActor, ROLES, type Role } from "#app/access/roles.ts";
import { canEditPlan } from "./plan-item.policy.ts";

function actorWith(role: Role): PersonActor {
  return {
    kind: "person",
    personId: "p",
    accountId: "a",
    name: "",
    email: "",
    programId: "program",
    programName: "",
    zone: "America/Los_Angeles",
    isDemo: false,
    roles: [{ role, siteIds: [], unitIds: [] }],
  };
}

test("planner and lead edit the plan, nobody else", () => {
  expect(ROLES.filter((role) => canEditPlan(actorWith(role)))).toEqual(["lead", "planner"]);
});

test("a job does not edit the plan", () => {
  expect(canEditPlan({ kind: "system", programId: "program", zone: "America/Los_Angeles" })).toBe(false);
});
