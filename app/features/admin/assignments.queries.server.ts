import type { Sql } from "#app/db/in-transaction.server.ts";
import type { Day } from "#app/time/days.ts";
import type { Assignment, AssignmentKind } from "./admin.types.ts";
import type { Span } from "./dated-fact.rules.ts";

const MOST_FACTS = 200;

type AssignmentRow = Omit<Assignment, "state">;

/** Everything dated about a person, newest first: roles, sites, supervisors, coaches and coachees. */
export function listAssignments(sql: Sql, programId: string, personId: string): Promise<AssignmentRow[]> {
  return sql<AssignmentRow[]>`
    SELECT * FROM (
      SELECT held.id, 'role' AS kind, held.role::text AS title,
             coalesce(region.name, site.name, unit_site.name || ', ' || unit.name) AS detail,
             NULL::uuid AS "otherId", held.starts_on AS "startsOn", held.ends_on AS "endsOn"
      FROM role_assignment held
      LEFT JOIN region ON region.id = held.region_id
      LEFT JOIN site ON site.id = held.site_id
      LEFT JOIN unit ON unit.id = held.unit_id
      LEFT JOIN site unit_site ON unit_site.id = unit.site_id
      WHERE held.program_id = ${programId} AND held.person_id = ${personId}
      UNION ALL
      SELECT placed.id, 'site', site.name, unit.name, NULL, placed.starts_on, placed.ends_on
      FROM site_assignment placed JOIN site ON site.id = placed.site_id LEFT JOIN unit ON unit.id = placed.unit_id
      WHERE placed.program_id = ${programId} AND placed.person_id = ${personId}
      UNION ALL
      SELECT supervision.id, 'supervision', other.given_name || ' ' || other.family_name,
             CASE WHEN supervision.person_id = ${personId} THEN 'supervisor' ELSE 'supervises' END,
             other.id, supervision.starts_on, supervision.ends_on
      FROM supervision JOIN person other
        ON other.id = CASE WHEN supervision.person_id = ${personId} THEN supervision.supervisor_id ELSE supervision.person_id END
      WHERE supervision.program_id = ${programId}
        AND (supervision.person_id = ${personId} OR supervision.supervisor_id = ${personId})
      UNION ALL
      SELECT assigned.id, 'coach', other.given_name || ' ' || other.family_name,
             CASE WHEN assigned.coachee_id = ${personId} THEN 'coach' ELSE 'coaches' END
               || ', ' || assigned.intensity::text || ', ' || site.name,
             other.id, assigned.starts_on, assigned.ends_on
      FROM coach_assignment assigned JOIN site ON site.id = assigned.site_id JOIN person other
        ON other.id = CASE WHEN assigned.coachee_id = ${personId} THEN assigned.coach_id ELSE assigned.coachee_id END
      WHERE assigned.program_id = ${programId}
        AND (assigned.coachee_id = ${personId} OR assigned.coach_id = ${personId})) fact
    ORDER BY "endsOn" IS NOT NULL, "startsOn" DESC, title
    LIMIT ${MOST_FACTS}`;
}

type FactTable =
  | "role_assignment"
  | "site_assignment"
  | "supervision"
  | "coach_assignment"
  | "certification"
  | "leave";

/** Whether the very same dated fact is stored: the form was posted before. */
export async function isFactStored(
  sql: Sql,
  table: FactTable,
  row: Record<string, string | boolean | null | undefined>,
): Promise<boolean> {
  const isSame = Object.entries(row).map(([column, value]) =>
    value == null ? sql`AND ${sql(column)} IS NULL` : sql`AND ${sql(column)} = ${value}`,
  );
  return (await sql`SELECT FROM ${sql(table)} WHERE true ${isSame} LIMIT 1`).length > 0;
}

interface Insert extends Span {
  programId: string;
  personId: string;
}

export async function insertRole(
  sql: Sql,
  row: Insert & { role: string; regionId: string | null; siteId: string | null; unitId: string | null },
): Promise<string> {
  const [inserted] = await sql<{ id: string }[]>`
    INSERT INTO role_assignment (program_id, person_id, role, region_id, site_id, unit_id, starts_on, ends_on)
    VALUES (${row.programId}, ${row.personId}, ${row.role}, ${row.regionId}, ${row.siteId}, ${row.unitId},
            ${row.startsOn}::date, ${row.endsOn ?? null}::date)
    RETURNING id`;
  return inserted?.id ?? "";
}

export async function insertSite(
  sql: Sql,
  row: Insert & { siteId: string; unitId: string | null },
): Promise<string> {
  const [inserted] = await sql<{ id: string }[]>`
    INSERT INTO site_assignment (program_id, person_id, site_id, unit_id, starts_on, ends_on)
    VALUES (${row.programId}, ${row.personId}, ${row.siteId}, ${row.unitId}, ${row.startsOn}::date, ${row.endsOn ?? null}::date)
    RETURNING id`;
  return inserted?.id ?? "";
}

export async function insertSupervision(sql: Sql, row: Insert & { supervisorId: string }): Promise<string> {
  const [inserted] = await sql<{ id: string }[]>`
    INSERT INTO supervision (program_id, person_id, supervisor_id, starts_on, ends_on)
    VALUES (${row.programId}, ${row.personId}, ${row.supervisorId}, ${row.startsOn}::date, ${row.endsOn ?? null}::date)
    RETURNING id`;
  return inserted?.id ?? "";
}

