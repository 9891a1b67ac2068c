import type { Sql } from "#app/db/in-transaction.server.ts";
import type { Day } from "#app/time/days.ts";
import type { SessionModality } from "./session.codes.ts";
import type { PlanItem, PlanRule } from "./session-plan.types.ts";

/** More plans than a coach keeps at a time. */
const PLAN_LIMIT = 200;
/** More sessions than a plan has within the horizon. */
const SESSION_LIMIT = 200;

export interface PlanRow extends PlanRule {
  id: string;
  coachId: string;
  modality: SessionModality;
  rowVersion: number;
  attendeeIds: string[];
  focusIds: string[];
}

const columns = (sql: Sql) => sql`
  plan.id, plan.coach_id AS "coachId", plan.zone, plan.starts_on AS "startsOn", plan.ends_on AS "endsOn", plan.every,
  plan.weekdays, plan.week_of_month AS "weekOfMonth", plan.start_time AS "startTime", plan.minutes, plan.modality,
  plan.row_version AS "rowVersion"`;

const parts = (sql: Sql) => sql`
  ARRAY(SELECT person_id FROM session_plan_attendee WHERE plan_id = plan.id ORDER BY position) AS "attendeeIds",
  ARRAY(SELECT essential_function_id FROM session_plan_focus WHERE plan_id = plan.id
    ORDER BY essential_function_id) AS "focusIds"`;

/** One of the acting coach's plans, or null. */
export async function findMaybePlan(sql: Sql, planId: string): Promise<PlanRow | null> {
  const [row] = await sql<PlanRow[]>`
    SELECT ${columns(sql)}, ${parts(sql)} FROM session_plan plan WHERE plan.id = ${planId}`;
  return row ?? null;
}

/** Takes a plan for this transaction: nobody fills or changes it meanwhile. False when there is none. */
export async function lockPlan(sql: Sql, planId: string): Promise<boolean> {
  const rows = await sql`SELECT FROM session_plan WHERE id = ${planId} FOR UPDATE`;
  return rows.length > 0;
}

/** The next plans of the program, or of one person, with days in a period, after `afterId`, kept from being changed while they are filled. */
export async function takePlansForSystem(
  sql: Sql,
  {
    from,
    until,
    personId,
    afterId,
    limit,
  }: { from: Day; until: Day; personId?: string | undefined; afterId: string; limit: number },
): Promise<PlanRow[]> {
  const taken = await sql<{ id: string }[]>`
    SELECT id FROM session_plan
    WHERE program_id = (SELECT app.program_id()) AND id > ${afterId} AND starts_on <= ${until}::date
      AND (ends_on IS NULL OR ends_on >= ${from}::date)
      ${
        personId
          ? sql`AND EXISTS (SELECT FROM session_plan_attendee WHERE plan_id = session_plan.id AND person_id = ${personId})`
          : sql``
      }
    ORDER BY id LIMIT ${limit} FOR SHARE`;
  // Read once they are taken: what was changed meanwhile is read as it is now.
  return sql<PlanRow[]>`
    SELECT ${columns(sql)}, ${parts(sql)} FROM session_plan plan
    WHERE plan.id = ANY (${taken.map(({ id }) => id)}::uuid[]) ORDER BY plan.id`;
}

/** Stores a plan. @returns false when the id is taken */
export async function insertPlan(
  sql: Sql,
  plan: PlanRow & { programId: string; followsId: string | null; at: Date },
): Promise<boolean> {
  const rows = await sql`
    INSERT INTO session_plan (id, program_id, coach_id, zone, starts_on, ends_on, every, weekdays, week_of_month, start_time,
      minutes, modality, follows_id, created_at, updated_at)
    VALUES (${plan.id}, ${plan.programId}, ${plan.coachId}, ${plan.zone}, ${plan.startsOn}, ${plan.endsOn}, ${plan.every},
      ${plan.weekdays}::int[], ${plan.weekOfMonth}, ${plan.startTime}, ${plan.minutes}, ${plan.modality}, ${plan.followsId},
      ${plan.at}, ${plan.at})
    -- Two unique keys begin with the id, and either may speak first: no key is named.
    ON CONFLICT DO NOTHING
    RETURNING id`;
  if (rows.length === 0) return false;
  await insertParts(sql, plan);
  return true;
}

