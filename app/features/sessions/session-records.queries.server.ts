import type { Sql } from "#app/db/in-transaction.server.ts";
import type { Day } from "#app/time/days.ts";
import type { StepItem } from "./people.types.ts";
import type { AcknowledgementState, OpenedPart, OpeningKind, SessionStatus } from "./session.codes.ts";
import type { SessionDetail, SessionFacts, Word } from "./session.types.ts";

/**
 * The session of an attendee row called `attendee`, fetched by its key. OFFSET 0 keeps the planner from joining
 * the other way round: under row-level security it would read every session to find those of one person.
 */
export function sessionOf(sql: Sql, attendee: string) {
  return sql`(SELECT * FROM coaching_session fetched WHERE fetched.id = ${sql(attendee)}.session_id OFFSET 0)`;
}

export type SessionRecord = Omit<
  SessionFacts,
  | "startTime"
  | "endTime"
  | "isLate"
  | "isLocked"
  | "editableUntil"
  | "isEnteredAfterLock"
  | "isAmended"
  | "lapsesAfter"
  | "plannedOn"
  | "plannedStart"
  | "plannedEnd"
  | "knownOn"
  | "knownTime"
  | "noticeHours"
  | "isLong"
  | "receivedLagDays"
  | "cycles"
> & {
  startsAt: Date | null;
  endsAt: Date | null;
  scheduledStartAt: Date | null;
  scheduledEndAt: Date | null;
  cancellationKnownAt: Date | null;
  recordedAt: Date;
  askedAt: Date;
  sessionLockDays: number;
  acknowledgementDays: number;
};

/** Who is named in a session called `session` beside its lead coach and its coachees. */
export function companionsOf(sql: Sql) {
  return sql`
      (SELECT coalesce(jsonb_agg(jsonb_build_object('id', also.person_id, 'role', also.role,
          'name', coalesce(person.given_name || ' ' || person.family_name, 'Another person'))
          ORDER BY also.role, person.family_name), '[]')
        FROM (
          SELECT person_id, role::text AS role FROM session_coach WHERE session_id = session.id
          UNION ALL
          SELECT person_id, role::text FROM session_attendee WHERE session_id = session.id AND role <> 'coachee'
        ) also LEFT JOIN person ON person.id = also.person_id)`;
}

/** The structured facts of one session within the viewer's sight, or null. */
export async function findMaybeSession(sql: Sql, sessionId: string): Promise<SessionRecord | null> {
  const [row] = await sql<SessionRecord[]>`
    SELECT session.id, session.session_on AS "sessionOn", session.status,
      session.not_held_reason AS "notHeldReason", session.status_reason AS "statusReason", session.format, session.modality, session.observation_kind AS "observationKind",
      coalesce(session.started_at, session.scheduled_start_at) AS "startsAt",
      coalesce(session.ended_at, session.scheduled_end_at) AS "endsAt", session.zone,
      session.scheduled_start_at AS "scheduledStartAt", session.scheduled_end_at AS "scheduledEndAt",
      session.cancellation_known_at AS "cancellationKnownAt", session.plan_version AS "planVersion",
      session.feedback_after_hours AS "feedbackAfterHours", session.is_clock_doubtful AS "isClockDoubtful",
      profile.version AS "profileVersion",
      jsonb_build_object('observation', session.observation_minutes, 'meeting', session.meeting_minutes,
        'preparation', session.preparation_minutes, 'travel', session.travel_minutes,
        'documentation', session.documentation_minutes) AS minutes,
      site.name AS "siteName",
      jsonb_build_object('id', session.lead_coach_id,
        'name', coalesce(coach.given_name || ' ' || coach.family_name, 'Coach')) AS coach,
      (SELECT coalesce(jsonb_agg(jsonb_build_object('id', attendee.person_id,
          'name', coalesce(person.given_name || ' ' || person.family_name, 'Another person'),
          'attendance', attendee.attendance, 'minutes', attendee.minutes) ORDER BY person.family_name), '[]')
        FROM session_attendee attendee LEFT JOIN person ON person.id = attendee.person_id
        WHERE attendee.session_id = session.id AND attendee.role = 'coachee') AS attendees,
      ${companionsOf(sql)} AS companions,
      (SELECT coalesce(jsonb_agg(jsonb_build_object('id', function.id, 'label', function.title) ORDER BY function.number), '[]')
        FROM session_focus focus JOIN essential_function function ON function.id = focus.essential_function_id
        WHERE focus.session_id = session.id) AS focus,
      ARRAY(SELECT used.phase || ':' || used.strategy FROM session_strategy used
        WHERE used.session_id = session.id ORDER BY used.phase, used.strategy) AS strategies,
      session.strength_noted AS "strengthNoted", session.corrective_feedback AS "correctiveFeedback",
      session.data_shared AS "dataShared", session.barriers::text[] AS barriers, session.escalation,
      session.next_session_on AS "nextSessionOn", session.is_coach_certified AS "isCoachCertified",
      session.acknowledgement, session.entry_lag_days AS "entryLagDays", session.row_version AS "rowVersion",
      session.content_version AS "contentVersion", session.recorded_at AS "recordedAt",
      session.import_id IS NOT NULL AS "isImported",
      coalesce(session.content_changed_at, session.recorded_at) AS "askedAt",
      program.session_lock_days AS "sessionLockDays", program.acknowledgement_days AS "acknowledgementDays"
    FROM coaching_session session
    JOIN site ON site.id = session.site_id
    JOIN program ON program.id = session.program_id
    JOIN practice_profile profile ON profile.id = session.practice_profile_id
    LEFT JOIN person coach ON coach.id = session.lead_coach_id
    WHERE session.id = ${sessionId}`;
  return row ?? null;
}

