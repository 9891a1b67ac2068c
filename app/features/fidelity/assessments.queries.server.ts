import type { Context } from "#app/access/context.ts";
import type { Sql } from "#app/db/in-transaction.server.ts";
import { Problem } from "#app/errors/problem.ts";
import type { Day } from "#app/time/days.ts";
import type { InstrumentDefinitionInput } from "#fidelity/instruments/instrument.schema.ts";
import type { Exception } from "./acceptance.types.ts";
import type { NewResponse, StoredResponse } from "./answers.rules.ts";
import type {
  AssessmentFact,
  AssessmentPart,
  AssessmentState,
  FidelityResult,
  SectionScore,
  StoredScore,
} from "./assessment.types.ts";

const LIST_LIMIT = 500;
const FACT_LIMIT = 100_000;

export interface AssessmentRecord {
  id: string;
  siteId: string;
  siteName: string;
  zone: string;
  subjectId: string;
  subjectName: string;
  raterId: string | null;
  raterName: string | null;
  raterType: string;
  instrumentId: string;
  instrumentVersionId: string;
  instrumentTitle: string;
  version: number;
  definition: InstrumentDefinitionInput;
  opensOn: Day;
  targetOn: Day;
  dueOn: Day;
  graceEndsOn: Day;
  plannedOn: Day | null;
  plannedLostOn: Day | null;
  scheduleReason: string;
  state: AssessmentState;
  stateReason: string | null;
  unassignedReason: string | null;
  submittedOn: Day | null;
  observedOn: Day | null;
  isRaterCertified: boolean | null;
  isRaterLapsed: boolean | null;
  part: AssessmentPart;
  isHeld: boolean;
  strengths: string;
  nextSteps: string;
  evidence: string;
  rowVersion: number;
  /** How often it has been submitted. */
  submission: number;
}

const assessmentRecords = (sql: Sql) => sql`
  SELECT assessment.id, assessment.site_id AS "siteId", site.name AS "siteName", site.zone,
         subject_id AS "subjectId", coalesce(subject.given_name || ' ' || subject.family_name, 'Somebody') AS "subjectName",
         rater_id AS "raterId", rater.given_name || ' ' || rater.family_name AS "raterName", rater_type AS "raterType",
         version.instrument_id AS "instrumentId", version.id AS "instrumentVersionId",
         instrument.title AS "instrumentTitle", version.version, version.definition,
         opens_on AS "opensOn", target_on AS "targetOn", due_on AS "dueOn", grace_ends_on AS "graceEndsOn",
         planned_on AS "plannedOn", planned_lost_on AS "plannedLostOn", schedule_reason AS "scheduleReason", state, state_reason AS "stateReason",
         unassigned_reason AS "unassignedReason", submitted_on AS "submittedOn", observed_on AS "observedOn",
         is_rater_certified AS "isRaterCertified", is_rater_lapsed AS "isRaterLapsed", part, is_held AS "isHeld",
         coalesce(words.strengths, '') AS strengths, coalesce(words.next_steps, '') AS "nextSteps",
         coalesce(words.evidence, '') AS evidence, row_version AS "rowVersion", submission
  FROM assessment
  LEFT JOIN LATERAL app.rater_words(assessment.id) words ON true
  JOIN site ON site.id = assessment.site_id
  JOIN instrument_version version ON version.id = instrument_version_id
  JOIN instrument ON instrument.id = version.instrument_id
  LEFT JOIN person subject ON subject.id = subject_id
  LEFT JOIN person rater ON rater.id = rater_id`;

/** One assessment that the actor may see; anything else does not exist. */
export async function findAssessment(sql: Sql, id: string): Promise<AssessmentRecord> {
  const [row] = await sql<AssessmentRecord[]>`${assessmentRecords(sql)} WHERE assessment.id = ${id}`;
  if (!row) throw new Problem("not-found", { subject: "assessment", id });
  return row;
}

