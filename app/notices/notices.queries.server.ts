import type { Context } from "#app/access/context.ts";
import type { Sql } from "#app/db/in-transaction.server.ts";
import { PAGE_SIZE } from "#app/http/pagination.ts";
import type { InboxEntry } from "./notices.types.ts";
import type { Notice } from "./notify.server.ts";

export async function insertInboxItem(sql: Sql, ctx: Context, notice: Notice): Promise<boolean> {
  const rows = await sql`
    INSERT INTO inbox_item (program_id, recipient_id, kind, subject_id, period_key, title, body, href, created_at)
    VALUES (${ctx.actor.programId}, ${notice.recipientId}, ${notice.kind}, ${notice.subjectId}, ${notice.periodKey},
            ${notice.title}, ${notice.body}, ${notice.href}, ${ctx.now})
    ON CONFLICT (recipient_id, kind, subject_id, period_key) DO NOTHING
    RETURNING id`;
  return rows.length > 0;
}

/** People without an address or who have left get no mail. */
export async function insertMail(sql: Sql, ctx: Context, notice: Notice): Promise<void> {
  await sql`
    INSERT INTO mail (program_id, key, to_address, subject, body, created_at)
    SELECT ${ctx.actor.programId}, ${`${notice.kind}-${notice.subjectId}-${notice.periodKey}-${notice.recipientId}`},
           person.email, ${notice.title}, ${`${notice.body}\n\n`} || ${notice.href}::text, ${ctx.now}
    FROM person
    WHERE person.id = ${notice.recipientId} AND person.email <> ''
      AND (person.deactivated_on IS NULL OR person.deactivated_on > ${ctx.today}::date)
    ON CONFLICT (key) DO NOTHING`;
}

type Unsent = Omit<Notice, "mail">;

/** `insertInboxItem` for many, in one statement. */
export async function insertInboxItems(sql: Sql, ctx: Context, notices: readonly Unsent[]): Promise<number> {
  const { count } = await sql`
    INSERT INTO inbox_item (program_id, recipient_id, kind, subject_id, period_key, title, body, href, created_at)
    SELECT ${ctx.actor.programId}, r.*, ${ctx.now} FROM ${rowsOf(sql, notices)}
    ON CONFLICT (recipient_id, kind, subject_id, period_key) DO NOTHING`;
  return count;
}

/** `insertMail` for many, in one statement. */
export async function insertMails(sql: Sql, ctx: Context, notices: readonly Unsent[]): Promise<number> {
  const { count } = await sql`
    INSERT INTO mail (program_id, key, to_address, subject, body, created_at)
    SELECT ${ctx.actor.programId}, r.kind || '-' || r.subject_id || '-' || r.period_key || '-' || r.recipient_id,
           person.email, r.title, r.body || E'\n\n' || r.href, ${ctx.now}
    FROM ${rowsOf(sql, notices)}
    JOIN person ON person.id = r.recipient_id AND person.email <> ''
      AND (person.deactivated_on IS NULL OR person.deactivated_on > ${ctx.today}::date)
    ON CONFLICT (key) DO NOTHING`;
  return count;
}

function rowsOf(sql: Sql, notices: readonly Unsent[]) {
  const each = (value: (notice: Unsent) => string) => notices.map(value);
  return sql`unnest(${each((n) => n.recipientId)}::uuid[], ${each((n) => n.kind)}::text[], ${each((n) => n.subjectId)}::uuid[],
    ${each((n) => n.periodKey)}::text[], ${each((n) => n.title)}::text[], ${each((n) => n.body)}::text[],
    ${each((n) => n.href)}::text[]) AS r (recipient_id, kind, subject_id, period_key, title, body, href)`;
}

export async function countUnread(sql: Sql, personId: string): Promise<number> {
  const [row] = await sql<{ unread: number }[]>`
    SELECT count(*)::int AS unread FROM (
      SELECT FROM inbox_item WHERE recipient_id = ${personId} AND read_at IS NULL LIMIT 100) newest`;
  return row?.unread ?? 0;
}

export function listInbox(sql: Sql, personId: string, page: number): Promise<InboxEntry[]> {
  return sql<InboxEntry[]>`
    SELECT id, kind, title, body, href, created_at AS "createdAt", read_at AS "readAt"
    FROM inbox_item
    WHERE recipient_id = ${personId}
    ORDER BY read_at IS NOT NULL, created_at DESC, id
    LIMIT ${PAGE_SIZE + 1} OFFSET ${(page - 1) * PAGE_SIZE}`;
}

/** Marks one notice, or all of the person's, as read. One that was read before keeps when. */
export async function markRead(sql: Sql, ctx: Context, personId: string, id: string | null): Promise<number> {
  const rows = await sql`
    UPDATE inbox_item SET read_at = coalesce(read_at, ${ctx.now})
    WHERE recipient_id = ${personId} AND CASE WHEN ${id}::uuid IS NULL THEN read_at IS NULL ELSE id = ${id}::uuid END
    RETURNING id`;
  return rows.length;
}
