import type { PersonContext } from "#app/access/context.ts";
import { inSql } from "#app/db/in-transaction.server.ts";
import { requireThat } from "#app/errors/problem.ts";
import { type Page, pageOf } from "#app/http/pagination.ts";
import { canAdminister } from "./admin.policy.ts";
import type { PersonListItem } from "./admin.types.ts";
import { listPeopleRows } from "./people.queries.server.ts";
import type { PeopleSearch } from "./person.schema.ts";

/** People of the program by name, with the roles and the site they have today. */
export async function listPeople(ctx: PersonContext, search: PeopleSearch): Promise<Page<PersonListItem>> {
  requireThat(canAdminister(ctx.actor), { subject: "people" });
  const rows = await inSql(ctx, (sql) =>
    listPeopleRows(sql, { ...search, programId: ctx.actor.programId, today: ctx.today }),
  );
  return pageOf(rows, search.page);
}
