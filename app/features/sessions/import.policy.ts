import { type Actor, hasRole, type Role, sitesWithRole } from "#app/access/roles.ts";
import type { ImportStatus } from "./import.types.ts";

/** Whoever may bring in records that others made. */
export const IMPORT_ROLES: readonly Role[] = ["lead", "admin"];

/** The sites whose records the actor may import, as of now. */
export function importSitesOf(actor: Actor): string[] {
  return sitesWithRole(actor, ...IMPORT_ROLES);
}

export function canImport(actor: Actor): boolean {
  return importSitesOf(actor).length > 0;
}

interface Steered {
  status: ImportStatus;
  requestedById: string;
  hasFile: boolean;
  /** Records of it that are stored. */
  stored: number;
}

/** Imports are their person's own; an administrator may end or undo what somebody has left behind. */
export function isSteerer(actor: Actor, { requestedById }: Steered): boolean {
  return (
    canImport(actor) &&
    actor.kind === "person" &&
    (actor.personId === requestedById || hasRole(actor, "admin"))
  );
}

/** Whoever chose the file: only they say how it is read. */
export function isOwnImport(actor: Actor, { requestedById }: Steered): boolean {
  return canImport(actor) && actor.kind === "person" && actor.personId === requestedById;
}

export function canMapImport(actor: Actor, each: Steered): boolean {
  return isOwnImport(actor, each) && each.hasFile && each.stored === 0 && isOpen(each.status);
}

export function canStoreImport(actor: Actor, each: Steered): boolean {
  return isOwnImport(actor, each) && each.hasFile && ["checked", "cancelled"].includes(each.status);
}

export function canCancelImport(actor: Actor, each: Steered): boolean {
  return isSteerer(actor, each) && each.status === "storing";
}

export function canDiscardImport(actor: Actor, each: Steered): boolean {
  return isSteerer(actor, each) && each.stored === 0 && (isOpen(each.status) || each.status === "checking");
}

export function canUndoImport(actor: Actor, each: Steered): boolean {
  return isSteerer(actor, each) && each.stored > 0 && ["stored", "cancelled", "failed"].includes(each.status);
}

function isOpen(status: ImportStatus): boolean {
  return ["uploaded", "checked", "cancelled", "failed"].includes(status);
}