export interface WordRow
  extends Pick<Word, "id" | "personId" | "personName" | "state" | "comment" | "isLast"> {
  at: string;
  /** The version a coachee answered; none for what the coach answered. */
  rowVersion: number | null;
}

export interface ConversationRow {
  summary: string | null;
  progress: { goalId: string; title: string; personId: string; progress: string; selfScale: number | null }[];
  reviews: { stepId: string; what: string; personId: string; status: string; dropReason: string | null }[];
  detail: SessionDetail | null;
  steps: StepItem[];
  words: WordRow[];
  ciphertext: Uint8Array | null;
  /** The key that sealed it: none for a note of the first kind. */
  keyId: string | null;
  wrappedKey: Uint8Array | null;
}

const MOST_WORDS = 100;

/** The protected part of a session. Row-level security gives the parties their part of it and others nothing. */
export async function findConversation(
  sql: Sql,
  sessionId: string,
  viewerId: string,
): Promise<ConversationRow> {
  const [row] = await listConversations(sql, [sessionId], viewerId);
  return row as ConversationRow;
}

/** The same of several sessions. */
export function listConversations(
  sql: Sql,
  sessionIds: readonly string[],
  viewerId: string,
): Promise<(ConversationRow & { sessionId: string })[]> {
  return sql<(ConversationRow & { sessionId: string })[]>`
    SELECT viewed.session_id AS "sessionId",
      (SELECT body FROM session_summary WHERE session_id = viewed.session_id) AS summary,
      (SELECT jsonb_build_object('artefactRef', detail.artefact_ref, 'hasRecordingConsent', detail.has_recording_consent,
          'escalatedOn', detail.escalated_on, 'escalatedTo', detail.escalated_to,
          'nextFocusId', detail.next_focus_id, 'nextFocusLabel', function.title)
        FROM session_detail detail LEFT JOIN essential_function function ON function.id = detail.next_focus_id
        WHERE detail.session_id = viewed.session_id) AS detail,
      note.ciphertext, note.key_id AS "keyId", held.wrapped_key AS "wrappedKey",
      (SELECT coalesce(jsonb_agg(jsonb_build_object('goalId', goal.id, 'title', goal.title, 'personId', goal.coachee_id,
          'progress', made.progress, 'selfScale', made.self_scale) ORDER BY goal.created_at), '[]')
        FROM session_goal_progress made JOIN goal ON goal.id = made.goal_id WHERE made.session_id = viewed.session_id) AS progress,
      (SELECT coalesce(jsonb_agg(jsonb_build_object('stepId', step.id, 'what', step.what, 'personId', step.coachee_id,
          'status', review.status,
          'dropReason', CASE WHEN review.status = 'dropped' THEN step.drop_reason END) ORDER BY step.created_at), '[]')
        FROM session_action_review review JOIN action_step step ON step.id = review.action_step_id
        WHERE review.session_id = viewed.session_id) AS reviews,
      (SELECT coalesce(jsonb_agg(jsonb_build_object('id', step.id, 'what', step.what, 'ownerId', step.owner_id,
          'ownerName', coalesce(owner.given_name || ' ' || owner.family_name, 'Another person'),
          'isOwn', step.owner_id = ${viewerId}::uuid, 'dueOn', step.due_on, 'status', step.status,
          'supportNeeded', step.support_needed) ORDER BY step.created_at), '[]')
        FROM action_step step LEFT JOIN person owner ON owner.id = step.owner_id
        WHERE step.session_id = viewed.session_id) AS steps,
      (SELECT coalesce(jsonb_agg(jsonb_build_object('id', said.id, 'personId', said.person_id, 'state', said.state,
          'personName', coalesce(person.given_name || ' ' || person.family_name, 'Another person'), 'comment', said.comment,
          'at', said.at, 'rowVersion', said.row_version, 'isLast', said.is_last) ORDER BY said.at, said.id), '[]')
        FROM (
          SELECT session_id || ' ' || person_id AS id, person_id, state, comment, at, row_version, true AS is_last
            FROM session_acknowledgement WHERE session_id = viewed.session_id
          UNION ALL
          (SELECT id::text, person_id, state, comment, at, row_version, false
            FROM session_acknowledgement_past WHERE session_id = viewed.session_id ORDER BY at DESC LIMIT ${MOST_WORDS})
          UNION ALL
          (SELECT id::text, person_id, NULL, body, at, NULL, false
            FROM session_reply WHERE session_id = viewed.session_id ORDER BY at DESC LIMIT ${MOST_WORDS})
        ) said LEFT JOIN person ON person.id = said.person_id) AS words
    FROM unnest(${[...sessionIds]}::uuid[]) AS viewed (session_id)
    LEFT JOIN session_private_note note ON note.session_id = viewed.session_id AND note.author_id = ${viewerId}
    LEFT JOIN note_key held ON held.id = note.key_id`;
}

