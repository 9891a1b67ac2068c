import { type Actor, type Role, sitesWithRole } from "#app/access/roles.ts";

/** Who decides on what waits, and reads the limits. */
export const ACCEPTANCE_ROLES = ["lead"] as const satisfies Role[];

interface Parties {
  siteId: string;
  raterId: string | null;
  subjectId: string;
}

/** A lead of the site, who neither rated nor was rated. */
export function canDecideSubmission(actor: Actor, { siteId, raterId, subjectId }: Parties): boolean {
  return (
    actor.kind === "person" &&
    sitesWithRole(actor, "lead").includes(siteId) &&
    actor.personId !== raterId &&
    actor.personId !== subjectId
  );
}

/** The limits hold for the whole program: a lead of all its sites fixes them. */
export function canSetAcceptance(actor: Actor, allSiteIds: readonly string[]): boolean {
  const own = sitesWithRole(actor, "lead");
  return allSiteIds.length > 0 && allSiteIds.every((id) => own.includes(id));
}
