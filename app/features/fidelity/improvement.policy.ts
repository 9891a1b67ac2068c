import { type Actor, sitesWithRole } from "#app/access/roles.ts";
import { isUnderWay } from "./improvement.rules.ts";
import type { ImprovementState, PlanViewer } from "./improvement.types.ts";

export const PLAN_ROLES = ["coach", "coachee", "supervisor", "lead"] as const;
/** Who finds plans of others in a list. */
export const PLAN_LIST_ROLES = ["supervisor", "lead"] as const;

interface Plan {
  subjectId: string;
  ownerId: string | null;
  supervisorId: string | null;
  siteId: string;
  state: ImprovementState;
  isShared: boolean;
}

/** As what somebody sees a plan; null for whoever does not. The subject sees it first, peers never. */
export function viewerOf(actor: Actor, plan: Plan): PlanViewer | null {
  if (actor.kind !== "person") return null;
  if (actor.personId === plan.subjectId) return "subject";
  if (!plan.isShared) return null;
  if (actor.personId === plan.ownerId) return "owner";
  if (sitesWithRole(actor, "lead").includes(plan.siteId)) return "lead";
  return actor.personId === plan.supervisorId ? "supervisor" : null;
}

/** Before it is shared the subject alone decides when others see it. */
export function canSharePlan(actor: Actor, plan: Plan): boolean {
  return viewerOf(actor, plan) === "subject" && !plan.isShared && plan.state === "proposed";
}

/** Subject, owner and lead write it until both have agreed. */
export function canWritePlan(actor: Actor, plan: Plan): boolean {
  const viewer = viewerOf(actor, plan);
  return plan.state === "proposed" && plan.isShared && viewer !== null && viewer !== "supervisor";
}

/** The two whose plan it is agree, each for themselves. */
export function canAgreePlan(actor: Actor, plan: Plan): boolean {
  const viewer = viewerOf(actor, plan);
  return plan.state === "proposed" && plan.isShared && (viewer === "subject" || viewer === "owner");
}

/** Subject and owner add steps and say how far they have come. */
export function canStepPlan(actor: Actor, plan: Plan): boolean {
  const viewer = viewerOf(actor, plan);
  const isTheirs = viewer === "subject" || viewer === "owner";
  return isTheirs && plan.isShared && (plan.state === "proposed" || isUnderWay(plan.state));
}

/** Owner and lead set another day for the re-assessment, or end what cannot go on. */
export function canSteerPlan(actor: Actor, plan: Plan): boolean {
  const viewer = viewerOf(actor, plan);
  return (viewer === "owner" || viewer === "lead") && isUnderWay(plan.state);
}

/** A proposal nobody has agreed to is taken back by owner or lead. */
export function canWithdrawPlan(actor: Actor, plan: Plan): boolean {
  const viewer = viewerOf(actor, plan);
  return (viewer === "owner" || viewer === "lead") && plan.state === "proposed";
}
