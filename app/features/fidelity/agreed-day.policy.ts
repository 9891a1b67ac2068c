import { type Actor, hasRole, sitesWithRole } from "#app/access/roles.ts";

/** Who looks at the board: those with oversight of sites. */
export const BOARD_ROLES = ["lead", "evaluator", "supervisor"] as const;

/** A lead of the site decides that a review will not take place, but not one of themselves. */
export function canWaiveReview(
  actor: Actor,
  { siteId, subjectId }: { siteId: string; subjectId: string },
): boolean {
  if (actor.kind !== "person" || actor.personId === subjectId) return false;
  return sitesWithRole(actor, "lead").includes(siteId);
}

/** A lead of the site, and the supervisor whose review it is, agree on its day. */
export function canPlanReview(actor: Actor, review: { siteId: string; raterId: string | null }): boolean {
  if (actor.kind !== "person") return false;
  if (sitesWithRole(actor, "lead").includes(review.siteId)) return true;
  return hasRole(actor, "supervisor") && review.raterId === actor.personId;
}
