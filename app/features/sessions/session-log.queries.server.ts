import type { Sql } from "#app/db/in-transaction.server.ts";
import type { Day } from "#app/time/days.ts";
import type { NoteKey } from "./private-note.server.ts";
import {
  agreedSteps,
  companionsOf,
  functionIdsOf,
  goalIdsOf,
  type HandedOverStep,
  type SessionFacts,
} from "./session.rules.ts";
import type { SessionInput } from "./session.schema.ts";
import type { SessionRows } from "./session-rows.server.ts";

export interface StoredSession {
  status: SessionInput["status"];
  sessionOn: Day;
  siteId: string;
  zone: string;
  contentHash: string;
  rowVersion: number;
}

export interface FactsForLog extends SessionFacts {
  /** The coach's own record with this id, when it is stored already. */
  stored: StoredSession | null;
  sessionLockDays: number;
  /** The key of the coach's private notes, once there is one. */
  noteKey: NoteKey | null;
}

/**
 * Everything a log is judged by, as of the day of the session, in one statement. A coach may still log what was done
 * for goals and steps that were handed over since: the session was theirs. What the log does not speak of is not looked
 * for: most logs are short, and a look behind the policies of a table costs something even when nothing is there.
 */
export async function findSessionFacts(
  sql: Sql,
  { programId, coachId }: { programId: string; coachId: string },
  input: SessionInput,
): Promise<FactsForLog> {
  const day = input.sessionOn;
  const companionIds = companionsOf(input).map(({ personId }) => personId);
  const functionIds = functionIdsOf(input);
  const goalIds = goalIdsOf(input);
  const stepIds = Object.keys(input.reviews);
  const none = sql`'[]'::jsonb`;
  const [row] = await sql<
    [
      Omit<
        FactsForLog,
        "programId" | "coachId" | "noteKey" | "agreedStepIds" | "toldSteps" | "handedOverSteps"
      > & {
        noteKey: string | null;
        agreed: (HandedOverStep & { coacheeId: string; isOwn: boolean; isTold: boolean })[];
      },
    ]
  >`
    SELECT program.session_lock_days AS "sessionLockDays",
      ${
        input.privateNote
          ? sql`(SELECT id || ' ' || encode(wrapped_key, 'base64') FROM note_key
                 WHERE author_id = ${coachId} AND destroyed_at IS NULL)`
          : sql`NULL`
      } AS "noteKey",
      EXISTS (
        SELECT FROM certification held
        WHERE held.person_id = ${coachId} AND held.kind = 'coach'
          AND held.valid_from <= ${day}::date AND held.valid_until >= ${day}::date
          AND (held.revoked_on IS NULL OR held.revoked_on > ${day}::date)) AS "isCoachCertified",
      (SELECT version FROM plan_version
        WHERE status <> 'draft' AND approved_on <= ${day}::date ORDER BY version DESC LIMIT 1) AS "planVersion",
      ${
        companionIds.length === 0
          ? none
          : sql`(SELECT coalesce(jsonb_agg(known), '[]') FROM app.session_companions(${day}::date) known
                 WHERE known.id = ANY (${companionIds}::uuid[]))`
      } AS companions,
      profile.id AS "practiceProfileId",
      ARRAY(
        SELECT function.id FROM essential_function function
        JOIN core_component component ON component.id = function.core_component_id
        WHERE function.id = ANY (${functionIds}::uuid[]) AND component.practice_profile_id = profile.id) AS "functionIds",
      ARRAY(
        SELECT given.id FROM unnest(${functionIds}::uuid[]) AS given (id)
        WHERE NOT EXISTS (SELECT FROM essential_function WHERE id = given.id)) AS "unknownFunctionIds",
      (SELECT coalesce(jsonb_agg(jsonb_build_object(
          'coacheeId', assigned.coachee_id, 'startsOn', assigned.starts_on, 'endsOn', assigned.ends_on,
          'siteId', site.id, 'unitId', CASE WHEN works.site_id IS NULL THEN assigned.unit_id ELSE works.unit_id END,
          'zone', site.zone)), '[]')
        FROM effective_coach_assignment assigned
        LEFT JOIN site_assignment works ON works.person_id = assigned.coachee_id
          AND works.starts_on <= ${day}::date AND (works.ends_on IS NULL OR works.ends_on > ${day}::date)
        JOIN site ON site.id = coalesce(works.site_id, assigned.site_id)
        WHERE assigned.coach_id = ${coachId} AND assigned.coachee_id = ANY (${input.attendeeIds}::uuid[])) AS assignments,
      ${
        goalIds.length === 0
          ? none
          : sql`(SELECT coalesce(jsonb_agg(jsonb_build_object('id', goal.id, 'coacheeId', goal.coachee_id)), '[]')
                 FROM goal WHERE goal.id = ANY (${goalIds}::uuid[])
                   AND (goal.coach_id = ${coachId} OR ${coachId}::uuid = ANY (goal.earlier_coach_ids)))`
      } AS goals,
      ${
        stepIds.length === 0
          ? none
          : sql`(SELECT coalesce(jsonb_agg(jsonb_build_object('id', step.id, 'coacheeId', step.coachee_id)), '[]')
                 FROM action_step step WHERE step.id = ANY (${stepIds}::uuid[])
                   AND (step.coach_id = ${coachId} OR ${coachId}::uuid = ANY (step.earlier_coach_ids)))`
      } AS "actionSteps",
      ${
        agreedSteps(input).length === 0
          ? none
          : sql`(SELECT coalesce(jsonb_agg(jsonb_build_object('id', step.id, 'coacheeId', step.coachee_id,
                   'what', step.what, 'ownerId', step.owner_id, 'dueOn', step.due_on, 'supportNeeded', step.support_needed,
                   'isOwn', step.coach_id = ${coachId}, 'isTold', EXISTS (
                     SELECT FROM session_action_review told WHERE told.action_step_id = step.id AND told.session_id <> ${input.id}))), '[]')
                 FROM action_step step WHERE step.session_id = ${input.id}
                   AND (step.coach_id = ${coachId} OR ${coachId}::uuid = ANY (step.earlier_coach_ids)))`
      } AS agreed,
      (SELECT jsonb_build_object('status', own.status, 'sessionOn', own.session_on, 'siteId', own.site_id, 'zone', own.zone,
          'contentHash', own.content_hash, 'rowVersion', own.row_version)
        FROM coaching_session own WHERE own.id = ${input.id} AND own.lead_coach_id = ${coachId}) AS stored,
      (SELECT row_version FROM withdrawn_session WHERE id = ${input.id} AND coach_id = ${coachId}) AS "withdrawnVersion"
    FROM program
    LEFT JOIN LATERAL (
      SELECT id FROM practice_profile
      WHERE program_id = program.id AND (published_at AT TIME ZONE program.zone)::date <= ${day}::date
      ORDER BY version DESC LIMIT 1) profile ON true
    WHERE program.id = ${programId}`;
  const { noteKey: sealed, agreed, ...facts } = row;
  const [keyId, wrapped] = sealed?.split(" ") ?? [];
  return {
    ...{ programId, coachId, ...facts },
    noteKey: keyId && wrapped ? { id: keyId, wrappedKey: Buffer.from(wrapped, "base64") } : null,
    agreedStepIds: agreed.filter(({ isOwn }) => isOwn).map(({ id }) => id),
    toldSteps: agreed.filter(({ isTold }) => isTold),
    handedOverSteps: agreed.filter(({ isOwn }) => !isOwn),
  };
}

