import type { PersonContext } from "#app/access/context.ts";
import { inSql } from "#app/db/in-transaction.server.ts";
import { Problem, requireThat } from "#app/errors/problem.ts";
import { PAGE_SIZE } from "#app/http/pagination.ts";
import { dayIn } from "#app/time/days.ts";
import {
  canCancelImport,
  canDiscardImport,
  canImport,
  canMapImport,
  canStoreImport,
  canUndoImport,
} from "./import.policy.ts";
import { importKeptUntil } from "./import.rules.ts";
import type { ImportPage, ImportStatus } from "./import.types.ts";
import { countProblems, findMaybeImport, listProblems } from "./imports.queries.server.ts";
import { importItem } from "./list-imports.server.ts";
import { steered } from "./steer-import.server.ts";

/** While a job is at it the page asks every moment: only what stands still is listed. */
const LISTED: readonly ImportStatus[] = ["checked", "stored", "cancelled", "failed"];

/** One import: what its file holds, what a check found, how far it is, and what may be done with it. */
export async function readImport(
  ctx: PersonContext,
  { importId, page, column }: { importId: string; page: number; column: string },
): Promise<ImportPage> {
  requireThat(canImport(ctx.actor), { subject: "import", id: importId });
  const { record, rows, columns } = await inSql(ctx, async (sql) => {
    const found = await findMaybeImport(sql, importId);
    if (!found || !LISTED.includes(found.status)) return { record: found, rows: [], columns: [] };
    const [rows, columns] = await Promise.all([
      listProblems(sql, { id: importId, column, page, pageSize: PAGE_SIZE }),
      countProblems(sql, importId),
    ]);
    return { record: found, rows, columns };
  });
  if (!record || record.status === "discarded")
    throw new Problem("not-found", { subject: "import", id: importId });
  const each = steered(record);
  const shown = columns.filter(({ name }) => column === "" || name === column);
  return {
    ...importItem(record, ctx.actor.zone),
    ...{ sha256: record.sha256, encoding: record.encoding, delimiter: record.delimiter },
    ...{ columns: record.columns, mapping: record.mapping, unknownValues: record.unknownValues },
    ...{
      hasFile: record.hasFile,
      rowsChecked: record.rowsChecked,
      rowsDone: record.rowsDone,
      error: record.error,
    },
    keptUntil: dayIn(ctx.actor.zone, importKeptUntil(record.requestedAt)),
    problems: {
      ...{ rows, columns, page, pageSize: PAGE_SIZE, column },
      total: shown.reduce((sum, { count }) => sum + count, 0),
    },
    permissions: {
      canMap: canMapImport(ctx.actor, each),
      canStore: canStoreImport(ctx.actor, each) && (record.counts.wouldStore ?? 0) > 0,
      canCancel: canCancelImport(ctx.actor, each),
      canDiscard: canDiscardImport(ctx.actor, each),
      canUndo: canUndoImport(ctx.actor, each),
      canDownloadProblems:
        LISTED.includes(record.status) &&
        record.hasFile &&
        (record.counts.refused ?? 0) + (record.counts.storedRefused ?? 0) > 0,
    },
  };
}
