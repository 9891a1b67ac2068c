import type { Sql } from "#app/db/in-transaction.server.ts";
import type { Day } from "#app/time/days.ts";
import type { ChangedField, SessionContent } from "./session-changes.rules.ts";
import type { SessionRows } from "./session-rows.server.ts";

export interface StoredContent extends SessionContent {
  scheduledStart: string | null;
  scheduledEnd: string | null;
}

/** What a record of the acting coach says, as it is compared with what it will say. */
export async function findMaybeContent(sql: Sql, sessionId: string): Promise<StoredContent | null> {
  const [row] = await sql<StoredContent[]>`
    SELECT
      to_char(session.scheduled_start_at AT TIME ZONE session.zone, 'HH24:MI') AS "scheduledStart",
      to_char(session.scheduled_end_at AT TIME ZONE session.zone, 'HH24:MI') AS "scheduledEnd",
      jsonb_build_object(
        'sessionOn', session.session_on, 'siteId', session.site_id, 'status', session.status,
        'notHeldReason', session.not_held_reason, 'statusReason', session.status_reason,
        'startTime', to_char(coalesce(session.started_at, session.scheduled_start_at) AT TIME ZONE session.zone, 'HH24:MI'),
        'endTime', to_char(coalesce(session.ended_at, session.scheduled_end_at) AT TIME ZONE session.zone, 'HH24:MI'),
        'plannedStartTime', CASE WHEN session.started_at IS NOT NULL
          THEN to_char(session.scheduled_start_at AT TIME ZONE session.zone, 'HH24:MI') END,
        'plannedEndTime', CASE WHEN session.started_at IS NOT NULL
          THEN to_char(session.scheduled_end_at AT TIME ZONE session.zone, 'HH24:MI') END,
        'knownAt', to_char(session.cancellation_known_at AT TIME ZONE session.zone, 'YYYY-MM-DD HH24:MI'),
        'feedbackAfterHours', session.feedback_after_hours,
        'format', session.format, 'modality', session.modality, 'observationKind', session.observation_kind,
        'observationMinutes', session.observation_minutes, 'meetingMinutes', session.meeting_minutes,
        'preparationMinutes', session.preparation_minutes, 'travelMinutes', session.travel_minutes,
        'documentationMinutes', session.documentation_minutes,
        'focusIds', ARRAY(SELECT essential_function_id FROM session_focus WHERE session_id = session.id),
        'strategies', ARRAY(SELECT phase || ':' || strategy FROM session_strategy WHERE session_id = session.id),
        'strengthNoted', session.strength_noted, 'correctiveFeedback', session.corrective_feedback,
        'dataShared', session.data_shared, 'barriers', session.barriers, 'nextSessionOn', session.next_session_on) AS facts,
      (SELECT jsonb_build_object('escalation', session.escalation, 'artefactRef', detail.artefact_ref,
          'hasRecordingConsent', coalesce(detail.has_recording_consent, false), 'escalatedOn', detail.escalated_on,
          'escalatedTo', detail.escalated_to, 'nextFocusId', detail.next_focus_id)
        FROM (SELECT) AS one LEFT JOIN session_detail detail ON detail.session_id = session.id) AS details,
      (SELECT coalesce(jsonb_object_agg(person_id, role), '{}') FROM (
          SELECT person_id, role::text AS role FROM session_coach WHERE session_id = session.id
          UNION ALL
          SELECT person_id, role::text FROM session_attendee WHERE session_id = session.id AND role <> 'coachee'
        ) also) AS companions,
      (SELECT coalesce(jsonb_object_agg(person_id, jsonb_build_object('attendance', attendance, 'minutes', minutes)), '{}')
        FROM session_attendee WHERE session_id = session.id AND role = 'coachee') AS attendance,
      (SELECT body FROM session_summary WHERE session_id = session.id) AS summary,
      (SELECT coalesce(jsonb_object_agg(goal_id, jsonb_build_object('progress', progress, 'selfScale', self_scale)), '{}')
        FROM session_goal_progress WHERE session_id = session.id) AS progress,
      (SELECT coalesce(jsonb_object_agg(action_step_id, status), '{}')
        FROM session_action_review WHERE session_id = session.id) AS reviews,
      (SELECT coalesce(jsonb_object_agg(id, jsonb_build_object('what', what, 'ownerId', owner_id, 'dueOn', due_on,
          'supportNeeded', support_needed)), '{}')
        FROM action_step WHERE session_id = session.id) AS steps
    FROM coaching_session session WHERE session.id = ${sessionId}`;
  return row ?? null;
}

