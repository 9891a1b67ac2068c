import type { Sql } from "#app/db/in-transaction.server.ts";
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

export interface InstrumentVersionRow {
  definition: InstrumentDefinitionInput;
  contentHash: string;
  publishedAt: Date;
  effectiveFrom: Day;
}

export async function findInstrumentVersion(sql: Sql, id: string): Promise<InstrumentVersionRow> {
  const [row] = await sql<InstrumentVersionRow[]>`
    SELECT definition, content_hash AS "contentHash", published_at AS "publishedAt", effective_from AS "effectiveFrom"
    FROM instrument_version WHERE id = ${id}`;
  if (!row) throw new Problem("not-found", { subject: "instrument-version", id });
  return row;
}
