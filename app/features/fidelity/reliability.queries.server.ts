import type { Sql } from "#app/db/in-transaction.server.ts";
import type { Day } from "#app/time/days.ts";
import type { InstrumentDefinitionInput } from "#fidelity/instruments/instrument.schema.ts";
import type { StoredResponse } from "./answers.rules.ts";
import { isPractice } from "./calibration.queries.server.ts";
import type { CaseAnswers } from "./calibration.rules.ts";

export async function listInstruments(sql: Sql): Promise<{ id: string; title: string }[]> {
  return sql<{ id: string; title: string }[]>`SELECT id, title FROM instrument ORDER BY title LIMIT 200`;
}

export async function listSiteNames(sql: Sql): Promise<Map<string, string>> {
  const rows = await sql<{ id: string; name: string }[]>`SELECT id, name FROM site ORDER BY code LIMIT 10000`;
  return new Map(rows.map(({ id, name }) => [id, name]));
}

export interface VersionRow {
  id: string;
  instrumentId: string;
  title: string;
  version: number;
  hasPairs: boolean;
}

/** Versions that anything was rated twice with come first; then the newest. */
export function listRatedVersions(sql: Sql): Promise<VersionRow[]> {
  return sql<VersionRow[]>`
    SELECT version.id, instrument.id AS "instrumentId", instrument.title, version.version, rated.id IS NOT NULL AS "hasPairs"
    FROM instrument_version version
    JOIN instrument ON instrument.id = version.instrument_id
    LEFT JOIN (SELECT DISTINCT one.instrument_version_id AS id
      FROM double_rating pair JOIN assessment one ON one.id = pair.first_id
      WHERE pair.completed_at IS NOT NULL) rated ON rated.id = version.id
    ORDER BY rated.id IS NULL, instrument.title, version.version DESC
    LIMIT 200`;
}

export async function findVersionDefinition(sql: Sql, id: string): Promise<InstrumentDefinitionInput | null> {
  const [row] = await sql<{ definition: InstrumentDefinitionInput }[]>`
    SELECT definition FROM instrument_version WHERE id = ${id}`;
  return row?.definition ?? null;
}

export interface IndependentRating {
  pairId: string;
  siteId: string;
  part: "first" | "second";
  raterId: string;
  raterType: string;
  isRaterLapsed: boolean | null;
  submittedOn: Day;
  percent: number | null;
  answers: Pick<StoredResponse, "itemId" | "code" | "value" | "detail">[];
}

/** Both independent ratings of completed pairs at the sites one answers for; values, no words. */
export function listIndependentRatings(
  sql: Sql,
  { versionId, from, until }: { versionId: string; from: Day; until: Day },
): Promise<IndependentRating[]> {
  return sql<IndependentRating[]>`
    SELECT pair_id AS "pairId", site_id AS "siteId", part::text, rater_id AS "raterId", rater_type::text AS "raterType",
           is_rater_lapsed AS "isRaterLapsed", submitted_on AS "submittedOn", percent, answers
    FROM app.reliability_ratings(${versionId}, ${from}, ${until})`;
}

/** Names of people one may see. */
export async function listNames(sql: Sql, ids: readonly string[]): Promise<Map<string, string>> {
  const rows = await sql<{ id: string; name: string }[]>`
    SELECT id, given_name || ' ' || family_name AS name FROM person WHERE id = ANY (${[...new Set(ids)]}::uuid[])`;
  return new Map(rows.map(({ id, name }) => [id, name]));
}

export interface MasteredRating {
  personId: string;
  versionId: string;
  submittedOn: Day;
  attemptId: string;
  given: CaseAnswers;
  master: CaseAnswers;
}

/** What raters said of cases, beside the master, since a day; practice is left out. */
export function listMasteredRatings(
  sql: Sql,
  { since, personId = null }: { since: Day; personId?: string | null },
): Promise<MasteredRating[]> {
  return sql<MasteredRating[]>`
    SELECT attempt.person_id AS "personId", own.instrument_version_id AS "versionId", attempt.submitted_on AS "submittedOn",
           attempt.id AS "attemptId", given.answers AS given, reference.answers AS master
    FROM calibration_attempt attempt
    JOIN calibration_set own ON own.id = attempt.set_id
    JOIN calibration_attempt master ON master.set_id = attempt.set_id AND master.is_master AND master.submitted_at IS NOT NULL
    JOIN calibration_rating given ON given.attempt_id = attempt.id
    JOIN calibration_rating reference ON reference.attempt_id = master.id AND reference.case_id = given.case_id
    WHERE attempt.passed IS NOT NULL AND NOT ${isPractice(sql)} AND attempt.submitted_on >= ${since}
      AND (${personId}::uuid IS NULL OR attempt.person_id = ${personId})
    ORDER BY attempt.submitted_at, given.case_id
    LIMIT 2000`;
}
