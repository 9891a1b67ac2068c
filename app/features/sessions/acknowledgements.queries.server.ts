import type { Context } from "#app/access/context.ts";
import type { Sql } from "#app/db/in-transaction.server.ts";
import { EVENTS, type EventType, RETENTION_DAYS } from "#app/events/catalog.ts";
import type { Day } from "#app/time/days.ts";
import type { AcknowledgementState } from "./session.codes.ts";

/** Two runs in one program take turns. */
export async function lockAcknowledgements(sql: Sql, programId: string): Promise<void> {
  await sql`SELECT pg_advisory_xact_lock(hashtextextended(${`lapse-acknowledgements ${programId}`}, 0))`;
}

/** Of the unanswered records, the days since the coachee was asked, counted at the site. */
const askedOn = (sql: Sql) =>
  sql`(coalesce(session.content_changed_at, session.recorded_at) AT TIME ZONE session.zone)::date`;

/**
 * Lets acknowledgements lapse whose days have passed, at most `limit`, with one event each, in one statement. A record
 * that somebody else is just changing is left for the next run.
 */
export async function lapse(
  sql: Sql,
  ctx: Context,
  { days, limit }: { days: number; limit: number },
): Promise<number> {
  const type: EventType = "session.acknowledgement-lapsed";
  const { count } = await sql`
    WITH due AS (
      SELECT session.id FROM coaching_session session
      WHERE session.program_id = ${ctx.actor.programId} AND session.acknowledgement = 'pending'
        AND session.status IN ('held', 'held_partial')
        AND coalesce(session.content_changed_at, session.recorded_at) < ${ctx.now}::timestamptz - ${days} * INTERVAL '1 day'
        AND ${askedOn(sql)} + ${days}::int < (${ctx.now}::timestamptz AT TIME ZONE session.zone)::date
      LIMIT ${limit}
      FOR UPDATE SKIP LOCKED),
    lapsed AS (
      UPDATE coaching_session session SET acknowledgement = 'lapsed'
      FROM due WHERE session.id = due.id AND session.acknowledgement = 'pending'
      RETURNING session.id, session.site_id, session.lead_coach_id, session.session_on)
    INSERT INTO domain_event (program_id, type, subject_type, subject_id, site_id, actor_id, request_id, payload, occurred_at, retain_until)
    SELECT ${ctx.actor.programId}, ${type}, 'session', id, site_id, NULL, ${ctx.requestId},
      jsonb_build_object('monthOn', date_trunc('month', session_on)::date, 'siteId', site_id, 'coachId', lead_coach_id),
      ${ctx.now}, (${ctx.now}::timestamptz + ${RETENTION_DAYS[EVENTS[type]]} * INTERVAL '1 day')::date
    FROM lapsed`;
  return count;
}

export interface UnansweredRecord {
  sessionId: string;
  personId: string;
  contentVersion: number;
  sessionOn: Day;
  coachName: string;
  lapsesAfter: Day;
}

/** Unanswered records that lapse within `ahead` days, by coachee, of which no notice went out yet. */
export function listToRemindForSystem(
  sql: Sql,
  ctx: Context,
  { days, ahead, kind, limit }: { days: number; ahead: number; kind: string; limit: number },
): Promise<UnansweredRecord[]> {
  return sql<UnansweredRecord[]>`
    SELECT session.id AS "sessionId", attendee.person_id AS "personId", session.content_version AS "contentVersion",
      session.session_on AS "sessionOn", coach.given_name || ' ' || coach.family_name AS "coachName",
      ${askedOn(sql)} + ${days}::int AS "lapsesAfter"
    FROM coaching_session session
    JOIN person coach ON coach.id = session.lead_coach_id
    JOIN session_attendee attendee ON attendee.session_id = session.id AND attendee.role = 'coachee'
      AND attendee.attendance IN ('full', 'partial')
    JOIN person coachee ON coachee.id = attendee.person_id
      AND (coachee.deactivated_on IS NULL OR coachee.deactivated_on > ${ctx.today}::date)
    WHERE session.program_id = ${ctx.actor.programId} AND session.acknowledgement = 'pending'
      AND session.status IN ('held', 'held_partial')
      AND coalesce(session.content_changed_at, session.recorded_at) > ${ctx.now}::timestamptz - (${days}::int + 2) * INTERVAL '1 day'
      AND (${ctx.now}::timestamptz AT TIME ZONE session.zone)::date
        BETWEEN ${askedOn(sql)} + ${days}::int - ${ahead}::int AND ${askedOn(sql)} + ${days}::int
      AND NOT EXISTS (
        SELECT FROM session_acknowledgement given
        WHERE given.session_id = session.id AND given.person_id = attendee.person_id
          AND given.row_version >= session.content_version)
      AND NOT EXISTS (
        SELECT FROM inbox_item notice
        WHERE notice.recipient_id = attendee.person_id AND notice.kind = ${kind} AND notice.subject_id = session.id
          AND notice.period_key = session.content_version::text)
    ORDER BY attendee.person_id, session.session_on, session.id
    LIMIT ${limit}`;
}

export async function findAcknowledgementDays(sql: Sql, programId: string): Promise<number> {
  const [row] = await sql<[{ days: number }]>`
    SELECT acknowledgement_days AS days FROM program WHERE id = ${programId}`;
  return row.days;
}

