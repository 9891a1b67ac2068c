import type { PersonContext } from "#app/access/context.ts";
import { inSql } from "#app/db/in-transaction.server.ts";
import { listAgreementMarks } from "#app/features/agreements/agreements.queries.server.ts";
import { pageOf } from "#app/http/pagination.ts";
import { listItem } from "./describe-session.ts";
import { listGoals, listOpenSteps } from "./people.queries.server.ts";
import type { MyCoachingPage } from "./people.types.ts";
import {
  findMaybeNextSession,
  listSessionsOfCoachee,
  listSessionsToAcknowledge,
} from "./session-lists.queries.server.ts";
import { findRecordDays } from "./session-records.queries.server.ts";

const HISTORY_SIZE = 20;

/** The acting coachee's own coaching: what waits for an answer, what was agreed, what is next. */
export async function readMyCoaching(
  ctx: PersonContext,
  { page }: { page: number },
): Promise<MyCoachingPage> {
  const { personId } = ctx.actor;
  const [waiting, rows, steps, goals, next, days, agreements] = await inSql(ctx, (sql) =>
    Promise.all([
      listSessionsToAcknowledge(sql, personId),
      listSessionsOfCoachee(sql, { personId, today: ctx.today }, { page, pageSize: HISTORY_SIZE }),
      listOpenSteps(sql, { coacheeId: personId, viewerId: personId }),
      listGoals(sql, { coacheeId: personId }),
      findMaybeNextSession(sql, personId, ctx.today),
      findRecordDays(sql),
      listAgreementMarks(sql, { viewerId: personId, today: ctx.today, coacheeId: personId }),
    ]),
  );
  const item = (row: (typeof rows)[number]) => listItem(row, days, ctx.now);
  return {
    today: ctx.today,
    waiting: waiting.map(item),
    sessions: pageOf(rows.map(item), page, HISTORY_SIZE),
    steps,
    goals,
    next,
    // A draft is its coach's until it is put to the coachee.
    agreements: agreements.filter(({ state }) => state !== "none" && state !== "draft"),
  };
}
