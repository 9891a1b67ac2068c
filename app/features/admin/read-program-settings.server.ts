import type { PersonContext } from "#app/access/context.ts";
import { inSql } from "#app/db/in-transaction.server.ts";
import { requireThat } from "#app/errors/problem.ts";
import { canAdminister } from "./admin.policy.ts";
import { findProgramSettings, type ProgramSettings } from "./program.queries.server.ts";

/** What the program sets for its session records. */
export async function readProgramSettings(ctx: PersonContext): Promise<ProgramSettings> {
  const { programId } = ctx.actor;
  requireThat(canAdminister(ctx.actor), { subject: "program", id: programId });
  return inSql(ctx, (sql) => findProgramSettings(sql, programId));
}
