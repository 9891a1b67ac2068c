import { expect, test } from "vitest";
import type { PersonActor, Role } from "#app/access/roles.ts";
import { canEndAgreement, canSignVersion, canWriteAgreement } from "./agreement.policy.ts";

const actor = (personId: string, role: Role) =>
  ({ kind: "person", personId, roles: [{ role, siteIds: [], unitIds: [] }] }) as unknown as PersonActor;
const pair = { coachId: "coach", coacheeId: "coachee", supervisorId: "supervisor", leadId: null };
const open = { ...pair, isOpen: true, signedIds: ["coach"] };

test("the coach of the pair writes, no other coach", () => {
  expect(canWriteAgreement(actor("coach", "coach"), pair)).toBe(true);
  expect(canWriteAgreement(actor("another", "coach"), pair)).toBe(false);
  expect(canWriteAgreement(actor("coachee", "coachee"), pair)).toBe(false);
});

test("each party signs an open version once", () => {
  expect(canSignVersion(actor("coachee", "coachee"), open)).toBe(true);
  expect(canSignVersion(actor("supervisor", "supervisor"), open)).toBe(true);
  expect(canSignVersion(actor("coach", "coach"), open)).toBe(false);
  expect(canSignVersion(actor("lead", "lead"), open)).toBe(false);
  expect(canSignVersion(actor("coachee", "coachee"), { ...open, isOpen: false })).toBe(false);
});

test("coach and coachee may end it", () => {
  expect(canEndAgreement(actor("coachee", "coachee"), pair)).toBe(true);
  expect(canEndAgreement(actor("supervisor", "supervisor"), pair)).toBe(false);
});