/** What a rater can fill in now, the next due first. */
export function listOpenOfRater(
  sql: Sql,
  { raterId, limit }: { raterId: string; limit: number },
): Promise<AssessmentRecord[]> {
  return sql<AssessmentRecord[]>`
    ${assessmentRecords(sql)}
    WHERE assessment.rater_id = ${raterId} AND assessment.state IN ('open', 'in_progress', 'returned')
    ORDER BY due_on, assessment.id
    LIMIT ${limit}`;
}

type LockedAssessment = Pick<
  AssessmentRecord,
  "state" | "isHeld" | "rowVersion" | "observedOn" | "strengths" | "nextSteps" | "evidence" | "submission"
>;

/** Holds the assessment until the transaction ends and tells its state and texts as they are now. Raters only. */
export async function lockAssessment(sql: Sql, id: string): Promise<LockedAssessment> {
  // The words are read by a statement of their own: one that waited for the lock would read them as they were before.
  const [[row], [words]] = await Promise.all([
    sql<Omit<LockedAssessment, "strengths" | "nextSteps" | "evidence">[]>`
      SELECT state, is_held AS "isHeld", row_version AS "rowVersion", observed_on AS "observedOn", submission
      FROM assessment WHERE id = ${id} FOR UPDATE`,
    sql<Pick<LockedAssessment, "strengths" | "nextSteps" | "evidence">[]>`
      SELECT strengths, next_steps AS "nextSteps", evidence FROM app.rater_words(${id})`,
  ]);
  if (!row || !words) throw new Problem("not-found", { subject: "assessment", id });
  return { ...row, ...words };
}

export function listResponses(sql: Sql, assessmentId: string): Promise<StoredResponse[]> {
  return sql<StoredResponse[]>`
    SELECT item_id AS "itemId", code, value, text, detail, reason, comment, row_version AS "rowVersion"
    FROM assessment_response WHERE assessment_id = ${assessmentId}
    ORDER BY item_id
    LIMIT ${LIST_LIMIT}`;
}

/** The answers of several assessments, by assessment. */
export async function listResponsesOf(
  sql: Sql,
  assessmentIds: readonly string[],
): Promise<Map<string, StoredResponse[]>> {
  const rows = await sql<(StoredResponse & { assessmentId: string })[]>`
    SELECT assessment_id AS "assessmentId", item_id AS "itemId", code, value, text, detail, reason, comment,
           row_version AS "rowVersion"
    FROM assessment_response WHERE assessment_id = ANY (${assessmentIds}::uuid[])
    ORDER BY assessment_id, item_id
    LIMIT ${assessmentIds.length * LIST_LIMIT}`;
  const found = new Map<string, StoredResponse[]>(assessmentIds.map((id) => [id, []]));
  for (const { assessmentId, ...row } of rows) found.get(assessmentId)?.push(row);
  return found;
}

/** The definitions of several versions, by version. */
export async function listDefinitionsOf(
  sql: Sql,
  versionIds: readonly string[],
): Promise<Map<string, InstrumentDefinitionInput>> {
  if (versionIds.length === 0) return new Map();
  const rows = await sql<{ id: string; definition: InstrumentDefinitionInput }[]>`
    SELECT id, definition FROM instrument_version WHERE id = ANY (${versionIds}::uuid[])`;
  return new Map(rows.map(({ id, definition }) => [id, definition]));
}

