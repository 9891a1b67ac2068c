import { expect, test } from "vitest";
import type { PersonActor, Role } from "#app/access/roles.ts";
import {
  canCancelImport,
  canDiscardImport,
  canImport,
  canMapImport,
  canStoreImport,
  canUndoImport,
  importSitesOf,
  isOwnImport,
} from "./import.policy.ts";

const actor = (role: Role, siteIds = ["a"], personId = "me") =>
  ({ kind: "person", personId, roles: [{ role, siteIds, unitIds: [] }] }) as unknown as PersonActor;
const own = { requestedById: "me", hasFile: true, stored: 0 };

test("leads and administrators import for the sites of that role, others nothing", () => {
  expect(importSitesOf(actor("lead", ["a", "b"]))).toEqual(["a", "b"]);
  expect(canImport(actor("admin"))).toBe(true);
  expect(canImport(actor("lead", []))).toBe(false);
  for (const role of ["coach", "coachee", "supervisor", "evaluator", "planner"] as const)
    expect(canImport(actor(role)), role).toBe(false);
});

test("nobody reads or stores somebody else's file; an administrator may stop, discard or undo it", () => {
  const [other, admin] = [actor("lead", ["a"], "another"), actor("admin", ["a"], "another")];
  const checked = { ...own, status: "checked" as const };
  const stored = { ...own, status: "stored" as const, stored: 3 };
  expect(canMapImport(actor("lead"), checked) && canStoreImport(actor("lead"), checked)).toBe(true);
  for (const each of [other, admin]) {
    expect(isOwnImport(each, checked) || canMapImport(each, checked)).toBe(false);
    expect(canStoreImport(each, checked)).toBe(false);
  }
  expect(canUndoImport(other, stored)).toBe(false);
  expect(canUndoImport(admin, stored)).toBe(true);
  expect(canCancelImport(admin, { ...own, status: "storing" })).toBe(true);
  expect(canDiscardImport(admin, checked)).toBe(true);
});

test("what may be done follows from where the import is", () => {
  const lead = actor("lead");
  expect(canStoreImport(lead, { ...own, status: "cancelled", stored: 3 })).toBe(true);
  expect(canStoreImport(lead, { ...own, status: "checked", hasFile: false })).toBe(false);
  expect(canMapImport(lead, { ...own, status: "cancelled", stored: 3 })).toBe(false);
  expect(canDiscardImport(lead, { ...own, status: "stored", stored: 3 })).toBe(false);
  expect(canUndoImport(lead, { ...own, status: "storing", stored: 3 })).toBe(false);
});
