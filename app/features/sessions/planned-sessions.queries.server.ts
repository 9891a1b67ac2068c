import type { Sql } from "#app/db/in-transaction.server.ts";
import type { Day } from "#app/time/days.ts";
import type { NotHeldReason } from "#fidelity/dosage/not-held-reasons.ts";
import type { SessionModality, SessionStatus } from "./session.codes.ts";
import type { PlannedFacts } from "./session-form.types.ts";
import type { ChainLink, PlanRule } from "./session-plan.types.ts";
import { sessionOf } from "./session-records.queries.server.ts";
import type { SessionRows } from "./session-rows.server.ts";

/** A session as far as its planning goes. */
export interface PlannedSession {
  id: string;
  status: SessionStatus;
  rowVersion: number;
  sessionOn: Day;
  siteId: string;
  zone: string;
  startsAt: Date | null;
  endsAt: Date | null;
  modality: SessionModality;
  attendeeIds: string[];
  focusIds: string[];
  planId: string | null;
  occurrenceOn: Day | null;
  notHeldReason: NotHeldReason | null;
  statusReason: string | null;
  rescheduledToId: string | null;
}

/** One of the acting coach's sessions, taken for this transaction; null for anybody else's. */
export async function takeMaybeSession(
  sql: Sql,
  { sessionId, coachId }: { sessionId: string; coachId: string },
): Promise<PlannedSession | null> {
  const own = sql`session.id = ${sessionId} AND session.lead_coach_id = ${coachId}`;
  // Whoever changes it at this moment is waited for, and it is read as it then is; a plan stores it anew under its id.
  const [, [row]] = await Promise.all([
    sql`SELECT FROM coaching_session session WHERE ${own} FOR UPDATE`,
    sql<PlannedSession[]>`
    SELECT session.id, session.status, session.row_version AS "rowVersion", session.session_on AS "sessionOn",
      session.site_id AS "siteId", session.zone, session.scheduled_start_at AS "startsAt", session.scheduled_end_at AS "endsAt",
      session.modality, session.plan_id AS "planId", session.occurrence_on AS "occurrenceOn",
      session.not_held_reason AS "notHeldReason", session.status_reason AS "statusReason",
      session.rescheduled_to_id AS "rescheduledToId",
      ARRAY(SELECT attendee.person_id FROM session_attendee attendee JOIN person ON person.id = attendee.person_id
        WHERE attendee.session_id = session.id AND attendee.role = 'coachee'
        ORDER BY person.family_name, person.given_name, person.id) AS "attendeeIds",
      ARRAY(SELECT essential_function_id FROM session_focus WHERE session_id = session.id) AS "focusIds"
    FROM coaching_session session
    WHERE ${own}
    FOR UPDATE OF session`,
  ]);
  return row ?? null;
}

/** Of the days to come, these are shown with a person; a recurring plan shows the rest. */
const NEXT_SHOWN = 3;
const PASSED_SHOWN = 5;

/** Planned sessions of a pair: the newest whose day has passed and the next ones, in order. */
export function listPlannedOf(
  sql: Sql,
  { coachId, coacheeId, today }: { coachId: string; coacheeId: string; today: Day },
): Promise<{ id: string; on: Day; zone: string; startsAt: Date | null }[]> {
  const planned = sql`
    SELECT session.id, session.session_on AS "on", session.zone, session.scheduled_start_at AS "startsAt"
    FROM session_attendee attendee
    JOIN LATERAL ${sessionOf(sql, "attendee")} session ON true
    WHERE attendee.person_id = ${coacheeId} AND attendee.lead_coach_id = ${coachId} AND session.status = 'scheduled'`;
  return sql<{ id: string; on: Day; zone: string; startsAt: Date | null }[]>`
    (${planned} AND attendee.session_on < ${today}::date ORDER BY attendee.session_on DESC LIMIT ${PASSED_SHOWN})
    UNION ALL
    (${planned} AND attendee.session_on >= ${today}::date ORDER BY attendee.session_on LIMIT ${NEXT_SHOWN})
    ORDER BY "on", "startsAt"`;
}

