import type { PersonContext } from "#app/access/context.ts";
import { inSql } from "#app/db/in-transaction.server.ts";
import { type Page, pageOf } from "#app/http/pagination.ts";
import { dayIn, timeIn } from "#app/time/days.ts";
import { countUnread, listInbox } from "./notices.queries.server.ts";
import type { InboxNotice } from "./notices.types.ts";

/** The person's own notices, unread and newest first. */
export async function readInbox(
  ctx: PersonContext,
  { page }: { page: number },
): Promise<{ notices: Page<InboxNotice>; unread: number; today: string }> {
  const { personId, zone } = ctx.actor;
  const [rows, unread] = await inSql(ctx, (sql) =>
    Promise.all([listInbox(sql, personId, page), countUnread(sql, personId)]),
  );
  const notices = rows.map(({ id, title, body, href, createdAt, readAt }) => ({
    id,
    title,
    body,
    href,
    day: dayIn(zone, createdAt),
    time: timeIn(zone, createdAt),
    isRead: readAt !== null,
  }));
  return { notices: pageOf(notices, page), unread, today: ctx.today };
}
