import type { FileHandle } from "node:fs/promises";
import type { PersonContext } from "#app/access/context.ts";
import { inSql } from "#app/db/in-transaction.server.ts";
import { Problem } from "#app/errors/problem.ts";
import { recordEvent } from "#app/events/record-event.server.ts";
import { canDownload } from "./export.policy.ts";
import { exportFileName, hasFile } from "./export.rules.ts";
import { type ExportPart, openExportFile } from "./export-files.server.ts";
import { findMaybeExport } from "./exports.queries.server.ts";

/**
 * Opens a file of the acting person's own export, and notes that they took it. Whoever has lost a part of the scope
 * that it was made with finds nothing. Close the file.
 */
export async function openExport(
  ctx: PersonContext,
  { exportId, part }: { exportId: string; part: ExportPart },
): Promise<{ file: FileHandle; name: string }> {
  const missing = new Problem("not-found", { subject: "export", id: exportId });
  const found = await inSql(ctx, (sql) => findMaybeExport(sql, exportId));
  if (!found || !hasFile(found, ctx.now) || !canDownload(ctx.actor, found)) throw missing;
  const file = await openExportFile(exportId, part);
  if (!file) throw missing;
  try {
    await inSql(ctx, (sql) =>
      recordEvent(sql, ctx, {
        type: "export.downloaded",
        subjectType: "export",
        subjectId: exportId,
        payload: { part, rows: found.rows },
      }),
    );
  } catch (error) {
    await file.close();
    throw error;
  }
  return { file, name: exportFileName(found, part) };
}
