import type { Context } from "#app/access/context.ts";
import type { Sql } from "#app/db/in-transaction.server.ts";
import { Problem } from "#app/errors/problem.ts";
import type { Day } from "#app/time/days.ts";
import type { InstrumentDefinitionInput } from "#fidelity/instruments/instrument.schema.ts";
import type { AssessmentState, FidelityResult, StoredScore } from "./assessment.types.ts";
import type { PlanContent } from "./improvement.schema.ts";
import type {
  ImprovementDriver,
  ImprovementState,
  PlanResult,
  SupportItem,
  SupportStatus,
} from "./improvement.types.ts";

const RESULT_LIMIT = 20;
/** Steps of one plan. */
export const MOST_STEPS = 50;

/**
 * What counts of reviews here: final, out, of a rater who was reliable, by somebody else than the rated. The newest
 * score is the one that stands.
 */
const counted = (sql: Sql) => sql`
  rated.state = 'final' AND rated.part = 'first' AND NOT rated.is_held AND rated.is_rater_lapsed IS NOT TRUE
  AND rated.rater_type <> 'self'`;

/** The scored reviews of the subject and instrument of a plan, as far as one may see them, newest first. */
const resultsOf = (sql: Sql) => sql`
  SELECT coalesce(jsonb_agg(jsonb_build_object('assessmentId', done.id, 'on', done.on, 'result', done.result,
    'percent', done.percent, 'raterId', done.rater_id) ORDER BY done.on DESC, done.id), '[]')
  FROM (
    SELECT rated.id, coalesce(rated.observed_on, rated.submitted_on) AS on, rated.rater_id, score.result, score.percent
    FROM assessment rated
    JOIN instrument_version version ON version.id = rated.instrument_version_id AND version.instrument_id = plan.instrument_id
    JOIN LATERAL (SELECT result, percent FROM assessment_score
      WHERE assessment_id = rated.id ORDER BY score_version DESC LIMIT 1) score ON true
    WHERE rated.subject_id = plan.subject_id AND ${counted(sql)}
    ORDER BY coalesce(rated.observed_on, rated.submitted_on) DESC, rated.id
    LIMIT ${RESULT_LIMIT}) done`;

export interface ProposedRow {
  id: string;
  siteId: string;
  subjectId: string;
  triggerId: string;
}

/**
 * Proposes a plan wherever somebody's newest scored review with an instrument is below the threshold or failed a
 * critical item, and neither a plan is open nor was that score looked at in an earlier one. One statement, however many
 * there are; two runs at once propose once.
 */
export function proposePlansForSystem(
  sql: Sql,
  ctx: Context,
  { since, assessmentId }: { since: Day; assessmentId: string | null },
): Promise<ProposedRow[]> {
  return sql<ProposedRow[]>`
    INSERT INTO improvement_plan (program_id, site_id, subject_id, instrument_id, trigger_id, trigger_score_version, supervisor_id,
      owner_id, recheck_days, successes_needed, drivers, proposed_at)
    SELECT newest.program_id, newest.site_id, newest.subject_id, newest.instrument_id, newest.id, newest.score_version,
      supervised.id, supervised.id, program.improvement_recheck_days, program.improvement_successes, '{}', ${ctx.now}
    FROM (
      SELECT DISTINCT ON (rated.subject_id, version.instrument_id) rated.id, rated.program_id, rated.site_id, rated.subject_id,
        version.instrument_id, score.score_version, score.result, score.computed_at
      FROM assessment rated
      JOIN instrument_version version ON version.id = rated.instrument_version_id
      JOIN LATERAL (SELECT score_version, result, computed_at FROM assessment_score
        WHERE assessment_id = rated.id ORDER BY score_version DESC LIMIT 1) score ON score.result <> 'not_scorable'
      WHERE rated.program_id = ${ctx.actor.programId} AND ${counted(sql)}
        AND coalesce(rated.observed_on, rated.submitted_on) >= ${since}::date
        ${assessmentId ? sql`AND rated.subject_id = (SELECT subject_id FROM assessment WHERE id = ${assessmentId})` : sql``}
      ORDER BY rated.subject_id, version.instrument_id, coalesce(rated.observed_on, rated.submitted_on) DESC,
        rated.submitted_at DESC, rated.id) newest
    JOIN program ON program.id = newest.program_id
    JOIN person subject ON subject.id = newest.subject_id
      AND (subject.deactivated_on IS NULL OR subject.deactivated_on > ${ctx.today}::date)
    LEFT JOIN LATERAL (
      SELECT person.id FROM supervision
      JOIN person ON person.id = supervision.supervisor_id
        AND (person.deactivated_on IS NULL OR person.deactivated_on > ${ctx.today}::date)
      WHERE supervision.person_id = newest.subject_id AND supervision.supervisor_id <> newest.subject_id
        AND supervision.starts_on <= ${ctx.today}::date AND (supervision.ends_on IS NULL OR supervision.ends_on > ${ctx.today}::date)
      ORDER BY supervision.starts_on DESC, supervision.id LIMIT 1) supervised ON true
    WHERE newest.result IN ('developing', 'not_met')
      AND NOT EXISTS (SELECT FROM improvement_plan earlier
        WHERE earlier.subject_id = newest.subject_id AND earlier.instrument_id = newest.instrument_id
          AND (earlier.closed_at IS NULL OR earlier.closed_at >= newest.computed_at))
    ON CONFLICT DO NOTHING
    RETURNING id, site_id AS "siteId", subject_id AS "subjectId", trigger_id AS "triggerId"`;
}

