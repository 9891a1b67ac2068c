import type { Context } from "#app/access/context.ts";
import { inSql } from "#app/db/in-transaction.server.ts";
import { expiredBefore } from "./export.rules.ts";
import { deleteExportFiles, deleteLeftovers } from "./export-files.server.ts";
import { listOldExportsForSystem, markExportsExpired } from "./exports.queries.server.ts";

/** Takes away the files of exports that are past their time, then says so in their rows; and what is left of others. */
export async function expireExports(ctx: Context): Promise<{ expired: number; leftovers: number }> {
  const oldest = expiredBefore(ctx.now);
  const ids = await inSql(ctx, (sql) => listOldExportsForSystem(sql, oldest));
  for (const id of ids) await deleteExportFiles(id);
  await inSql(ctx, (sql) => markExportsExpired(sql, ids));
  const leftovers = await deleteLeftovers({ now: ctx.now, oldest });
  return { expired: ids.length, leftovers };
}
