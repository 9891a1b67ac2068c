import { expect, test } from "vitest";
import type { PersonActor, Role } from "#app/access/roles.ts";
import { canDecideSubmission, canSetAcceptance } from "./acceptance.policy.ts";

const actor = (role: Role, siteIds = ["here"], personId = "me") =>
  ({ kind: "person", personId, roles: [{ role, siteIds, unitIds: [] }] }) as unknown as PersonActor;
const review = { siteId: "here", raterId: "rater", subjectId: "coach" };

test("a lead of the site decides, unless they rated or were rated", () => {
  expect(canDecideSubmission(actor("lead"), review)).toBe(true);
  expect(canDecideSubmission(actor("lead", ["elsewhere"]), review)).toBe(false);
  expect(canDecideSubmission(actor("lead", ["here"], "rater"), review)).toBe(false);
  expect(canDecideSubmission(actor("lead", ["here"], "coach"), review)).toBe(false);
  for (const role of ["supervisor", "evaluator", "admin"] as const)
    expect(canDecideSubmission(actor(role), review)).toBe(false);
  expect(canDecideSubmission({ kind: "system", programId: "p", zone: "z" }, review)).toBe(false);
});

test("limits hold for the whole program, so a lead of all its sites fixes them", () => {
  expect(canSetAcceptance(actor("lead", ["here", "there"]), ["here", "there"])).toBe(true);
  expect(canSetAcceptance(actor("lead"), ["here", "there"])).toBe(false);
  expect(canSetAcceptance(actor("lead"), [])).toBe(false);
  expect(canSetAcceptance(actor("evaluator", ["here"]), ["here"])).toBe(false);
});
