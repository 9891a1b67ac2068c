import type { PersonContext } from "#app/access/context.ts";
import { inSql } from "#app/db/in-transaction.server.ts";
import { recordEvent } from "#app/events/record-event.server.ts";
import { saveFeed } from "./calendars.queries.server.ts";
import { feedTokenHash, newFeedToken } from "./feed-token.server.ts";

/** Gives the acting person's calendar a new secret address, and ends the earlier one. The token is not kept: show it now. */
export async function renewCalendar(ctx: PersonContext): Promise<{ token: string }> {
  const { personId, programId } = ctx.actor;
  const token = newFeedToken();
  await inSql(ctx, (sql) =>
    Promise.all([
      saveFeed(sql, { personId, programId, tokenHash: feedTokenHash(token), createdAt: ctx.now }),
      recordEvent(sql, ctx, { type: "calendar-feed.renewed", subjectType: "person", subjectId: personId }),
    ]),
  );
  return { token };
}
