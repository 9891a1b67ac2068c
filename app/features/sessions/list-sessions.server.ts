import type { PersonContext } from "#app/access/context.ts";
import { inSql } from "#app/db/in-transaction.server.ts";
import { Problem } from "#app/errors/problem.ts";
import { pageOf } from "#app/http/pagination.ts";
import { listItem } from "./describe-session.ts";
import { findMaybeCoachee, listCoacheeNames } from "./people.queries.server.ts";
import type { SessionFilters } from "./session.schema.ts";
import type { SessionsPage } from "./session.types.ts";
import { countWords, listSessionsOfCoach } from "./session-lists.queries.server.ts";
import { findRecordDays } from "./session-records.queries.server.ts";

/** The acting coach's own sessions, newest first. */
export async function listSessions(
  ctx: PersonContext,
  { page, ...filters }: SessionFilters & { page: number },
): Promise<SessionsPage> {
  const { personId } = ctx.actor;
  const { person } = filters;
  const [rows, people, days, words, chosen] = await inSql(ctx, (sql) =>
    Promise.all([
      listSessionsOfCoach(sql, personId, { ...filters, today: ctx.today }, { page }),
      listCoacheeNames(sql, personId, ctx.today),
      findRecordDays(sql),
      countWords(sql, personId),
      person ? findMaybeCoachee(sql, personId, person) : null,
    ]),
  );
  if (person && !chosen) throw new Problem("not-found", { subject: "person", id: person });
  return {
    today: ctx.today,
    sessions: pageOf(
      rows.map((row) => listItem(row, days, ctx.now)),
      page,
    ),
    people,
    filters,
    words,
  };
}
