import { expect, test } from "vitest";
import type { HeldRole, PersonActor } from "#app/access/roles.ts";
import { canDownload, canExport, exportScopesOf, placesOf } from "./export.policy.ts";

const actor = (...roles: HeldRole[]) => ({ kind: "person", personId: "me", roles }) as unknown as PersonActor;
const held = (role: HeldRole["role"], siteIds: string[] = [], unitIds: string[] = []) => ({
  role,
  siteIds,
  unitIds,
});
const file = { scope: "oversight", siteIds: ["a", "b"], unitIds: [] } as const;

test("each role exports what it sees: coaches and coachees their own, oversight its sites", () => {
  expect(exportScopesOf(actor(held("coach")))).toEqual(["coach"]);
  expect(exportScopesOf(actor(held("coachee")))).toEqual(["coachee"]);
  for (const role of ["supervisor", "lead", "evaluator"] as const)
    expect(exportScopesOf(actor(held(role, ["a"])))).toEqual(["oversight"]);
  expect(exportScopesOf(actor(held("coach"), held("supervisor", ["a"])))).toEqual(["coach", "oversight"]);
  for (const role of ["planner", "admin"] as const)
    expect(exportScopesOf(actor(held(role, ["a"])))).toEqual([]);
});

test("a file is of the sites and units of oversight, and names none for one's own sessions", () => {
  const both = actor(held("coach", ["a"]), held("supervisor", ["b"], ["u"]));
  expect(placesOf(both, "oversight")).toEqual({ siteIds: ["b"], unitIds: ["u"] });
  expect(placesOf(both, "coach")).toEqual({ siteIds: [], unitIds: [] });
});

test("a file is closed once its reader has lost one of its sites, a unit or the role", () => {
  expect(canDownload(actor(held("supervisor", ["a"]), held("evaluator", ["b"])), file)).toBe(true);
  expect(canDownload(actor(held("supervisor", ["a"])), file)).toBe(false);
  expect(canDownload(actor(held("coach", ["a", "b"])), file)).toBe(false);
  const ofUnit = { ...file, siteIds: ["a"], unitIds: ["u"] };
  expect(canDownload(actor(held("supervisor", ["a"], ["u"])), ofUnit)).toBe(true);
  expect(canDownload(actor(held("supervisor", ["a"])), ofUnit)).toBe(false);
  expect(canDownload(actor(held("coachee")), { ...file, scope: "coach", siteIds: [] })).toBe(false);
  expect(canExport(actor(), "coachee")).toBe(false);
});
