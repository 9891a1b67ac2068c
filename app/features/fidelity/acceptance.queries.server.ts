import type { Context, PersonContext } from "#app/access/context.ts";
import type { Sql } from "#app/db/in-transaction.server.ts";
import { PAGE_SIZE } from "#app/http/pagination.ts";
import type { Day } from "#app/time/days.ts";
import type { AcceptanceRule, Decision, Exception, Reply } from "./acceptance.types.ts";
import type { StoredResponse } from "./answers.rules.ts";
import type { FidelityResult, StoredScore } from "./assessment.types.ts";

/** Every version of the limits, the newest first. */
export function listAcceptanceRules(sql: Sql): Promise<AcceptanceRule[]> {
  return sql<AcceptanceRule[]>`
    SELECT id, version, starts_on AS "startsOn", is_on AS "isOn", needs_met AS "needsMet", needs_window AS "needsWindow",
           needs_certified AS "needsCertified", most_left_out AS "mostLeftOut", tell_after_days AS "tellAfterDays",
           amend_days AS "amendDays"
    FROM acceptance_rule
    ORDER BY version DESC
    LIMIT 100`;
}

/** @returns whether it is new: posted twice, a version is one */
export async function insertAcceptanceRule(
  sql: Sql,
  ctx: PersonContext,
  rule: Omit<AcceptanceRule, "version">,
): Promise<boolean> {
  const rows = await sql`
    INSERT INTO acceptance_rule (id, program_id, version, starts_on, is_on, needs_met, needs_window, needs_certified,
      most_left_out, tell_after_days, amend_days, created_by_id, created_at)
    SELECT ${rule.id}, ${ctx.actor.programId}, (SELECT coalesce(max(version), 0) + 1 FROM acceptance_rule), ${rule.startsOn},
           ${rule.isOn}, ${rule.needsMet}, ${rule.needsWindow}, ${rule.needsCertified}, ${rule.mostLeftOut}::int,
           ${rule.tellAfterDays}, ${rule.amendDays}, ${ctx.actor.personId}, ${ctx.now}
    ON CONFLICT DO NOTHING
    RETURNING id`;
  return rows.length > 0;
}

export interface WaitingRow {
  id: string;
  siteId: string;
  siteName: string;
  zone: string;
  subjectId: string;
  coachName: string;
  raterId: string | null;
  raterName: string | null;
  instrument: string;
  state: "submitted" | "returned";
  since: Date;
  submission: number;
  result: FidelityResult | null;
  percent: number | null;
  exceptions: Exception[];
}

/** What waits for a lead to decide on: submissions at sites of theirs that they neither rated nor are about. */
const waitsFor = (sql: Sql, { personId, siteIds }: { personId: string; siteIds: readonly string[] }) => sql`
  part = 'first' AND is_held AND assessment.site_id = ANY (${siteIds}::uuid[])
  AND rater_id IS DISTINCT FROM ${personId}::uuid AND subject_id <> ${personId}::uuid`;

/** How many submissions wait for a lead. */
export async function countWaiting(
  sql: Sql,
  own: { personId: string; siteIds: readonly string[] },
): Promise<number> {
  const [row] = await sql<{ waiting: number }[]>`
    SELECT count(*)::int AS waiting FROM assessment WHERE state = 'submitted' AND ${waitsFor(sql, own)}`;
  return row?.waiting ?? 0;
}

/** One page of what waits for a lead at their sites, or was given back there, longest first: what they may decide on. */
export function listWaiting(
  sql: Sql,
  {
    state,
    page,
    ...own
  }: Pick<WaitingRow, "state"> & {
    personId: string;
    siteIds: readonly string[];
    page: number;
  },
): Promise<WaitingRow[]> {
  return sql<WaitingRow[]>`
    WITH score AS MATERIALIZED (
      SELECT DISTINCT ON (assessment_id) assessment_id, result, percent, computed_at
      FROM app.waiting_scores() ORDER BY assessment_id, score_version DESC)
    SELECT assessment.id, assessment.site_id AS "siteId", site.name AS "siteName", site.zone, subject_id AS "subjectId",
           coalesce(coach.given_name || ' ' || coach.family_name, 'A coach') AS "coachName", rater_id AS "raterId",
           rater.given_name || ' ' || rater.family_name AS "raterName",
           instrument.title || ', version ' || version.version AS instrument, assessment.state,
           coalesce((SELECT max(decided_at) FROM assessment_decision decision WHERE decision.assessment_id = assessment.id
             AND decision.submission = assessment.submission AND verdict = 'returned'), score.computed_at, submitted_at) AS since,
           assessment.submission, score.result, score.percent, coalesce(exceptions, '[]') AS exceptions
    FROM assessment
    JOIN site ON site.id = assessment.site_id
    JOIN instrument_version version ON version.id = instrument_version_id
    JOIN instrument ON instrument.id = version.instrument_id
    LEFT JOIN person coach ON coach.id = subject_id
    LEFT JOIN person rater ON rater.id = rater_id
    LEFT JOIN score ON score.assessment_id = assessment.id
    WHERE assessment.state IN ('submitted', 'returned') AND assessment.state = ${state} AND ${waitsFor(sql, own)}
    ORDER BY since, assessment.id
    LIMIT ${PAGE_SIZE + 1} OFFSET ${(page - 1) * PAGE_SIZE}`;
}

