import type { PersonContext } from "#app/access/context.ts";
import { inSql } from "#app/db/in-transaction.server.ts";
import { recordEvent } from "#app/events/record-event.server.ts";
import { deleteFeed } from "./calendars.queries.server.ts";

/** Takes the address of the acting person's calendar back: from now on it opens nothing. */
export async function endCalendar(ctx: PersonContext): Promise<void> {
  const { personId } = ctx.actor;
  await inSql(ctx, async (sql) => {
    if (await deleteFeed(sql, personId))
      await recordEvent(sql, ctx, {
        type: "calendar-feed.ended",
        subjectType: "person",
        subjectId: personId,
      });
  });
}
