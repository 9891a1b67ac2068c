import { expect, test } from "vitest";
import type { HeldRole, PersonActor } from "#app/access/roles.ts";
import { canDecideFade, canManageCoachingAt, canSetDosage } from "./caseload.policy.ts";

const actor = (personId: string, ...roles: [HeldRole["role"], string[]][]) =>
  ({
    kind: "person",
    personId,
    roles: roles.map(([role, siteIds]) => ({ role, siteIds, unitIds: [] })),
  }) as unknown as PersonActor;

test("a lead assigns coaching at their sites, a supervisor nowhere, an administrator everywhere", () => {
  const lead = actor("lead", ["lead", ["bend"]], ["supervisor", ["salem"]]);
  expect(canManageCoachingAt(lead, "bend")).toBe(true);
  expect(canManageCoachingAt(lead, "salem")).toBe(false);
  expect(canManageCoachingAt(actor("admin", ["admin", []]), "salem")).toBe(true);
  expect(canManageCoachingAt(lead, null)).toBe(false);
});

test("the dose of the program is set by whoever leads all of it", () => {
  expect(canSetDosage(actor("lead", ["lead", ["bend"]]), 2)).toBe(false);
  expect(canSetDosage(actor("lead", ["lead", ["bend", "salem"]]), 2)).toBe(true);
  expect(canSetDosage(actor("admin", ["admin", []]), 2)).toBe(true);
  expect(canSetDosage(actor("supervisor", ["supervisor", ["bend", "salem"]]), 2)).toBe(false);
});

test("a proposal to fade is decided by the person's coach or lead", () => {
  const proposal = { coachId: "coach", siteId: "bend" };
  expect(canDecideFade(actor("coach", ["coach", ["bend"]]), proposal)).toBe(true);
  expect(canDecideFade(actor("another", ["coach", ["bend"]]), proposal)).toBe(false);
  expect(canDecideFade(actor("lead", ["lead", ["bend"]]), proposal)).toBe(true);
});
