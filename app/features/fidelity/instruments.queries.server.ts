import type { Db, Sql } from "#app/db/in-transaction.server.ts";
import { Problem } from "#app/errors/problem.ts";
import type { Day } from "#app/time/days.ts";
import type {
  InstrumentDefinition,
  InstrumentDefinitionInput,
} from "#fidelity/instruments/instrument.schema.ts";
import type { InstrumentListItem } from "./assessment.types.ts";

/** Every published version, newest first within its instrument. */
export function listInstrumentVersions(sql: Sql, today: Day): Promise<InstrumentListItem[]> {
  return sql<InstrumentListItem[]>`
    SELECT version.id AS "versionId", instrument.code, instrument.title, version.version, instrument.subject,
           jsonb_array_length(version.definition -> 'items') AS "itemCount", version.effective_from AS "effectiveFrom",
           version.version = max(version.version) FILTER (WHERE version.effective_from <= ${today})
             OVER (PARTITION BY instrument.id) AS "isCurrent"
    FROM instrument_version version
    JOIN instrument ON instrument.id = version.instrument_id
    ORDER BY instrument.title, version.version DESC
    LIMIT 200`;
}

export async function findInstrumentVersion(db: Db, id: string) {
  const row = await db.instrumentVersion.findUnique({
    where: { id },
    select: { definition: true, contentHash: true, publishedAt: true, effectiveFrom: true },
  });
  if (!row) throw new Problem("not-found", { subject: "instrument-version", id });
  return { ...row, definition: row.definition as unknown as InstrumentDefinitionInput };
}

/** Version 1 of a new instrument; null when its code is taken in the program. */
export async function insertInstrumentVersion(
  sql: Sql,
  {
    programId,
    definition,
    hash,
    publishedAt,
    effectiveFrom,
  }: {
    programId: string;
    definition: InstrumentDefinition;
    hash: string;
    publishedAt: Date;
    effectiveFrom: Day;
  },
): Promise<string | null> {
  const [row] = await sql<{ id: string }[]>`
    WITH added AS (
      INSERT INTO instrument (program_id, code, title, subject)
      VALUES (${programId}, ${definition.code}, ${definition.title}, ${definition.subject})
      ON CONFLICT (program_id, code) DO NOTHING
      RETURNING id
    )
    INSERT INTO instrument_version (program_id, instrument_id, version, definition, content_hash, published_at, effective_from)
    SELECT ${programId}, added.id, ${definition.version}, ${sql.json(definition)}, ${hash}, ${publishedAt}, ${effectiveFrom}
    FROM added
    RETURNING id`;
  return row?.id ?? null;
}