/** Those of the coach's planned sessions into which something was put already, with what belongs to the facts. */
export function listPlannedFacts(
  sql: Sql,
  { ids, coachId }: { ids: readonly string[]; coachId: string },
): Promise<(PlannedFacts & { id: string })[]> {
  return sql<(PlannedFacts & { id: string })[]>`
    SELECT session.id,
      ARRAY(SELECT used.phase || ':' || used.strategy FROM session_strategy used
        WHERE used.session_id = session.id ORDER BY used.phase, used.strategy) AS strategies,
      session.strength_noted AS "strengthNoted", session.corrective_feedback AS "correctiveFeedback",
      session.data_shared AS "dataShared", session.feedback_after_hours AS "feedbackAfterHours",
      session.barriers::text[] AS barriers, session.escalation, session.next_session_on AS "nextSessionOn"
    FROM coaching_session session
    WHERE session.id = ANY (${[...ids]}::uuid[]) AND session.lead_coach_id = ${coachId} AND session.status = 'scheduled'
      AND (session.barriers <> '{}' OR session.next_session_on IS NOT NULL OR session.escalation <> 'none' OR session.strength_noted
        OR session.corrective_feedback OR session.data_shared OR session.feedback_after_hours IS NOT NULL
        OR session.id IN (
          SELECT session_id FROM session_strategy WHERE session_id = ANY (${[...ids]}::uuid[])
          UNION SELECT session_id FROM session_summary WHERE session_id = ANY (${[...ids]}::uuid[])
          UNION SELECT session_id FROM session_detail WHERE session_id = ANY (${[...ids]}::uuid[])
          UNION SELECT session_id FROM session_goal_progress WHERE session_id = ANY (${[...ids]}::uuid[])
          UNION SELECT session_id FROM session_action_review WHERE session_id = ANY (${[...ids]}::uuid[])
          UNION SELECT session_id FROM action_step WHERE session_id = ANY (${[...ids]}::uuid[])
          UNION SELECT session_id FROM session_private_note WHERE session_id = ANY (${[...ids]}::uuid[])))
    ORDER BY session.session_on, session.id`;
}

/** The acting coach's notes of planned sessions with a person that were handed over, newest first. */
export function listKeptNotes(
  sql: Sql,
  { authorId, coacheeId }: { authorId: string; coacheeId: string },
): Promise<KeptNoteRow[]> {
  return sql<KeptNoteRow[]>`
    SELECT note.session_id AS "sessionId", note.session_on AS "on", note.ciphertext, note.key_id AS "keyId",
      held.wrapped_key AS "wrappedKey"
    FROM kept_note note JOIN note_key held ON held.id = note.key_id
    WHERE note.author_id = ${authorId} AND note.coachee_id = ${coacheeId}
    ORDER BY note.session_on DESC, note.session_id
    LIMIT ${KEPT_SHOWN}`;
}

export interface KeptNoteRow {
  sessionId: string;
  on: Day;
  ciphertext: Uint8Array;
  keyId: string;
  wrappedKey: Uint8Array | null;
}
const KEPT_SHOWN = 50;

/** Names of people whom the acting person may see. */
export function listNames(sql: Sql, personIds: readonly string[]): Promise<{ id: string; name: string }[]> {
  return sql<{ id: string; name: string }[]>`
    SELECT id, given_name || ' ' || family_name AS name FROM person WHERE id = ANY (${[...personIds]}::uuid[])
    ORDER BY family_name, given_name`;
}

/** Gives a planned session another day, time or way. It keeps its place in its plan, and follows the plan no longer. */
export async function moveSession(sql: Sql, { session, focus }: SessionRows): Promise<void> {
  await sql`
    UPDATE coaching_session SET site_id = ${session.site_id}, unit_id = ${session.unit_id},
      practice_profile_id = ${session.practice_profile_id}, session_on = ${session.session_on}, zone = ${session.zone},
      scheduled_start_at = ${session.scheduled_start_at}, scheduled_end_at = ${session.scheduled_end_at},
      modality = ${session.modality}, is_coach_certified = ${session.is_coach_certified},
      content_hash = '', row_version = row_version + 1, content_version = row_version + 1,
      updated_at = ${session.updated_at}, follows_plan = false
    WHERE id = ${session.id} AND status = 'scheduled'`;
  await sql`DELETE FROM session_focus WHERE session_id = ${session.id}`;
  if (focus.length > 0) await sql`INSERT INTO session_focus ${sql(focus)}`;
}

