import type { PersonContext } from "#app/access/context.ts";
import { inSql } from "#app/db/in-transaction.server.ts";
import { Problem } from "#app/errors/problem.ts";
import { markRead } from "./notices.queries.server.ts";

/** Marks one of the person's own notices as read, or all of them. */
export async function markNoticesRead(
  ctx: PersonContext,
  { id }: { id: string | null },
): Promise<{ marked: number }> {
  const marked = await inSql(ctx, (sql) => markRead(sql, ctx, ctx.actor.personId, id));
  if (id && marked === 0) throw new Problem("not-found", { subject: "notice", id });
  return { marked };
}