export interface NewAmendment {
  session: SessionRows["session"];
  rowVersion: number;
  wasLocked: boolean;
  reason: string;
  at: Date;
  sessionOnBefore: Day;
  doseBefore: number;
  doseAfter: number;
  changes: readonly ChangedField[];
}

/** Adds a change to the history of a record; statements are sent together. */
export async function insertAmendment(sql: Sql, id: string, made: NewAmendment): Promise<void> {
  const { session, changes } = made;
  const place = {
    session_id: session.id,
    program_id: session.program_id,
    site_id: session.site_id,
    unit_id: session.unit_id,
    lead_coach_id: session.lead_coach_id,
  };
  const values = changes.map(({ sight, field, subjectId, before, after }, position) => ({
    ...place,
    amendment_id: id,
    position,
    sight,
    field,
    subject_id: subjectId,
    before,
    after,
  }));
  await Promise.all([
    sql`INSERT INTO session_amendment ${sql({
      id,
      ...place,
      row_version: made.rowVersion,
      was_locked: made.wasLocked,
      reason: made.reason,
      at: made.at,
      session_on_before: made.sessionOnBefore,
      session_on_after: session.session_on,
      dose_before: made.doseBefore,
      dose_after: made.doseAfter,
    })}`,
    sql`
      INSERT INTO session_amendment_value
      SELECT r.* FROM jsonb_populate_recordset(NULL::session_amendment_value, ${JSON.stringify(values)}::text::jsonb) r`,
  ]);
}

export interface AmendmentRow {
  id: string;
  at: Date;
  wasLocked: boolean;
  reason: string;
  sessionOnBefore: Day;
  sessionOnAfter: Day;
  doseBefore: number;
  doseAfter: number;
  changes: Omit<ChangedField, "sight">[];
}

const MOST_CHANGES = 50;

/** The changes of a record, newest first, each with the values that the viewer may see. */
export function listAmendments(sql: Sql, sessionId: string): Promise<AmendmentRow[]> {
  return sql<AmendmentRow[]>`
    SELECT made.id, made.at, made.was_locked AS "wasLocked", made.reason, made.session_on_before AS "sessionOnBefore",
      made.session_on_after AS "sessionOnAfter", made.dose_before AS "doseBefore", made.dose_after AS "doseAfter",
      (SELECT coalesce(jsonb_agg(jsonb_build_object('field', value.field, 'subjectId', value.subject_id,
          'before', value.before, 'after', value.after) ORDER BY value.position), '[]')
        FROM session_amendment_value value WHERE value.amendment_id = made.id) AS changes
    FROM session_amendment made
    WHERE made.session_id = ${sessionId}
    ORDER BY made.row_version DESC
    LIMIT ${MOST_CHANGES}`;
}

/** Labels of ids of people, sites, functions, goals and action steps, as far as the viewer may see them. */
export async function findLabels(sql: Sql, ids: readonly string[]): Promise<Record<string, string>> {
  if (ids.length === 0) return {};
  const wanted = [...ids];
  const rows = await sql<{ id: string; label: string }[]>`
    SELECT id, given_name || ' ' || family_name AS label FROM person WHERE id = ANY (${wanted}::uuid[])
    UNION ALL SELECT id, name FROM site WHERE id = ANY (${wanted}::uuid[])
    UNION ALL SELECT id, title FROM essential_function WHERE id = ANY (${wanted}::uuid[])
    UNION ALL SELECT id, title FROM goal WHERE id = ANY (${wanted}::uuid[])
    UNION ALL SELECT id, what FROM action_step WHERE id = ANY (${wanted}::uuid[])`;
  return Object.fromEntries(rows.map(({ id, label }) => [id, label]));
}