/** Says what became of a planned session that is not held, and which one takes its place. */
export async function settlePlanned(
  sql: Sql,
  given: {
    sessionId: string;
    status: SessionStatus;
    notHeldReason: NotHeldReason | null;
    statusReason: string | null;
    rescheduledToId: string | null;
    entryLagDays: number;
    at: Date;
  },
): Promise<void> {
  const missed = given.status === "no_show_coachee" ? "absent" : "excused";
  await sql`
    UPDATE coaching_session SET status = ${given.status}::session_status,
      not_held_reason = ${given.notHeldReason}::not_held_reason, status_reason = ${given.statusReason},
      rescheduled_to_id = ${given.rescheduledToId}, recorded_at = ${given.at}, entry_lag_days = ${given.entryLagDays},
      acknowledgement = 'pending', content_hash = '', row_version = row_version + 1, content_version = row_version + 1,
      content_changed_at = NULL, updated_at = ${given.at}, follows_plan = false
    WHERE id = ${given.sessionId} AND status = 'scheduled'`;
  await sql`
    UPDATE session_attendee SET attendance = ${missed}::attendance, minutes = NULL
    WHERE session_id = ${given.sessionId} AND role = 'coachee'`;
}

/** Names the session that takes the place of one that was not held. */
export async function linkSuccessor(
  sql: Sql,
  { sessionId, newId, at }: { sessionId: string; newId: string; at: Date },
): Promise<void> {
  await sql`
    UPDATE coaching_session SET rescheduled_to_id = ${newId}, row_version = row_version + 1, updated_at = ${at}
    WHERE id = ${sessionId}`;
}

/** The plan of one of the acting coach's sessions, or null. */
export async function findMaybePlanOf(
  sql: Sql,
  sessionId: string,
): Promise<(Pick<PlanRule, "every" | "weekdays" | "weekOfMonth"> & { id: string }) | null> {
  const [row] = await sql<(Pick<PlanRule, "every" | "weekdays" | "weekOfMonth"> & { id: string })[]>`
    SELECT plan.id, plan.every, plan.weekdays, plan.week_of_month AS "weekOfMonth"
    FROM coaching_session session JOIN session_plan plan ON plan.id = session.plan_id
    WHERE session.id = ${sessionId}`;
  return row ?? null;
}

const CHAIN_LIMIT = 30;

/** The sessions that a session was moved from and to, in order, itself among them; as far as the viewer may see them. */
export function listChain(sql: Sql, sessionId: string): Promise<ChainLink[]> {
  return sql<ChainLink[]>`
    WITH RECURSIVE before AS (
      SELECT id, rescheduled_to_id, 0 AS step FROM coaching_session WHERE id = ${sessionId}
      UNION ALL
      SELECT session.id, session.rescheduled_to_id, before.step - 1
      FROM before JOIN coaching_session session ON session.rescheduled_to_id = before.id WHERE before.step > -${CHAIN_LIMIT}::int
    ), after AS (
      SELECT id, rescheduled_to_id, 0 AS step FROM coaching_session WHERE id = ${sessionId}
      UNION ALL
      SELECT session.id, session.rescheduled_to_id, after.step + 1
      FROM after JOIN coaching_session session ON session.id = after.rescheduled_to_id WHERE after.step < ${CHAIN_LIMIT}::int
    )
    SELECT session.id, session.session_on AS "sessionOn", session.status
    FROM (SELECT id, step FROM before UNION SELECT id, step FROM after) link
    JOIN coaching_session session ON session.id = link.id
    ORDER BY link.step`;
}
