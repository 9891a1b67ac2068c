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

const TAKES_PLACE = ["scheduled", "held", "held_partial"];

const starts = (sql: Sql, name: "own" | "other") =>
  sql`coalesce(${sql(name)}.started_at, ${sql(name)}.scheduled_start_at)`;
const ends = (sql: Sql, name: "own" | "other") =>
  sql`coalesce(${sql(name)}.ended_at, ${sql(name)}.scheduled_end_at)`;

/** What is said of a session called `other`. */
const described = (sql: Sql, coachId: string) => sql`
  other.id, other.session_on AS "on", other.zone, ${starts(sql, "other")} AS "startsAt", ${ends(sql, "other")} AS "endsAt",
  ARRAY(
    SELECT person.given_name || ' ' || person.family_name FROM session_attendee attendee
    JOIN person ON person.id = attendee.person_id
    WHERE attendee.session_id = other.id AND attendee.role = 'coachee' AND EXISTS (
      SELECT FROM coach_assignment held WHERE held.coach_id = ${coachId} AND held.coachee_id = attendee.person_id)
    ORDER BY person.family_name, person.given_name, person.id) AS names`;

/** The sessions that a coach leads or co-coaches on the day before `day`, on it or after it. */
const around = (sql: Sql, coachId: string, day: ReturnType<Sql>) => sql`
  SELECT led.* FROM coaching_session led
  WHERE led.lead_coach_id = ${coachId} AND led.session_on BETWEEN ${day} - 1 AND ${day} + 1
  UNION ALL
  SELECT fetched.* FROM session_coach beside
  JOIN LATERAL (SELECT * FROM coaching_session WHERE id = beside.session_id OFFSET 0) fetched ON true
  WHERE beside.person_id = ${coachId} AND beside.role = 'co_coach' AND beside.session_on BETWEEN ${day} - 1 AND ${day} + 1`;

/**
 * Planned and held sessions that a coach leads or co-coaches at the time of some of their own, these among each other too.
 * In the order of the days.
 */
export function listOverlaps(
  sql: Sql,
  { coachId, sessionIds }: { coachId: string; sessionIds: readonly string[] },
): Promise<OverlapRow[]> {
  return sql<OverlapRow[]>`
    SELECT own.id AS "ofId", own.session_on AS "ofOn", ${described(sql, coachId)}
    FROM coaching_session own
    JOIN LATERAL (${around(sql, coachId, sql`own.session_on`)}) other ON other.id <> own.id
    WHERE own.id = ANY (${[...sessionIds]}::uuid[]) AND own.lead_coach_id = ${coachId}
      AND own.status = ANY (${TAKES_PLACE}::session_status[]) AND other.status = ANY (${TAKES_PLACE}::session_status[])
      AND ${starts(sql, "own")} < ${ends(sql, "other")} AND ${starts(sql, "other")} < ${ends(sql, "own")}
    ORDER BY own.session_on, "startsAt", other.id
    LIMIT ${OVERLAP_LIMIT}`;
}

/** The same for a time at which there is nothing yet, or another session than the one that is left out. */
export function listSessionsAt(
  sql: Sql,
  asked: { coachId: string; exceptId: string; day: Day; startsAt: Date; endsAt: Date },
): Promise<Omit<OverlapRow, "ofId" | "ofOn">[]> {
  const { coachId, exceptId, day, startsAt, endsAt } = asked;
  return sql<Omit<OverlapRow, "ofId" | "ofOn">[]>`
    SELECT ${described(sql, coachId)}
    FROM (${around(sql, coachId, sql`${day}::date`)}) other
    WHERE other.id <> ${exceptId} AND other.status = ANY (${TAKES_PLACE}::session_status[])
      AND ${starts(sql, "other")} < ${endsAt} AND ${ends(sql, "other")} > ${startsAt}
    ORDER BY "startsAt", other.id
    LIMIT ${OVERLAP_LIMIT}`;
}

/** Those of the coach's people among these, with the zone of the site at which they are coached on the day, if they are. */
export function listZonesOfPeople(
  sql: Sql,
  { coachId, personIds, day }: { coachId: string; personIds: readonly string[]; day: Day },
): Promise<{ personId: string; zone: string | null }[]> {
  return sql<{ personId: string; zone: string | null }[]>`
    SELECT own.coachee_id AS "personId",
      max(site.zone) FILTER (WHERE own.starts_on <= ${day}::date AND (own.ends_on IS NULL OR own.ends_on > ${day}::date)) AS zone
    FROM effective_coach_assignment own JOIN site ON site.id = own.site_id
    WHERE own.coach_id = ${coachId} AND own.coachee_id = ANY (${[...personIds]}::uuid[])
    GROUP BY own.coachee_id`;
}

/** Who of the coach's people has coaching with somebody else at a time. What it is, the database tells nobody. */
export async function listCoachedElsewhere(
  sql: Sql,
  { personIds, startsAt, endsAt }: { personIds: readonly string[]; startsAt: Date; endsAt: Date },
): Promise<string[]> {
  const rows = await sql<{ id: string }[]>`
    SELECT id FROM unnest(${[...personIds]}::uuid[]) AS asked (id)
    WHERE app.is_coached_elsewhere(id, ${startsAt}, ${endsAt})`;
  return rows.map(({ id }) => id);
}
