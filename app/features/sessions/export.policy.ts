import {
  type Actor,
  hasRole,
  OVERSIGHT_ROLES,
  type Role,
  sitesWithRole,
  unitsWithRole,
} from "#app/access/roles.ts";
import { EXPORT_SCOPES, type ExportScope } from "./export.types.ts";

/** The roles that have sessions of each kind. */
const ROLES_OF: Record<ExportScope, readonly Role[]> = {
  coach: ["coach"],
  coachee: ["coachee"],
  oversight: OVERSIGHT_ROLES,
};

/** Whoever may export anything. */
export const EXPORT_ROLES: readonly Role[] = Object.values(ROLES_OF).flat();

export function canExport(actor: Actor, scope: ExportScope): boolean {
  return hasRole(actor, ...ROLES_OF[scope]);
}

export function exportScopesOf(actor: Actor): ExportScope[] {
  return EXPORT_SCOPES.filter((scope) => canExport(actor, scope));
}

/** The places that an export of what one oversees covers, as of now; none for one's own sessions. */
export function placesOf(actor: Actor, scope: ExportScope): { siteIds: string[]; unitIds: string[] } {
  if (scope !== "oversight") return { siteIds: [], unitIds: [] };
  return {
    siteIds: sitesWithRole(actor, ...OVERSIGHT_ROLES),
    unitIds: unitsWithRole(actor, ...OVERSIGHT_ROLES),
  };
}

/** A file may be fetched while its reader still has all of the scope it was made with. */
export function canDownload(
  actor: Actor,
  file: { scope: ExportScope; siteIds: readonly string[]; unitIds: readonly string[] },
): boolean {
  const { siteIds, unitIds } = placesOf(actor, file.scope);
  return (
    canExport(actor, file.scope) &&
    file.siteIds.every((id) => siteIds.includes(id)) &&
    file.unitIds.every((id) => unitIds.includes(id))
  );
}
