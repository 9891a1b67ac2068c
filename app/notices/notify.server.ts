import type { Context } from "#app/access/context.ts";
import type { Sql } from "#app/db/in-transaction.server.ts";
import { insertInboxItem, insertMail } from "./notices.queries.server.ts";

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
  /** Whether it also goes out by mail. */
  mail: boolean;
}

/**
 * Puts a notice into a person's inbox, and into the mail when asked, once for each recipient, kind, subject
 * and period however often it is called.
 * @returns whether it was new
 */
export async function notify(sql: Sql, ctx: Context, notice: Notice): Promise<boolean> {
  const inserted = await insertInboxItem(sql, ctx, notice);
  if (inserted && notice.mail) await insertMail(sql, ctx, notice);
  return inserted;
}
