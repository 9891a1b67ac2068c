import { expect, test } from "vitest";
import type { Actor, Role } from "#app/access/roles.ts";
import {
  canAgreePlan,
  canSharePlan,
  canSteerPlan,
  canStepPlan,
  canWithdrawPlan,
  canWritePlan,
  viewerOf,
} from "./improvement.policy.ts";
import { IMPROVEMENT_STATES } from "./improvement.types.ts";

const as = (personId: string, role: Role, siteIds: string[] = ["site"]): Actor => ({
  ...{ kind: "person", personId, accountId: "", name: "", email: "", programId: "", programName: "" },
  ...{ zone: "", isDemo: false, roles: [{ role, siteIds, unitIds: [] }] },
});
const subject = as("subject", "coach");
const owner = as("owner", "supervisor");
const supervisor = as("supervisor", "supervisor");
const lead = as("lead", "lead");
const plan = {
  ...{ subjectId: "subject", ownerId: "owner", supervisorId: "supervisor", siteId: "site" },
  ...{ state: "proposed" as const, isShared: true },
};
const everybody = [subject, owner, supervisor, lead];
const who = (may: (actor: Actor, of: typeof plan) => boolean, of = plan) =>
  everybody.flatMap((actor) => (actor.kind === "person" && may(actor, of) ? [actor.personId] : []));

test("the subject alone sees what is not shared, and colleagues, evaluators and other leads see nothing", () => {
  const seen = (of: typeof plan) => everybody.map((actor) => viewerOf(actor, of));
  expect(seen({ ...plan, isShared: false })).toEqual(["subject", null, null, null]);
  expect(seen(plan)).toEqual(["subject", "owner", "supervisor", "lead"]);
  for (const other of [
    as("x", "coach"),
    as("x", "evaluator"),
    as("x", "lead", ["elsewhere"]),
    as("x", "admin"),
  ])
    expect(viewerOf(other, plan)).toBeNull();
  expect(viewerOf({ kind: "system", programId: "", zone: "" }, plan)).toBeNull();
});

test("who shares, writes, agrees, steps, steers and withdraws", () => {
  expect(who(canSharePlan, { ...plan, isShared: false })).toEqual(["subject"]);
  expect(who(canSharePlan)).toEqual([]);
  expect(who(canWritePlan)).toEqual(["subject", "owner", "lead"]);
  expect(who(canWritePlan, { ...plan, isShared: false })).toEqual([]);
  expect(who(canAgreePlan)).toEqual(["subject", "owner"]);
  expect(who(canStepPlan)).toEqual(["subject", "owner"]);
  expect(who(canWithdrawPlan)).toEqual(["owner", "lead"]);
  for (const state of IMPROVEMENT_STATES) {
    const of = { ...plan, state } as typeof plan;
    const isUnderWay = state === "agreed" || state === "active" || state === "extended";
    expect([state, who(canSteerPlan, of)]).toEqual([state, isUnderWay ? ["owner", "lead"] : []]);
    if (state !== "proposed") expect([...who(canWritePlan, of), ...who(canAgreePlan, of)]).toEqual([]);
  }
});
