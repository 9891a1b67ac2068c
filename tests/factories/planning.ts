import type { Database } from "#app/db/client.server.ts";
import {
  type PlanOwners,
  seedPlan,
  seedPracticeProfile,
} from "#app/features/planning/demo/demo-plan.queries.server.ts";
import type { Day } from "#app/time/days.ts";
import type { TestProgram } from "./people.ts";

/** The demo plan, approved. Needs the owner's database. */
export async function addPlan(
  { prisma }: Database,
  program: TestProgram,
  { owners = {}, today = "2026-11-16" }: { owners?: PlanOwners; today?: Day } = {},
): Promise<string> {
  const { planVersionId } = await seedPlan(prisma, program.id, owners, today);
  return planVersionId;
}

/** The demo practice profile, published; ids of its essential functions by code. Needs the owner's database. */
export function addPracticeProfile({ prisma }: Database, program: TestProgram) {
  return seedPracticeProfile(prisma, program.id, new Date("2026-03-02T18:00:00Z"));
}
