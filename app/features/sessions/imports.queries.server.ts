import type { Sql } from "#app/db/in-transaction.server.ts";
import type { FileColumn, ImportCounts, ImportMapping, ImportProblem, ImportStatus } from "./import.types.ts";
import type { ImportField } from "./import-columns.ts";

export interface ImportRecord {
  id: string;
  requestedById: string;
  requestedBy: string;
  fileName: string;
  sha256: string;
  encoding: "utf-8" | "windows-1252";
  delimiter: string;
  columns: FileColumn[];
  mapping: ImportMapping;
  status: ImportStatus;
  hasFile: boolean;
  totalRows: number;
  rowsChecked: number;
  rowsDone: number;
  counts: ImportCounts;
  unknownValues: Partial<Record<ImportField, string[]>>;
  error: string | null;
  requestedAt: Date;
}

const columns = (sql: Sql) => sql`
  asked.id, asked.requested_by_id AS "requestedById",
  coalesce((SELECT given_name || ' ' || family_name FROM person WHERE id = asked.requested_by_id), 'Another person') AS "requestedBy",
  asked.file_name AS "fileName", asked.sha256, asked.encoding, asked.delimiter, asked.columns, asked.mapping, asked.status,
  asked.has_file AS "hasFile", asked.total_rows AS "totalRows", asked.rows_checked AS "rowsChecked", asked.rows_done AS "rowsDone",
  asked.counts, asked.unknown_values AS "unknownValues", asked.error, asked.requested_at AS "requestedAt"`;

const LIST_LIMIT = 50;

/** The newest imports that the acting person may see. */
export function listImportRecords(sql: Sql): Promise<ImportRecord[]> {
  return sql<ImportRecord[]>`
    SELECT ${columns(sql)} FROM session_import asked WHERE asked.status <> 'discarded'
    ORDER BY asked.requested_at DESC, asked.id LIMIT ${LIST_LIMIT}`;
}

export async function findMaybeImport(sql: Sql, id: string): Promise<ImportRecord | null> {
  const [row] = await sql<
    ImportRecord[]
  >`SELECT ${columns(sql)} FROM session_import asked WHERE asked.id = ${id}`;
  return row ?? null;
}

/** The same, kept from other writers until the transaction ends. */
export async function findMaybeImportForUpdate(sql: Sql, id: string): Promise<ImportRecord | null> {
  const [row] = await sql<ImportRecord[]>`
    SELECT ${columns(sql)} FROM session_import asked WHERE asked.id = ${id} FOR UPDATE OF asked`;
  return row ?? null;
}

/** Imports of a person that wait for a job, or for a decision while their file is kept. */
export async function countOpenImports(sql: Sql, personId: string): Promise<number> {
  const [row] = await sql<[{ n: number }]>`
    SELECT count(*) AS n FROM session_import
    WHERE requested_by_id = ${personId} AND has_file
      AND status IN ('uploaded', 'checking', 'checked', 'storing', 'undoing', 'cancelled', 'failed')`;
  return row.n;
}

/** Stores a file that was taken in. False when it is stored already. */
export async function insertImport(
  sql: Sql,
  given: {
    id: string;
    programId: string;
    personId: string;
    fileName: string;
    sha256: string;
    bytes: number;
    encoding: string;
    delimiter: string;
    columns: FileColumn[];
    mapping: ImportMapping;
    totalRows: number;
    requestedAt: Date;
  },
): Promise<boolean> {
  const { count } = await sql`
    INSERT INTO session_import (id, program_id, requested_by_id, file_name, sha256, bytes, encoding, delimiter, columns, mapping,
      total_rows, requested_at)
    VALUES (${given.id}, ${given.programId}, ${given.personId}, ${given.fileName}, ${given.sha256}, ${given.bytes},
      ${given.encoding}, ${given.delimiter}, ${JSON.stringify(given.columns)}::text::jsonb,
      ${JSON.stringify(given.mapping)}::text::jsonb, ${given.totalRows}, ${given.requestedAt})
    ON CONFLICT (id) DO NOTHING`;
  return count === 1;
}

/** Asks for a check with a mapping; what an earlier check found is out of date. */
export async function markImportChecking(
  sql: Sql,
  { id, mapping }: { id: string; mapping: ImportMapping },
): Promise<void> {
  await sql`
    UPDATE session_import SET status = 'checking', mapping = ${JSON.stringify(mapping)}::text::jsonb, rows_checked = 0,
      counts = '{}', error = NULL
    WHERE id = ${id}`;
}

