import type { PersonContext } from "#app/access/context.ts";
import { inSql } from "#app/db/in-transaction.server.ts";
import { type Day, dayIn } from "#app/time/days.ts";
import { findMaybeFeed } from "./calendars.queries.server.ts";

/** Since when the acting person's calendar has its present address; null when it has none. */
export async function readFeedState(ctx: PersonContext): Promise<{ since: Day } | null> {
  const feed = await inSql(ctx, (sql) => findMaybeFeed(sql, ctx.actor.personId));
  return feed && { since: dayIn(ctx.actor.zone, feed.createdAt) };
}
