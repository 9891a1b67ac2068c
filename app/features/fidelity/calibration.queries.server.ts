import type { Context } from "#app/access/context.ts";
import type { Sql } from "#app/db/in-transaction.server.ts";
import { Problem } from "#app/errors/problem.ts";
import type { Day } from "#app/time/days.ts";
import type { InstrumentDefinitionInput } from "#fidelity/instruments/instrument.schema.ts";
import type { PassRule } from "#fidelity/raters/judge-calibration.ts";
import type { CaseAnswers } from "./calibration.rules.ts";
import type { NewSet } from "./calibration.schema.ts";

export interface SetRow {
  id: string;
  title: string;
  instrumentVersionId: string;
  instrumentId: string;
  instrumentTitle: string;
  version: number;
  passRule: PassRule;
  validMonths: number;
  dueDays: number;
  publishedAt: Date | null;
  retiredOn: Day | null;
  caseCount: number;
}

const setRows = (sql: Sql) => sql`
  SELECT own.id, own.title, own.instrument_version_id AS "instrumentVersionId", version.instrument_id AS "instrumentId",
         instrument.title AS "instrumentTitle", version.version, own.pass_rule AS "passRule",
         own.valid_months AS "validMonths", own.due_days AS "dueDays", own.published_at AS "publishedAt",
         own.retired_on AS "retiredOn",
         (SELECT count(*)::int FROM calibration_case WHERE set_id = own.id) AS "caseCount"
  FROM calibration_set own
  JOIN instrument_version version ON version.id = own.instrument_version_id
  JOIN instrument ON instrument.id = version.instrument_id`;

export function listSets(sql: Sql): Promise<SetRow[]> {
  return sql<
    SetRow[]
  >`${setRows(sql)} ORDER BY own.retired_on IS NOT NULL, instrument.title, own.title LIMIT 200`;
}

export async function findSet(sql: Sql, id: string): Promise<SetRow> {
  const [row] = await sql<SetRow[]>`${setRows(sql)} WHERE own.id = ${id}`;
  if (!row) throw new Problem("not-found", { subject: "calibration-set", id });
  return row;
}

export async function findDefinition(sql: Sql, versionId: string): Promise<InstrumentDefinitionInput> {
  const [row] = await sql<{ definition: InstrumentDefinitionInput }[]>`
    SELECT definition FROM instrument_version WHERE id = ${versionId}`;
  if (!row) throw new Problem("not-found", { subject: "instrument-version", id: versionId });
  return row.definition;
}

export interface CaseRow {
  id: string;
  number: number;
  title: string;
  reference: string;
}

export function listCases(sql: Sql, setId: string): Promise<CaseRow[]> {
  return sql<CaseRow[]>`
    SELECT id, number, title, reference FROM calibration_case WHERE set_id = ${setId} ORDER BY number LIMIT 50`;
}

export interface AttemptRow {
  id: string;
  setId: string;
  personId: string;
  personName: string;
  isMaster: boolean;
  /** Made by somebody who had seen the master's answers, or who gave them: it counts for nothing. */
  isPractice: boolean;
  number: number;
  submittedOn: Day | null;
  passed: boolean | null;
  figure: number | null;
  reason: string | null;
}

/**
 * Whether an attempt is practice: the master's answers can be read once a first attempt is in, and whoever gave them
 * knows them.
 */
export const isPractice = (sql: Sql) => sql`
  (attempt.number > 1 OR EXISTS (SELECT FROM calibration_attempt author
    WHERE author.set_id = attempt.set_id AND author.is_master AND author.person_id = attempt.person_id))`;

const attemptRows = (sql: Sql) => sql`
  SELECT attempt.id, attempt.set_id AS "setId", attempt.person_id AS "personId",
         coalesce(person.given_name || ' ' || person.family_name, 'An expert') AS "personName",
         attempt.is_master AS "isMaster", NOT attempt.is_master AND ${isPractice(sql)} AS "isPractice", attempt.number, attempt.submitted_on AS "submittedOn", attempt.passed,
         attempt.figure, attempt.reason
  FROM calibration_attempt attempt LEFT JOIN person ON person.id = attempt.person_id`;