async function insertParts(sql: Sql, plan: PlanRow & { programId: string }): Promise<void> {
  const { id: plan_id, coachId: coach_id, programId: program_id } = plan;
  await Promise.all([
    sql`INSERT INTO session_plan_attendee ${sql(
      [...new Set(plan.attendeeIds)].map((person_id, position) => ({
        plan_id,
        coach_id,
        person_id,
        program_id,
        position,
      })),
    )}`,
    ...(plan.focusIds.length > 0
      ? [
          sql`INSERT INTO session_plan_focus ${sql(
            [...new Set(plan.focusIds)].map((essential_function_id) => ({
              ...{ plan_id, coach_id, essential_function_id, program_id },
            })),
          )}`,
        ]
      : []),
  ]);
}

/** Replaces what a plan says, for one that has no day behind it. The plan is locked. */
export async function replacePlan(sql: Sql, plan: PlanRow & { programId: string; at: Date }): Promise<void> {
  await Promise.all([
    sql`
      UPDATE session_plan SET zone = ${plan.zone}, starts_on = ${plan.startsOn}, ends_on = ${plan.endsOn},
        every = ${plan.every}, weekdays = ${plan.weekdays}::int[], week_of_month = ${plan.weekOfMonth},
        start_time = ${plan.startTime}, minutes = ${plan.minutes}, modality = ${plan.modality}, updated_at = ${plan.at},
        row_version = row_version + 1
      WHERE id = ${plan.id}`,
    sql`DELETE FROM session_plan_attendee WHERE plan_id = ${plan.id}`,
    sql`DELETE FROM session_plan_focus WHERE plan_id = ${plan.id}`,
  ]);
  await insertParts(sql, plan);
}

/** Lets a plan end with a day. The plan is locked. */
export async function setPlanEnd(
  sql: Sql,
  { planId, endsOn, at }: { planId: string; endsOn: Day; at: Date },
): Promise<void> {
  await sql`
    UPDATE session_plan SET ends_on = ${endsOn}, updated_at = ${at}, row_version = row_version + 1 WHERE id = ${planId}`;
}

/** The days of plans that are taken: by a session, wherever it was moved, or by one that was withdrawn. */
export async function listTakenDays(
  sql: Sql,
  planIds: readonly string[],
  from: Day,
): Promise<{ planId: string; on: Day }[]> {
  return sql<{ planId: string; on: Day }[]>`
    SELECT plan_id AS "planId", occurrence_on AS "on" FROM coaching_session
    WHERE plan_id = ANY (${[...planIds]}::uuid[]) AND occurrence_on >= ${from}::date
    UNION ALL
    SELECT plan_id, occurrence_on FROM withdrawn_session
    WHERE plan_id = ANY (${[...planIds]}::uuid[]) AND occurrence_on >= ${from}::date`;
}

export interface PlanSession {
  id: string;
  occurrenceOn: Day;
  sessionOn: Day;
  rowVersion: number;
  status: string;
  /** Where a session that was moved by another record went. */
  movedTo: Day | null;
  /** Nobody has touched it: it changes with the plan. */
  followsPlan: boolean;
  isWithdrawn: boolean;
}

/** The sessions of a plan from a day on, with those that were withdrawn. */
export function listPlanSessions(sql: Sql, planId: string, from: Day): Promise<PlanSession[]> {
  return sql<PlanSession[]>`
    SELECT id, occurrence_on AS "occurrenceOn", session_on AS "sessionOn", row_version AS "rowVersion", status::text,
      (SELECT next.session_on FROM coaching_session next WHERE next.id = coaching_session.rescheduled_to_id) AS "movedTo",
      follows_plan AND status = 'scheduled' AS "followsPlan", false AS "isWithdrawn"
    FROM coaching_session WHERE plan_id = ${planId} AND occurrence_on >= ${from}::date
    UNION ALL
    SELECT id, occurrence_on, session_on, row_version, 'withdrawn', NULL, false, true
    FROM withdrawn_session WHERE plan_id = ${planId} AND occurrence_on >= ${from}::date
    ORDER BY "occurrenceOn"
    LIMIT ${SESSION_LIMIT}`;
}

/** The same, taken for this transaction first: what somebody is changing by hand at this moment is read as it then is. */
export async function takePlanSessions(sql: Sql, planId: string, from: Day): Promise<PlanSession[]> {
  await sql`
    SELECT FROM coaching_session WHERE plan_id = ${planId} AND occurrence_on >= ${from}::date ORDER BY id FOR UPDATE`;
  return listPlanSessions(sql, planId, from);
}