/** Moves an import on, from the states given. @returns false when it is in another */
export async function markImport(
  sql: Sql,
  {
    id,
    from,
    to,
    error = null,
    at = null,
  }: {
    id: string;
    from: readonly ImportStatus[];
    to: ImportStatus;
    error?: string | null;
    /** When it ended. */
    at?: Date | null;
  },
): Promise<boolean> {
  const { count } = await sql`
    UPDATE session_import SET status = ${to}::import_status, error = ${error}, finished_at = coalesce(${at}, finished_at)
    WHERE id = ${id} AND status::text = ANY (${[...from]}::text[])`;
  return count === 1;
}

const UNFINISHED_LIMIT = 100;

/** Imports that wait for a job, or whose job may have died; the oldest first. */
export async function listUnfinishedImportsForSystem(sql: Sql): Promise<string[]> {
  const rows = await sql<{ id: string }[]>`
    SELECT id FROM session_import WHERE status IN ('checking', 'storing', 'undoing')
    ORDER BY requested_at, id LIMIT ${UNFINISHED_LIMIT}`;
  return rows.map(({ id }) => id);
}

/** The lock of an import until the transaction ends; false when another run holds it. */
export async function lockImport(sql: Sql, id: string): Promise<boolean> {
  const [lock] = await sql<[{ taken: boolean }]>`
    SELECT pg_try_advisory_xact_lock(hashtextextended(${`import ${id}`}, 0)) AS taken`;
  return lock.taken;
}

export async function saveCheckProgress(
  sql: Sql,
  { id, rowsChecked }: { id: string; rowsChecked: number },
): Promise<boolean> {
  const { count } = await sql`
    UPDATE session_import SET rows_checked = ${rowsChecked}, error = NULL WHERE id = ${id} AND status = 'checking'`;
  return count === 1;
}

export async function markImportChecked(
  sql: Sql,
  given: {
    id: string;
    counts: ImportCounts;
    unknownValues: Partial<Record<ImportField, string[]>>;
    at: Date;
  },
): Promise<boolean> {
  const { count } = await sql`
    UPDATE session_import SET status = 'checked', rows_checked = total_rows, counts = ${JSON.stringify(given.counts)}::text::jsonb,
      unknown_values = ${JSON.stringify(given.unknownValues)}::text::jsonb, checked_at = ${given.at}, error = NULL
    WHERE id = ${given.id} AND status = 'checking'`;
  return count === 1;
}

export async function saveStoreProgress(
  sql: Sql,
  { id, rowsDone, counts }: { id: string; rowsDone: number; counts: ImportCounts },
): Promise<void> {
  await sql`
    UPDATE session_import SET rows_done = ${rowsDone}, counts = ${JSON.stringify(counts)}::text::jsonb, error = NULL
    WHERE id = ${id}`;
}

/** What a run that broke off says to whoever waits; the next run takes it up again. */
export async function saveImportError(sql: Sql, { id, error }: { id: string; error: string }): Promise<void> {
  await sql`
    UPDATE session_import SET error = ${error} WHERE id = ${id} AND status IN ('checking', 'storing', 'undoing')`;
}

export async function insertProblems(
  sql: Sql,
  given: { id: string; programId: string; requestedById: string; problems: readonly ImportProblem[] },
): Promise<void> {
  if (given.problems.length === 0) return;
  await sql`
    INSERT INTO import_problem (import_id, row_number, position, program_id, requested_by_id, is_refusal, column_name, found, expected)
    SELECT ${given.id}, r."row", row_number() OVER (PARTITION BY r."row" ORDER BY r.place), ${given.programId},
      ${given.requestedById}, r."isRefusal", r."column", r.found, r.expected
    FROM ROWS FROM (jsonb_to_recordset(${JSON.stringify(given.problems)}::text::jsonb)
      AS ("row" integer, "isRefusal" boolean, "column" text, found text, expected text))
      WITH ORDINALITY AS r ("row", "isRefusal", "column", found, expected, place)
    ON CONFLICT (import_id, row_number, position) DO NOTHING`;
}