/** What the program has set: when a record locks, and when its acknowledgement lapses. */
export interface RecordDays {
  /** Days after the end of a session's month. */
  lockDays: number;
  acknowledgementDays: number;
}

export async function findRecordDays(sql: Sql): Promise<RecordDays> {
  const [row] = await sql<[RecordDays]>`
    SELECT session_lock_days AS "lockDays", acknowledgement_days AS "acknowledgementDays" FROM program`;
  return row;
}

/** Who was in a session, for deciding what may be done with it. A coachee sees of the attendees only themselves. */
export async function findMaybeSessionParties(sql: Sql, sessionId: string, viewerId: string) {
  const [row] = await sql<
    {
      leadCoachId: string;
      coacheeIds: string[];
      attendedIds: string[];
      siteId: string;
      sessionOn: Day;
      status: SessionStatus;
      rowVersion: number;
      contentVersion: number;
      /** What the viewer said of the content as it stands. */
      said: { state: AcknowledgementState; comment: string } | null;
    }[]
  >`
    SELECT session.lead_coach_id AS "leadCoachId", session.site_id AS "siteId", session.session_on AS "sessionOn", session.status,
      session.row_version AS "rowVersion", session.content_version AS "contentVersion",
      ARRAY(SELECT person_id FROM session_attendee WHERE session_id = session.id AND role = 'coachee') AS "coacheeIds",
      ARRAY(SELECT person_id FROM session_attendee
        WHERE session_id = session.id AND role = 'coachee' AND attendance IN ('full', 'partial')) AS "attendedIds",
      (SELECT jsonb_build_object('state', given.state, 'comment', given.comment) FROM session_acknowledgement given
        WHERE given.session_id = session.id AND given.person_id = ${viewerId}
          AND given.row_version >= session.content_version) AS said
    FROM coaching_session session
    WHERE session.id = ${sessionId}`;
  return row ?? null;
}

export interface OpeningRow {
  id: string;
  at: Date;
  part: OpenedPart;
  kind: OpeningKind;
}

/** Who looked: openings of the session that the viewer may know of. */
export function listOpenings(sql: Sql, sessionId: string): Promise<OpeningRow[]> {
  return sql<OpeningRow[]>`
    SELECT id, at, part, kind FROM session_opening WHERE session_id = ${sessionId} ORDER BY at DESC LIMIT 50`;
}
