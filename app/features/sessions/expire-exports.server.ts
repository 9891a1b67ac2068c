import type { Context } from "#app/access/context.ts";
import { inSql } from "#app/db/in-transaction.server.ts";
import { expiredBefore } from "./export.rules.ts";
import { deleteExportFiles, deleteUnfinishedFiles } from "./export-files.server.ts";
import { listOldExportsForSystem, markExportsExpired } from "./exports.queries.server.ts";

const DAY_MS = 86_400_000;

/** Takes away the files of exports that are past their time, then says so in their rows; and what dead writers left. */
export async function expireExports(ctx: Context): Promise<{ expired: number; leftovers: number }> {
  const ids = await inSql(ctx, (sql) => listOldExportsForSystem(sql, expiredBefore(ctx.now)));
  for (const id of ids) await deleteExportFiles(id);
  await inSql(ctx, (sql) => markExportsExpired(sql, ids));
  const leftovers = await deleteUnfinishedFiles(new Date(ctx.now.getTime() - DAY_MS));
  return { expired: ids.length, leftovers };
}
