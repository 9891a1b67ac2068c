import type { Sql } from "#app/db/in-transaction.server.ts";
import type { Day } from "#app/time/days.ts";
import type { ContactCard, FunctionChoice, GoalItem, StepItem } from "./people.types.ts";
import type { CoachingIntensity } from "./session.codes.ts";
import type { CompanionChoice, GoalChoice, LogPerson, StepChoice } from "./session-form.types.ts";
import { sessionOf } from "./session-records.queries.server.ts";

const PEOPLE_LIMIT = 200;
const GOAL_LIMIT = 30;
const STEP_LIMIT = 50;
/** More open steps than this are all the same to the eye. */
const COUNTED_STEPS = 99;

/** A card before its contacts are known, with what its dose is worked out from. */
export interface PersonRow extends Omit<ContactCard, "lastContactOn" | "isLastContactOwn"> {
  siteId: string;
  zone: string;
}

/**
 * The people a coach has today, by name. Each figure comes from the newest few rows of one index, so the page costs the
 * same whatever history lies behind it. Today is the day at each one's site. A next day that was only named counts until
 * there is a record of that day: missed, called off or moved, it is no next session.
 */
export function listPeopleOfCoach(sql: Sql, coachId: string, now: Date): Promise<PersonRow[]> {
  return sql<PersonRow[]>`
    SELECT person.id, person.given_name || ' ' || person.family_name AS name, site.id AS "siteId", site.name AS "siteName", site.zone,
      assigned.intensity,
      coalesce(planned.session_on, CASE WHEN last.next_session_on >= site.today AND NOT EXISTS (
        SELECT FROM session_attendee met
        WHERE met.person_id = assigned.coachee_id AND met.lead_coach_id = ${coachId} AND met.session_on = last.next_session_on)
        THEN last.next_session_on END) AS "nextSessionOn",
      planned.id AS "plannedSessionId",
      (SELECT count(*) FROM (
        SELECT FROM action_step step
        WHERE step.coachee_id = assigned.coachee_id AND step.coach_id = ${coachId} AND step.status IN ('open', 'partly_done')
        LIMIT ${COUNTED_STEPS}) counted)::int AS "openSteps",
      ARRAY(
        SELECT goal.title FROM goal
        WHERE goal.coachee_id = assigned.coachee_id AND goal.coach_id = ${coachId} AND goal.status = 'active'
        ORDER BY goal.created_at DESC LIMIT 3) AS "goalTitles"
    FROM effective_coach_assignment assigned
    JOIN person ON person.id = assigned.coachee_id
    JOIN (SELECT id, name, zone, (${now}::timestamptz AT TIME ZONE zone)::date AS today FROM site OFFSET 0) site
      ON site.id = assigned.site_id
    LEFT JOIN LATERAL (${nextNamed(sql, coachId, sql`assigned.coachee_id`)}) last ON true
    LEFT JOIN LATERAL (
      SELECT session.id, session.session_on
      FROM session_attendee attendee
      JOIN LATERAL ${sessionOf(sql, "attendee")} session ON true
      WHERE attendee.person_id = assigned.coachee_id AND attendee.role = 'coachee' AND attendee.lead_coach_id = ${coachId}
        AND attendee.session_on >= site.today AND session.status = 'scheduled'
      ORDER BY attendee.session_on LIMIT 1) planned ON true
    WHERE assigned.coach_id = ${coachId} AND assigned.starts_on <= site.today
      AND (assigned.ends_on IS NULL OR assigned.ends_on > site.today)
    ORDER BY person.family_name, person.given_name
    LIMIT ${PEOPLE_LIMIT}`;
}

export interface CoacheeRow {
  id: string;
  name: string;
  jobTitle: string | null;
  siteId: string;
  siteName: string;
  zone: string;
  intensity: CoachingIntensity;
  startsOn: Day;
  endsOn: Day | null;
}

/**
 * The next day that was named in the newest session that a coach held with somebody, alone or beside another. Each of the
 * two kinds is read from the end of its own index: sorted together, a whole history would be read.
 */
