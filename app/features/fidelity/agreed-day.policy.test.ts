import { expect, test } from "vitest";
import type { PersonActor, Role } from "#app/access/roles.ts";
import { canPlanReview } from "./agreed-day.policy.ts";

const person = (role: Role, siteIds: string[]): PersonActor => ({
  ...{ kind: "person", personId: "me", accountId: "account", name: "Me", email: "me@demo.test" },
  ...{ programId: "program", programName: "Program", zone: "America/Los_Angeles", isDemo: false },
  roles: [{ role, siteIds, unitIds: [] }],
});

test.each([
  ["a lead of its site", person("lead", ["here"]), "somebody", true],
  ["a lead of another site", person("lead", ["there"]), "somebody", false],
  ["a supervisor whose review it is", person("supervisor", ["there"]), "me", true],
  ["a supervisor of its site whose review it is not", person("supervisor", ["here"]), "somebody", false],
  ["an evaluator of its site", person("evaluator", ["here"]), "me", false],
])("%s: %#", (_, actor, raterId, expected) =>
  expect(canPlanReview(actor, { siteId: "here", raterId })).toBe(expected),
);