/** The attempts of a set that the actor may see, the newest first; the master's among them. */
export function listAttempts(sql: Sql, setId: string): Promise<AttemptRow[]> {
  return sql<AttemptRow[]>`
    ${attemptRows(sql)} WHERE attempt.set_id = ${setId}
    ORDER BY attempt.submitted_at DESC NULLS FIRST, attempt.id LIMIT 500`;
}

/** Own attempts of every set, the newest first. */
export function listOwnAttempts(sql: Sql, personId: string): Promise<AttemptRow[]> {
  return sql<AttemptRow[]>`
    ${attemptRows(sql)} WHERE attempt.person_id = ${personId} AND NOT attempt.is_master
    ORDER BY attempt.started_at DESC, attempt.id LIMIT 500`;
}

export interface RatingRow {
  attemptId: string;
  caseId: string;
  answers: CaseAnswers;
  rowVersion: number;
}

export function listRatings(sql: Sql, attemptIds: readonly string[]): Promise<RatingRow[]> {
  return sql<RatingRow[]>`
    SELECT attempt_id AS "attemptId", case_id AS "caseId", answers, row_version AS "rowVersion"
    FROM calibration_rating WHERE attempt_id = ANY (${attemptIds}::uuid[])
    LIMIT ${attemptIds.length * 50}`;
}

/** Adds a set with its cases; a set that is there already stays as it is. Returns whether it was added. */
export async function insertSet(
  sql: Sql,
  ctx: Context,
  given: Omit<NewSet, "ruleKind" | "least"> & { passRule: PassRule; personId: string },
): Promise<boolean> {
  const { programId } = ctx.actor;
  const rows = await sql`
    INSERT INTO calibration_set (id, program_id, instrument_version_id, title, pass_rule, valid_months, due_days, created_by_id, created_at)
    VALUES (${given.id}, ${programId}, ${given.instrumentVersionId}, ${given.title}, ${sql.json(given.passRule)},
            ${given.validMonths}, ${given.dueDays}, ${given.personId}, ${ctx.now})
    ON CONFLICT (id) DO NOTHING
    RETURNING id`;
  if (rows.length === 0) return false;
  await sql`
    INSERT INTO calibration_case (program_id, set_id, number, title, reference)
    SELECT ${programId}, ${given.id}, number, title, reference
    FROM unnest(${given.cases.map(({ title }) => title)}::text[], ${given.cases.map(({ reference }) => reference)}::text[])
      WITH ORDINALITY AS one(title, reference, number)`;
  return true;
}

interface Work {
  setId: string;
  personId: string;
  isMaster: boolean;
}
interface OwnAttempt {
  id: string;
  number: number;
  isOpen: boolean;
}

const attemptsOf = (sql: Sql, { setId, personId, isMaster }: Work) => sql`
  SELECT id, number, submitted_at IS NULL AS "isOpen" FROM calibration_attempt
  WHERE set_id = ${setId} AND person_id = ${personId} AND is_master = ${isMaster}`;

/** Somebody's newest attempt, which is the open one if there is one. */
export async function findMaybeNewestAttempt(sql: Sql, work: Work): Promise<OwnAttempt | null> {
  const [row] = await sql<OwnAttempt[]>`${attemptsOf(sql, work)} ORDER BY number DESC LIMIT 1`;
  return row ?? null;
}