/**
 * Writes a new log; statements are sent together.
 * @throws unique violation of a key that begins with the id, when it is stored already, by whomever
 */
export async function insertSession(sql: Sql, rows: SessionRows): Promise<void> {
  await Promise.all([
    sql`INSERT INTO coaching_session ${sql(rows.session)}`,
    sql`INSERT INTO session_attendee ${sql(rows.attendees)}`,
    ...insertCoaches(sql, rows),
    ...insertConversation(sql, rows),
    ...applyReviews(sql, rows),
    ...insertParts(sql, rows),
  ]);
}

function insertCoaches(sql: Sql, { coaches }: SessionRows) {
  if (coaches.length === 0) return [];
  return [
    sql`INSERT INTO session_coach ${sql(coaches)}
        ON CONFLICT (session_id, person_id) DO UPDATE SET role = EXCLUDED.role, unit_id = EXCLUDED.unit_id`,
  ];
}

/**
 * Summary, private note, details and what was agreed, as far as there is any. A step that the coach does stays with whom
 * it was agreed, as long as they are in the log or another record tells what became of it.
 */
function insertConversation(sql: Sql, { summary, privateNote, detail, actionSteps, attendees }: SessionRows) {
  const people = attendees.map(({ person_id }) => person_id);
  return [
    detail && sql`INSERT INTO session_detail ${sql(detail)}`,
    summary && sql`INSERT INTO session_summary ${sql(summary)}`,
    privateNote && sql`INSERT INTO session_private_note ${sql(privateNote)}`,
    actionSteps.length > 0 &&
      sql`INSERT INTO action_step ${sql(actionSteps)}
          ON CONFLICT (id) DO UPDATE
            SET what = EXCLUDED.what, owner_id = EXCLUDED.owner_id,
                coachee_id = CASE
                  WHEN EXCLUDED.owner_id = EXCLUDED.coach_id AND (action_step.coachee_id = ANY (${people}::uuid[]) OR EXISTS (
                    SELECT FROM session_action_review told
                    WHERE told.action_step_id = action_step.id AND told.session_id <> EXCLUDED.session_id))
                  THEN action_step.coachee_id ELSE EXCLUDED.coachee_id END,
                due_on = EXCLUDED.due_on, goal_id = EXCLUDED.goal_id,
                support_needed = EXCLUDED.support_needed
            WHERE action_step.session_id = EXCLUDED.session_id`,
  ].filter((statement) => statement !== false && statement !== null);
}