/** Writes answers whose stored version is the one they were made on. Returns what was written. */
export async function upsertResponses(
  sql: Sql,
  ctx: Context,
  assessmentId: string,
  answers: readonly NewResponse[],
): Promise<{ itemId: string; rowVersion: number }[]> {
  if (answers.length === 0) return [];
  return sql<{ itemId: string; rowVersion: number }[]>`
    INSERT INTO assessment_response AS stored
      (assessment_id, item_id, program_id, code, value, text, detail, reason, comment, row_version, updated_at)
    SELECT ${assessmentId}, item_id, ${ctx.actor.programId}, code, value, text, detail::jsonb, reason, comment,
           base_version + 1, ${ctx.now}
    FROM unnest(${answers.map(({ itemId }) => itemId)}::text[], ${answers.map(({ code }) => code)}::response_code[],
      ${answers.map(({ value }) => value)}::float8[], ${answers.map(({ text }) => text)}::text[],
      ${answers.map(({ detail }) => detail && JSON.stringify(detail))}::text[],
      ${answers.map(({ reason }) => reason)}::text[], ${answers.map(({ comment }) => comment)}::text[],
      ${answers.map(({ baseVersion }) => baseVersion)}::int[])
      AS given(item_id, code, value, text, detail, reason, comment, base_version)
    ON CONFLICT (assessment_id, item_id) DO UPDATE SET
      code = excluded.code, value = excluded.value, text = excluded.text, detail = excluded.detail,
      reason = excluded.reason, comment = excluded.comment, row_version = stored.row_version + 1, updated_at = excluded.updated_at
    WHERE stored.row_version = excluded.row_version - 1
    RETURNING item_id AS "itemId", row_version AS "rowVersion"`;
}

/** The first answer starts the work. Returns whether this was the first. */
export async function markStarted(sql: Sql, id: string): Promise<boolean> {
  const rows =
    await sql`UPDATE assessment SET state = 'in_progress' WHERE id = ${id} AND state = 'open' RETURNING id`;
  return rows.length > 0;
}

export interface Notes {
  observedOn: Day | null;
  strengths: string;
  nextSteps: string;
  evidence: string;
}

/** Saves the day and texts when they are still at `baseVersion`. Returns the new version, or null. */
export async function updateNotes(
  sql: Sql,
  id: string,
  { observedOn, strengths, nextSteps, evidence }: Notes,
  baseVersion: number,
): Promise<number | null> {
  const [row] = await sql<{ rowVersion: number }[]>`
    UPDATE assessment SET observed_on = ${observedOn}, strengths = ${strengths}, next_steps = ${nextSteps},
      evidence = ${evidence}, row_version = row_version + 1
    WHERE id = ${id} AND row_version = ${baseVersion} AND state IN ('open', 'in_progress', 'returned')
    RETURNING row_version AS "rowVersion"`;
  return row?.rowVersion ?? null;
}

/** Submits an assessment once: final at once, or waiting for what stands against that. Returns whether this was the time. */
export async function markSubmitted(
  sql: Sql,
  id: string,
  given: {
    now: Date;
    submittedOn: Day;
    /** Null for a self-rating. */
    isRaterCertified: boolean | null;
    isRaterLapsed: boolean | null;
    exceptions: readonly Exception[];
  },
): Promise<boolean> {
  const waits = given.exceptions.length > 0;
  const rows = await sql`
    UPDATE assessment SET state = ${waits ? "submitted" : "final"}::assessment_state,
      submitted_at = coalesce(submitted_at, ${given.now}), submitted_on = coalesce(submitted_on, ${given.submittedOn}),
      is_rater_certified = ${given.isRaterCertified}, is_rater_lapsed = ${given.isRaterLapsed},
      submission = submission + 1, final_at = ${waits ? null : given.now}::timestamptz,
      exceptions = ${waits ? JSON.stringify(given.exceptions) : null}::text::jsonb
    WHERE id = ${id} AND state IN ('open', 'in_progress', 'returned')
    RETURNING id`;
  return rows.length > 0;
}

export interface NewScore {
  assessmentId: string;
  siteId: string;
  points: number;
  possible: number;
  percent: number | null;
  result: FidelityResult;
  band: string | null;
  criticalFailures: string[];
  sections: SectionScore[];
}

