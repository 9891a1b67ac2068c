import type { Db, Sql } from "#app/db/in-transaction.server.ts";
import { Problem } from "#app/errors/problem.ts";
import type { Day } from "#app/time/days.ts";
import type { InstrumentDefinitionInput } from "#fidelity/instruments/instrument.schema.ts";
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
