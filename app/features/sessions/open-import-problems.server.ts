import { stringify } from "csv-stringify/sync";
import type { PersonContext } from "#app/access/context.ts";
import { inSql } from "#app/db/in-transaction.server.ts";
import { Problem, requireThat } from "#app/errors/problem.ts";
import { recordEvent } from "#app/events/record-event.server.ts";
import { canImport } from "./import.policy.ts";
import type { ImportProblem } from "./import.types.ts";
import { hasImportFile, readRows } from "./import-files.server.ts";
import { findMaybeImport, type ImportRecord, refusals } from "./imports.queries.server.ts";

/** As our exports are written: nothing in it runs as a formula. */
const CSV = { record_delimiter: "\r\n", escape_formulas: true } as const;
const BYTE_ORDER_MARK = "\uFEFF";

/**
 * The refused rows as they stand in the file, each with its number and everything that is wrong with it, piece by piece.
 * Put right, the same file can be chosen again: the added columns are left alone.
 */
export async function openImportProblems(
  ctx: PersonContext,
  importId: string,
): Promise<{ pieces: AsyncGenerator<string>; name: string }> {
  requireThat(canImport(ctx.actor), { subject: "import", id: importId });
  const record = await inSql(ctx, async (sql) => {
    const found = await findMaybeImport(sql, importId);
    if (!found?.hasFile || found.status === "discarded") return null;
    await recordEvent(sql, ctx, {
      type: "import.problems-downloaded",
      subjectType: "import",
      subjectId: importId,
    });
    return found;
  });
  if (!record || !(await hasImportFile(importId)))
    throw new Problem("not-found", { subject: "import", id: importId });
  return {
    pieces: refusedRows(ctx, record),
    name: `refused-${
      record.fileName
        .replace(/\.\w+$/, "")
        .replace(/[^\w-]+/g, "-")
        .slice(0, 60) || "rows"
    }.csv`,
  };
}

async function* refusedRows(ctx: PersonContext, record: ImportRecord): AsyncGenerator<string> {
  const names = record.columns.map(({ name }) => name);
  yield BYTE_ORDER_MARK + stringify([[...names, "row_in_file", "problems"]], CSV);
  const rows = readRows(record.id, record);
  try {
    for await (const group of refusedGroups(ctx, record.id)) {
      let next = await rows.next();
      while (!next.done && next.value.number < group.row) next = await rows.next();
      if (next.done) return;
      const { cells } = next.value;
      const problems = group.problems.map(
        ({ column, found, expected }) => `${column}: ${found ? `found “${found}”` : "empty"}. ${expected}`,
      );
      yield stringify([[...names.map((_, at) => cells[at] ?? ""), group.row, problems.join("\n")]], CSV);
    }
  } finally {
    await rows.return(undefined);
  }
}

const BATCH = 500;

/** The problems of each refused row, in pages of their own so that no transaction waits for a slow reader. */
async function* refusedGroups(
  ctx: PersonContext,
  id: string,
): AsyncGenerator<{ row: number; problems: ImportProblem[] }> {
  let after = 0;
  for (;;) {
    const problems = await inSql(ctx, (sql) => refusals(sql, { id, after, rows: BATCH }));
    if (problems.length === 0) return;
    const byRow = new Map<number, ImportProblem[]>();
    for (const each of problems) byRow.set(each.row, [...(byRow.get(each.row) ?? []), each]);
    for (const [row, own] of byRow) yield { row, problems: own };
    after = problems.at(-1)?.row ?? after;
  }
}
