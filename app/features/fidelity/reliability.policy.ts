import { type Actor, type Role, sitesWithRole } from "#app/access/roles.ts";

/** Who reads the reliability desk and how raters stand. */
export const RELIABILITY_ROLES = ["lead", "evaluator"] as const satisfies Role[];

/** Share, lot and score of record hold for the whole program: only who answers for all of its sites fixes them. */
export function canSetDoubleRating(actor: Actor, allSiteIds: readonly string[]): boolean {
  const own = sitesWithRole(actor, ...RELIABILITY_ROLES);
  return allSiteIds.length > 0 && allSiteIds.every((id) => own.includes(id));
}
