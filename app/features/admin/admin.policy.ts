import { type Actor, hasRole } from "#app/access/roles.ts";

/** Administrators keep people, roles and sites, and see what ran and who did what. Never what was said in coaching. */
export function canAdminister(actor: Actor): boolean {
  return hasRole(actor, "admin");
}