/** One plan, those of the subject of a review, or all. */
const wanted = (
  sql: Sql,
  { planId, assessmentId }: { planId: string | null; assessmentId: string | null },
) => sql`
  ${planId ? sql`AND plan.id = ${planId}` : sql``}
  ${assessmentId ? sql`AND plan.subject_id = (SELECT subject_id FROM assessment WHERE id = ${assessmentId})` : sql``}`;

interface Moved {
  id: string;
  siteId: string;
}

/** Shows others the proposals that their subject has had for so long. */
export function sharePlansForSystem(sql: Sql, ctx: Context, before: Date): Promise<Moved[]> {
  return sql<Moved[]>`
    UPDATE improvement_plan SET shared_at = ${ctx.now}
    WHERE program_id = ${ctx.actor.programId} AND state = 'proposed' AND shared_at IS NULL AND proposed_at <= ${before}
    RETURNING id, site_id AS "siteId"`;
}

/** Begins the agreed plans whose day has come at their site. */
export function startPlansForSystem(sql: Sql, ctx: Context): Promise<Moved[]> {
  return sql<Moved[]>`
    UPDATE improvement_plan plan SET state = 'active'
    FROM site
    WHERE site.id = plan.site_id AND plan.program_id = ${ctx.actor.programId} AND plan.state = 'agreed'
      AND plan.starts_on <= (${ctx.now}::timestamptz AT TIME ZONE site.zone)::date
    RETURNING plan.id, plan.site_id AS "siteId"`;
}

export interface FollowedRow extends Moved {
  state: ImprovementState;
  subjectId: string;
  triggerId: string;
  startsOn: Day;
  recheckDueOn: Day;
  recheckDays: number;
  successesNeeded: number;
  results: PlanResult[];
}

/** Plans under way with the results since they began, in pages after an id. */
export function listFollowedForSystem(
  sql: Sql,
  ctx: Context,
  page: { planId: string | null; assessmentId: string | null; after: string; limit: number },
): Promise<FollowedRow[]> {
  return sql<FollowedRow[]>`
    SELECT plan.id, plan.site_id AS "siteId", plan.state, plan.subject_id AS "subjectId", plan.trigger_id AS "triggerId",
      plan.starts_on AS "startsOn", plan.recheck_due_on AS "recheckDueOn", plan.recheck_days AS "recheckDays",
      plan.successes_needed AS "successesNeeded", (${resultsOf(sql)}) AS results
    FROM improvement_plan plan
    WHERE plan.program_id = ${ctx.actor.programId} AND plan.id > ${page.after} AND plan.state IN ('active', 'extended')
      ${wanted(sql, page)}
    ORDER BY plan.id
    LIMIT ${page.limit}`;
}