/** Gives sessions, also withdrawn ones, their places in a plan, all at once. */
export async function placeSessions(
  sql: Sql,
  planId: string,
  places: readonly { id: string; on: Day }[],
): Promise<void> {
  if (places.length === 0) return;
  const ids = places.map(({ id }) => id);
  const given = JSON.stringify(places);
  // A place is unique at every moment, so they are all left before any is taken.
  for (const table of ["coaching_session", "withdrawn_session"])
    await sql`UPDATE ${sql(table)} SET plan_id = NULL, occurrence_on = NULL ${
      table === "coaching_session" ? sql`, follows_plan = false` : sql``
    } WHERE id = ANY (${ids}::uuid[])`;
  for (const table of ["coaching_session", "withdrawn_session"])
    await sql`
      UPDATE ${sql(table)} own SET plan_id = ${planId}, occurrence_on = place."on"
      FROM jsonb_to_recordset(${given}::text::jsonb) AS place (id uuid, "on" date) WHERE own.id = place.id`;
}

/**
 * Takes planned sessions of the acting coach out of the calendar, and keeps that they were in it. One with a word in it,
 * or one that takes another's place, stays. @returns the ids of those that went
 */
export async function withdrawSessions(
  sql: Sql,
  { ids, coachId, at }: { ids: readonly string[]; coachId: string; at: Date },
): Promise<string[]> {
  if (ids.length === 0) return [];
  const kept = await sql<{ id: string }[]>`
    INSERT INTO withdrawn_session (id, program_id, coach_id, attendee_ids, plan_id, occurrence_on, session_on, zone, starts_at,
      ends_at, row_version, withdrawn_at, was)
    SELECT session.id, session.program_id, session.lead_coach_id,
      ARRAY(SELECT person_id FROM session_attendee WHERE session_id = session.id), session.plan_id, session.occurrence_on,
      session.session_on, session.zone, session.scheduled_start_at, session.scheduled_end_at, session.row_version + 1, ${at},
      jsonb_build_object('session', to_jsonb(session),
        'attendees', (SELECT coalesce(jsonb_agg(to_jsonb(own)), '[]') FROM session_attendee own WHERE own.session_id = session.id),
        'coaches', (SELECT coalesce(jsonb_agg(to_jsonb(own)), '[]') FROM session_coach own WHERE own.session_id = session.id),
        'focus', (SELECT coalesce(jsonb_agg(to_jsonb(own)), '[]') FROM session_focus own WHERE own.session_id = session.id),
        'strategies', (SELECT coalesce(jsonb_agg(to_jsonb(own)), '[]') FROM session_strategy own WHERE own.session_id = session.id))
    FROM coaching_session session
    WHERE session.id = ANY (${[...ids]}::uuid[]) AND session.lead_coach_id = ${coachId} AND session.status = 'scheduled'
      AND NOT EXISTS (SELECT FROM coaching_session moved WHERE moved.rescheduled_to_id = session.id)
      AND NOT app.holds_words(session.id)
      AND NOT EXISTS (SELECT FROM session_private_note WHERE session_id = session.id)
    RETURNING id`;
  const gone = kept.map(({ id }) => id);
  await sql`DELETE FROM coaching_session WHERE id = ANY (${gone}::uuid[])`;
  return gone;
}

/** A session that the acting coach took out, taken for this transaction; null for anybody else's and for one that stands. */
export async function takeMaybeWithdrawn(
  sql: Sql,
  { sessionId, coachId }: { sessionId: string; coachId: string },
): Promise<WithdrawnSession | null> {
  const [row] = await sql<WithdrawnSession[]>`
    SELECT gone.id, gone.session_on AS "sessionOn", gone.zone, gone.starts_at AS "startsAt", gone.attendee_ids AS "attendeeIds",
      gone.was IS NOT NULL AS "canReturn"
    FROM withdrawn_session gone
    WHERE gone.id = ${sessionId} AND gone.coach_id = ${coachId}
      AND NOT EXISTS (SELECT FROM coaching_session WHERE id = gone.id)
    FOR UPDATE OF gone`;
  return row ?? null;
}

export interface WithdrawnSession {
  id: string;
  sessionOn: Day;
  zone: string;
  startsAt: Date | null;
  attendeeIds: string[];
  canReturn: boolean;
}

