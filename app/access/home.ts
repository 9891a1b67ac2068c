import { type Actor, hasRole, type Role } from "./roles.ts";

/** The home screen of each role; a person with several lands on the first. */
const HOMES: readonly [Role, string][] = [
  ["coach", "/people"],
  ["supervisor", "/reviews"],
  ["lead", "/rollout"],
  ["evaluator", "/measures"],
  ["planner", "/plan"],
  ["admin", "/admin"],
  ["coachee", "/my-coaching"],
];

export function homeOf(actor: Actor): string {
  return HOMES.find(([role]) => hasRole(actor, role))?.[1] ?? "/account";
}
