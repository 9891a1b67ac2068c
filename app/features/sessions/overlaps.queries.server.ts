import type { Sql } from "#app/db/in-transaction.server.ts";
import type { Day } from "#app/time/days.ts";

/** More than are named at once. */
const OVERLAP_LIMIT = 100;

export interface OverlapRow {
  /** The session that was asked about, and its day. */
  ofId: string;
  ofOn: Day;
  id: string;
  on: Day;
  zone: string;
  startsAt: Date;
  endsAt: Date;
  /** The coach's own people; empty for a session that others lead with somebody else. */
  names: string[];
}

/**
 * Planned and held sessions that a coach leads or co-coaches at the time of some of their own, these among each other too.
 * In the order of the days.
 */
export function listOverlaps(
  sql: Sql,
  { coachId, sessionIds }: { coachId: string; sessionIds: readonly string[] },
): Promise<OverlapRow[]> {
  const takesPlace = sql`('scheduled', 'held', 'held_partial')`;
  const starts = (name: "own" | "other") =>
    sql`coalesce(${sql(name)}.started_at, ${sql(name)}.scheduled_start_at)`;
  const ends = (name: "own" | "other") => sql`coalesce(${sql(name)}.ended_at, ${sql(name)}.scheduled_end_at)`;
  return sql<OverlapRow[]>`
    SELECT own.id AS "ofId", own.session_on AS "ofOn", other.id, other.session_on AS "on", other.zone,
      ${starts("other")} AS "startsAt", ${ends("other")} AS "endsAt",
      ARRAY(
        SELECT person.given_name || ' ' || person.family_name FROM session_attendee attendee
        JOIN person ON person.id = attendee.person_id
        WHERE attendee.session_id = other.id AND attendee.role = 'coachee' AND EXISTS (
          SELECT FROM coach_assignment held WHERE held.coach_id = ${coachId} AND held.coachee_id = attendee.person_id)
        ORDER BY person.family_name, person.given_name, person.id) AS names
    FROM coaching_session own
    JOIN LATERAL (
      SELECT led.* FROM coaching_session led
      WHERE led.lead_coach_id = ${coachId} AND led.session_on BETWEEN own.session_on - 1 AND own.session_on + 1
      UNION ALL
      SELECT fetched.* FROM session_coach beside
      JOIN LATERAL (SELECT * FROM coaching_session WHERE id = beside.session_id OFFSET 0) fetched ON true
      WHERE beside.person_id = ${coachId} AND beside.role = 'co_coach'
        AND beside.session_on BETWEEN own.session_on - 1 AND own.session_on + 1) other ON other.id <> own.id
    WHERE own.id = ANY (${[...sessionIds]}::uuid[]) AND own.lead_coach_id = ${coachId}
      AND own.status IN ${takesPlace} AND other.status IN ${takesPlace}
      AND ${starts("own")} < ${ends("other")} AND ${starts("other")} < ${ends("own")}
    ORDER BY own.session_on, "startsAt", other.id
    LIMIT ${OVERLAP_LIMIT}`;
}
