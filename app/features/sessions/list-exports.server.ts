import { randomUUID } from "node:crypto";
import type { PersonContext } from "#app/access/context.ts";
import { inSql } from "#app/db/in-transaction.server.ts";
import { dayIn, timeIn } from "#app/time/days.ts";
import { canDownload, exportScopesOf } from "./export.policy.ts";
import { hasFile, keptUntil } from "./export.rules.ts";
import type { ExportsPage } from "./export.types.ts";
import { listOwnExports } from "./exports.queries.server.ts";

/** What the acting person asked for lately, and what they may ask for. */
export async function listExports(ctx: PersonContext): Promise<ExportsPage> {
  const { actor, now, today } = ctx;
  const records = await inSql(ctx, (sql) => listOwnExports(sql, actor.personId));
  return {
    newId: randomUUID(),
    scopes: exportScopesOf(actor),
    today,
    monthStart: `${today.slice(0, 7)}-01`,
    exports: records.map((record) => ({
      id: record.id,
      scope: record.scope,
      fromOn: record.fromOn,
      untilOn: record.untilOn,
      status: record.status === "done" && !hasFile(record, now) ? "expired" : record.status,
      rows: record.rows,
      error: record.error,
      requestedOn: dayIn(actor.zone, record.requestedAt),
      requestedTime: timeIn(actor.zone, record.requestedAt),
      keptUntil: dayIn(actor.zone, keptUntil(record.requestedAt)),
      permissions: { canDownload: hasFile(record, now) && canDownload(actor, record) },
    })),
  };
}