function nextNamed(sql: Sql, coachId: string, coacheeId: ReturnType<typeof sql>) {
  const wasHeld = sql`session.status IN ('held', 'held_partial')`;
  // Row-level security lets a bound reach an index only as a plain comparison: no function and no coalesce beside it.
  return sql`
    SELECT CASE WHEN later.session_on IS NULL THEN own.next_session_on ELSE later.next_session_on END AS next_session_on
    FROM (VALUES (1)) one
    LEFT JOIN LATERAL (
      SELECT led.session_on, session.next_session_on
      FROM session_attendee led JOIN LATERAL ${sessionOf(sql, "led")} session ON true
      WHERE led.person_id = ${coacheeId} AND led.role = 'coachee' AND led.lead_coach_id = ${coachId}
        AND led.attendance IN ('full', 'partial') AND ${wasHeld}
      ORDER BY led.session_on DESC LIMIT 1) own ON true
    LEFT JOIN LATERAL (
      SELECT beside.session_on, session.next_session_on
      FROM session_coach beside
      JOIN session_attendee guest ON guest.session_id = beside.session_id AND guest.person_id = ${coacheeId}
        AND guest.role = 'coachee' AND guest.attendance IN ('full', 'partial')
      JOIN LATERAL ${sessionOf(sql, "beside")} session ON true
      WHERE beside.person_id = ${coachId} AND beside.role = 'co_coach' AND ${wasHeld}
        AND beside.session_on > CASE WHEN own.session_on IS NULL THEN '-infinity' ELSE own.session_on END
      ORDER BY beside.session_on DESC LIMIT 1) later ON true`;
}

/** A person the coach coaches or once coached, with the latest assignment; null for anybody else. */
export async function findMaybeCoachee(
  sql: Sql,
  coachId: string,
  personId: string,
): Promise<CoacheeRow | null> {
  const [row] = await sql<CoacheeRow[]>`
    SELECT person.id, person.given_name || ' ' || person.family_name AS name, person.job_title AS "jobTitle",
      site.id AS "siteId", site.name AS "siteName", site.zone, assigned.intensity, assigned.starts_on AS "startsOn",
      assigned.ends_on AS "endsOn"
    FROM effective_coach_assignment assigned
    JOIN person ON person.id = assigned.coachee_id
    JOIN site ON site.id = assigned.site_id
    WHERE assigned.coach_id = ${coachId} AND assigned.coachee_id = ${personId}
    ORDER BY assigned.starts_on DESC
    LIMIT 1`;
  return row ?? null;
}

/**
 * What a new log of each person starts from: zone, active goals, open steps, and what the newest session suggests.
 * Of one person, whenever they were coached, or of everybody whom the coach has on a day.
 */
export function listLogPeople(
  sql: Sql,
  { coachId, personId, day }: { coachId: string; personId?: string; day: Day },
): Promise<LogPerson[]> {
  return sql<LogPerson[]>`
    SELECT assigned.coachee_id AS id, person.given_name || ' ' || person.family_name AS name, site.zone,
      (SELECT coalesce(jsonb_agg(jsonb_build_object('id', goal.id, 'title', goal.title,
          'essentialFunctionId', goal.essential_function_id) ORDER BY goal.created_at DESC), '[]')
        FROM (SELECT * FROM goal
              WHERE coachee_id = assigned.coachee_id AND coach_id = ${coachId} AND status = 'active'
              ORDER BY created_at DESC LIMIT ${GOAL_LIMIT}) goal) AS goals,
      (SELECT coalesce(jsonb_agg(jsonb_build_object('id', step.id, 'what', step.what, 'ownerId', step.owner_id,
          'ownerName', owner.given_name || ' ' || owner.family_name, 'isOwn', step.owner_id = ${coachId}, 'dueOn', step.due_on,
          'status', step.status, 'supportNeeded', step.support_needed) ORDER BY step.due_on NULLS LAST, step.created_at), '[]')
        FROM (SELECT * FROM action_step
              WHERE coachee_id = assigned.coachee_id AND coach_id = ${coachId} AND status IN ('open', 'partly_done')
              ORDER BY due_on NULLS LAST, created_at LIMIT ${STEP_LIMIT}) step
        JOIN person owner ON owner.id = step.owner_id) AS "openSteps",
      last.value AS last
    FROM (
      SELECT DISTINCT ON (coachee_id) coachee_id, site_id FROM effective_coach_assignment
      WHERE coach_id = ${coachId} ${
        personId
          ? sql`AND coachee_id = ${personId}`
          : sql`AND starts_on <= ${day}::date AND (ends_on IS NULL OR ends_on > ${day}::date)`
      }
      ORDER BY coachee_id, starts_on DESC) assigned
    JOIN person ON person.id = assigned.coachee_id
    JOIN site ON site.id = assigned.site_id
    LEFT JOIN LATERAL (
      SELECT jsonb_build_object('modality', session.modality,
        'minutes', (extract(epoch FROM session.ended_at - session.started_at) / 60)::int,
        'focusIds', ARRAY(SELECT essential_function_id FROM session_focus WHERE session_id = session.id LIMIT 3)) AS value
      FROM session_attendee attendee
      JOIN LATERAL ${sessionOf(sql, "attendee")} session ON true
      WHERE attendee.person_id = assigned.coachee_id AND attendee.role = 'coachee' AND attendee.lead_coach_id = ${coachId}
        AND session.status IN ('held', 'held_partial')
      ORDER BY attendee.session_on DESC LIMIT 1) last ON true
    ORDER BY person.family_name, person.given_name
    LIMIT ${PEOPLE_LIMIT}`;
}