/** An attempt by its number, held, and begun if it is the next one. Null when somebody else rates the set as its master. */
export async function openAttempt(
  sql: Sql,
  ctx: Context,
  { number, ...work }: Work & { number: number },
): Promise<OwnAttempt | null> {
  const { setId, personId, isMaster } = work;
  await sql`
    INSERT INTO calibration_attempt (program_id, set_id, person_id, is_master, number, started_at)
    SELECT ${ctx.actor.programId}, ${setId}, ${personId}, ${isMaster}, ${number}, ${ctx.now}
    WHERE ${number} = (SELECT coalesce(max(number), 0) + 1 FROM calibration_attempt
      WHERE set_id = ${setId} AND person_id = ${personId} AND is_master = ${isMaster})
    ON CONFLICT DO NOTHING`;
  const [row] = await sql<OwnAttempt[]>`${attemptsOf(sql, work)} AND number = ${number} FOR UPDATE`;
  return row ?? null;
}

/** Holds the attempt that is being worked on, so that nothing is rated while it is handed in. */
export async function lockOpenAttempt(sql: Sql, work: Work): Promise<void> {
  await sql`${attemptsOf(sql, work)} AND submitted_at IS NULL FOR UPDATE`;
}

/** Writes one case when its stored version is the one it was made on. Returns the new version, or null. */
export async function upsertRating(
  sql: Sql,
  ctx: Context,
  given: {
    attemptId: string;
    caseId: string;
    setId: string;
    personId: string;
    isMaster: boolean;
    answers: CaseAnswers;
    baseVersion: number;
  },
): Promise<number | null> {
  const [row] = await sql<{ rowVersion: number }[]>`
    INSERT INTO calibration_rating AS stored
      (attempt_id, case_id, program_id, set_id, person_id, is_master, answers, row_version, updated_at)
    VALUES (${given.attemptId}, ${given.caseId}, ${ctx.actor.programId}, ${given.setId}, ${given.personId}, ${given.isMaster},
            ${sql.json(given.answers as never)}, ${given.baseVersion + 1}, ${ctx.now})
    ON CONFLICT (attempt_id, case_id) DO UPDATE SET
      answers = excluded.answers, row_version = stored.row_version + 1, updated_at = excluded.updated_at
    WHERE stored.row_version = excluded.row_version - 1
    RETURNING row_version AS "rowVersion"`;
  return row?.rowVersion ?? null;
}

/** The version of one case of an attempt that holds exactly these answers. */
export async function findMaybeSameRating(
  sql: Sql,
  { attemptId, caseId, answers }: { attemptId: string; caseId: string; answers: CaseAnswers },
): Promise<number | null> {
  const [row] = await sql<{ rowVersion: number }[]>`
    SELECT row_version AS "rowVersion" FROM calibration_rating
    WHERE attempt_id = ${attemptId} AND case_id = ${caseId} AND answers = ${sql.json(answers as never)}`;
  return row?.rowVersion ?? null;
}

/** Hands an attempt in, once. */
export async function markAttemptSubmitted(sql: Sql, ctx: Context, id: string): Promise<boolean> {
  const rows = await sql`
    UPDATE calibration_attempt SET submitted_at = ${ctx.now}, submitted_on = ${ctx.today}
    WHERE id = ${id} AND submitted_at IS NULL
    RETURNING id`;
  return rows.length > 0;
}

export async function markAttemptJudged(
  sql: Sql,
  id: string,
  { passed, figure, reason }: { passed: boolean; figure: number | null; reason: string | null },
): Promise<void> {
  await sql`UPDATE calibration_attempt SET passed = ${passed}, figure = ${figure}, reason = ${reason} WHERE id = ${id}`;
}

export async function markPublished(sql: Sql, ctx: Context, setId: string): Promise<boolean> {
  const rows = await sql`
    UPDATE calibration_set SET published_at = ${ctx.now} WHERE id = ${setId} AND published_at IS NULL RETURNING id`;
  return rows.length > 0;
}

export async function markRetired(sql: Sql, ctx: Context, setId: string): Promise<boolean> {
  const rows = await sql`
    UPDATE calibration_set SET retired_on = ${ctx.today}
    WHERE id = ${setId} AND published_at IS NOT NULL AND retired_on IS NULL RETURNING id`;
  return rows.length > 0;
}
