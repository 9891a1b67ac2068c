import type { Sql } from "#app/db/in-transaction.server.ts";
import type { Day } from "#app/time/days.ts";
import type { CalendarReview, CalendarSession } from "./calendar.rules.ts";

/** More than a person coaches in fifteen months. */
const MOST_EVENTS = 5_000;

interface Span {
  personId: string;
  from: Day;
  until: Day;
}

/** Sessions that a person leads, co-coaches or takes part in, in whatever state: names and times, nothing of what was said. */
export function listCalendarSessions(sql: Sql, { personId, from, until }: Span): Promise<CalendarSession[]> {
  return sql<CalendarSession[]>`
    SELECT session.id, session.session_on AS "sessionOn", session.zone,
      session.status NOT IN ('scheduled', 'held', 'held_partial') AS "isCancelled",
      coalesce(session.started_at, session.scheduled_start_at) AS "startsAt",
      coalesce(session.ended_at, session.scheduled_end_at) AS "endsAt",
      session.row_version AS "rowVersion", session.updated_at AS "updatedAt",
      session.lead_coach_id = ${personId} AS "isLead",
      coalesce(coach.given_name || ' ' || coach.family_name, 'your coach') AS "coachName",
      ARRAY(
        SELECT person.given_name || ' ' || person.family_name FROM session_attendee attendee
        JOIN person ON person.id = attendee.person_id
        WHERE attendee.session_id = session.id AND attendee.role = 'coachee'
        ORDER BY person.family_name, person.given_name, person.id) AS "attendeeNames"
    FROM (
      SELECT id FROM coaching_session
      WHERE lead_coach_id = ${personId} AND session_on BETWEEN ${from}::date AND ${until}::date
      UNION
      SELECT session_id FROM session_attendee
      WHERE person_id = ${personId} AND session_on BETWEEN ${from}::date AND ${until}::date
      UNION
      SELECT session_id FROM session_coach
      WHERE person_id = ${personId} AND session_on BETWEEN ${from}::date AND ${until}::date) own
    JOIN LATERAL (SELECT * FROM coaching_session fetched WHERE fetched.id = own.id OFFSET 0) session ON true
    LEFT JOIN person coach ON coach.id = session.lead_coach_id
    ORDER BY session.session_on, session.id
    LIMIT ${MOST_EVENTS}`;
}

/** Planned sessions of a person that were withdrawn and stand under their ids no more. A day kept free had nobody in it. */
export function listWithdrawnSessions(sql: Sql, { personId, from, until }: Span): Promise<CalendarSession[]> {
  return sql<CalendarSession[]>`
    SELECT gone.id, gone.session_on AS "sessionOn", gone.zone, true AS "isCancelled", gone.starts_at AS "startsAt",
      gone.ends_at AS "endsAt", gone.row_version AS "rowVersion", gone.withdrawn_at AS "updatedAt",
      gone.coach_id = ${personId} AS "isLead",
      coalesce(coach.given_name || ' ' || coach.family_name, 'your coach') AS "coachName",
      ARRAY(
        SELECT person.given_name || ' ' || person.family_name FROM person WHERE person.id = ANY (gone.attendee_ids)
        ORDER BY person.family_name, person.given_name, person.id) AS "attendeeNames"
    FROM withdrawn_session gone
    LEFT JOIN person coach ON coach.id = gone.coach_id
    WHERE (gone.coach_id = ${personId} OR gone.attendee_ids @> ARRAY[${personId}]::uuid[])
      AND gone.session_on BETWEEN ${from}::date AND ${until}::date
      AND cardinality(gone.attendee_ids) > 0
      AND NOT EXISTS (SELECT FROM coaching_session WHERE id = gone.id)
    ORDER BY gone.session_on, gone.id
    LIMIT ${MOST_EVENTS}`;
}

