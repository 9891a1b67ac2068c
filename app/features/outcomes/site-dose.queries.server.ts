import type { Sql } from "#app/db/in-transaction.server.ts";
import { sessionOf } from "#app/features/sessions/session-records.queries.server.ts";
import type { Day } from "#app/time/days.ts";
import type { Assignment } from "#fidelity/dosage/planned-levels.ts";
import type { SiteDose } from "./site-dose.types.ts";

const COACHEE_LIMIT = 20_000;
const VACANT_LIMIT = 50;
/** More sessions than anybody holds with one person in a month. */
const MONTH_LIMIT = 100;

export interface SiteCoachee {
  id: string;
  siteId: string;
  name: string;
  coaches: (string | null)[];
  /** Days of the sessions with any coach in the newest one's month. */
  heldOn: Day[];
  nextPlannedOn: Day | null;
}

interface SitesDay {
  siteIds: readonly string[];
  today: Day;
}

/**
 * Everybody with a coach at the sites today, once for each site, or those of them with these ids. Each is read from the
 * newest rows of an index, whatever lies behind.
 */
export function listSiteCoachees(
  sql: Sql,
  { siteIds, today, ids }: SitesDay & { ids?: readonly string[] },
): Promise<SiteCoachee[]> {
  return sql<SiteCoachee[]>`
    SELECT person.id, assigned.site_id AS "siteId", person.given_name || ' ' || person.family_name AS name,
           assigned.coaches, newest."heldOn", planned.session_on AS "nextPlannedOn"
    FROM (
      SELECT site_id, coachee_id,
             to_jsonb(array_agg(coach.given_name || ' ' || coach.family_name ORDER BY starts_on, coach_id)) AS coaches
      FROM effective_coach_assignment own LEFT JOIN person coach ON coach.id = coach_id
      WHERE own.site_id = ANY (${siteIds as string[]}::uuid[]) AND starts_on <= ${today}
        AND (ends_on IS NULL OR ends_on > ${today})
        ${ids ? sql`AND coachee_id = ANY (${ids as string[]}::uuid[])` : sql``}
      GROUP BY site_id, coachee_id) AS assigned
    JOIN person ON person.id = assigned.coachee_id
    CROSS JOIN LATERAL ${newestHeld(sql)} AS newest
    LEFT JOIN LATERAL (
      SELECT attendee.session_on
      FROM session_attendee attendee JOIN LATERAL ${sessionOf(sql, "attendee")} session ON true
      WHERE attendee.person_id = person.id AND attendee.session_on >= ${today} AND session.status = 'scheduled'
      ORDER BY attendee.session_on LIMIT 1) AS planned ON true
    ORDER BY person.family_name, person.given_name, person.id
    LIMIT ${COACHEE_LIMIT}`;
}

/** Everybody with a coach at the sites today, once for each site, with the days of their newest sessions and no name. */
export function listHeldOfCoachees(
  sql: Sql,
  { siteIds, today }: SitesDay,
): Promise<Pick<SiteCoachee, "id" | "siteId" | "heldOn">[]> {
  return sql<Pick<SiteCoachee, "id" | "siteId" | "heldOn">[]>`
    SELECT person.id, person."siteId", newest."heldOn"
    FROM (SELECT DISTINCT coachee_id AS id, site_id AS "siteId" FROM effective_coach_assignment
          WHERE site_id = ANY (${siteIds as string[]}::uuid[]) AND starts_on <= ${today}
            AND (ends_on IS NULL OR ends_on > ${today})
          LIMIT ${COACHEE_LIMIT}) AS person
    CROSS JOIN LATERAL ${newestHeld(sql)} AS newest`;
}

/** The days of the delivered sessions of `person.id` in the month of the newest one, with any coach. */
function newestHeld(sql: Sql) {
  const held = sql`
    session_attendee attendee JOIN LATERAL ${sessionOf(sql, "attendee")} session ON true
    WHERE attendee.person_id = person.id AND attendee.role = 'coachee' AND attendee.attendance IN ('full', 'partial')
      AND session.status IN ('held', 'held_partial')`;
  return sql`(
      SELECT coalesce(array_agg(month.session_on::text), '{}') AS "heldOn"
      FROM (SELECT attendee.session_on FROM ${held} ORDER BY attendee.session_on DESC LIMIT 1) AS last
      CROSS JOIN LATERAL (
        SELECT attendee.session_on FROM ${held} AND attendee.session_on >= date_trunc('month', last.session_on)::date
        LIMIT ${MONTH_LIMIT}) AS month)`;
}

