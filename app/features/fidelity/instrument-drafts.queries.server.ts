import type { Sql } from "#app/db/in-transaction.server.ts";
import { Problem } from "#app/errors/problem.ts";
import type { Day } from "#app/time/days.ts";
import { type DraftDefinition, draftDefinition } from "./instrument-draft.schema.ts";
import type { DraftListItem } from "./instrument-draft.types.ts";

export interface DraftRecord {
  id: string;
  instrumentId: string | null;
  /** Of the instrument whose next version it is. */
  instrumentCode: string | null;
  /** The version it will be, or has become. */
  version: number;
  definition: DraftDefinition;
  rowVersion: number;
  changedById: string;
  changedBy: string;
  changedAt: Date;
  deletedAt: Date | null;
  publishedVersionId: string | null;
}

/** Drafts that are open, the last changed first, then those that were deleted. */
export function listDrafts(sql: Sql): Promise<
  (Omit<DraftListItem, "changedAt" | "restorableUntil"> & {
    changedAt: Date;
    deletedAt: Date | null;
  })[]
> {
  return sql`
    SELECT draft.id, draft.definition ->> 'title' AS title,
           coalesce((SELECT max(version) FROM instrument_version WHERE instrument_id = draft.instrument_id), 0) + 1 AS version,
           jsonb_array_length(draft.definition -> 'items') AS "itemCount", person.given_name || ' ' || person.family_name AS "changedBy",
           draft.changed_at AS "changedAt", draft.deleted_at AS "deletedAt"
    FROM instrument_draft draft
    JOIN person ON person.id = draft.changed_by_id
    WHERE draft.published_version_id IS NULL
    ORDER BY draft.deleted_at IS NOT NULL, draft.changed_at DESC, draft.id
    LIMIT 100`;
}

/** A draft in any state. With `isLocked` nobody else changes it until the transaction ends. */
export async function findDraft(sql: Sql, id: string, { isLocked = false } = {}): Promise<DraftRecord> {
  // A statement of its own: what is read after the wait has to be what the other has left.
  if (isLocked) await sql`SELECT FROM instrument_draft WHERE id = ${id} FOR UPDATE`;
  const [row] = await sql<DraftRecord[]>`
    SELECT draft.id, draft.instrument_id AS "instrumentId", instrument.code AS "instrumentCode", draft.definition,
           coalesce((SELECT version FROM instrument_version WHERE id = draft.published_version_id),
             (SELECT max(version) + 1 FROM instrument_version WHERE instrument_id = draft.instrument_id), 1) AS version,
           draft.row_version AS "rowVersion", draft.changed_by_id AS "changedById", person.given_name || ' ' || person.family_name AS "changedBy",
           draft.changed_at AS "changedAt", draft.deleted_at AS "deletedAt",
           draft.published_version_id AS "publishedVersionId"
    FROM instrument_draft draft
    JOIN person ON person.id = draft.changed_by_id
    LEFT JOIN instrument ON instrument.id = draft.instrument_id
    WHERE draft.id = ${id}`;
  if (!row) throw new Problem("not-found", { subject: "instrument-draft", id });
  return { ...row, definition: draftDefinition.parse(row.definition) };
}

export async function findMaybeOpenDraftOf(sql: Sql, instrumentId: string): Promise<string | null> {
  const [row] = await sql<{ id: string }[]>`
    SELECT id FROM instrument_draft
    WHERE instrument_id = ${instrumentId} AND deleted_at IS NULL AND published_version_id IS NULL`;
  return row?.id ?? null;
}

/** True when it is new; false when this id, or an open draft of this instrument, is there already. */
export async function insertDraft(
  sql: Sql,
  draft: {
    id: string;
    programId: string;
    instrumentId: string | null;
    definition: DraftDefinition;
    personId: string;
    now: Date;
  },
): Promise<boolean> {
  const rows = await sql`
    INSERT INTO instrument_draft (id, program_id, instrument_id, definition, created_by_id, created_at, changed_by_id, changed_at)
    VALUES (${draft.id}, ${draft.programId}, ${draft.instrumentId}, ${sql.json(draft.definition as never)},
            ${draft.personId}, ${draft.now}, ${draft.personId}, ${draft.now})
    ON CONFLICT DO NOTHING
    RETURNING id`;
  return rows.length === 1;
}

/** The new row version, or null when the draft is no longer at `baseVersion` or no longer open. */
export async function updateDraft(
  sql: Sql,
  change: { id: string; baseVersion: number; definition: DraftDefinition; personId: string; now: Date },
): Promise<number | null> {
  const [row] = await sql<{ rowVersion: number }[]>`
    UPDATE instrument_draft
    SET definition = ${sql.json(change.definition as never)}, row_version = row_version + 1,
        changed_by_id = ${change.personId}, changed_at = ${change.now}
    WHERE id = ${change.id} AND row_version = ${change.baseVersion}
      AND deleted_at IS NULL AND published_version_id IS NULL
    RETURNING row_version AS "rowVersion"`;
  return row?.rowVersion ?? null;
}

/** Deletes an open draft, or takes the deletion back; false when it already stands so. */
export async function markDraftDeleted(sql: Sql, id: string, deletedAt: Date | null): Promise<boolean> {
  const rows = await sql`
    UPDATE instrument_draft SET deleted_at = ${deletedAt}
    WHERE id = ${id} AND published_version_id IS NULL AND (deleted_at IS NULL) = ${deletedAt !== null}
    RETURNING id`;
  return rows.length === 1;
}

/** Takes away drafts that were deleted before a day of the zone, and says which. What another run takes is left to it. */
export async function deleteOldDraftsForSystem(
  sql: Sql,
  { before, zone, limit }: { before: Day; zone: string; limit: number },
): Promise<string[]> {
  const rows = await sql<{ id: string }[]>`
    DELETE FROM instrument_draft WHERE id IN (
      SELECT id FROM instrument_draft
      WHERE deleted_at < ${before}::date::timestamp AT TIME ZONE ${zone} AND published_version_id IS NULL
      ORDER BY deleted_at, id LIMIT ${limit})
    AND deleted_at < ${before}::date::timestamp AT TIME ZONE ${zone}
    RETURNING id`;
  return rows.map(({ id }) => id);
}

export async function markDraftPublished(
  sql: Sql,
  id: string,
  published: { instrumentId: string; versionId: string },
): Promise<void> {
  await sql`
    UPDATE instrument_draft
    SET instrument_id = ${published.instrumentId}, published_version_id = ${published.versionId}
    WHERE id = ${id} AND published_version_id IS NULL`;
}