/** The newest score of a submission that waits, for a lead who may decide. */
export async function findMaybeWaitingScore(sql: Sql, assessmentId: string): Promise<StoredScore | null> {
  const [row] = await sql<StoredScore[]>`
    SELECT points, possible, percent, result, band, critical_failures AS "criticalFailures", sections,
           score_version AS "scoreVersion", basis
    FROM app.waiting_scores() WHERE assessment_id = ${assessmentId}
    ORDER BY score_version DESC
    LIMIT 1`;
  return row ?? null;
}

export interface Completing {
  submission: number;
  exceptions: Exception[];
  finalAt: Date | null;
  amendedAt: Date | null;
  firstId: string | null;
  /** How many earlier submissions the viewer may read. */
  kept: number;
  isOfAPair: boolean;
}

/** What has been done with an assessment beside filling it in. */
export async function findCompleting(sql: Sql, id: string): Promise<Completing> {
  const [row] = await sql<Completing[]>`
    SELECT submission, coalesce(exceptions, '[]') AS exceptions, coalesce(final_at, submitted_at) AS "finalAt",
           amended_at AS "amendedAt", first_id AS "firstId",
           (SELECT count(*)::int FROM assessment_submission WHERE assessment_id = assessment.id) AS kept,
           app.is_of_a_pair(id) AS "isOfAPair"
    FROM assessment WHERE id = ${id}`;
  if (!row) throw new Error(`assessment ${id} is not there`);
  return row;
}

/** What leads decided on some assessments, as the viewer may read it; the newest first. */
export function listDecisions(sql: Sql, assessmentIds: readonly string[]): Promise<Decision[]> {
  return sql<Decision[]>`
    SELECT decision.id, assessment_id AS "assessmentId", decision.submission, verdict, reason, item_ids AS "itemIds",
           until_on AS "untilOn", lead.given_name || ' ' || lead.family_name AS "byName",
           (decided_at AT TIME ZONE site.zone)::date AS "decidedOn"
    FROM assessment_decision decision
    JOIN site ON site.id = decision.site_id
    LEFT JOIN person lead ON lead.id = decided_by_id
    WHERE assessment_id = ANY (${assessmentIds}::uuid[])
    ORDER BY decided_at DESC, decision.id
    LIMIT 500`;
}

/** Accepts a submission or gives it back. Returns the decision, or null when it does not wait any more. */
export async function decideOnSubmission(
  sql: Sql,
  ctx: PersonContext,
  given: {
    assessmentId: string;
    submission: number;
    verdict: "accepted" | "returned";
    reason: string;
    itemIds: readonly string[];
  },
): Promise<string | null> {
  const [row] = await sql<{ id: string | null }[]>`
    SELECT app.decide_submission(${given.assessmentId}, ${given.submission}, ${given.verdict}, ${given.reason},
      ${[...given.itemIds]}::text[], ${ctx.now}) AS id`;
  return row?.id ?? null;
}

/** Leads who give a leave for one assessment take turns. */
export async function lockLeave(sql: Sql, assessmentId: string): Promise<void> {
  await sql`SELECT pg_advisory_xact_lock(hashtextextended(${`allow-amendment ${assessmentId}`}, 0))`;
}

export async function allowAmendmentUntil(
  sql: Sql,
  ctx: PersonContext,
  { assessmentId, reason, until }: { assessmentId: string; reason: string; until: Day },
): Promise<string | null> {
  const [row] = await sql<{ id: string | null }[]>`
    SELECT app.allow_amendment(${assessmentId}, ${reason}, ${until}, ${ctx.now}) AS id`;
  return row?.id ?? null;
}