/** Moves plans on that still stand as they were read. */
export function movePlansForSystem(
  sql: Sql,
  ctx: Context,
  moves: readonly { id: string; from: ImprovementState; to: "extended" | "met"; recheckDueOn: Day }[],
): Promise<(Moved & { state: ImprovementState })[]> {
  if (moves.length === 0) return Promise.resolve([]);
  return sql<(Moved & { state: ImprovementState })[]>`
    UPDATE improvement_plan plan SET state = wanted.after, recheck_due_on = wanted.due,
      closed_at = CASE WHEN wanted.after = 'met' THEN ${ctx.now}::timestamptz END
    FROM unnest(${moves.map(({ id }) => id)}::uuid[], ${moves.map(({ from }) => from)}::improvement_state[],
      ${moves.map(({ to }) => to)}::improvement_state[], ${moves.map(({ recheckDueOn }) => recheckDueOn)}::date[])
      AS wanted(id, before, after, due)
    WHERE plan.id = wanted.id AND plan.state = wanted.before
      AND (plan.state <> wanted.after OR plan.recheck_due_on IS DISTINCT FROM wanted.due)
    RETURNING plan.id, plan.site_id AS "siteId", plan.state`;
}

export interface PlanNewsRow {
  id: string;
  siteId: string;
  subjectId: string;
  subjectName: string;
  ownerId: string | null;
  supervisorId: string | null;
  state: ImprovementState;
  isShared: boolean;
  rowVersion: number;
  subjectAgreed: boolean;
  ownerAgreed: boolean;
  triggerId: string;
  startsOn: Day | null;
  successesNeeded: number;
  results: PlanResult[];
}

/** What there may be to tell of plans that are open or have closed lately; of one, or in pages after an id. */
export function listPlanNewsForSystem(
  sql: Sql,
  ctx: Context,
  page: {
    planId: string | null;
    assessmentId: string | null;
    after: string;
    closedSince: Date;
    limit: number;
  },
): Promise<PlanNewsRow[]> {
  return sql<PlanNewsRow[]>`
    SELECT plan.id, plan.site_id AS "siteId", plan.subject_id AS "subjectId",
      subject.given_name || ' ' || subject.family_name AS "subjectName", plan.owner_id AS "ownerId",
      plan.supervisor_id AS "supervisorId", plan.state, plan.shared_at IS NOT NULL AS "isShared",
      plan.row_version AS "rowVersion", plan.subject_agreed_at IS NOT NULL AS "subjectAgreed",
      plan.owner_agreed_at IS NOT NULL AS "ownerAgreed", plan.trigger_id AS "triggerId", plan.starts_on AS "startsOn",
      plan.successes_needed AS "successesNeeded", (${resultsOf(sql)}) AS results
    FROM improvement_plan plan
    JOIN person subject ON subject.id = plan.subject_id
    WHERE plan.program_id = ${ctx.actor.programId} AND plan.id > ${page.after}
      AND (plan.closed_at IS NULL OR plan.closed_at >= ${page.closedSince})
      ${wanted(sql, page)}
    ORDER BY plan.id
    LIMIT ${page.limit}`;
}

export interface PlanRow {
  id: string;
  programId: string;
  siteId: string;
  siteName: string;
  zone: string;
  subjectId: string;
  subjectName: string;
  supervisorId: string | null;
  ownerId: string | null;
  ownerName: string | null;
  instrumentId: string;
  instrument: string;
  triggerId: string;
  triggerScoreVersion: number;
  state: ImprovementState;
  isShared: boolean;
  rowVersion: number;
  recheckDays: number;
  successesNeeded: number;
  drivers: ImprovementDriver[];
  systemCauses: string;
  goals: string;
  startsOn: Day | null;
  recheckDueOn: Day | null;
  proposedAt: Date;
  proposedOn: Day;
  subjectAgreedOn: Day | null;
  ownerAgreedOn: Day | null;
  closedOn: Day | null;
  closedReason: string | null;
  trigger: { state: AssessmentState; scoreVersion: number; result: FidelityResult } | null;
  results: PlanResult[];
}

const onDay = (sql: Sql, column: string) => sql`(plan.${sql(column)} AT TIME ZONE site.zone)::date`;