/** Focus, strategies, progress and reviews, as far as there are any. They follow a session that is already there. */
function insertParts(sql: Sql, { focus, strategies, goalProgress, actionReviews }: SessionRows) {
  const settled = goalProgress.filter(({ progress }) => ["met", "revised", "dropped"].includes(progress));
  const reviews = actionReviews.map(({ session_id, action_step_id, program_id, status }) => ({
    ...{ session_id, action_step_id, program_id, status },
  }));
  return [
    focus.length > 0 && sql`INSERT INTO session_focus ${sql(focus)}`,
    strategies.length > 0 && sql`INSERT INTO session_strategy ${sql(strategies)}`,
    goalProgress.length > 0 && sql`INSERT INTO session_goal_progress ${sql(goalProgress)}`,
    settled.length > 0 &&
      sql`
        UPDATE goal SET status = r.progress::goal_status, row_version = goal.row_version + 1
        FROM jsonb_to_recordset(${JSON.stringify(settled)}::text::jsonb) AS r (goal_id uuid, progress text)
        WHERE goal.id = r.goal_id AND goal.status = 'active'`,
    reviews.length > 0 && sql`INSERT INTO session_action_review ${sql(reviews)}`,
  ].filter((statement) => statement !== false);
}

/**
 * Brings the steps to what this record says of them. A step of which it said the same before stays as its owner has
 * marked it since. Sent before the stored reviews are replaced.
 */
