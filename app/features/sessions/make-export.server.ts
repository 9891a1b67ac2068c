import { stringify } from "csv-stringify/sync";
import { findMaybeExportActor } from "#app/access/actors.queries.server.ts";
import type { Context, PersonContext } from "#app/access/context.ts";
import type { PersonActor, SystemActor } from "#app/access/roles.ts";
import { inSql } from "#app/db/in-transaction.server.ts";
import { recordEvent } from "#app/events/record-event.server.ts";
import { canExport, placesOf } from "./export.policy.ts";
import { exportFileName } from "./export.rules.ts";
import { exportColumns } from "./export-columns.ts";
import { createExportFile, type NewFile } from "./export-files.server.ts";
import {
  beginExporting,
  type ExportRecord,
  type ExportRow,
  exportRows,
  findMaybeExport,
  listUnfinishedExportsForSystem,
  markExportDone,
  markExportFailed,
  markExportProgress,
  markExportRunning,
} from "./exports.queries.server.ts";

const PURPOSE =
  "For planning and improving coaching. Not for evaluation of individual performance, and not a personnel record.";
const PROGRESS_EVERY = 2_000;
/** RFC 4180, with the mark that spreadsheets read UTF-8 by, and nothing that they would run as a formula. */
const CSV = { record_delimiter: "\r\n", escape_formulas: true } as const;
const BYTE_ORDER_MARK = "\uFEFF";

type SystemContext = Context<SystemActor>;

/** Writes the export named, or every one that nobody has finished. Rows are those of the files finished by this run. */
export async function makeExports(
  ctx: SystemContext,
  { exportId }: { exportId?: string | undefined },
): Promise<{ exports: number; rows: number }> {
  const ids = exportId ? [exportId] : await inSql(ctx, listUnfinishedExportsForSystem);
  const written: number[] = [];
  const failures: unknown[] = [];
  for (const id of ids)
    await makeExport(ctx, id).then(
      (rows) => {
        if (rows !== null) written.push(rows);
      },
      (error) => failures.push(error),
    );
  if (failures.length) throw failures[0];
  return { exports: written.length, rows: written.reduce((sum, rows) => sum + rows, 0) };
}

/** The rows of the file, or null when there was nothing to do: it is there, it is being written, or it may not be. */
async function makeExport(ctx: SystemContext, id: string): Promise<number | null> {
  const [asked, actor] = await inSql(ctx, (sql) =>
    Promise.all([findMaybeExport(sql, id), findMaybeExportActor(sql, id)]),
  );
  if (!asked || asked.status === "done" || asked.status === "expired") return null;
  if (!actor || !canExport(actor, asked.scope)) {
    await fail(ctx, id, "Your roles no longer include these sessions.");
    return null;
  }
  try {
    return await write(ctx, actor, { ...asked, ...placesOf(actor, asked.scope) });
  } catch (error) {
    const { code, name } = error as NodeJS.ErrnoException;
    await fail(
      ctx,
      id,
      `The file could not be written (${code ?? name}). It is tried a few times more; after that, ask for it anew.`,
    );
    throw error;
  }
}

/**
 * One transaction reads, as the person who asked and in the role of exports; it holds the export's lock from before
 * the first row until the file is in its place, so that of several runs one writes. What people wait for is told in
 * transactions of the job's own.
 */
function write(ctx: SystemContext, actor: PersonActor, asked: ExportRecord): Promise<number | null> {
  const { id } = asked;
  const reader: PersonContext = { ...ctx, actor };
  return inSql(reader, async (sql) => {
    if (!(await beginExporting(sql, id))) return null;
    if (!(await inSql(ctx, (own) => markExportRunning(own, asked)))) return null;
    const csv = await createExportFile(id, "csv");
    try {
      const rows = await writeRows(ctx, csv, asked, exportRows(sql, { ...asked, personId: actor.personId }));
      const file = await csv.finish();
      await writeManifest(ctx, actor, asked, { rows, ...file });
      await inSql(ctx, async (own) => {
        if (await markExportDone(own, { id, rows, sha256: file.sha256, at: new Date() }))
          await recordEvent(own, ctx, {
            type: "export.finished",
            subjectType: "export",
            subjectId: id,
            payload: { rows, sha256: file.sha256 },
          });
      });
      return rows;
    } finally {
      await csv.discard();
    }
  });
}

async function writeRows(
  ctx: SystemContext,
  file: NewFile,
  { id, scope }: ExportRecord,
  batches: AsyncIterable<ExportRow[]>,
): Promise<number> {
  const columns = exportColumns(scope);
  await file.write(BYTE_ORDER_MARK + stringify([columns.map(({ name }) => name)], CSV));
  let rows = 0;
  let told = 0;
  for await (const batch of batches) {
    await file.write(
      stringify(
        batch.map((row) => columns.map(({ cell }) => cell(row))),
        CSV,
      ),
    );
    rows += batch.length;
    if (rows - told >= PROGRESS_EVERY) {
      told = rows;
      await inSql(ctx, (sql) => markExportProgress(sql, { id, rows }));
    }
  }
  return rows;
}

/** What whoever receives the file needs to check and to read it. */
async function writeManifest(
  { now }: SystemContext,
  { personId, name, programName }: PersonActor,
  asked: ExportRecord,
  file: { rows: number; sha256: string; bytes: number },
): Promise<void> {
  const { id, scope, siteIds, unitIds, fromOn, untilOn, requestedAt } = asked;
  const manifest = {
    file: exportFileName(asked, "csv"),
    ...file,
    purpose: PURPOSE,
    contains: "Structured facts and dose. No summary, note, goal, action step or other free text.",
    program: programName,
    filters: { sessions: scope, from: fromOn, until: untilOn, siteIds, unitIds },
    asOf: now.toISOString(),
    requestedBy: { id: personId, name },
    requestedAt: requestedAt.toISOString(),
    exportId: id,
    format:
      "CSV (RFC 4180), UTF-8 with byte order mark; a cell that begins like a formula has an apostrophe in front",
    columns: exportColumns(scope).map(({ name, meaning }) => ({ name, meaning })),
  };
  const written = await createExportFile(id, "manifest");
  try {
    await written.write(`${JSON.stringify(manifest, null, 2)}\n`);
    await written.finish();
  } finally {
    await written.discard();
  }
}

async function fail(ctx: SystemContext, id: string, error: string): Promise<void> {
  await inSql(ctx, async (sql) => {
    if (await markExportFailed(sql, { id, error, at: new Date() }))
      await recordEvent(sql, ctx, { type: "export.failed", subjectType: "export", subjectId: id });
  });
}
