import type { PersonContext } from "#app/access/context.ts";
import { inSql } from "#app/db/in-transaction.server.ts";
import { markRead } from "./notices.queries.server.ts";

/** Marks one of the person's own notices as read, or all of them. */
export async function markNoticesRead(
  ctx: PersonContext,
  { id }: { id: string | null },
): Promise<{ marked: number }> {
  return { marked: await inSql(ctx, (sql) => markRead(sql, ctx, ctx.actor.personId, id)) };
}