/** Writes the next version of a score; earlier ones stay. Returns its number. */
export async function insertScore(
  sql: Sql,
  ctx: Context,
  score: NewScore,
  basis: "own" | "amended" = "own",
): Promise<number> {
  const [row] = await sql<{ scoreVersion: number }[]>`
    INSERT INTO assessment_score (assessment_id, score_version, program_id, site_id, points, possible, percent, result,
      band, critical_failures, sections, computed_at, basis)
    VALUES (${score.assessmentId},
      1 + (SELECT coalesce(max(score_version), 0) FROM assessment_score WHERE assessment_id = ${score.assessmentId}),
      ${ctx.actor.programId}, ${score.siteId}, ${score.points}, ${score.possible},
      ${score.percent}, ${score.result}, ${score.band}, ${score.criticalFailures}::text[], ${JSON.stringify(score.sections)}::text::jsonb,
      ${ctx.now}, ${basis}::score_basis)
    RETURNING score_version AS "scoreVersion"`;
  return row?.scoreVersion ?? 1;
}

export async function findMaybeScore(sql: Sql, assessmentId: string): Promise<StoredScore | null> {
  const [row] = await sql<StoredScore[]>`
    SELECT points, possible, percent, result, band, critical_failures AS "criticalFailures", sections,
           score_version AS "scoreVersion", basis
    FROM assessment_score WHERE assessment_id = ${assessmentId}
    ORDER BY score_version DESC
    LIMIT 1`;
  return row ?? null;
}

export interface ReviewRow
  extends Pick<AssessmentRecord, "id" | "zone" | "siteName" | "state" | "version" | "part" | "isHeld"> {
  coachName: string;
  raterName: string | null;
  raterType: string;
  instrument: string;
  instrumentId: string;
  /** Whom the instrument rates. */
  subject: string;
  opensOn: Day;
  dueOn: Day;
  graceEndsOn: Day;
  plannedOn: Day | null;
  plannedLostOn: Day | null;
  submittedOn: Day | null;
  observedOn: Day | null;
  answered: number;
  total: number;
  /** The version whose conditions decide how many items there are; null when it has none. */
  branchingVersionId: string | null;
  result: FidelityResult | null;
  percent: number | null;
}

const reviewRows = (sql: Sql) => sql`
  SELECT assessment.id, site.zone, site.name AS "siteName", assessment.state, version.version, assessment.part,
         assessment.is_held AS "isHeld",
         coalesce(coach.given_name || ' ' || coach.family_name, 'Somebody') AS "coachName",
         rater.given_name || ' ' || rater.family_name AS "raterName", assessment.rater_type AS "raterType", instrument.title AS instrument,
         instrument.id AS "instrumentId", instrument.subject, opens_on AS "opensOn", due_on AS "dueOn", grace_ends_on AS "graceEndsOn", submitted_on AS "submittedOn",
         planned_on AS "plannedOn", planned_lost_on AS "plannedLostOn", observed_on AS "observedOn",
         (SELECT count(*)::int FROM assessment_response given WHERE given.assessment_id = assessment.id AND code IS NOT NULL)
           AS answered,
         jsonb_array_length(version.definition -> 'items') AS total,
         CASE WHEN version.definition @? '$.items[*].showIf.comparisons' OR version.definition @? '$.sections[*].showIf.comparisons'
           THEN version.id END AS "branchingVersionId", score.result, score.percent
  FROM assessment
  JOIN site ON site.id = assessment.site_id
  JOIN instrument_version version ON version.id = instrument_version_id
  JOIN instrument ON instrument.id = version.instrument_id
  LEFT JOIN person coach ON coach.id = subject_id
  LEFT JOIN person rater ON rater.id = rater_id
  LEFT JOIN LATERAL (SELECT result, percent FROM assessment_score
    WHERE assessment_id = assessment.id ORDER BY score_version DESC LIMIT 1) score ON true`;

