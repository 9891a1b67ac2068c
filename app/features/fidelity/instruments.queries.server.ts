import type { Db, Sql } from "#app/db/in-transaction.server.ts";
import { Problem } from "#app/errors/problem.ts";
import type { Day } from "#app/time/days.ts";
import type {
  InstrumentDefinition,
  InstrumentDefinitionInput,
} from "#fidelity/instruments/instrument.schema.ts";
import type { InstrumentListItem, SeriesBreak } from "./assessment.types.ts";
import type { CrosswalkLine } from "./crosswalk.rules.ts";

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

/** The newest version of an instrument, of which the next one is made. */
export async function findMaybeLatestVersion(
  sql: Sql,
  instrumentId: string,
): Promise<{
  id: string;
  version: number;
  effectiveFrom: Day;
  definition: InstrumentDefinitionInput;
} | null> {
  const [row] = await sql<
    { id: string; version: number; effectiveFrom: Day; definition: InstrumentDefinitionInput }[]
  >`
    SELECT id, version, effective_from AS "effectiveFrom", definition
    FROM instrument_version WHERE instrument_id = ${instrumentId}
    ORDER BY version DESC LIMIT 1`;
  return row ?? null;
}

export async function findInstrumentOfVersion(
  sql: Sql,
  versionId: string,
): Promise<{ instrumentId: string; definition: InstrumentDefinitionInput }> {
  const [row] = await sql<{ instrumentId: string; definition: InstrumentDefinitionInput }[]>`
    SELECT instrument_id AS "instrumentId", definition FROM instrument_version WHERE id = ${versionId}`;
  if (!row) throw new Problem("not-found", { subject: "instrument-version", id: versionId });
  return row;
}

/** Every version of the instrument of one version, oldest first, each with how it continues the one before. */
export function listSeriesOf(sql: Sql, versionId: string): Promise<SeriesVersion[]> {
  return sql<SeriesVersion[]>`
    SELECT version.id AS "versionId", version.version, version.effective_from AS "effectiveFrom", version.definition,
           version.crosswalk, version.break_reason AS "breakReason", version.takes_planned AS "takesPlanned"
    FROM instrument_version version
    WHERE version.instrument_id = (SELECT instrument_id FROM instrument_version WHERE id = ${versionId})
    ORDER BY version.version
    LIMIT 100`;
}
export interface SeriesVersion {
  versionId: string;
  version: number;
  effectiveFrom: Day;
  definition: InstrumentDefinitionInput;
  crosswalk: CrosswalkLine[] | null;
  breakReason: string | null;
  takesPlanned: boolean;
}

/** The versions with which a series of results begins anew, oldest first. */
export function listSeriesBreaks(sql: Sql): Promise<SeriesBreak[]> {
  return sql<SeriesBreak[]>`
    SELECT version.instrument_id AS "instrumentId", instrument.title AS instrument, version.version,
           version.effective_from AS "effectiveFrom", version.break_reason AS reason
    FROM instrument_version version
    JOIN instrument ON instrument.id = version.instrument_id
    WHERE version.break_reason IS NOT NULL
    ORDER BY version.effective_from, version.version
    LIMIT 200`;
}

/** How many reviews of an instrument are planned, and how many are open or begun. */
export async function countUnfinishedReviews(
  sql: Sql,
  instrumentId: string,
): Promise<{ planned: number; started: number }> {
  const rows = await sql<{ state: string; reviews: number }[]>`
    SELECT state, reviews FROM app.unfinished_reviews(${instrumentId})`;
  const of = (isPlanned: boolean) =>
    rows
      .filter(({ state }) => (state === "planned") === isPlanned)
      .reduce((sum, { reviews }) => sum + reviews, 0);
  return { planned: of(true), started: of(false) };
}

/** A new instrument; null when its code is taken in the program. */
export async function insertInstrument(
  sql: Sql,
  programId: string,
  { code, title, subject }: InstrumentDefinition,
): Promise<string | null> {
  const [row] = await sql<{ id: string }[]>`
    INSERT INTO instrument (program_id, code, title, subject)
    VALUES (${programId}, ${code}, ${title}, ${subject})
    ON CONFLICT (program_id, code) DO NOTHING
    RETURNING id`;
  return row?.id ?? null;
}

/** An instrument is called what its newest version is called. */
export async function updateInstrumentTitle(sql: Sql, id: string, title: string): Promise<void> {
  await sql`UPDATE instrument SET title = ${title} WHERE id = ${id} AND title <> ${title}`;
}

export async function insertInstrumentVersion(
  sql: Sql,
  version: {
    programId: string;
    instrumentId: string;
    definition: InstrumentDefinition;
    hash: string;
    publishedAt: Date;
    effectiveFrom: Day;
    followsId: string | null;
    crosswalk: CrosswalkLine[] | null;
    breakReason: string | null;
    takesPlanned: boolean;
  },
): Promise<string> {
  const { definition, crosswalk } = version;
  const [row] = await sql<[{ id: string }]>`
    INSERT INTO instrument_version (program_id, instrument_id, version, definition, content_hash, published_at,
      effective_from, follows_id, crosswalk, break_reason, takes_planned)
    VALUES (${version.programId}, ${version.instrumentId}, ${definition.version}, ${sql.json(definition)}, ${version.hash},
      ${version.publishedAt}, ${version.effectiveFrom}, ${version.followsId},
      ${crosswalk === null ? null : sql.json(crosswalk as never)}, ${version.breakReason}, ${version.takesPlanned})
    RETURNING id`;
  return row.id;
}
