import type { PersonContext } from "#app/access/context.ts";
import { inSql } from "#app/db/in-transaction.server.ts";
import { listPeopleOfCoach } from "./people.queries.server.ts";
import type { PeoplePage } from "./session.types.ts";

/** The acting coach's people of today, those who waited longest first. */
export async function listPeople(ctx: PersonContext): Promise<PeoplePage> {
  const { accountId, personId } = ctx.actor;
  const people = await inSql(ctx, (sql) => listPeopleOfCoach(sql, personId, ctx.today));
  return { accountId, today: ctx.today, people };
}
