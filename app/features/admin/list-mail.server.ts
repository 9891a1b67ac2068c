import type { PersonContext } from "#app/access/context.ts";
import { inSql } from "#app/db/in-transaction.server.ts";
import { requireThat } from "#app/errors/problem.ts";
import { type Page, pageOf } from "#app/http/pagination.ts";
import { dayIn, timeIn } from "#app/time/days.ts";
import { canAdminister } from "./admin.policy.ts";
import type { MailItem } from "./admin.types.ts";
import { listMailRows } from "./operations.queries.server.ts";
import type { MailSearch } from "./operations.schema.ts";

/** Notices that went or go out by mail. Mail of accounts, such as password links, belongs to no program and never shows. */
export async function listMail(
  ctx: PersonContext,
  search: MailSearch,
): Promise<{ mail: Page<MailItem>; today: string }> {
  requireThat(canAdminister(ctx.actor), { subject: "mail" });
  const { programId, zone } = ctx.actor;
  const rows = await inSql(ctx, (sql) => listMailRows(sql, { ...search, programId }));
  const items = rows.map(({ createdAt, sentAt, ...row }) => ({
    ...row,
    createdOn: dayIn(zone, createdAt),
    createdAt: timeIn(zone, createdAt),
    sentAt: sentAt ? `${dayIn(zone, sentAt)} ${timeIn(zone, sentAt)}` : null,
  }));
  return { mail: pageOf(items, search.page), today: ctx.today };
}
