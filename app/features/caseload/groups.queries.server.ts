import type { Sql } from "#app/db/in-transaction.server.ts";
import type { Day } from "#app/time/days.ts";
import type { GroupItem, GroupPage, Intensity } from "./caseload.types.ts";
import type { GroupPlan, MemberSpan, StoredAssignment } from "./group-spans.rules.ts";

const MOST_GROUPS = 500;
const MOST_PEOPLE = 500;

/** Groups within the viewer's sight. */
export function listGroups(sql: Sql, today: Day): Promise<GroupItem[]> {
  return sql<GroupItem[]>`
    SELECT own.id, own.name, own.kind, site.name AS "siteName",
      (SELECT count(DISTINCT assigned.coachee_id)::int FROM coach_assignment assigned
        JOIN group_assignment coaching ON coaching.id = assigned.group_assignment_id
        WHERE coaching.group_id = own.id AND assigned.starts_on <= ${today}::date
          AND (assigned.ends_on IS NULL OR assigned.ends_on > ${today}::date)) AS people,
      ARRAY(SELECT person.given_name || ' ' || person.family_name FROM group_assignment coaching
        JOIN person ON person.id = coaching.coach_id
        WHERE coaching.group_id = own.id AND (coaching.ends_on IS NULL OR coaching.ends_on > ${today}::date)
        ORDER BY coaching.starts_on LIMIT 5) AS "coachNames"
    FROM coaching_group own JOIN site ON site.id = own.site_id
    ORDER BY site.name, own.name
    LIMIT ${MOST_GROUPS}`;
}

export interface GroupRow {
  id: string;
  programId: string;
  name: string;
  kind: GroupItem["kind"];
  siteId: string;
  siteName: string;
  zone: string;
  unitId: string | null;
  unitName: string | null;
}

export async function findMaybeGroup(sql: Sql, id: string): Promise<GroupRow | null> {
  const [row] = await sql<GroupRow[]>`
    SELECT own.id, own.program_id AS "programId", own.name, own.kind, own.site_id AS "siteId", site.name AS "siteName", site.zone,
      own.unit_id AS "unitId", unit.name AS "unitName"
    FROM coaching_group own JOIN site ON site.id = own.site_id LEFT JOIN unit ON unit.id = own.unit_id
    WHERE own.id = ${id}`;
  return row ?? null;
}

export function listGroupMembers(
  sql: Sql,
  group: Pick<GroupRow, "id" | "unitId">,
  today: Day,
): Promise<GroupPage["members"]> {
  if (group.unitId !== null)
    return sql<GroupPage["members"]>`
      SELECT placed.id, person.id AS "personId", person.given_name || ' ' || person.family_name AS name,
        placed.starts_on AS "startsOn", placed.ends_on AS "endsOn"
      FROM site_assignment placed JOIN person ON person.id = placed.person_id
      WHERE placed.unit_id = ${group.unitId} AND (placed.ends_on IS NULL OR placed.ends_on > ${today}::date)
        AND EXISTS (SELECT FROM role_assignment held WHERE held.person_id = person.id AND held.role = 'coachee'
          AND (held.ends_on IS NULL OR held.ends_on > ${today}::date))
      ORDER BY person.family_name, person.given_name
      LIMIT ${MOST_PEOPLE}`;
  return sql<GroupPage["members"]>`
    SELECT member.id, person.id AS "personId", person.given_name || ' ' || person.family_name AS name,
      member.starts_on AS "startsOn", member.ends_on AS "endsOn"
    FROM coaching_group_member member JOIN person ON person.id = member.person_id
    WHERE member.group_id = ${group.id} AND (member.ends_on IS NULL OR member.ends_on > ${today}::date)
    ORDER BY person.family_name, person.given_name
    LIMIT ${MOST_PEOPLE}`;
}

export type CoachingRow = Omit<GroupPage["coaching"][number], "state">;

