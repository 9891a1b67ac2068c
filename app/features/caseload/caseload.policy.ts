import { type Actor, hasRole, type Role, sitesWithRole } from "#app/access/roles.ts";

export const CASELOAD_ROLES = ["lead", "supervisor", "admin", "coach"] as const satisfies Role[];
/** Who assigns coaching: leads at the sites they lead, administrators everywhere. */
export const MANAGING_ROLES = ["lead", "admin"] as const satisfies Role[];

export function canManageCoachingAt(actor: Actor, siteId: string | null): boolean {
  if (hasRole(actor, "admin")) return true;
  return siteId !== null && sitesWithRole(actor, "lead").includes(siteId);
}

/** The planned dose holds for the whole program, so a lead of some of its sites does not set it. */
export function canSetDosage(actor: Actor, sitesOfProgram: number): boolean {
  return (
    hasRole(actor, "admin") ||
    (hasRole(actor, "lead") && sitesWithRole(actor, "lead").length >= sitesOfProgram)
  );
}

/** A proposal to fade is for the coach of the person, or whoever assigns coaching at the site. */
export function canDecideFade(actor: Actor, proposal: { coachId: string; siteId: string }): boolean {
  const isOwn = actor.kind === "person" && actor.personId === proposal.coachId;
  return isOwn || canManageCoachingAt(actor, proposal.siteId);
}
