export const ROLES = ["coach", "coachee", "supervisor", "lead", "evaluator", "planner", "admin"] as const;
export type Role = (typeof ROLES)[number];

/** Roles that see the structured facts of every record at the sites of their scope. */
export const OVERSIGHT_ROLES = ["supervisor", "lead", "evaluator"] as const satisfies Role[];

export const ROLE_LABELS: Record<Role, string> = {
  coach: "Coach",
  coachee: "Coachee",
  supervisor: "Supervisor",
  lead: "Program lead",
  evaluator: "Evaluator",
  planner: "Planning team",
  admin: "Administrator",
};

/** A role as held today: the sites (all of a program, of a region, or one) or units it reaches. */
export interface HeldRole {
  role: Role;
  siteIds: string[];
  unitIds: string[];
}

export interface PersonActor {
  kind: "person";
  personId: string;
  accountId: string;
  name: string;
  email: string;
  programId: string;
  programName: string;
  zone: string;
  isDemo: boolean;
  roles: HeldRole[];
}

/** A job: acts in one program, on behalf of nobody. */
export interface SystemActor {
  kind: "system";
  programId: string;
  zone: string;
}

export type Actor = PersonActor | SystemActor;

export function hasRole(actor: Actor, ...wanted: readonly Role[]): boolean {
  return actor.kind === "person" && actor.roles.some((held) => wanted.includes(held.role));
}

/** Sites at which the actor holds one of the given roles. */
export function sitesWithRole(actor: Actor, ...wanted: readonly Role[]): string[] {
  if (actor.kind === "system") return [];
  return [
    ...new Set(actor.roles.filter((held) => wanted.includes(held.role)).flatMap((held) => held.siteIds)),
  ];
}

/** Units at which the actor holds one of the given roles with unit scope. */
export function unitsWithRole(actor: Actor, ...wanted: readonly Role[]): string[] {
  if (actor.kind === "system") return [];
  return [
    ...new Set(actor.roles.filter((held) => wanted.includes(held.role)).flatMap((held) => held.unitIds)),
  ];
}