/** Names of a coach's people on a day. */
export function listCoacheeNames(
  sql: Sql,
  coachId: string,
  day: Day,
): Promise<{ id: string; name: string }[]> {
  return sql<{ id: string; name: string }[]>`
    SELECT person.id, person.given_name || ' ' || person.family_name AS name
    FROM effective_coach_assignment assigned
    JOIN person ON person.id = assigned.coachee_id
    WHERE assigned.coach_id = ${coachId} AND assigned.starts_on <= ${day}::date
      AND (assigned.ends_on IS NULL OR assigned.ends_on > ${day}::date)
    ORDER BY person.family_name, person.given_name
    LIMIT ${PEOPLE_LIMIT}`;
}

/** Who may be named in a log of the acting coach beside their own people, on a day: coaches and supervisors. */
export function listCompanions(sql: Sql, day: Day): Promise<CompanionChoice[]> {
  return sql<CompanionChoice[]>`SELECT * FROM app.session_companions(${day}::date)`;
}

interface LoggedPeople {
  coachId: string;
  /** Everybody whom the coach has on it. */
  day: Day;
  /** And these, whenever they were coached. */
  personIds: readonly string[];
}

/** Ids of those whom a log may name, as a list: an index is looked up for each. */
function loggedPeople(sql: Sql, { coachId, day, personIds }: LoggedPeople) {
  return sql`ARRAY(
    SELECT coachee_id FROM effective_coach_assignment
    WHERE coach_id = ${coachId} AND starts_on <= ${day}::date AND (ends_on IS NULL OR ends_on > ${day}::date)
    UNION SELECT unnest(${[...personIds]}::uuid[]))`;
}

/** Active goals by person, newest first: what a log of several may speak of. */
export function listGoalChoices(sql: Sql, people: LoggedPeople): Promise<GoalChoice[]> {
  return sql<GoalChoice[]>`
    SELECT goal.id, goal.title, person.id AS "personId"
    FROM person
    CROSS JOIN LATERAL (
      SELECT id, title, created_at FROM goal
      WHERE coachee_id = person.id AND coach_id = ${people.coachId} AND status = 'active'
      ORDER BY created_at DESC LIMIT ${GOAL_LIMIT}) goal
    WHERE person.id = ANY (${loggedPeople(sql, people)})
    ORDER BY person.family_name, person.given_name, goal.created_at DESC
    LIMIT ${PEOPLE_LIMIT * GOAL_LIMIT}`;
}