/** What a rater has to do: everything unfinished until a day, and what they submitted since another. */
export function listReviewsOfRater(
  sql: Sql,
  { raterId, until, since }: { raterId: string; until: Day; since: Day },
): Promise<ReviewRow[]> {
  return sql<ReviewRow[]>`
    ${reviewRows(sql)}
    WHERE assessment.rater_id = ${raterId}
      AND ((assessment.state IN ('planned', 'open', 'in_progress') AND opens_on <= ${until})
        OR assessment.state IN ('returned', 'submitted')
        OR (assessment.state = 'final' AND submitted_on >= ${since}))
    ORDER BY due_on, "coachName", assessment.id
    LIMIT ${LIST_LIMIT}`;
}

/** A person's own assessments: the coming ones and those with feedback, newest first. */
export function listAssessmentsOfSubject(sql: Sql, subjectId: string): Promise<ReviewRow[]> {
  return sql<ReviewRow[]>`
    ${reviewRows(sql)}
    WHERE assessment.subject_id = ${subjectId} AND assessment.state NOT IN ('cancelled', 'waived')
      AND assessment.part = 'first'
    ORDER BY target_on DESC, assessment.id
    LIMIT 100`;
}

export type SelfRatingRow = Pick<
  ReviewRow,
  "id" | "zone" | "state" | "instrument" | "opensOn" | "dueOn" | "graceEndsOn"
>;

/** Ratings of a person's own work that are not finished, the next due first. */
export function listSelfRatingsOf(sql: Sql, personId: string): Promise<SelfRatingRow[]> {
  return sql<SelfRatingRow[]>`
    SELECT assessment.id, site.zone, assessment.state, instrument.title AS instrument, opens_on AS "opensOn",
           due_on AS "dueOn", grace_ends_on AS "graceEndsOn"
    FROM assessment
    JOIN site ON site.id = assessment.site_id
    JOIN instrument_version version ON version.id = instrument_version_id
    JOIN instrument ON instrument.id = version.instrument_id
    WHERE assessment.rater_id = ${personId} AND assessment.rater_type = 'self'
      AND assessment.state IN ('planned', 'open', 'in_progress')
    ORDER BY due_on, assessment.id
    LIMIT 100`;
}

/** Whether a person was ever asked to rate their own work: their device may keep answers. */
export async function hasRatedOneself(sql: Sql, personId: string): Promise<boolean> {
  const [row] = await sql<{ has: boolean }[]>`
    SELECT EXISTS (SELECT FROM assessment
      WHERE rater_id = ${personId} AND rater_type = 'self' AND state <> 'planned') AS has`;
  return row?.has ?? false;
}

export interface AwardRow {
  personId: string;
  name: string;
  validFrom: Day | null;
  validUntil: Day;
  revokedOn: Day | null;
  isProvisional: boolean;
}

/** The people a supervisor has on a day, with every award of a coach certification (one row without, for none). */
export function listSupervisedAwards(sql: Sql, supervisorId: string, today: Day): Promise<AwardRow[]> {
  return sql<AwardRow[]>`
    SELECT person.id AS "personId", person.given_name || ' ' || person.family_name AS name,
           held.valid_from AS "validFrom", held.valid_until AS "validUntil", held.revoked_on AS "revokedOn",
           coalesce(held.is_provisional, false) AS "isProvisional"
    FROM supervision
    JOIN person ON person.id = supervision.person_id
      AND (person.deactivated_on IS NULL OR person.deactivated_on > ${today})
    LEFT JOIN certification held ON held.person_id = person.id AND held.kind = 'coach'
    WHERE supervision.supervisor_id = ${supervisorId} AND supervision.starts_on <= ${today}
      AND (supervision.ends_on IS NULL OR supervision.ends_on > ${today})
      AND (held.id IS NOT NULL OR EXISTS (
        SELECT FROM assessment
        JOIN instrument_version version ON version.id = assessment.instrument_version_id
        JOIN instrument ON instrument.id = version.instrument_id AND instrument.subject = 'coach'
        WHERE subject_id = person.id))
    ORDER BY name, person.id
    LIMIT ${LIST_LIMIT}`;
}

