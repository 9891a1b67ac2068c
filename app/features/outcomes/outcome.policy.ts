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
  return sitesWithRole(actor, "lead", "supervisor").includes(siteId);
}

/** Sites over which the person may read measures. */
export function sitesForMeasures(actor: Actor): string[] {
  return sitesWithRole(actor, "lead", "evaluator");
}