export interface LastWord {
  sessionOn: Day;
  coachId: string;
  coachName: string;
  /** The newest answer of each coachee to the content as it stands. */
  disputes: { personId: string; name: string; at: string }[];
  /** The newest reply to each coachee. */
  replies: { id: string; personId: string }[];
}

/** Who disputes a record, and whom the coach answered. */
export async function findMaybeLastWordsForSystem(sql: Sql, sessionId: string): Promise<LastWord | null> {
  const [row] = await sql<LastWord[]>`
    SELECT session.session_on AS "sessionOn", session.lead_coach_id AS "coachId",
      coach.given_name || ' ' || coach.family_name AS "coachName",
      (SELECT coalesce(jsonb_agg(jsonb_build_object('personId', given.person_id, 'at', given.at,
          'name', person.given_name || ' ' || person.family_name)), '[]')
        FROM session_acknowledgement given JOIN person ON person.id = given.person_id
        WHERE given.session_id = session.id AND given.state = 'disputed'
          AND given.row_version >= session.content_version) AS disputes,
      (SELECT coalesce(jsonb_agg(jsonb_build_object('id', reply.id, 'personId', reply.person_id)), '[]')
        FROM (SELECT DISTINCT ON (person_id) id, person_id FROM session_reply
              WHERE session_id = session.id ORDER BY person_id, at DESC) reply) AS replies
    FROM coaching_session session JOIN person coach ON coach.id = session.lead_coach_id
    WHERE session.id = ${sessionId}`;
  return row ?? null;
}

export interface OpeningToAnnounce {
  id: string;
  sessionId: string;
  sessionOn: Day;
  coachId: string;
  part: "shared_summary" | "private_note";
  /** Who had a part in the conversation. */
  coacheeIds: string[];
}

/** Openings of a session, to tell those whom they concern. */
export function listOpeningsForSystem(sql: Sql, sessionId: string): Promise<OpeningToAnnounce[]> {
  return sql<OpeningToAnnounce[]>`
    SELECT opening.id, session.id AS "sessionId", session.session_on AS "sessionOn", opening.lead_coach_id AS "coachId",
      opening.part,
      ARRAY(SELECT person_id FROM session_attendee WHERE session_id = session.id AND role = 'coachee'
        AND (attendance IN ('full', 'partial') OR session.status NOT IN ('held', 'held_partial'))) AS "coacheeIds"
    FROM session_opening opening JOIN coaching_session session ON session.id = opening.session_id
    WHERE opening.session_id = ${sessionId}
    ORDER BY opening.at DESC
    LIMIT 50`;
}

/** What a person says of a record twice at once is stored one after the other. */
export async function lockWord(
  sql: Sql,
  { sessionId, personId }: { sessionId: string; personId: string },
): Promise<void> {
  await sql`SELECT pg_advisory_xact_lock(hashtextextended(${`word ${sessionId} ${personId}`}, 0))`;
}

/** Stores or replaces what one person says of a record, and brings the record's own state up to date. */
export async function saveAcknowledgement(
  sql: Sql,
  given: {
    sessionId: string;
    personId: string;
    programId: string;
    leadCoachId: string;
    state: AcknowledgementState;
    comment: string;
    at: Date;
    rowVersion: number;
  },
): Promise<void> {
  await Promise.all([
    sql`
      INSERT INTO session_acknowledgement (session_id, person_id, program_id, lead_coach_id, state, comment, at, row_version)
      VALUES (${given.sessionId}, ${given.personId}, ${given.programId}, ${given.leadCoachId}, ${given.state}::acknowledgement_state,
        ${given.comment}, ${given.at}, ${given.rowVersion})
      ON CONFLICT (session_id, person_id) DO UPDATE
        SET state = EXCLUDED.state, comment = EXCLUDED.comment, at = EXCLUDED.at, row_version = EXCLUDED.row_version`,
    sql`SELECT app.mark_acknowledged(${given.sessionId})`,
  ]);
}

/** Whether a coachee has said anything of a record. */
export async function hasWordOf(sql: Sql, sessionId: string, personId: string): Promise<boolean> {
  const [row] = await sql`
    SELECT FROM session_acknowledgement WHERE session_id = ${sessionId} AND person_id = ${personId}`;
  return Boolean(row);
}

/** Whether this very answer is stored. */
export async function isReplyStored(
  sql: Sql,
  { id, sessionId, personId, body }: { id: string; sessionId: string; personId: string; body: string },
): Promise<boolean> {
  const rows = await sql`
    SELECT FROM session_reply
    WHERE id = ${id} AND session_id = ${sessionId} AND person_id = ${personId} AND body = ${body}`;
  return rows.length > 0;
}

/** Stores what the coach answers. @returns false when an answer of this id is stored already */
export async function insertReply(
  sql: Sql,
  reply: {
    id: string;
    sessionId: string;
    personId: string;
    programId: string;
    leadCoachId: string;
    body: string;
    at: Date;
  },
): Promise<boolean> {
  const rows = await sql`
    INSERT INTO session_reply (id, session_id, person_id, program_id, lead_coach_id, body, at)
    VALUES (${reply.id}, ${reply.sessionId}, ${reply.personId}, ${reply.programId}, ${reply.leadCoachId}, ${reply.body}, ${reply.at})
    ON CONFLICT (id) DO NOTHING
    RETURNING id`;
  return rows.length > 0;
}
