import type { Sql } from "#app/db/in-transaction.server.ts";
import type { Day } from "#app/time/days.ts";

/** A planned session that a plan makes. */
export interface PlannedRow {
  id: string;
  planId: string;
  on: Day;
  /** Its start and end in each zone it may come to lie in: a plan keeps its hour wherever its people work on the day. */
  timesIn: Record<string, { startsAt: Date; endsAt: Date }>;
  rowVersion: number;
}

/** A planned session that nobody has touched, and where its people work on its day by now. */
export interface MovedSession {
  id: string;
  planId: string;
  on: Day;
  siteId: string;
  zone: string;
}
/** More sessions than a hundred plans have up to the horizon. */
const MOVED_LIMIT = 10_000;

/** The zones of the program's sites. */
export async function listZones(sql: Sql): Promise<string[]> {
  const rows = await sql<{ zone: string }[]>`SELECT DISTINCT zone FROM site`;
  return rows.map(({ zone }) => zone);
}

/** Where somebody works on a day: their place, or else that of their coaching. */
const worksOn = (sql: Sql, day: ReturnType<typeof sql>) => sql`
    JOIN effective_coach_assignment assigned ON assigned.coach_id = wanted.coach_id AND assigned.coachee_id = guest.person_id
      AND assigned.starts_on <= ${day} AND (assigned.ends_on IS NULL OR assigned.ends_on > ${day})
    LEFT JOIN site_assignment works ON works.person_id = guest.person_id
      AND works.starts_on <= ${day} AND (works.ends_on IS NULL OR works.ends_on > ${day})
    JOIN site ON site.id = coalesce(works.site_id, assigned.site_id)`;

/** Sessions of plans that nobody has touched, whose people all work at one other site on the day by now. */
export function listMovedForSystem(sql: Sql, planIds: readonly string[], from: Day): Promise<MovedSession[]> {
  return sql<MovedSession[]>`
    SELECT id, "planId", "on", min("siteId") AS "siteId", min(zone) AS zone
    FROM (
      SELECT wanted.id, wanted.plan_id AS "planId", wanted.session_on AS "on", site.id::text AS "siteId", site.zone,
        site.id <> wanted.site_id OR site.zone <> wanted.zone AS "isElsewhere"
      FROM (
        SELECT session.id, session.plan_id, session.session_on, session.site_id, session.zone, session.lead_coach_id AS coach_id
        FROM coaching_session session
        WHERE session.plan_id = ANY (${[...planIds]}::uuid[]) AND session.occurrence_on >= ${from}::date
          AND session.follows_plan AND session.status = 'scheduled') wanted
      JOIN session_attendee guest ON guest.session_id = wanted.id AND guest.role = 'coachee'
      ${worksOn(sql, sql`wanted.session_on`)}) placed
    GROUP BY id, "planId", "on"
    HAVING bool_and("isElsewhere") AND count(DISTINCT "siteId") = 1
    ORDER BY id
    LIMIT ${MOVED_LIMIT}`;
}

/** Gives planned sessions the site and zone where their people work, at the hour of their plan. */
export async function placeMovedForSystem(
  sql: Sql,
  moved: readonly (Pick<MovedSession, "id" | "siteId" | "zone"> & { startsAt: Date; endsAt: Date })[],
  at: Date,
): Promise<void> {
  if (moved.length === 0) return;
  await sql`
    UPDATE coaching_session own SET site_id = place."siteId", zone = place.zone, scheduled_start_at = place."startsAt",
      scheduled_end_at = place."endsAt", unit_id = NULL, row_version = own.row_version + 1, content_version = own.row_version + 1,
      updated_at = ${at}
    FROM jsonb_to_recordset(${JSON.stringify(moved)}::text::jsonb)
      AS place (id uuid, "siteId" uuid, zone text, "startsAt" timestamptz, "endsAt" timestamptz)
    WHERE own.id = place.id AND own.follows_plan AND own.status = 'scheduled'`;
  const ids = moved.map(({ id }) => id);
  await sql`
    UPDATE session_attendee guest SET unit_id = works.unit_id
    FROM site_assignment works
    WHERE guest.session_id = ANY (${ids}::uuid[]) AND works.person_id = guest.person_id AND works.site_id = guest.site_id
      AND works.starts_on <= guest.session_on AND (works.ends_on IS NULL OR works.ends_on > guest.session_on)`;
  await sql`
    UPDATE coaching_session own SET unit_id = placed.unit_id
    FROM (SELECT session_id, min(unit_id::text)::uuid AS unit_id FROM session_attendee
      WHERE session_id = ANY (${ids}::uuid[]) AND role = 'coachee' GROUP BY session_id) placed
    WHERE own.id = placed.session_id`;
}

/** Lets plans name the zone in which their next session lies. */
export async function followZonesForSystem(sql: Sql, planIds: readonly string[], from: Day): Promise<void> {
  await sql`
    UPDATE session_plan plan SET zone = next.zone
    FROM (
      SELECT DISTINCT ON (plan_id) plan_id, zone FROM coaching_session
      WHERE plan_id = ANY (${[...planIds]}::uuid[]) AND occurrence_on >= ${from}::date AND status = 'scheduled' AND follows_plan
      ORDER BY plan_id, occurrence_on) next
    WHERE plan.id = next.plan_id AND plan.zone <> next.zone`;
}