/** Assigns a coach at the site where the coachee works on the first day. @returns null when there is none */
export async function insertCoachAssignment(
  sql: Sql,
  row: Insert & { coachId: string; intensity: string },
): Promise<{ id: string; siteId: string } | null> {
  const [inserted] = await sql<{ id: string; siteId: string }[]>`
    INSERT INTO coach_assignment (program_id, site_id, unit_id, coach_id, coachee_id, intensity, starts_on, ends_on)
    SELECT ${row.programId}, placed.site_id, placed.unit_id, ${row.coachId}, ${row.personId},
           ${row.intensity}::text::coaching_intensity, ${row.startsOn}::date, ${row.endsOn ?? null}::date
    FROM site_assignment placed
    WHERE placed.person_id = ${row.personId} AND placed.starts_on <= ${row.startsOn}::date
      AND (placed.ends_on IS NULL OR placed.ends_on > ${row.startsOn}::date)
    RETURNING id, site_id AS "siteId"`;
  return inserted ?? null;
}

/** Coaching that goes on at another site. */
interface Continued {
  id: string;
  endedId: string;
  siteBefore: string;
  coachId: string;
  intensity: string;
  endsOn: Day | null;
}

/**
 * Lets the coaching of a person who works elsewhere from a day on continue there: what runs on that day ends and goes on at
 * the new place with the same coach and intensity, what begins later begins there. @returns what goes on
 */
export async function continueCoaching(
  sql: Sql,
  { programId, personId, siteId, unitId, startsOn }: Insert & { siteId: string; unitId: string | null },
): Promise<Continued[]> {
  const elsewhere = sql`
    program_id = ${programId} AND coachee_id = ${personId}
    AND (site_id <> ${siteId} OR unit_id IS DISTINCT FROM ${unitId}::uuid)`;
  await sql`
    UPDATE coach_assignment SET site_id = ${siteId}, unit_id = ${unitId}
    WHERE ${elsewhere} AND starts_on >= ${startsOn}::date`;
  return sql<Continued[]>`
    WITH running AS MATERIALIZED (
      SELECT * FROM coach_assignment
      WHERE ${elsewhere} AND starts_on < ${startsOn}::date AND (ends_on IS NULL OR ends_on > ${startsOn}::date)
      FOR UPDATE),
    ended AS (
      UPDATE coach_assignment SET ends_on = ${startsOn}::date, end_reason = 'Moved to another site', ended_by_group = false
      FROM running WHERE coach_assignment.id = running.id RETURNING running.*),
    continued AS (
    INSERT INTO coach_assignment (program_id, site_id, unit_id, coach_id, coachee_id, intensity, starts_on, ends_on, end_reason,
      group_assignment_id, ended_by_group)
    SELECT program_id, ${siteId}, ${unitId}::uuid, coach_id, coachee_id, intensity, ${startsOn}::date, ends_on, end_reason,
      group_assignment_id, ended_by_group
    FROM ended
    RETURNING id, coach_id, intensity, ends_on)
    SELECT continued.id, ended.id AS "endedId", ended.site_id AS "siteBefore", continued.coach_id AS "coachId",
      continued.intensity::text, continued.ends_on AS "endsOn"
    FROM continued JOIN ended USING (coach_id)`;
}

const TABLES: Record<AssignmentKind, string> = {
  role: "role_assignment",
  site: "site_assignment",
  supervision: "supervision",
  coach: "coach_assignment",
};
const PARTIES: Record<AssignmentKind, readonly string[]> = {
  role: ["person_id"],
  site: ["person_id"],
  supervision: ["person_id", "supervisor_id"],
  coach: ["coachee_id", "coach_id"],
};

/** An assignment of the person, held against simultaneous changes. */
export async function findMaybeAssignmentForUpdate(
  sql: Sql,
  {
    programId,
    personId,
    kind,
    id,
  }: { programId: string; personId: string; kind: AssignmentKind; id: string },
): Promise<{ startsOn: Day; endsOn: Day | null } | null> {
  const [first = "person_id", second = first] = PARTIES[kind];
  const [row] = await sql<{ startsOn: Day; endsOn: Day | null }[]>`
    SELECT starts_on AS "startsOn", ends_on AS "endsOn" FROM ${sql(TABLES[kind])}
    WHERE id = ${id} AND program_id = ${programId}
      AND (${sql(first)} = ${personId} OR ${sql(second)} = ${personId})
    FOR UPDATE`;
  return row ?? null;
}

export async function markEnded(sql: Sql, kind: AssignmentKind, id: string, endsOn: Day): Promise<void> {
  await sql`UPDATE ${sql(TABLES[kind])} SET ends_on = ${endsOn}::date WHERE id = ${id}`;
}

/** Ends what the person has on the day before a new one starts. @returns the ids of what ended */
export async function endCurrent(
  sql: Sql,
  kind: "site" | "supervision",
  { programId, personId, startsOn }: Insert,
): Promise<string[]> {
  const rows = await sql<{ id: string }[]>`
    UPDATE ${sql(TABLES[kind])} SET ends_on = ${startsOn}::date
    WHERE program_id = ${programId} AND person_id = ${personId} AND starts_on < ${startsOn}::date
      AND (ends_on IS NULL OR ends_on > ${startsOn}::date)
    RETURNING id`;
  return rows.map(({ id }) => id);
}
