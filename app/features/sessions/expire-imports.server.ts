import type { Context } from "#app/access/context.ts";
import { inSql } from "#app/db/in-transaction.server.ts";
import { importsExpiredBefore } from "./import.rules.ts";
import { deleteImportFile, deleteOldImportFiles } from "./import-files.server.ts";
import { deleteProblems, listImportsToCleanForSystem, markFilesGone } from "./imports.queries.server.ts";

/** Takes away the files of imports that need them no longer or are past their time, with what was found in them. */
export async function expireImports(ctx: Context): Promise<{ expired: number; leftovers: number }> {
  const oldest = importsExpiredBefore(ctx.now);
  const ids = await inSql(ctx, (sql) => listImportsToCleanForSystem(sql, oldest));
  for (const id of ids) await deleteImportFile(id);
  await inSql(ctx, async (sql) => {
    await deleteProblems(sql, ids);
    await markFilesGone(sql, ids);
  });
  return { expired: ids.length, leftovers: await deleteOldImportFiles({ now: ctx.now, oldest }) };
}