/**
 * Makes planned sessions of their plans, as far as their days are free and somebody of the plan has the coach on that
 * day: with the site, the certification and the practice profile of the day. Whoever is not the coach's by then is left out,
 * and so are days on which the agency or the site is closed.
 * @returns how many there are now that were not before
 */
export async function insertPlanned(sql: Sql, rows: readonly PlannedRow[], at: Date): Promise<number> {
  if (rows.length === 0) return 0;
  const given = JSON.stringify(rows);
  const wanted = sql`
    SELECT wanted.*, plan.program_id, plan.coach_id, plan.modality
    FROM jsonb_to_recordset(${given}::text::jsonb)
      AS wanted (id uuid, "planId" uuid, "on" date, "timesIn" jsonb, "rowVersion" int)
    JOIN session_plan plan ON plan.id = wanted."planId"`;
  const people = sql`
    SELECT wanted.*, guest.person_id, guest.position, site.id AS site_id, site.zone,
      CASE WHEN works.site_id IS NULL THEN assigned.unit_id ELSE works.unit_id END AS unit_id
    FROM (${wanted}) wanted
    JOIN session_plan_attendee guest ON guest.plan_id = wanted."planId"
    ${worksOn(sql, sql`wanted."on"`)}`;
  const made = await sql<{ id: string }[]>`
    WITH people AS (${people}),
    -- Those who work at the site of the first of them.
    placed AS (
      SELECT DISTINCT ON (people.id) people.*,
        (SELECT count(*) FROM people other WHERE other.id = people.id AND other.site_id = people.site_id) AS guests
      FROM people ORDER BY people.id, people.position)
    INSERT INTO coaching_session (id, program_id, site_id, unit_id, lead_coach_id, practice_profile_id, format, status, session_on,
      zone, scheduled_start_at, scheduled_end_at, modality, barriers, is_coach_certified, entered_by_id, recorded_at, entry_lag_days,
      content_hash, row_version, content_version, updated_at, plan_id, occurrence_on, follows_plan)
    SELECT placed.id, placed.program_id, placed.site_id, placed.unit_id, placed.coach_id, profile.id,
      (CASE placed.guests WHEN 1 THEN 'individual' WHEN 2 THEN 'pair' ELSE 'group' END)::session_format, 'scheduled',
      placed."on", placed.zone, (placed."timesIn" -> placed.zone ->> 'startsAt')::timestamptz,
      (placed."timesIn" -> placed.zone ->> 'endsAt')::timestamptz, placed.modality, '{}',
      EXISTS (
        SELECT FROM certification held
        WHERE held.person_id = placed.coach_id AND held.kind = 'coach'
          AND held.valid_from <= placed."on" AND held.valid_until >= placed."on"
          AND (held.revoked_on IS NULL OR held.revoked_on > placed."on")),
      placed.coach_id, ${at}, 0, '', placed."rowVersion", placed."rowVersion", ${at}, placed."planId", placed."on", true
    FROM placed
    JOIN program ON program.id = placed.program_id
    JOIN LATERAL (
      SELECT id FROM practice_profile
      WHERE program_id = program.id AND (published_at AT TIME ZONE program.zone)::date <= placed."on"
      ORDER BY version DESC LIMIT 1) profile ON true
    WHERE NOT EXISTS (
        SELECT FROM closure
        WHERE closure.program_id = placed.program_id AND closure.withdrawn_at IS NULL
          AND placed."on" BETWEEN closure.first_on AND closure.last_on
          AND (closure.site_id IS NULL OR closure.site_id = placed.site_id))
    ON CONFLICT (plan_id, occurrence_on) DO NOTHING
    RETURNING id`;
  const ids = made.map(({ id }) => id);
  if (ids.length === 0) return 0;
  await Promise.all([
    sql`
      INSERT INTO session_attendee (session_id, person_id, program_id, site_id, unit_id, lead_coach_id, session_on)
      SELECT people.id, people.person_id, people.program_id, session.site_id, session.unit_id, session.lead_coach_id, session.session_on
      FROM (${people}) people
      JOIN coaching_session session ON session.id = people.id AND session.site_id = people.site_id
      WHERE people.id = ANY (${ids}::uuid[])
      ON CONFLICT DO NOTHING`,
    sql`
      INSERT INTO session_focus (session_id, essential_function_id, program_id)
      SELECT session.id, chosen.essential_function_id, session.program_id
      FROM coaching_session session
      JOIN session_plan_focus chosen ON chosen.plan_id = session.plan_id
      JOIN essential_function function ON function.id = chosen.essential_function_id
      JOIN core_component component ON component.id = function.core_component_id
        AND component.practice_profile_id = session.practice_profile_id
      WHERE session.id = ANY (${ids}::uuid[])`,
  ]);
  return ids.length;
}
