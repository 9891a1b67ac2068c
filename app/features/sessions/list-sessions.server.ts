import type { PersonContext } from "#app/access/context.ts";
import { inSql } from "#app/db/in-transaction.server.ts";
import { pageOf } from "#app/http/pagination.ts";
import { listItem } from "./describe-session.ts";
import { listCoacheeNames } from "./people.queries.server.ts";
import type { SessionFilters } from "./session.schema.ts";
import type { SessionsPage } from "./session.types.ts";
import { findSessionLockDays, listSessionsOfCoach } from "./sessions.queries.server.ts";

/** The acting coach's own sessions, newest first. */
export async function listSessions(
  ctx: PersonContext,
  { page, ...filters }: SessionFilters & { page: number },
): Promise<SessionsPage> {
  const { personId } = ctx.actor;
  const [rows, people, lockDays] = await inSql(ctx, (sql) =>
    Promise.all([
      listSessionsOfCoach(sql, personId, filters, { page }),
      listCoacheeNames(sql, personId, ctx.today),
      findSessionLockDays(sql),
    ]),
  );
  return {
    today: ctx.today,
    sessions: pageOf(
      rows.map((row) => listItem(row, lockDays, ctx.now)),
      page,
    ),
    people,
    filters,
  };
}