const planRows = (sql: Sql) => sql`
  SELECT plan.id, plan.program_id AS "programId", plan.site_id AS "siteId", site.name AS "siteName", site.zone,
    plan.subject_id AS "subjectId", coalesce(subject.given_name || ' ' || subject.family_name, 'A coach') AS "subjectName",
    plan.supervisor_id AS "supervisorId", plan.owner_id AS "ownerId",
    owner.given_name || ' ' || owner.family_name AS "ownerName", plan.instrument_id AS "instrumentId",
    instrument.title AS instrument, plan.trigger_id AS "triggerId", plan.trigger_score_version AS "triggerScoreVersion",
    plan.state, plan.shared_at IS NOT NULL AS "isShared", plan.row_version AS "rowVersion",
    plan.recheck_days AS "recheckDays", plan.successes_needed AS "successesNeeded", plan.drivers::text[] AS drivers,
    plan.system_causes AS "systemCauses", plan.goals, plan.starts_on AS "startsOn", plan.recheck_due_on AS "recheckDueOn",
    plan.proposed_at AS "proposedAt", ${onDay(sql, "proposed_at")} AS "proposedOn",
    ${onDay(sql, "subject_agreed_at")} AS "subjectAgreedOn", ${onDay(sql, "owner_agreed_at")} AS "ownerAgreedOn",
    ${onDay(sql, "closed_at")} AS "closedOn", plan.closed_reason AS "closedReason",
    (SELECT jsonb_build_object('state', rated.state, 'scoreVersion', score.score_version, 'result', score.result)
      FROM assessment rated
      JOIN LATERAL (SELECT score_version, result FROM assessment_score
        WHERE assessment_id = rated.id ORDER BY score_version DESC LIMIT 1) score ON true
      WHERE rated.id = plan.trigger_id) AS trigger,
    (${resultsOf(sql)}) AS results
  FROM improvement_plan plan
  JOIN site ON site.id = plan.site_id
  JOIN instrument ON instrument.id = plan.instrument_id
  LEFT JOIN person subject ON subject.id = plan.subject_id
  LEFT JOIN person owner ON owner.id = plan.owner_id`;

/** One plan that the actor may see; anything else does not exist. */
export async function findPlan(sql: Sql, id: string): Promise<PlanRow> {
  const [row] = await sql<PlanRow[]>`${planRows(sql)} WHERE plan.id = ${id}`;
  if (!row) throw new Problem("not-found", { subject: "improvement-plan", id });
  return row;
}

/** Holds a plan that the actor may change until the transaction ends. */
export async function lockPlan(sql: Sql, id: string): Promise<void> {
  await sql`SELECT FROM improvement_plan WHERE id = ${id} FOR UPDATE`;
}

/** Plans of others that the actor may see: those that wait for a person first, then the next due. */
export function listPlans(
  sql: Sql,
  given: { show: "open" | "closed"; notOf: string; limit: number; offset: number },
): Promise<PlanRow[]> {
  return sql<PlanRow[]>`
    ${planRows(sql)}
    WHERE plan.subject_id <> ${given.notOf} AND (plan.closed_at IS NULL) = ${given.show === "open"}
    ORDER BY plan.closed_at DESC, plan.state = 'extended' DESC, plan.recheck_due_on NULLS FIRST, plan.proposed_at, plan.id
    LIMIT ${given.limit} OFFSET ${given.offset}`;
}

/** The plans of a person, open ones first; or the one that a review led to. */
export function listPlansOf(sql: Sql, of: { subjectId: string } | { triggerId: string }): Promise<PlanRow[]> {
  return sql<PlanRow[]>`
    ${planRows(sql)}
    WHERE ${"subjectId" in of ? sql`plan.subject_id = ${of.subjectId}` : sql`plan.trigger_id = ${of.triggerId}`}
    ORDER BY plan.closed_at DESC, plan.proposed_at DESC
    LIMIT 10`;
}

/** Who may own a plan, with the owner it has. */
export function listOwners(
  sql: Sql,
  { planId, today }: { planId: string; today: Day },
): Promise<{ id: string; name: string }[]> {
  return sql<{ id: string; name: string }[]>`
    SELECT id, name FROM app.improvement_owners(${planId}, ${today}::date)`;
}