function applyReviews(sql: Sql, { session, actionReviews }: SessionRows) {
  const { id, session_on: sessionOn } = session;
  if (actionReviews.length === 0) return [];
  return [
    sql`
      UPDATE action_step
      SET status = r.status, closed_on = r.closed_on, drop_reason = r.drop_reason
      FROM jsonb_to_recordset(${JSON.stringify(actionReviews)}::text::jsonb)
        AS r (action_step_id uuid, status action_step_status, closed_on date, drop_reason text)
      WHERE action_step.id = r.action_step_id
        AND (action_step.status, action_step.drop_reason) IS DISTINCT FROM (r.status, r.drop_reason)
        AND (action_step.status = r.status OR NOT EXISTS (
          SELECT FROM session_action_review said
          WHERE said.session_id = ${id} AND said.action_step_id = r.action_step_id AND said.status = r.status))
        AND NOT EXISTS (
          SELECT FROM session_action_review later JOIN coaching_session session ON session.id = later.session_id
          WHERE later.action_step_id = r.action_step_id AND session.session_on > ${sessionOn}::date)`,
  ];
}

/**
 * A goal settled, or a step closed, by what this record said and no longer says, is as it was before: what the newest
 * earlier record said of the step, else open. What somebody said of it elsewhere since stays.
 */
function reopenGoalsAndSteps(sql: Sql, { session, goalProgress, actionReviews }: SessionRows) {
  const { id } = session;
  const steps = actionReviews.map(({ action_step_id }) => action_step_id);
  return [
    sql`
      UPDATE goal SET status = 'active', row_version = goal.row_version + 1
      FROM session_goal_progress said
      WHERE said.session_id = ${id} AND goal.id = said.goal_id AND goal.status::text = said.progress::text
        AND goal.status <> 'active' AND NOT EXISTS (
          SELECT FROM jsonb_to_recordset(${JSON.stringify(goalProgress)}::text::jsonb) AS still (goal_id uuid, progress text)
          WHERE still.goal_id = goal.id AND still.progress = said.progress::text)
        AND NOT EXISTS (
          SELECT FROM session_goal_progress other
          WHERE other.goal_id = goal.id AND other.session_id <> ${id} AND other.progress::text = goal.status::text)`,
    sql`
      UPDATE action_step step SET status = coalesce(before.status, 'open'), closed_on = NULL, drop_reason = NULL
      FROM session_action_review said
      LEFT JOIN LATERAL (
        SELECT other.status FROM session_action_review other JOIN coaching_session held ON held.id = other.session_id
        WHERE other.action_step_id = said.action_step_id AND other.session_id <> ${id} AND other.status IN ('open', 'partly_done')
        ORDER BY held.session_on DESC LIMIT 1) before ON true
      WHERE said.session_id = ${id} AND step.id = said.action_step_id AND said.action_step_id <> ALL (${steps}::uuid[])
        AND step.status = said.status AND step.status IN ('done', 'dropped', 'partly_done')
        AND NOT EXISTS (
          SELECT FROM session_action_review other
          WHERE other.action_step_id = step.id AND other.session_id <> ${id} AND other.status = step.status)`,
  ];
}

/** Two who change a record take turns: what is sent behind this sees what the other one stored. */
export async function lockSession(sql: Sql, id: string): Promise<void> {
  await sql`SELECT FROM coaching_session WHERE id = ${id} FOR UPDATE`;
}

/**
 * Replaces the content of a record that stands at `rowVersion`. `isChanged`: more than the private note is another, so
 * its acknowledgement is asked for again. `isFirstRecord`: what was only planned is now recorded, so its entry counts from now.
 * @returns the new version, or null when the record has moved on
 */