export function listGroupCoaching(sql: Sql, groupId: string, today: Day): Promise<CoachingRow[]> {
  return sql<CoachingRow[]>`
    SELECT coaching.id, coaching.coach_id AS "coachId", person.given_name || ' ' || person.family_name AS "coachName",
      coaching.intensity, coaching.starts_on AS "startsOn", coaching.ends_on AS "endsOn",
      (SELECT count(*)::int FROM coach_assignment assigned WHERE assigned.group_assignment_id = coaching.id
        AND assigned.starts_on <= ${today}::date AND (assigned.ends_on IS NULL OR assigned.ends_on > ${today}::date)) AS people
    FROM group_assignment coaching JOIN person ON person.id = coaching.coach_id
    WHERE coaching.group_id = ${groupId}
    ORDER BY coaching.starts_on DESC
    LIMIT 50`;
}

/** People of a site who could join a group. */
export function listGroupCandidates(
  sql: Sql,
  { siteId, groupId, today }: { siteId: string; groupId: string; today: Day },
): Promise<{ id: string; name: string }[]> {
  return sql<{ id: string; name: string }[]>`
    SELECT person.id, person.given_name || ' ' || person.family_name AS name
    FROM site_assignment placed JOIN person ON person.id = placed.person_id
      AND (person.deactivated_on IS NULL OR person.deactivated_on > ${today}::date)
    WHERE placed.site_id = ${siteId} AND placed.starts_on <= ${today}::date AND (placed.ends_on IS NULL OR placed.ends_on > ${today}::date)
      AND EXISTS (SELECT FROM role_assignment held WHERE held.person_id = person.id AND held.role = 'coachee'
        AND held.starts_on <= ${today}::date AND (held.ends_on IS NULL OR held.ends_on > ${today}::date))
      AND NOT EXISTS (SELECT FROM coaching_group_member member WHERE member.group_id = ${groupId} AND member.person_id = person.id
        AND (member.ends_on IS NULL OR member.ends_on > ${today}::date))
    ORDER BY person.family_name, person.given_name
    LIMIT ${MOST_PEOPLE}`;
}

/** @returns false when a group with this id is stored already */
export async function insertGroup(
  sql: Sql,
  row: {
    id: string;
    programId: string;
    siteId: string;
    unitId: string | null;
    kind: string;
    name: string;
    at: Date;
  },
): Promise<boolean> {
  const rows = await sql`
    INSERT INTO coaching_group (id, program_id, site_id, unit_id, kind, name, created_at)
    VALUES (${row.id}, ${row.programId}, ${row.siteId}, ${row.unitId}, ${row.kind}::coaching_group_kind, ${row.name}, ${row.at})
    ON CONFLICT (id) DO NOTHING
    RETURNING id`;
  return rows.length > 0;
}

export async function insertMember(
  sql: Sql,
  row: { programId: string; groupId: string; siteId: string; personId: string; startsOn: Day },
): Promise<string> {
  const [inserted] = await sql<{ id: string }[]>`
    INSERT INTO coaching_group_member (program_id, group_id, site_id, person_id, starts_on)
    VALUES (${row.programId}, ${row.groupId}, ${row.siteId}, ${row.personId}, ${row.startsOn}::date)
    RETURNING id`;
  return inserted?.id ?? "";
}

/** A member of a group, whether still or not any more. The people of a unit are none: they work there. */
export async function findMaybeMember(
  sql: Sql,
  { id, groupId }: { id: string; groupId: string },
): Promise<{ personId: string; startsOn: Day; endsOn: Day | null } | null> {
  const [row] = await sql<{ personId: string; startsOn: Day; endsOn: Day | null }[]>`
    SELECT person_id AS "personId", starts_on AS "startsOn", ends_on AS "endsOn" FROM coaching_group_member
    WHERE id = ${id} AND group_id = ${groupId}`;
  return row ?? null;
}

/** @returns false when the group has no such member who stays until then */
export async function endMember(
  sql: Sql,
  { id, groupId, endsOn }: { id: string; groupId: string; endsOn: Day },
): Promise<boolean> {
  const { count } = await sql`
    UPDATE coaching_group_member SET ends_on = ${endsOn}::date
    WHERE id = ${id} AND group_id = ${groupId} AND starts_on < ${endsOn}::date AND (ends_on IS NULL OR ends_on > ${endsOn}::date)`;
  return count === 1;
}

