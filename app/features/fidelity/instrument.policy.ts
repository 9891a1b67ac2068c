import type { Actor, Role } from "#app/access/roles.ts";
import { hasRole } from "#app/access/roles.ts";

/** Who brings instruments in and publishes them. Row-level security lets nobody else write them. */
export const AUTHOR_ROLES = ["admin"] as const satisfies Role[];

export function canAuthorInstruments(actor: Actor): boolean {
  return hasRole(actor, ...AUTHOR_ROLES);
}
