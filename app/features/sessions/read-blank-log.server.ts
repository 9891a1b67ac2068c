import type { PersonContext } from "#app/access/context.ts";
import { inSql } from "#app/db/in-transaction.server.ts";
import { listFunctionsInForce } from "./people.queries.server.ts";
import type { BlankLog } from "./session-form.types.ts";

/** What a log on paper needs: the functions of the practice profile that is in force today. */
export async function readBlankLog(ctx: PersonContext): Promise<BlankLog> {
  const { actor, today } = ctx;
  return {
    coachName: actor.name,
    programName: actor.programName,
    today,
    functions: await inSql(ctx, (sql) => listFunctionsInForce(sql, today)),
  };
}