/** A person's awards as a rater of an instrument, or of any. */
export function listRaterAwards(
  sql: Sql,
  { personId, instrumentId }: { personId: string; instrumentId?: string },
): Promise<Omit<AwardRow, "name">[]> {
  return sql<Omit<AwardRow, "name">[]>`
    SELECT person_id AS "personId", valid_from AS "validFrom", valid_until AS "validUntil", revoked_on AS "revokedOn",
           is_provisional AS "isProvisional"
    FROM certification
    WHERE person_id = ${personId} AND kind = 'rater'
      AND (${instrumentId ?? null}::uuid IS NULL OR instrument_id IS NULL OR instrument_id = ${instrumentId ?? null}::uuid)
    ORDER BY valid_from
    LIMIT ${LIST_LIMIT}`;
}

/**
 * Every assessment that was due, or was submitted, from one day to another, both included, within the actor's scope.
 * Cancelled ones are left out; waived ones are in, so that they can be shown.
 */
export function listAssessmentFacts(
  sql: Sql,
  { siteId, from, until }: { siteId?: string; from: Day; until: Day },
): Promise<AssessmentFact[]> {
  return sql<AssessmentFact[]>`
    SELECT assessment.id AS "assessmentId", assessment.site_id AS "siteId", assessment.unit_id AS "unitId",
           subject_id AS "subjectId", rater_type AS "raterType", instrument.code AS "instrumentCode", assessment.state,
           opens_on AS "opensOn", target_on AS "targetOn", due_on AS "dueOn", grace_ends_on AS "graceEndsOn",
           submitted_on AS "submittedOn", observed_on AS "observedOn", is_rater_certified AS "isRaterCertified",
           score.result, score.percent, score.points, score.possible
    FROM assessment
    JOIN instrument_version version ON version.id = instrument_version_id
    JOIN instrument ON instrument.id = version.instrument_id
    LEFT JOIN LATERAL (SELECT result, percent, points, possible FROM assessment_score
      WHERE assessment_id = assessment.id ORDER BY score_version DESC LIMIT 1) score ON true
    WHERE (${siteId ?? null}::uuid IS NULL OR assessment.site_id = ${siteId ?? null}::uuid)
      AND assessment.state <> 'cancelled' AND assessment.part = 'first'
      AND (due_on BETWEEN ${from} AND ${until} OR submitted_on BETWEEN ${from} AND ${until})
    ORDER BY due_on, assessment.id
    LIMIT ${FACT_LIMIT}`;
}

/** Finished assessments by others whose subject has not been told yet; held back ones are not out. */
export function listUnannouncedForSystem(
  sql: Sql,
  { assessmentId, since, kind }: { assessmentId?: string; since: Day; kind: string },
): Promise<{ id: string; subjectId: string; subject: string; raterName: string | null }[]> {
  return sql<{ id: string; subjectId: string; subject: string; raterName: string | null }[]>`
    SELECT assessment.id, subject_id AS "subjectId", instrument.subject,
           rater.given_name || ' ' || rater.family_name AS "raterName"
    FROM assessment
    JOIN instrument_version version ON version.id = instrument_version_id
    JOIN instrument ON instrument.id = version.instrument_id
    LEFT JOIN person rater ON rater.id = rater_id
    WHERE state IN ('submitted', 'final') AND part = 'first' AND NOT is_held AND rater_type <> 'self'
      AND (coalesce(final_at::date, submitted_on) >= ${since} OR assessment.id = ${assessmentId ?? null}::uuid)
      AND (${assessmentId ?? null}::uuid IS NULL OR assessment.id = ${assessmentId ?? null}::uuid)
      AND NOT EXISTS (SELECT FROM inbox_item WHERE recipient_id = subject_id AND kind = ${kind}
                      AND inbox_item.subject_id = assessment.id)
    ORDER BY submitted_at
    LIMIT 1000`;
}
