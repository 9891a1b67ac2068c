import type { Context } from "#app/access/context.ts";
import type { Sql } from "#app/db/in-transaction.server.ts";
import { insertInboxItem, insertInboxItems, insertMail, insertMails } from "./notices.queries.server.ts";

export interface Notice {
  recipientId: string;
  /** What sort of notice, kebab-case: `assessment-opened`. */
  kind: string;
  subjectId: string;
  /** What makes this one different from the last of its kind: a day, an occurrence. */
  periodKey: string;
  title: string;
  /** Plain sentences without names of clients or anything said in a session. */
  body: string;
  /** Path in the product where the reader can act. */
  href: string;
  /** Whether it also goes out by mail, or in which other words: administrators read the mail, and not the inbox. */
  mail: boolean | { title: string; body: string };
}

/**
 * Puts a notice into a person's inbox, and into the mail when asked, once for each recipient, kind, subject
 * and period however often it is called.
 * @returns whether it was new
 */
export async function notify(sql: Sql, ctx: Context, notice: Notice): Promise<boolean> {
  const inserted = await insertInboxItem(sql, ctx, notice);
  if (inserted && notice.mail)
    await insertMail(sql, ctx, { ...notice, ...(notice.mail === true ? {} : notice.mail) });
  return inserted;
}

/** Puts many notices into inboxes alone, each once. @returns how many were new */
export function notifyEach(
  sql: Sql,
  ctx: Context,
  notices: readonly Omit<Notice, "mail">[],
): Promise<number> {
  return insertInboxItems(sql, ctx, notices);
}

/** Sends many notices by mail alone, each once: what gathers notices that are in the inbox one by one. */
export function mailEach(sql: Sql, ctx: Context, notices: readonly Omit<Notice, "mail">[]): Promise<number> {
  return insertMails(sql, ctx, notices);
}