/** @returns false when an assignment with this id is stored already */
export async function insertGroupAssignment(
  sql: Sql,
  row: {
    id: string;
    programId: string;
    groupId: string;
    siteId: string;
    coachId: string;
    intensity: Intensity;
    startsOn: Day;
    endsOn: Day | null;
  },
): Promise<boolean> {
  const rows = await sql`
    INSERT INTO group_assignment (id, program_id, group_id, site_id, coach_id, intensity, starts_on, ends_on)
    VALUES (${row.id}, ${row.programId}, ${row.groupId}, ${row.siteId}, ${row.coachId}, ${row.intensity}::text::coaching_intensity,
      ${row.startsOn}::date, ${row.endsOn}::date)
    ON CONFLICT (id) DO NOTHING
    RETURNING id`;
  return rows.length > 0;
}

/** @returns false when the group has no such assignment that goes on until then */
export async function endGroupAssignment(
  sql: Sql,
  { id, groupId, endsOn }: { id: string; groupId: string; endsOn: Day },
): Promise<boolean> {
  const { count } = await sql`
    UPDATE group_assignment SET ends_on = ${endsOn}::date
    WHERE id = ${id} AND group_id = ${groupId} AND starts_on < ${endsOn}::date AND (ends_on IS NULL OR ends_on > ${endsOn}::date)`;
  return count === 1;
}

/** Groups whose people may have to be matched: one, those of a person's places, or all of the program. */
export async function listGroupIds(sql: Sql, { personId }: { personId?: string } = {}): Promise<string[]> {
  const rows = await sql<{ id: string }[]>`
    SELECT own.id FROM coaching_group own
    WHERE EXISTS (SELECT FROM group_assignment coaching WHERE coaching.group_id = own.id)
      ${
        personId
          ? sql`AND (EXISTS (SELECT FROM coaching_group_member member WHERE member.group_id = own.id AND member.person_id = ${personId})
              OR own.unit_id IN (SELECT unit_id FROM site_assignment WHERE person_id = ${personId})
              OR EXISTS (SELECT FROM coach_assignment assigned JOIN group_assignment coaching ON coaching.id = assigned.group_assignment_id
                WHERE coaching.group_id = own.id AND assigned.coachee_id = ${personId}))`
          : sql``
      }
    ORDER BY own.id
    LIMIT 5000`;
  return rows.map(({ id }) => id);
}

/** Two who match the people of a group take turns. */
export async function lockGroup(sql: Sql, groupId: string): Promise<void> {
  await sql`SELECT pg_advisory_xact_lock(hashtextextended(${`coaching-group ${groupId}`}, 0))`;
}

export interface GroupFacts {
  group: GroupRow;
  coaching: { id: string; coachId: string; intensity: Intensity; startsOn: Day; endsOn: Day | null }[];
  members: MemberSpan[];
  stored: (StoredAssignment & { coachId: string; groupAssignmentId: string | null })[];
}

/**
 * Everything that the assignments of a group's people follow from. The people of a unit are those who work there while
 * they hold the role of a coachee; who has left the program belongs to no group.
 */