/** Assignments of the people who have a coach at the sites today, with any coach, as far as the viewer's sites reach. */
export function listAssignmentsOfSites(
  sql: Sql,
  { siteIds, today, from }: SitesDay & { from: Day },
): Promise<(Assignment & { siteId: string })[]> {
  return sql<(Assignment & { siteId: string })[]>`
    SELECT id, coachee_id AS "coacheeId", site_id AS "siteId", intensity, starts_on AS "startsOn", ends_on AS "endsOn"
    FROM effective_coach_assignment
    WHERE coachee_id IN (SELECT coachee_id FROM effective_coach_assignment
                         WHERE site_id = ANY (${siteIds as string[]}::uuid[]) AND starts_on <= ${today} AND (ends_on IS NULL OR ends_on > ${today}))
      AND (ends_on IS NULL OR ends_on > ${from})
    LIMIT ${COACHEE_LIMIT * 4}`;
}

/** Leave, from a day on, of people who have a coach at the sites today. */
export function listLeaveOfSites(
  sql: Sql,
  { siteIds, today, from }: SitesDay & { from: Day },
): Promise<{ coacheeId: string; from: Day; to: Day }[]> {
  return sql<{ coacheeId: string; from: Day; to: Day }[]>`
    SELECT person_id AS "coacheeId", first_on AS "from", last_on AS "to"
    FROM leave
    WHERE person_id IN (SELECT coachee_id FROM effective_coach_assignment
                        WHERE site_id = ANY (${siteIds as string[]}::uuid[]) AND starts_on <= ${today} AND (ends_on IS NULL OR ends_on > ${today}))
      AND last_on >= ${from}
    LIMIT ${COACHEE_LIMIT * 4}`;
}

/** Every coaching at the sites that touches a period, whoever is coached by whom today. */
export function listAssignmentsIn(
  sql: Sql,
  { siteIds, from, until }: { siteIds: readonly string[]; from: Day; until: Day },
): Promise<(Assignment & { siteId: string; coachId: string })[]> {
  return sql<(Assignment & { siteId: string; coachId: string })[]>`
    SELECT id, coach_id AS "coachId", coachee_id AS "coacheeId", site_id AS "siteId", intensity, starts_on AS "startsOn",
      ends_on AS "endsOn"
    FROM effective_coach_assignment
    WHERE site_id = ANY (${siteIds as string[]}::uuid[]) AND starts_on <= ${until} AND (ends_on IS NULL OR ends_on > ${from})
    LIMIT ${COACHEE_LIMIT * 4}`;
}

/** Who works at the site, was coached there, and has no coach today, those waiting longest first. */
export function listVacant(
  sql: Sql,
  { siteId, today }: { siteId: string; today: Day },
): Promise<SiteDose["vacant"]> {
  return sql<SiteDose["vacant"]>`
    SELECT person.id, person.given_name || ' ' || person.family_name AS name, ended.since
    FROM (SELECT coachee_id, max(ends_on) AS since FROM effective_coach_assignment
          WHERE site_id = ${siteId} GROUP BY coachee_id HAVING bool_and(ends_on <= ${today})) AS ended
    JOIN person ON person.id = ended.coachee_id AND (person.deactivated_on IS NULL OR person.deactivated_on > ${today})
    WHERE EXISTS (SELECT FROM site_assignment placed
                  WHERE placed.person_id = person.id AND placed.site_id = ${siteId} AND placed.starts_on <= ${today}
                    AND (placed.ends_on IS NULL OR placed.ends_on > ${today}))
      AND NOT EXISTS (SELECT FROM effective_coach_assignment held
                      WHERE held.coachee_id = person.id AND held.starts_on <= ${today}
                        AND (held.ends_on IS NULL OR held.ends_on > ${today}))
    ORDER BY ended.since, person.family_name
    LIMIT ${VACANT_LIMIT}`;
}