/** How many steps a plan holds besides one of this id. */
export async function countSupports(
  sql: Sql,
  { planId, besides }: { planId: string; besides: string },
): Promise<number> {
  const [row] = await sql<{ n: number }[]>`
    SELECT count(*)::int AS n FROM improvement_support WHERE plan_id = ${planId} AND id <> ${besides}`;
  return row?.n ?? 0;
}

export function listSupports(sql: Sql, planId: string): Promise<SupportItem[]> {
  return sql<SupportItem[]>`
    SELECT id, what, helper, due_on AS "dueOn", status, closed_on AS "closedOn"
    FROM improvement_support WHERE plan_id = ${planId}
    ORDER BY status IN ('done', 'dropped'), due_on, created_at, id
    LIMIT ${MOST_STEPS}`;
}

export interface TriggerRow {
  on: Day;
  raterId: string | null;
  raterName: string | null;
  definition: InstrumentDefinitionInput;
  score: Pick<StoredScore, "result" | "percent" | "criticalFailures" | "sections"> | null;
}

/** The review that led to a plan, with the score that did. */
export async function findMaybeTrigger(
  sql: Sql,
  { triggerId, triggerScoreVersion }: Pick<PlanRow, "triggerId" | "triggerScoreVersion">,
): Promise<TriggerRow | null> {
  const [row] = await sql<TriggerRow[]>`
    SELECT coalesce(rated.observed_on, rated.submitted_on, rated.target_on) AS on, rated.rater_id AS "raterId",
      rater.given_name || ' ' || rater.family_name AS "raterName", version.definition,
      (SELECT jsonb_build_object('result', result, 'percent', percent, 'criticalFailures', critical_failures, 'sections', sections)
        FROM assessment_score WHERE assessment_id = rated.id AND score_version = ${triggerScoreVersion}) AS score
    FROM assessment rated
    JOIN instrument_version version ON version.id = rated.instrument_version_id
    LEFT JOIN person rater ON rater.id = rated.rater_id
    WHERE rated.id = ${triggerId}`;
  return row ?? null;
}

export interface RecheckRow {
  id: string;
  state: AssessmentState;
  opensOn: Day;
  dueOn: Day;
  graceEndsOn: Day;
  raterId: string | null;
  raterName: string | null;
  isOwn: boolean;
}

/**
 * The next unfinished review of the subject and instrument after the one that led to a plan: that of a rule for results
 * below the threshold before one of the ordinary series.
 */
export async function findMaybeRecheck(
  sql: Sql,
  { subjectId, instrumentId, after }: { subjectId: string; instrumentId: string; after: Day },
): Promise<RecheckRow | null> {
  const [row] = await sql<RecheckRow[]>`
    SELECT rated.id, rated.state, rated.opens_on AS "opensOn", rated.due_on AS "dueOn", rated.grace_ends_on AS "graceEndsOn",
      rated.rater_id AS "raterId", rater.given_name || ' ' || rater.family_name AS "raterName",
      (rule.rule ->> 'kind' = 'event' AND rule.rule -> 'events' ? 'below-threshold') AS "isOwn"
    FROM assessment rated
    JOIN instrument_version version ON version.id = rated.instrument_version_id AND version.instrument_id = ${instrumentId}
    JOIN schedule_rule rule ON rule.id = rated.schedule_rule_id
    LEFT JOIN person rater ON rater.id = rated.rater_id
    WHERE rated.subject_id = ${subjectId} AND rated.part = 'first' AND rated.rater_type <> 'self'
      AND rated.state IN ('planned', 'open', 'in_progress') AND rated.target_on > ${after}::date
    ORDER BY "isOwn" DESC, rated.target_on, rated.id
    LIMIT 1`;
  return row ?? null;
}

/** Names of people, as far as one knows them. */
export async function listNamesOf(sql: Sql, ids: readonly string[]): Promise<Map<string, string>> {
  if (ids.length === 0) return new Map();
  const rows = await sql<{ id: string; name: string }[]>`
    SELECT id, given_name || ' ' || family_name AS name FROM person WHERE id = ANY (${ids}::uuid[])`;
  return new Map(rows.map(({ id, name }) => [id, name]));
}