/** Whether a coach has all of these people on a day. */
export async function hasPeople(
  sql: Sql,
  { coachId, personIds, on }: { coachId: string; personIds: readonly string[]; on: Day },
): Promise<boolean> {
  const [row] = await sql<[{ n: number }]>`
    SELECT count(DISTINCT coachee_id)::int AS n FROM effective_coach_assignment
    WHERE coach_id = ${coachId} AND coachee_id = ANY (${[...personIds]}::uuid[]) AND starts_on <= ${on}::date
      AND (ends_on IS NULL OR ends_on > ${on}::date)`;
  return row.n === new Set(personIds).size;
}

/** Puts a withdrawn session back under its id, as it was, in the place that its plan keeps for it by now. */
export async function returnWithdrawn(
  sql: Sql,
  { sessionId, at }: { sessionId: string; at: Date },
): Promise<void> {
  await sql`
    INSERT INTO coaching_session
    SELECT restored.* FROM withdrawn_session gone,
      jsonb_populate_record(NULL::coaching_session, gone.was -> 'session' || jsonb_build_object(
        'plan_id', gone.plan_id, 'occurrence_on', gone.occurrence_on,
        'follows_plan', (gone.was -> 'session' ->> 'follows_plan')::boolean
          AND gone.plan_id IS NOT DISTINCT FROM (gone.was -> 'session' ->> 'plan_id')::uuid
          AND gone.occurrence_on IS NOT DISTINCT FROM (gone.was -> 'session' ->> 'occurrence_on')::date,
        'row_version', gone.row_version + 1, 'content_version', gone.row_version + 1, 'updated_at', ${at.toISOString()}::text)) restored
    WHERE gone.id = ${sessionId}`;
  for (const [table, part] of [
    ["session_attendee", "attendees"],
    ["session_coach", "coaches"],
    ["session_focus", "focus"],
    ["session_strategy", "strategies"],
  ] as const)
    await sql`
      INSERT INTO ${sql(table)}
      SELECT restored.* FROM withdrawn_session gone,
        jsonb_populate_recordset(NULL::${sql(table)}, gone.was -> ${part}::text) restored
      WHERE gone.id = ${sessionId}`;
  await sql`DELETE FROM withdrawn_session WHERE id = ${sessionId}`;
}

/** Forgets that sessions were withdrawn that stand again under their ids. @returns how many */
export async function forgetWithdrawn(sql: Sql, ids: readonly string[]): Promise<number> {
  const { count } = await sql`
    DELETE FROM withdrawn_session gone
    WHERE gone.id = ANY (${[...ids]}::uuid[]) AND EXISTS (SELECT FROM coaching_session WHERE id = gone.id)`;
  return count;
}

/** The acting coach's plans that have days from today on; of one person, or all. */
export function listPlans(
  sql: Sql,
  { coachId, today, personId }: { coachId: string; today: Day; personId?: string },
): Promise<PlanItem[]> {
  return sql<PlanItem[]>`
    SELECT ${planItem(sql, today)}
    FROM session_plan plan
    WHERE plan.coach_id = ${coachId} AND (plan.ends_on IS NULL OR plan.ends_on >= greatest(${today}::date, plan.starts_on))
      ${
        personId
          ? sql`AND EXISTS (SELECT FROM session_plan_attendee WHERE plan_id = plan.id AND person_id = ${personId})`
          : sql``
      }
    ORDER BY plan.starts_on, plan.id
    LIMIT ${PLAN_LIMIT}`;
}

/** One of the acting coach's plans for its page, or null. */
export async function findMaybePlanItem(sql: Sql, planId: string, today: Day): Promise<PlanItem | null> {
  const [row] = await sql<PlanItem[]>`
    SELECT ${planItem(sql, today)} FROM session_plan plan WHERE plan.id = ${planId}`;
  return row ?? null;
}

function planItem(sql: Sql, today: Day) {
  return sql`${columns(sql)},
    (SELECT coalesce(jsonb_agg(jsonb_build_object('id', person.id, 'name', person.given_name || ' ' || person.family_name)
        ORDER BY guest.position), '[]')
      FROM session_plan_attendee guest JOIN person ON person.id = guest.person_id WHERE guest.plan_id = plan.id) AS people,
    (SELECT min(session.session_on) FROM coaching_session session
      WHERE session.plan_id = plan.id AND session.session_on >= ${today}::date AND session.status = 'scheduled') AS "nextOn"`;
}
