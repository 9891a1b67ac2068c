import { type Actor, hasRole } from "#app/access/roles.ts";

/** The plan is everybody's to read; the planning team and the program lead keep it. */
export function canEditPlan(actor: Actor): boolean {
  return hasRole(actor, "planner", "lead");
}