export async function updateSession(
  sql: Sql,
  rows: SessionRows,
  {
    rowVersion,
    isFirstRecord,
    isChanged,
  }: { rowVersion: number; isFirstRecord: boolean; isChanged: boolean },
): Promise<number | null> {
  const { id } = rows.session;
  const people = rows.attendees.map(({ person_id }) => person_id);
  const [updated] = await sql<{ rowVersion: number }[]>`
    UPDATE coaching_session own
    SET site_id = r.site_id, unit_id = r.unit_id, practice_profile_id = r.practice_profile_id, plan_version = r.plan_version, format = r.format,
        status = r.status, session_on = r.session_on, zone = r.zone, scheduled_start_at = coalesce(r.scheduled_start_at, own.scheduled_start_at),
        scheduled_end_at = coalesce(r.scheduled_end_at, own.scheduled_end_at), started_at = r.started_at, ended_at = r.ended_at, modality = r.modality,
        observation_kind = r.observation_kind, observation_minutes = r.observation_minutes,
        meeting_minutes = r.meeting_minutes, preparation_minutes = r.preparation_minutes,
        travel_minutes = r.travel_minutes, documentation_minutes = r.documentation_minutes,
        not_held_reason = r.not_held_reason, status_reason = r.status_reason, strength_noted = r.strength_noted, corrective_feedback = r.corrective_feedback,
        data_shared = r.data_shared, feedback_after_hours = r.feedback_after_hours, set_goals = r.set_goals,
        cancellation_known_at = r.cancellation_known_at, barriers = r.barriers, escalation = r.escalation,
        next_session_on = r.next_session_on, is_coach_certified = r.is_coach_certified,
        acknowledgement = CASE WHEN ${isChanged} THEN 'pending' ELSE own.acknowledgement END,
        content_version = CASE WHEN ${isChanged} THEN own.row_version + 1 ELSE own.content_version END,
        content_changed_at = CASE WHEN ${isFirstRecord} THEN NULL WHEN ${isChanged} THEN r.updated_at ELSE own.content_changed_at END,
        recorded_at = CASE WHEN ${isFirstRecord} THEN r.recorded_at ELSE own.recorded_at END,
        entered_at = CASE WHEN ${isFirstRecord} THEN r.entered_at ELSE own.entered_at END,
        is_clock_doubtful = CASE WHEN ${isFirstRecord} THEN r.is_clock_doubtful ELSE own.is_clock_doubtful END,
        entry_lag_days = CASE WHEN ${isFirstRecord} THEN r.entry_lag_days ELSE own.entry_lag_days END,
        content_hash = r.content_hash, row_version = own.row_version + 1, updated_at = r.updated_at, follows_plan = false,
        rescheduled_to_id = CASE WHEN r.status IN ('rescheduled', 'no_show_coachee', 'no_show_coach') THEN own.rescheduled_to_id END
    FROM jsonb_populate_record(NULL::coaching_session, ${JSON.stringify(rows.session)}::text::jsonb) r
    WHERE own.id = r.id AND own.row_version = ${rowVersion}
    RETURNING own.row_version AS "rowVersion"`;
  if (!updated) return null;
  await Promise.all([
    sql`DELETE FROM session_attendee WHERE session_id = ${id} AND person_id <> ALL (${people}::uuid[])`,
    sql`
      INSERT INTO session_attendee ${sql(rows.attendees)}
      ON CONFLICT (session_id, person_id) DO UPDATE
        SET role = EXCLUDED.role, attendance = EXCLUDED.attendance, minutes = EXCLUDED.minutes, unit_id = EXCLUDED.unit_id`,
    sql`DELETE FROM session_coach
        WHERE session_id = ${id} AND person_id <> ALL (${rows.coaches.map(({ person_id }) => person_id)}::uuid[])`,
    ...insertCoaches(sql, rows),
    sql`DELETE FROM session_focus WHERE session_id = ${id}`,
    sql`DELETE FROM session_strategy WHERE session_id = ${id}`,
    ...reopenGoalsAndSteps(sql, rows),
    ...applyReviews(sql, rows),
    sql`DELETE FROM session_goal_progress WHERE session_id = ${id}`,
    sql`DELETE FROM session_action_review WHERE session_id = ${id}`,
    sql`DELETE FROM session_detail WHERE session_id = ${id}`,
    sql`DELETE FROM session_summary WHERE session_id = ${id}`,
    sql`DELETE FROM session_private_note WHERE session_id = ${id}`,
    ...insertConversation(sql, rows),
    ...insertParts(sql, rows),
  ]);
  return updated.rowVersion;
}