/** Sessions that a person was taken out of or handed over, and is in no more. */
export function listLeftSessions(sql: Sql, { personId, from, until }: Span): Promise<CalendarSession[]> {
  return sql<CalendarSession[]>`
    SELECT gone.session_id AS id, gone.session_on AS "sessionOn", gone.zone, true AS "isCancelled", gone.starts_at AS "startsAt",
      gone.ends_at AS "endsAt", gone.row_version AS "rowVersion", gone.left_at AS "updatedAt",
      gone.coach_id = ${personId} AS "isLead",
      coalesce(coach.given_name || ' ' || coach.family_name, 'your coach') AS "coachName",
      ARRAY(
        SELECT person.given_name || ' ' || person.family_name FROM person WHERE person.id = ANY (gone.attendee_ids)
        ORDER BY person.family_name, person.given_name, person.id) AS "attendeeNames"
    FROM left_session gone
    LEFT JOIN person coach ON coach.id = gone.coach_id
    WHERE gone.person_id = ${personId} AND gone.session_on BETWEEN ${from}::date AND ${until}::date
      AND NOT EXISTS (SELECT FROM coaching_session WHERE id = gone.session_id AND lead_coach_id = ${personId})
      AND NOT EXISTS (SELECT FROM session_attendee WHERE session_id = gone.session_id AND person_id = ${personId})
      AND NOT EXISTS (SELECT FROM session_coach WHERE session_id = gone.session_id AND person_id = ${personId})
      AND NOT EXISTS (
        SELECT FROM withdrawn_session
        WHERE id = gone.session_id AND (coach_id = ${personId} OR attendee_ids @> ARRAY[${personId}]::uuid[]))
    ORDER BY gone.session_on, gone.session_id
    LIMIT ${MOST_EVENTS}`;
}

/** Assessments that wait for a person's rating, and those to come for which a day was agreed. */
export function listCalendarReviews(sql: Sql, { personId, from, until }: Span): Promise<CalendarReview[]> {
  return sql<CalendarReview[]>`
    SELECT assessment.id, coalesce(subject.given_name || ' ' || subject.family_name, 'a coach') AS "subjectName",
      assessment.rater_type = 'self' AS "isSelf", assessment.opens_on AS "opensOn", assessment.due_on AS "dueOn", assessment.planned_on AS "plannedOn",
      assessment.row_version AS "rowVersion",
      greatest(assessment.opened_at, assessment.created_at, review_move.made_at, review_move.taken_back_at) AS "changedAt"
    FROM assessment
    LEFT JOIN review_move ON review_move.id = assessment.planned_move_id
    LEFT JOIN person subject ON subject.id = assessment.subject_id
    WHERE assessment.rater_id = ${personId}
      AND (assessment.state IN ('open', 'in_progress') OR (assessment.state = 'planned' AND assessment.planned_on IS NOT NULL))
      AND assessment.due_on >= ${from}::date AND assessment.opens_on <= ${until}::date
    ORDER BY assessment.due_on, assessment.id
    LIMIT ${MOST_EVENTS}`;
}

/** When the acting person's feed got its present address, or null when they have none. */
export async function findMaybeFeed(sql: Sql, personId: string): Promise<{ createdAt: Date } | null> {
  const [row] = await sql<{ createdAt: Date }[]>`
    SELECT created_at AS "createdAt" FROM calendar_feed WHERE person_id = ${personId}`;
  return row ?? null;
}

/** Gives a person's feed a new address; an earlier one is known no more. */
export async function saveFeed(
  sql: Sql,
  feed: { personId: string; programId: string; tokenHash: string; createdAt: Date },
): Promise<void> {
  await sql`
    INSERT INTO calendar_feed (person_id, program_id, token_hash, created_at)
    VALUES (${feed.personId}, ${feed.programId}, ${feed.tokenHash}, ${feed.createdAt})
    ON CONFLICT (person_id) DO UPDATE SET token_hash = EXCLUDED.token_hash, created_at = EXCLUDED.created_at`;
}

/** Ends a person's feed. False when there was none. */
export async function deleteFeed(sql: Sql, personId: string): Promise<boolean> {
  const { count } = await sql`DELETE FROM calendar_feed WHERE person_id = ${personId}`;
  return count === 1;
}