export async function deleteProblems(sql: Sql, importIds: readonly string[]): Promise<void> {
  await sql`DELETE FROM import_problem WHERE import_id = ANY (${[...importIds]}::uuid[])`;
}

/** One page of what is wrong, in the order of the file, with one row more. */
export function listProblems(
  sql: Sql,
  { id, column, page, pageSize }: { id: string; column: string; page: number; pageSize: number },
): Promise<ImportProblem[]> {
  return sql<ImportProblem[]>`
    SELECT row_number AS row, is_refusal AS "isRefusal", column_name AS "column", found, expected
    FROM import_problem
    WHERE import_id = ${id} AND (${column} = '' OR column_name = ${column})
    ORDER BY row_number, position
    LIMIT ${pageSize} OFFSET ${(page - 1) * pageSize}`;
}

/** How many problems each column has; a file has at most a hundred columns. */
export function countProblems(sql: Sql, id: string): Promise<{ name: string; count: number }[]> {
  return sql<{ name: string; count: number }[]>`
    SELECT column_name AS name, count(*) AS count FROM import_problem WHERE import_id = ${id}
    GROUP BY column_name ORDER BY count DESC, name LIMIT 200`;
}

/** The refusals of the next rows after one, in the order of the file. */
export function refusals(
  sql: Sql,
  { id, after, rows }: { id: string; after: number; rows: number },
): Promise<ImportProblem[]> {
  return sql<ImportProblem[]>`
    SELECT row_number AS row, is_refusal AS "isRefusal", column_name AS "column", found, expected
    FROM import_problem
    WHERE import_id = ${id} AND is_refusal AND row_number > ${after} AND row_number <= coalesce((
      SELECT max(next.row_number) FROM (
        SELECT DISTINCT row_number FROM import_problem
        WHERE import_id = ${id} AND is_refusal AND row_number > ${after}
        ORDER BY row_number LIMIT ${rows}) next), 0)
    ORDER BY row_number, position`;
}

/** Imports asked for before an instant whose file is still kept, and those that need it no longer. */
export async function listImportsToCleanForSystem(sql: Sql, before: Date): Promise<string[]> {
  const rows = await sql<{ id: string }[]>`
    SELECT id FROM session_import
    WHERE has_file AND (requested_at < ${before} AND status NOT IN ('checking', 'storing', 'undoing')
      OR status IN ('discarded', 'undone')
      OR status = 'stored' AND coalesce((counts->>'storedRefused')::int, 0) = 0)
    ORDER BY requested_at LIMIT 1000`;
  return rows.map(({ id }) => id);
}

/** The file is gone; what has become of an import that was never carried out is that it was let go. */
export async function markFilesGone(sql: Sql, ids: readonly string[]): Promise<void> {
  await sql`
    UPDATE session_import SET has_file = false, unknown_values = '{}',
      status = CASE WHEN status IN ('uploaded', 'checked') THEN 'discarded' ELSE status END
    WHERE id = ANY (${[...ids]}::uuid[])`;
}

export interface Undone {
  removed: number;
  /** Records that somebody has changed, answered or opened. */
  touched: number;
  sites: { siteId: string; months: string[] }[];
}

/** Takes the records of an import away, all or none; null when nobody asks for it any more. */
export async function undoStored(sql: Sql, id: string): Promise<Undone | null> {
  const [row] = await sql<[{ undone: Undone | null }]>`SELECT app.undo_import(${id}) AS undone`;
  return row.undone;
}

/** The months of each site in which an import has stored something, by their first day. */
export function listImportedMonthsForSystem(
  sql: Sql,
  id: string,
): Promise<{ siteId: string; months: string[] }[]> {
  return sql<{ siteId: string; months: string[] }[]>`
    SELECT site_id AS "siteId", array_agg(DISTINCT to_char(session_on, 'YYYY-MM-01')) AS months
    FROM coaching_session WHERE import_id = ${id} GROUP BY site_id`;
}

/** In whose name an import has stored something, and how much. */
export function listImportedCoachesForSystem(
  sql: Sql,
  id: string,
): Promise<{ coachId: string; sessions: number }[]> {
  return sql<{ coachId: string; sessions: number }[]>`
    SELECT lead_coach_id AS "coachId", count(*) AS sessions FROM coaching_session WHERE import_id = ${id}
    GROUP BY lead_coach_id`;
}