export async function beginAmendmentOf(
  sql: Sql,
  ctx: PersonContext,
  { assessmentId, reason }: { assessmentId: string; reason: string },
): Promise<string | null> {
  const [row] = await sql<{ id: string | null }[]>`
    SELECT app.begin_amendment(${assessmentId}, ${reason}, ${ctx.now}) AS id`;
  return row?.id ?? null;
}

export async function dropAmendmentDraft(sql: Sql, draftId: string): Promise<string | null> {
  const [row] = await sql<{ id: string | null }[]>`SELECT app.drop_amendment(${draftId}) AS id`;
  return row?.id ?? null;
}

/** Writes an amendment over the result it amends. Returns the assessment, or null when that is not to be amended. */
export async function applyAmendmentDraft(
  sql: Sql,
  ctx: PersonContext,
  given: { draftId: string; isRaterCertified: boolean | null; isRaterLapsed: boolean | null },
): Promise<string | null> {
  const [row] = await sql<{ id: string | null }[]>`
    SELECT app.apply_amendment(${given.draftId}, ${given.isRaterCertified}, ${given.isRaterLapsed}::boolean, ${ctx.now}) AS id`;
  return row?.id ?? null;
}

/** The assessment that an amendment was written into, once nobody is writing it any more. */
export async function findMaybeApplied(sql: Sql, draftId: string): Promise<string | null> {
  const [, [row]] = await Promise.all([
    sql`SELECT FROM assessment WHERE id = ${draftId} FOR UPDATE`,
    sql<{ id: string }[]>`SELECT assessment_id AS id FROM assessment_submission WHERE draft_id = ${draftId}`,
  ]);
  return row?.id ?? null;
}

export interface KeptRow {
  number: number;
  keptFor: "returned" | "amended";
  scoreVersion: number | null;
  observedOn: Day | null;
  strengths: string;
  nextSteps: string;
  evidence: string;
  answers: StoredAnswerRow[];
  reason: string | null;
}
/** A row of an answer as the database keeps it. */
interface StoredAnswerRow extends Omit<StoredResponse, "itemId" | "rowVersion"> {
  item_id: string;
  row_version: number;
}

/** Earlier submissions of an assessment as the viewer may read them, the first one first. */
export function listKept(sql: Sql, assessmentId: string): Promise<KeptRow[]> {
  return sql<KeptRow[]>`
    SELECT number, kept_for AS "keptFor", score_version AS "scoreVersion", observed_on AS "observedOn", strengths,
           next_steps AS "nextSteps", evidence, answers, reason
    FROM assessment_submission WHERE assessment_id = ${assessmentId}
    ORDER BY number
    LIMIT 50`;
}

/** Every version of a score that the viewer may read, with the day on which it was worked out. */
export function listScoreVersions(
  sql: Sql,
  assessmentId: string,
): Promise<
  (Pick<StoredScore, "scoreVersion" | "result" | "percent" | "points" | "possible"> & { on: Day })[]
> {
  return sql`
    SELECT score_version AS "scoreVersion", result, percent, points, possible, (computed_at AT TIME ZONE site.zone)::date AS on
    FROM assessment_score score JOIN site ON site.id = score.site_id
    WHERE assessment_id = ${assessmentId}
    ORDER BY score_version
    LIMIT 100` as unknown as Promise<
    (Pick<StoredScore, "scoreVersion" | "result" | "percent" | "points" | "possible"> & { on: Day })[]
  >;
}

/** @returns whether it is new: posted twice, it is one */
export async function insertReply(
  sql: Sql,
  ctx: PersonContext,
  reply: {
    id: string;
    assessmentId: string;
    siteId: string;
    scoreVersion: number;
    verdict: Reply["verdict"];
    text: string;
  },
): Promise<boolean> {
  const rows = await sql`
    INSERT INTO feedback_reply (id, program_id, site_id, assessment_id, person_id, score_version, verdict, text, said_at)
    VALUES (${reply.id}, ${ctx.actor.programId}, ${reply.siteId}, ${reply.assessmentId}, ${ctx.actor.personId},
      ${reply.scoreVersion}, ${reply.verdict}, ${reply.text}, ${ctx.now})
    ON CONFLICT DO NOTHING
    RETURNING id`;
  return rows.length > 0;
}