export async function findGroupFacts(sql: Sql, group: GroupRow): Promise<GroupFacts> {
  const [coaching, members, stored] = await Promise.all([
    sql<GroupFacts["coaching"]>`
      SELECT id, coach_id AS "coachId", intensity, starts_on AS "startsOn", ends_on AS "endsOn"
      FROM group_assignment WHERE group_id = ${group.id} ORDER BY starts_on, id LIMIT 200`,
    group.unitId === null
      ? sql<MemberSpan[]>`
          SELECT member.person_id AS "personId", NULL::uuid AS "unitId", member.starts_on AS "startsOn",
            LEAST(member.ends_on, person.deactivated_on) AS "endsOn"
          FROM coaching_group_member member JOIN person ON person.id = member.person_id
          WHERE member.group_id = ${group.id} AND (person.deactivated_on IS NULL OR person.deactivated_on > member.starts_on)
          LIMIT 2000`
      : sql<MemberSpan[]>`
          SELECT placed.person_id AS "personId", placed.unit_id AS "unitId", GREATEST(placed.starts_on, held.starts_on) AS "startsOn",
            LEAST(placed.ends_on, held.ends_on, person.deactivated_on) AS "endsOn"
          FROM site_assignment placed
          JOIN person ON person.id = placed.person_id
          JOIN role_assignment held ON held.person_id = placed.person_id AND held.role = 'coachee'
            AND daterange(held.starts_on, held.ends_on) && daterange(placed.starts_on, placed.ends_on)
          WHERE placed.unit_id = ${group.unitId}
            AND (person.deactivated_on IS NULL OR person.deactivated_on > GREATEST(placed.starts_on, held.starts_on))
          LIMIT 2000`,
    sql<GroupFacts["stored"]>`
      SELECT assigned.id, assigned.coachee_id AS "personId", assigned.coach_id AS "coachId", assigned.starts_on AS "startsOn",
        assigned.ends_on AS "endsOn", assigned.ended_by_group AS "endedByGroup", assigned.group_assignment_id AS "groupAssignmentId",
        coaching.id IS NOT NULL AS "isOfGroup"
      FROM coach_assignment assigned
      LEFT JOIN group_assignment coaching ON coaching.id = assigned.group_assignment_id AND coaching.group_id = ${group.id}
      WHERE assigned.coach_id IN (SELECT coach_id FROM group_assignment WHERE group_id = ${group.id})
      LIMIT 20000`,
  ]);
  return { group, coaching, members, stored };
}

/** Writes a plan: the rows that end, those that have not begun and go, those that are new. */
export async function writeGroupPlan(
  sql: Sql,
  group: GroupRow,
  coaching: GroupFacts["coaching"][number],
  plan: GroupPlan,
): Promise<void> {
  if (plan.remove.length > 0) await sql`DELETE FROM coach_assignment WHERE id = ANY (${plan.remove}::uuid[])`;
  if (plan.end.length > 0)
    await sql`
      UPDATE coach_assignment SET ends_on = r.ends_on, ended_by_group = r.ended_by_group,
        end_reason = CASE WHEN r.ended_by_group THEN 'No longer in the group' END
      FROM jsonb_to_recordset(${JSON.stringify(plan.end.map(({ id, endsOn, endedByGroup }) => ({ id, ends_on: endsOn, ended_by_group: endedByGroup })))}::text::jsonb)
        AS r (id uuid, ends_on date, ended_by_group boolean)
      WHERE coach_assignment.id = r.id`;
  if (plan.add.length > 0)
    await sql`
      INSERT INTO coach_assignment (program_id, site_id, unit_id, coach_id, coachee_id, intensity, starts_on, ends_on,
        group_assignment_id, ended_by_group)
      SELECT ${group.programId}, ${group.siteId}, r.unit_id, ${coaching.coachId}, r.person_id,
        ${coaching.intensity}::text::coaching_intensity, r.starts_on, r.ends_on, ${coaching.id}, r.ended_by_group
      FROM jsonb_to_recordset(${JSON.stringify(
        plan.add.map(({ personId, unitId, startsOn, endsOn, endedByGroup }) => ({
          ...{
            person_id: personId,
            unit_id: unitId,
            starts_on: startsOn,
            ends_on: endsOn,
            ended_by_group: endedByGroup,
          },
        })),
      )}::text::jsonb) AS r (person_id uuid, unit_id uuid, starts_on date, ends_on date, ended_by_group boolean)`;
}

/** Names of coaches of the program today, for a list of choices. */
export function listCoachChoices(sql: Sql, today: Day): Promise<{ id: string; name: string }[]> {
  return sql<{ id: string; name: string }[]>`
    SELECT person.id, person.given_name || ' ' || person.family_name || coalesce(' · ' || site.name, '') AS name
    FROM person
    LEFT JOIN site_assignment placed ON placed.person_id = person.id AND placed.starts_on <= ${today}::date
      AND (placed.ends_on IS NULL OR placed.ends_on > ${today}::date)
    LEFT JOIN site ON site.id = placed.site_id
    WHERE person.id = ANY ((SELECT app.coach_ids(${today}::date))::uuid[])
      AND (person.deactivated_on IS NULL OR person.deactivated_on > ${today}::date)
    ORDER BY site.name, person.family_name, person.given_name
    LIMIT 1000`;
}
