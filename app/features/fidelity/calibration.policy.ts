import { type Actor, hasRole, type Role } from "#app/access/roles.ts";

/** Who sees sets of calibration cases at all. */
export const CALIBRATION_ROLES = ["supervisor", "lead", "evaluator"] as const satisfies Role[];
/** Who makes sets, rates them as the master and sees how raters stand. */
export const CALIBRATION_AUTHORS = ["lead", "evaluator"] as const satisfies Role[];

export function canAuthorSets(actor: Actor): boolean {
  return hasRole(actor, ...CALIBRATION_AUTHORS);
}

/** Raters are those who complete reviews. */
export function canRateSets(actor: Actor): boolean {
  return hasRole(actor, "supervisor");
}

/** Training anew is agreed with the lead. */
export function canAgreeRetraining(actor: Actor): boolean {
  return hasRole(actor, "lead");
}
