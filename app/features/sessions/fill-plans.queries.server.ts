import type { Sql } from "#app/db/in-transaction.server.ts";
import type { Day } from "#app/time/days.ts";

/** A planned session that a plan makes. */
export interface PlannedRow {
  id: string;
  planId: string;
  on: Day;
  startsAt: Date;
  endsAt: Date;
  rowVersion: number;
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
      AS wanted (id uuid, "planId" uuid, "on" date, "startsAt" timestamptz, "endsAt" timestamptz, "rowVersion" int)
    JOIN session_plan plan ON plan.id = wanted."planId"`;
  const people = sql`
    SELECT wanted.*, guest.person_id, guest.position, site.id AS site_id, site.zone,
      CASE WHEN works.site_id IS NULL THEN assigned.unit_id ELSE works.unit_id END AS unit_id
    FROM (${wanted}) wanted
    JOIN session_plan_attendee guest ON guest.plan_id = wanted."planId"
    JOIN effective_coach_assignment assigned ON assigned.coach_id = wanted.coach_id AND assigned.coachee_id = guest.person_id
      AND assigned.starts_on <= wanted."on" AND (assigned.ends_on IS NULL OR assigned.ends_on > wanted."on")
    LEFT JOIN site_assignment works ON works.person_id = guest.person_id
      AND works.starts_on <= wanted."on" AND (works.ends_on IS NULL OR works.ends_on > wanted."on")
    JOIN site ON site.id = coalesce(works.site_id, assigned.site_id)`;
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
      placed."on", placed.zone, placed."startsAt", placed."endsAt", placed.modality, '{}',
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
    WHERE (placed."startsAt" AT TIME ZONE placed.zone)::date = placed."on"
      AND NOT EXISTS (
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
