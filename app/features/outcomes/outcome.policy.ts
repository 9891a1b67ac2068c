import { type Actor, sitesWithRole } from "#app/access/roles.ts";

/** Sites whose figures and structured records the person may see. */
export function sitesInView(actor: Actor): string[] {
  return sitesWithRole(actor, "lead", "evaluator", "supervisor");
}

export function canSeeSite(actor: Actor, siteId: string): boolean {
  return sitesInView(actor).includes(siteId);
}

/** Figures and records by person are for those who support them: the leads and supervisors of the site. */
export function canSeePeopleAt(actor: Actor, siteId: string): boolean {
  return sitesWithPeople(actor).includes(siteId);
}

/** Sites of which the person may see figures and records by person. */
export function sitesWithPeople(actor: Actor): string[] {
  return sitesWithRole(actor, "lead", "supervisor");
}

/** Sites over which the person may read measures. */
export function sitesForMeasures(actor: Actor): string[] {
  return sitesWithRole(actor, "lead", "evaluator");
}

/** A release is of the whole program: only who answers for all of its sites may restate it. */
export function canRestate(actor: Actor, allSiteIds: readonly string[]): boolean {
  const own = sitesForMeasures(actor);
  return allSiteIds.length > 0 && allSiteIds.every((id) => own.includes(id));
}
