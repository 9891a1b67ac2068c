import type { Sql } from "#app/db/in-transaction.server.ts";
import type { Day } from "#app/time/days.ts";
import type { ComponentMinutes, LateEntry } from "./my-month.types.ts";
import { sessionOf } from "./session-records.queries.server.ts";

const PEOPLE_LIMIT = 400;
const LATE_ENTRIES_SHOWN = 50;

interface CoachMonth {
  coachId: string;
  from: Day;
  until: Day;
}

export interface PersonInPeriod {
  id: string;
  name: string;
  siteId: string;
  siteName: string;
  zone: string;
}

/** Everybody assigned to the coach on a day of the period, also those who left in it. */
export function listPeopleInPeriod(
  sql: Sql,
  { coachId, from, until }: CoachMonth,
): Promise<PersonInPeriod[]> {
  return sql<PersonInPeriod[]>`
    SELECT * FROM (
      SELECT DISTINCT ON (person.id) person.id, person.given_name || ' ' || person.family_name AS name,
        site.id AS "siteId", site.name AS "siteName", site.zone
      FROM effective_coach_assignment assigned
      JOIN person ON person.id = assigned.coachee_id
      JOIN site ON site.id = assigned.site_id
      WHERE assigned.coach_id = ${coachId} AND assigned.starts_on <= ${until}::date
        AND (assigned.ends_on IS NULL OR assigned.ends_on > ${from}::date)
      ORDER BY person.id, assigned.starts_on DESC) people
    ORDER BY name
    LIMIT ${PEOPLE_LIMIT}`;
}

/** The zones of the sites at which a coach has people on a day, or about it. */
export async function listZonesOfCoach(
  sql: Sql,
  { coachId, on }: { coachId: string; on: Day },
): Promise<string[]> {
  const rows = await sql<{ zone: string }[]>`
    SELECT DISTINCT site.zone FROM effective_coach_assignment assigned
    JOIN site ON site.id = assigned.site_id
    WHERE assigned.coach_id = ${coachId} AND assigned.starts_on <= ${on}::date + 1
      AND (assigned.ends_on IS NULL OR assigned.ends_on >= ${on}::date)`;
  return rows.map(({ zone }) => zone);
}

/**
 * Minutes of the coach's sessions by component: travel to a session that fell through was spent all the same. Of sessions
 * that another coach led, observation and meeting were the co-coach's, too.
 */
export async function findComponentMinutes(
  sql: Sql,
  { coachId, from, until }: CoachMonth,
): Promise<ComponentMinutes> {
  const [row] = await sql<[ComponentMinutes]>`
    SELECT coalesce(sum(observation_minutes), 0)::int AS observation, coalesce(sum(meeting_minutes), 0)::int AS meeting,
      coalesce(sum(preparation_minutes), 0)::int AS preparation, coalesce(sum(travel_minutes), 0)::int AS travel,
      coalesce(sum(documentation_minutes), 0)::int AS documentation
    FROM (
      SELECT observation_minutes, meeting_minutes, preparation_minutes, travel_minutes, documentation_minutes
      FROM coaching_session
      WHERE lead_coach_id = ${coachId} AND session_on BETWEEN ${from}::date AND ${until}::date AND status <> 'scheduled'
      UNION ALL
      SELECT session.observation_minutes, session.meeting_minutes, 0, 0, 0
      FROM session_coach own
      JOIN LATERAL ${sessionOf(sql, "own")} session ON true
      WHERE own.person_id = ${coachId} AND own.role = 'co_coach' AND own.session_on BETWEEN ${from}::date AND ${until}::date
        AND session.status <> 'scheduled') spent`;
  return row;
}

/** Records of the period that were entered more than so many days later, the latest first. */
export function listLateEntries(
  sql: Sql,
  { coachId, from, until, lateAfterDays }: CoachMonth & { lateAfterDays: number },
): Promise<LateEntry[]> {
  return sql<LateEntry[]>`
    SELECT session.id, session.session_on AS "sessionOn", session.status, session.entry_lag_days AS "entryLagDays",
      ARRAY(
        SELECT person.given_name || ' ' || person.family_name FROM session_attendee attendee
        JOIN person ON person.id = attendee.person_id
        WHERE attendee.session_id = session.id AND attendee.role = 'coachee'
        ORDER BY person.family_name LIMIT 30) AS "attendeeNames"
    FROM coaching_session session
    WHERE session.lead_coach_id = ${coachId} AND session.session_on BETWEEN ${from}::date AND ${until}::date
      AND session.status IN ('held', 'held_partial') AND session.entry_lag_days > ${lateAfterDays}
      AND session.import_id IS NULL
    ORDER BY session.entry_lag_days DESC, session.id
    LIMIT ${LATE_ENTRIES_SHOWN}`;
}
