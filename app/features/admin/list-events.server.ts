import type { PersonContext } from "#app/access/context.ts";
import { inSql } from "#app/db/in-transaction.server.ts";
import { requireThat } from "#app/errors/problem.ts";
import { PAGE_SIZE } from "#app/http/pagination.ts";
import { instantOf } from "#app/time/days.ts";
import { canAdminister } from "./admin.policy.ts";
import type { AuditItem } from "./admin.types.ts";
import { toAuditItem } from "./operations.dto.ts";
import { listEventRows } from "./operations.queries.server.ts";
import type { AuditSearch } from "./operations.schema.ts";

export interface AuditPage {
  events: AuditItem[];
  today: string;
  /** Where the next page begins; null on the last one. */
  next: string | null;
}

/** The audit log of the program, newest first. Ids, codes and days; names only of people. */
export async function listEvents(ctx: PersonContext, search: AuditSearch): Promise<AuditPage> {
  requireThat(canAdminister(ctx.actor), { subject: "audit" });
  const { programId, zone } = ctx.actor;
  const rows = await inSql(ctx, (sql) =>
    listEventRows(sql, {
      ...search,
      programId,
      from: search.day ? instantOf(search.day, "00:00", zone) : null,
      until: search.day ? instantOf(dayAfter(search.day), "00:00", zone) : null,
    }),
  );
  const shown = rows.slice(0, PAGE_SIZE);
  const last = shown.at(-1);
  return {
    events: shown.map((row) => toAuditItem(row, zone)),
    today: ctx.today,
    next: last && rows.length > PAGE_SIZE ? `${last.occurredAt.toISOString()}_${last.sequence}` : null,
  };
}

function dayAfter(day: string): string {
  const date = new Date(`${day}T00:00:00Z`);
  date.setUTCDate(date.getUTCDate() + 1);
  return date.toISOString().slice(0, 10);
}