/** Open steps by person, the earliest due first: what a log of several carries forward. */
export function listStepChoices(sql: Sql, people: LoggedPeople): Promise<StepChoice[]> {
  return sql<StepChoice[]>`
    SELECT step.id, step.what, person.id AS "personId", step.owner_id AS "ownerId",
      owner.given_name || ' ' || owner.family_name AS "ownerName", step.owner_id = ${people.coachId} AS "isOwn",
      step.due_on AS "dueOn", step.status, step.support_needed AS "supportNeeded"
    FROM person
    CROSS JOIN LATERAL (
      SELECT * FROM action_step
      WHERE coachee_id = person.id AND coach_id = ${people.coachId} AND status IN ('open', 'partly_done')
      ORDER BY due_on NULLS LAST, created_at LIMIT ${STEP_LIMIT}) step
    JOIN person owner ON owner.id = step.owner_id
    WHERE person.id = ANY (${loggedPeople(sql, people)})
    ORDER BY person.family_name, person.given_name, step.due_on NULLS LAST, step.created_at
    LIMIT ${PEOPLE_LIMIT * STEP_LIMIT}`;
}

/** Goals of a coachee, active ones first; with one coach, or with every coach. */
export function listGoals(
  sql: Sql,
  { coacheeId, coachId }: { coacheeId: string; coachId?: string },
): Promise<GoalItem[]> {
  return sql<GoalItem[]>`
    SELECT goal.id, goal.title, goal.baseline_level AS "baselineLevel", goal.target_level AS "targetLevel", goal.evidence,
      coalesce(goal.quality, '{}')::text[] AS quality, goal.review_on AS "reviewOn", goal.status,
      goal.essential_function_id AS "essentialFunctionId", function.title AS "functionTitle", goal.row_version AS "rowVersion"
    FROM goal
    LEFT JOIN essential_function function ON function.id = goal.essential_function_id
    WHERE goal.coachee_id = ${coacheeId} ${coachId ? sql`AND goal.coach_id = ${coachId}` : sql``}
    ORDER BY goal.status <> 'active', goal.created_at DESC
    LIMIT ${GOAL_LIMIT}`;
}

/** Steps that are still open, the earliest due first. `viewerId` is who looks. */
export function listOpenSteps(
  sql: Sql,
  { coacheeId, coachId, viewerId }: { coacheeId: string; coachId?: string; viewerId: string },
): Promise<StepItem[]> {
  return sql<StepItem[]>`
    SELECT step.id, step.what, step.owner_id AS "ownerId", owner.given_name || ' ' || owner.family_name AS "ownerName",
      step.owner_id = ${viewerId} AS "isOwn", step.due_on AS "dueOn", step.status,
      step.support_needed AS "supportNeeded"
    FROM action_step step
    JOIN person owner ON owner.id = step.owner_id
    WHERE step.coachee_id = ${coacheeId} AND step.status IN ('open', 'partly_done')
      ${coachId ? sql`AND step.coach_id = ${coachId}` : sql``}
    ORDER BY step.due_on NULLS LAST, step.created_at
    LIMIT ${STEP_LIMIT}`;
}

/** Essential functions of the practice profile in force on a day, in its order. */
export function listFunctionsInForce(sql: Sql, day: Day): Promise<FunctionChoice[]> {
  return sql<FunctionChoice[]>`
    SELECT function.id, function.title AS label, component.title AS "componentTitle"
    FROM (
      SELECT profile.id FROM practice_profile profile
      JOIN program ON program.id = profile.program_id
      WHERE (profile.published_at AT TIME ZONE program.zone)::date <= ${day}::date
      ORDER BY profile.version DESC LIMIT 1) profile
    JOIN core_component component ON component.practice_profile_id = profile.id
    JOIN essential_function function ON function.core_component_id = component.id
    ORDER BY component.number, function.number
    LIMIT 200`;
}

/**
 * Stores a goal of a pair, or changes it at `rowVersion`: `moved-on` when it is another by now or is not theirs, `as-before`
 * when a new one is there already with these words.
 */