/** What the coach said to a result, as the viewer may read it; the newest first. */
export function listReplies(sql: Sql, assessmentId: string): Promise<Reply[]> {
  return sql<Reply[]>`
    SELECT reply.id, score_version AS "scoreVersion", verdict, text, (said_at AT TIME ZONE site.zone)::date AS "saidOn"
    FROM feedback_reply reply JOIN site ON site.id = reply.site_id
    WHERE assessment_id = ${assessmentId}
    ORDER BY said_at DESC, reply.id
    LIMIT 50`;
}

/** Of the acting coach's reviews, those whose standing result they have answered. */
export async function listAnswered(sql: Sql, personId: string): Promise<Map<string, Reply["verdict"]>> {
  const rows = await sql<{ assessmentId: string; verdict: Reply["verdict"] }[]>`
    SELECT DISTINCT ON (assessment_id) assessment_id AS "assessmentId", verdict
    FROM feedback_reply reply
    WHERE person_id = ${personId} AND score_version =
      (SELECT max(score_version) FROM assessment_score score WHERE score.assessment_id = reply.assessment_id)
    ORDER BY assessment_id, said_at DESC
    LIMIT 500`;
  return new Map(rows.map(({ assessmentId, verdict }) => [assessmentId, verdict]));
}

export interface ReviewNews {
  id: string;
  siteId: string;
  subjectId: string;
  raterId: string | null;
  coachName: string;
  raterName: string | null;
  decision: { id: string; verdict: Decision["verdict"] } | null;
  reply: { id: string; verdict: Reply["verdict"]; hasText: boolean } | null;
}

/** Who is to hear what of a review. */
export async function findReviewNews(
  sql: Sql,
  given: { assessmentId: string; decisionId: string | null; replyId: string | null },
): Promise<ReviewNews | null> {
  const [row] = await sql<ReviewNews[]>`
    SELECT assessment.id, site_id AS "siteId", subject_id AS "subjectId", rater_id AS "raterId",
           coach.given_name || ' ' || coach.family_name AS "coachName",
           rater.given_name || ' ' || rater.family_name AS "raterName",
           (SELECT jsonb_build_object('id', id, 'verdict', verdict) FROM assessment_decision
             WHERE id = ${given.decisionId}::uuid AND assessment_id = assessment.id) AS decision,
           (SELECT jsonb_build_object('id', id, 'verdict', verdict, 'hasText', text <> '') FROM feedback_reply
             WHERE id = ${given.replyId}::uuid AND assessment_id = assessment.id) AS reply
    FROM assessment
    JOIN person coach ON coach.id = subject_id
    LEFT JOIN person rater ON rater.id = rater_id
    WHERE assessment.id = ${given.assessmentId}`;
  return row ?? null;
}

export interface TooLong {
  id: string;
  siteId: string;
  subjectId: string;
  raterId: string | null;
  coachName: string;
  state: "submitted" | "returned";
  sinceOn: Day;
}

/** What has waited for a lead, or for its rater's correction, longer than the limits in force say. */
export function listWaitingTooLongForSystem(sql: Sql, ctx: Context): Promise<TooLong[]> {
  return sql<TooLong[]>`
    SELECT waiting.id, waiting.site_id AS "siteId", waiting.subject_id AS "subjectId", waiting.rater_id AS "raterId",
           coach.given_name || ' ' || coach.family_name AS "coachName", waiting.state,
           (waiting.since AT TIME ZONE site.zone)::date AS "sinceOn"
    FROM (
      SELECT assessment.*, CASE WHEN state = 'submitted'
        THEN (SELECT max(computed_at) FROM assessment_score WHERE assessment_id = assessment.id)
        ELSE (SELECT max(decided_at) FROM assessment_decision WHERE assessment_id = assessment.id AND verdict = 'returned') END AS since
      FROM assessment WHERE state IN ('submitted', 'returned') AND part = 'first' AND is_held) waiting
    JOIN person coach ON coach.id = waiting.subject_id
    JOIN site ON site.id = waiting.site_id
    WHERE waiting.since <= ${ctx.now}::timestamptz - make_interval(days => coalesce((
        SELECT tell_after_days FROM acceptance_rule WHERE starts_on <= ${ctx.today}::date ORDER BY version DESC LIMIT 1), 7))
    ORDER BY waiting.since, waiting.id
    LIMIT 5000`;
}
