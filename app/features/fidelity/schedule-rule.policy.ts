import { type Actor, hasRole, type Role, sitesWithRole } from "#app/access/roles.ts";

export const SCHEDULE_ROLES = ["lead", "evaluator", "admin"] as const satisfies Role[];

/** A rule holds for the whole program, so a lead of some of its sites does not change it. */
export function canChangeSchedules(actor: Actor, sitesOfProgram: number): boolean {
  return hasRole(actor, "lead") && sitesWithRole(actor, "lead").length >= sitesOfProgram;
}