export async function saveGoal(
  sql: Sql,
  goal: {
    id: string;
    programId: string;
    siteId: string;
    coachId: string;
    coacheeId: string;
    essentialFunctionId: string | null;
    title: string;
    baselineLevel: string;
    targetLevel: string;
    evidence: string;
    quality: readonly string[];
    reviewOn: Day | null;
    status: string;
    createdAt: Date;
    rowVersion: number | null;
  },
): Promise<"stored" | "as-before" | "moved-on"> {
  const rows =
    goal.rowVersion === null
      ? await sql`
          INSERT INTO goal (id, program_id, site_id, coach_id, coachee_id, essential_function_id, title, baseline_level,
            target_level, evidence, quality, review_on, status, created_at)
          VALUES (${goal.id}, ${goal.programId}, ${goal.siteId}, ${goal.coachId}, ${goal.coacheeId}, ${goal.essentialFunctionId},
            ${goal.title}, ${goal.baselineLevel}, ${goal.targetLevel}, ${goal.evidence}, ${[...goal.quality]}::goal_quality[],
            ${goal.reviewOn}, ${goal.status}::goal_status, ${goal.createdAt})
          ON CONFLICT (id) DO NOTHING
          RETURNING id`
      : await sql`
          UPDATE goal SET essential_function_id = ${goal.essentialFunctionId}, title = ${goal.title},
            baseline_level = ${goal.baselineLevel}, target_level = ${goal.targetLevel}, evidence = ${goal.evidence},
            quality = ${[...goal.quality]}::goal_quality[], review_on = ${goal.reviewOn}, status = ${goal.status}::goal_status,
            row_version = row_version + 1
          WHERE id = ${goal.id} AND coachee_id = ${goal.coacheeId} AND coach_id = ${goal.coachId}
            AND row_version = ${goal.rowVersion}
          RETURNING id`;
  if (rows.length === 1) return "stored";
  const same = await sql`
    SELECT FROM goal
    WHERE id = ${goal.id} AND coach_id = ${goal.coachId} AND coachee_id = ${goal.coacheeId} AND title = ${goal.title}
      AND essential_function_id IS NOT DISTINCT FROM ${goal.essentialFunctionId}::uuid AND baseline_level = ${goal.baselineLevel}
      AND target_level = ${goal.targetLevel} AND evidence = ${goal.evidence} AND quality = ${[...goal.quality]}::goal_quality[]
      AND review_on IS NOT DISTINCT FROM ${goal.reviewOn}::date AND status = ${goal.status}::goal_status`;
  return same.length === 1 ? "as-before" : "moved-on";
}

/** Which of these goals and functions exist for this pair: what a form may refer to. */
export async function findGoalReferences(
  sql: Sql,
  {
    coachId,
    coacheeId,
    goalId,
    essentialFunctionId,
  }: Record<"coachId" | "coacheeId", string> & {
    goalId: string | null;
    essentialFunctionId: string | null;
  },
): Promise<{ hasGoal: boolean; hasFunction: boolean }> {
  const [row] = await sql<[{ hasGoal: boolean; hasFunction: boolean }]>`
    SELECT EXISTS (SELECT FROM goal WHERE id = ${goalId}::uuid AND coach_id = ${coachId} AND coachee_id = ${coacheeId}) AS "hasGoal",
           EXISTS (SELECT FROM essential_function WHERE id = ${essentialFunctionId}::uuid) AS "hasFunction"`;
  return row;
}

/** Two who mark a step take turns. */
export async function lockStep(sql: Sql, stepId: string): Promise<void> {
  await sql`SELECT pg_advisory_xact_lock(hashtextextended(${`action-step ${stepId}`}, 0))`;
}

export async function findMaybeStep(
  sql: Sql,
  stepId: string,
): Promise<{ id: string; ownerId: string; status: string; siteId: string; zone: string } | null> {
  const [row] = await sql<{ id: string; ownerId: string; status: string; siteId: string; zone: string }[]>`
    SELECT step.id, step.owner_id AS "ownerId", step.status, site.id AS "siteId", site.zone
    FROM action_step step JOIN site ON site.id = step.site_id
    WHERE step.id = ${stepId}`;
  return row ?? null;
}

/** How far an own step has come: the one thing that its owner may change. */
export async function markStep(
  sql: Sql,
  { stepId, status, closedOn }: { stepId: string; status: string; closedOn: Day | null },
): Promise<void> {
  await sql`SELECT app.mark_step(${stepId}, ${status}::action_step_status, ${closedOn}::date)`;
}