export async function markShared(sql: Sql, ctx: Context, id: string): Promise<boolean> {
  const { count } = await sql`
    UPDATE improvement_plan SET shared_at = ${ctx.now} WHERE id = ${id} AND state = 'proposed' AND shared_at IS NULL`;
  return count === 1;
}

/** Writes what both are to agree on, at the version it was read at; whoever had agreed is asked again. */
export async function updateContent(
  sql: Sql,
  id: string,
  content: PlanContent & { rowVersion: number },
): Promise<boolean> {
  const { count } = await sql`
    UPDATE improvement_plan SET drivers = ${content.drivers}::improvement_driver[], system_causes = ${content.systemCauses},
      goals = ${content.goals}, owner_id = ${content.ownerId}, starts_on = ${content.startsOn},
      recheck_due_on = ${content.recheckDueOn}, row_version = row_version + 1, subject_agreed_at = NULL, owner_agreed_at = NULL
    WHERE id = ${id} AND state = 'proposed' AND row_version = ${content.rowVersion}`;
  return count === 1;
}

/** Agrees for one side to a version; with the other side's word it is agreed. @returns the state, null when it moved on */
export async function markAgreed(
  sql: Sql,
  ctx: Context,
  { id, side, rowVersion }: { id: string; side: "subject" | "owner"; rowVersion: number },
): Promise<ImprovementState | null> {
  const own = sql(side === "subject" ? "subject_agreed_at" : "owner_agreed_at");
  const other = sql(side === "subject" ? "owner_agreed_at" : "subject_agreed_at");
  const [row] = await sql<{ state: ImprovementState }[]>`
    UPDATE improvement_plan SET ${own} = ${ctx.now},
      state = CASE WHEN ${other} IS NULL THEN 'proposed' ELSE 'agreed' END::improvement_state
    WHERE id = ${id} AND state = 'proposed' AND row_version = ${rowVersion} AND shared_at IS NOT NULL
    RETURNING state`;
  return row?.state ?? null;
}

/** Adds a step; posted twice, one is one. */
export async function insertSupport(
  sql: Sql,
  ctx: Context,
  given: Pick<SupportItem, "id" | "what" | "helper" | "dueOn"> & { planId: string },
): Promise<boolean> {
  const { count } = await sql`
    INSERT INTO improvement_support (id, program_id, plan_id, what, helper, due_on, created_at)
    VALUES (${given.id}, ${ctx.actor.programId}, ${given.planId}, ${given.what}, ${given.helper}::improvement_helper,
      ${given.dueOn}, ${ctx.now})
    ON CONFLICT (id) DO NOTHING`;
  return count === 1;
}

/** @returns whether the step was marked otherwise before */
export async function markSupport(
  sql: Sql,
  given: { planId: string; id: string; status: SupportStatus; today: Day },
): Promise<boolean> {
  const closedOn = given.status === "done" || given.status === "dropped" ? given.today : null;
  const { count } = await sql`
    UPDATE improvement_support SET status = ${given.status}::action_step_status, closed_on = ${closedOn}
    WHERE id = ${given.id} AND plan_id = ${given.planId} AND status IS DISTINCT FROM ${given.status}::action_step_status`;
  return count === 1;
}

/** Sets another day for the re-assessment of a plan that is under way. */
export async function markExtended(sql: Sql, id: string, recheckDueOn: Day): Promise<boolean> {
  const { count } = await sql`
    UPDATE improvement_plan SET state = 'extended', recheck_due_on = ${recheckDueOn}
    WHERE id = ${id} AND state IN ('agreed', 'active', 'extended')`;
  return count === 1;
}

/** Ends a plan that has not ended yet: without having been met, or before anybody agreed. */
export async function markClosed(
  sql: Sql,
  ctx: Context,
  { id, to, reason }: { id: string; to: "closed_not_met" | "withdrawn"; reason: string },
): Promise<boolean> {
  const { count } = await sql`
    UPDATE improvement_plan SET state = ${to}::improvement_state, closed_at = ${ctx.now}, closed_reason = ${reason}
    WHERE id = ${id} AND ${
      to === "withdrawn" ? sql`state = 'proposed'` : sql`state IN ('agreed', 'active', 'extended')`
    }`;
  return count === 1;
}
