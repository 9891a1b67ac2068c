import type { Sql } from "#app/db/in-transaction.server.ts";
import type { Day } from "#app/time/days.ts";
import type { CaseloadPerson, CoachCaseload, CoachLoad, Intensity, SiteVacancy } from "./caseload.types.ts";
import type { LoadRow } from "./load.rules.ts";

const COACH_LIMIT = 1000;
const ASSIGNMENT_LIMIT = 20_000;
const PEOPLE_LIMIT = 400;

export type CoachRow = Pick<
  CoachLoad,
  | "id"
  | "name"
  | "siteId"
  | "siteName"
  | "capacityMinutes"
  | "capacityCoachees"
  | "leaveUntil"
  | "nextLeaveFrom"
  | "leavesOn"
  | "handoverOn"
  | "openProposals"
>;

/** An assignment or schedule, called by its table's alias, that holds on a day. */
function holdsOn(sql: Sql, alias: string, day: Day) {
  return sql`${sql(alias)}.starts_on <= ${day}::date AND (${sql(alias)}.ends_on IS NULL OR ${sql(alias)}.ends_on > ${day}::date)`;
}

/** Coaches within the viewer's sight: who holds the role today, and who still has people. One of them, or all. */
export function listCoaches(
  sql: Sql,
  { today, coachId }: { today: Day; coachId?: string },
): Promise<CoachRow[]> {
  return sql<CoachRow[]>`
    SELECT person.id, person.given_name || ' ' || person.family_name AS name, site.id AS "siteId", site.name AS "siteName",
      room.minutes_per_month AS "capacityMinutes", room.coachees AS "capacityCoachees",
      (SELECT max(last_on) FROM leave WHERE person_id = person.id AND first_on <= ${today}::date AND last_on >= ${today}::date)
        AS "leaveUntil",
      (SELECT min(first_on) FROM leave WHERE person_id = person.id AND first_on > ${today}::date) AS "nextLeaveFrom",
      person.deactivated_on AS "leavesOn",
      (SELECT min(effective_on) FROM handover WHERE handover.coach_id = person.id AND state = 'planned') AS "handoverOn",
      (SELECT count(*)::int FROM fade_proposal WHERE fade_proposal.coach_id = person.id AND state = 'open') AS "openProposals"
    FROM person
    LEFT JOIN site_assignment placed ON placed.person_id = person.id AND ${holdsOn(sql, "placed", today)}
    LEFT JOIN site ON site.id = placed.site_id
    LEFT JOIN coach_capacity room ON room.coach_id = person.id AND ${holdsOn(sql, "room", today)}
    WHERE ${coachId ? sql`person.id = ${coachId} AND` : sql``}
      (person.id = ANY ((SELECT app.coach_ids(${today}::date))::uuid[])
        OR person.id IN (SELECT coach_id FROM coach_assignment assigned WHERE ${holdsOn(sql, "assigned", today)}))
    ORDER BY site.name NULLS LAST, person.family_name, person.given_name, person.id
    LIMIT ${COACH_LIMIT}`;
}

/** The assignments of a day with the dose that is planned for them, and whether the pair has a signed agreement. */
export function listLoadRows(
  sql: Sql,
  { today, coachIds }: { today: Day; coachIds?: readonly string[] },
): Promise<(LoadRow & { hasAgreement: boolean })[]> {
  return sql<(LoadRow & { hasAgreement: boolean })[]>`
    SELECT assigned.coach_id AS "coachId", assigned.coachee_id AS "coacheeId",
      assigned.group_assignment_id AS "groupAssignmentId",
      coalesce(planned.sessions_per_month * planned.minutes_per_session, 0)::float8 AS "minutesPerMonth",
      EXISTS (SELECT FROM leave WHERE person_id = assigned.coachee_id AND first_on <= ${today}::date AND last_on >= ${today}::date)
        AS "isOnLeave",
      held.id IS NOT NULL AS "hasAgreement"
    FROM coach_assignment assigned
    LEFT JOIN dosage_schedule planned ON planned.program_id = assigned.program_id AND planned.intensity = assigned.intensity
      AND ${holdsOn(sql, "planned", today)}
    LEFT JOIN coaching_agreement held ON held.coach_id = assigned.coach_id AND held.coachee_id = assigned.coachee_id
      AND ${holdsOn(sql, "held", today)}
    WHERE ${holdsOn(sql, "assigned", today)}
      ${coachIds ? sql`AND assigned.coach_id = ANY (${[...coachIds]}::uuid[])` : sql``}
    LIMIT ${ASSIGNMENT_LIMIT}`;
}

/** How many people of each site were coached and have no coach today. */
export function listVacancies(sql: Sql, { today }: { today: Day }): Promise<SiteVacancy[]> {
  return sql<SiteVacancy[]>`
    SELECT site.id AS "siteId", site.name AS "siteName", count(*)::int AS people
    FROM (SELECT DISTINCT coachee_id, site_id FROM coach_assignment WHERE ends_on <= ${today}::date) once
    JOIN person ON person.id = once.coachee_id AND (person.deactivated_on IS NULL OR person.deactivated_on > ${today}::date)
    JOIN site_assignment placed ON placed.person_id = once.coachee_id AND placed.site_id = once.site_id
      AND ${holdsOn(sql, "placed", today)}
    JOIN site ON site.id = once.site_id
    WHERE NOT EXISTS (SELECT FROM coach_assignment assigned
      WHERE assigned.coachee_id = once.coachee_id AND ${holdsOn(sql, "assigned", today)})
    GROUP BY site.id
    ORDER BY count(*) DESC, site.name
    LIMIT 500`;
}

export type PersonRow = Omit<CaseloadPerson, "canChange" | "state"> & { siteId: string };

/** Whom a coach has today or will have, as far as the viewer's sight reaches. */
export function listCaseload(
  sql: Sql,
  { coachId, today }: { coachId: string; today: Day },
): Promise<PersonRow[]> {
  return sql<PersonRow[]>`
    SELECT assigned.id AS "assignmentId", person.id, person.given_name || ' ' || person.family_name AS name,
      site.id AS "siteId", site.name AS "siteName", assigned.intensity, assigned.starts_on AS "startsOn", assigned.ends_on AS "endsOn",
      coalesce(planned.sessions_per_month * planned.minutes_per_session, 0)::float8 AS "minutesPerMonth",
      coaching_group.name AS "groupName",
      (SELECT max(last_on) FROM leave WHERE person_id = person.id AND first_on <= ${today}::date AND last_on >= ${today}::date)
        AS "onLeaveUntil",
      held.id IS NOT NULL AS "hasAgreement"
    FROM coach_assignment assigned
    JOIN person ON person.id = assigned.coachee_id
    JOIN site ON site.id = assigned.site_id
    LEFT JOIN dosage_schedule planned ON planned.program_id = assigned.program_id AND planned.intensity = assigned.intensity
      AND ${holdsOn(sql, "planned", today)}
    LEFT JOIN group_assignment ON group_assignment.id = assigned.group_assignment_id
    LEFT JOIN coaching_group ON coaching_group.id = group_assignment.group_id
    LEFT JOIN coaching_agreement held ON held.coach_id = assigned.coach_id AND held.coachee_id = assigned.coachee_id
      AND ${holdsOn(sql, "held", today)}
    WHERE assigned.coach_id = ${coachId} AND (assigned.ends_on IS NULL OR assigned.ends_on > ${today}::date)
    ORDER BY person.family_name, person.given_name, assigned.starts_on
    LIMIT ${PEOPLE_LIMIT}`;
}

/** People who work at a site today and could be given to the coach: neither coach nor theirs already. */
export function listCandidates(
  sql: Sql,
  { coachId, siteIds, today }: { coachId: string; siteIds: readonly string[] | null; today: Day },
): Promise<{ id: string; name: string; siteName: string }[]> {
  return sql<{ id: string; name: string; siteName: string }[]>`
    SELECT person.id, person.given_name || ' ' || person.family_name AS name, site.name AS "siteName"
    FROM site_assignment placed
    JOIN person ON person.id = placed.person_id AND (person.deactivated_on IS NULL OR person.deactivated_on > ${today}::date)
    JOIN site ON site.id = placed.site_id
    WHERE ${holdsOn(sql, "placed", today)} ${siteIds ? sql`AND placed.site_id = ANY (${[...siteIds]}::uuid[])` : sql``}
      AND EXISTS (SELECT FROM role_assignment held WHERE held.person_id = person.id AND held.role = 'coachee'
        AND ${holdsOn(sql, "held", today)})
      AND NOT EXISTS (SELECT FROM coach_assignment assigned WHERE assigned.coachee_id = person.id AND assigned.coach_id = ${coachId}
        AND (assigned.ends_on IS NULL OR assigned.ends_on > ${today}::date))
    ORDER BY site.name, person.family_name, person.given_name
    LIMIT 2000`;
}

export function listCapacities(sql: Sql, coachId: string): Promise<CoachCaseload["capacities"]> {
  return sql<CoachCaseload["capacities"]>`
    SELECT starts_on AS "startsOn", ends_on AS "endsOn", minutes_per_month AS "minutesPerMonth", coachees
    FROM coach_capacity WHERE coach_id = ${coachId} ORDER BY starts_on DESC LIMIT 50`;
}

interface CapacityRow {
  programId: string;
  coachId: string;
  minutesPerMonth: number | null;
  coachees: number | null;
  startsOn: Day;
}

/** Sets a coach's capacity from a day on: what held until then ends there, what began there or was to begin later goes. */
export async function setCapacity(sql: Sql, row: CapacityRow): Promise<void> {
  await sql`DELETE FROM coach_capacity WHERE coach_id = ${row.coachId} AND starts_on >= ${row.startsOn}::date`;
  await sql`
    UPDATE coach_capacity SET ends_on = ${row.startsOn}::date
    WHERE coach_id = ${row.coachId} AND starts_on < ${row.startsOn}::date AND (ends_on IS NULL OR ends_on > ${row.startsOn}::date)`;
  await sql`
    INSERT INTO coach_capacity (program_id, coach_id, minutes_per_month, coachees, starts_on)
    VALUES (${row.programId}, ${row.coachId}, ${row.minutesPerMonth}, ${row.coachees}, ${row.startsOn}::date)`;
}

/** Changes of one coach's people and capacity take turns. */
export async function lockCoach(sql: Sql, coachId: string): Promise<void> {
  await sql`SELECT pg_advisory_xact_lock(hashtextextended(${`caseload ${coachId}`}, 0))`;
}

export interface AssignmentForChange {
  id: string;
  programId: string;
  siteId: string;
  unitId: string | null;
  coachId: string;
  coacheeId: string;
  zone: string;
  intensity: Intensity;
  startsOn: Day;
  endsOn: Day | null;
  groupAssignmentId: string | null;
  endedByGroup: boolean;
}

export async function findMaybeAssignmentForChange(
  sql: Sql,
  id: string,
): Promise<AssignmentForChange | null> {
  const [row] = await sql<AssignmentForChange[]>`
    SELECT assigned.id, assigned.program_id AS "programId", assigned.site_id AS "siteId", assigned.unit_id AS "unitId",
      assigned.coach_id AS "coachId", assigned.coachee_id AS "coacheeId", site.zone, assigned.intensity,
      assigned.starts_on AS "startsOn", assigned.ends_on AS "endsOn", assigned.group_assignment_id AS "groupAssignmentId",
      assigned.ended_by_group AS "endedByGroup"
    FROM coach_assignment assigned JOIN site ON site.id = assigned.site_id
    WHERE assigned.id = ${id}
    FOR UPDATE OF assigned`;
  return row ?? null;
}

/** Whether a site is one of the program, and who works there on a day, for a new assignment. */
export async function findMaybePlacement(
  sql: Sql,
  { personId, day }: { personId: string; day: Day },
): Promise<{ siteId: string; unitId: string | null } | null> {
  const [row] = await sql<{ siteId: string; unitId: string | null }[]>`
    SELECT placed.site_id AS "siteId", placed.unit_id AS "unitId" FROM site_assignment placed
    WHERE placed.person_id = ${personId} AND ${holdsOn(sql, "placed", day)}`;
  return row ?? null;
}

/** The newest day on which the coach has a record with the coachee, planned sessions apart; null without one. */
export async function findLastRecorded(
  sql: Sql,
  { coachId, coacheeId }: { coachId: string; coacheeId: string },
): Promise<Day | null> {
  const [row] = await sql<{ on: Day | null }[]>`
    SELECT max(attendee.session_on) AS "on" FROM session_attendee attendee
    JOIN coaching_session session ON session.id = attendee.session_id AND session.status <> 'scheduled'
    WHERE attendee.person_id = ${coacheeId} AND attendee.lead_coach_id = ${coachId} AND attendee.role = 'coachee'`;
  return row?.on ?? null;
}

export async function markAssignmentEnded(
  sql: Sql,
  { id, endsOn, reason }: { id: string; endsOn: Day; reason: string },
): Promise<void> {
  await sql`
    UPDATE coach_assignment SET ends_on = ${endsOn}::date, end_reason = ${reason}, ended_by_group = false WHERE id = ${id}`;
}

/** The same coaching with another intensity from a day on. */
export async function insertSuccessor(
  sql: Sql,
  before: AssignmentForChange,
  { intensity, fromOn }: { intensity: Intensity; fromOn: Day },
): Promise<string> {
  const [row] = await sql<{ id: string }[]>`
    INSERT INTO coach_assignment (program_id, site_id, unit_id, coach_id, coachee_id, intensity, starts_on, ends_on,
      group_assignment_id, ended_by_group)
    VALUES (${before.programId}, ${before.siteId}, ${before.unitId}, ${before.coachId}, ${before.coacheeId},
      ${intensity}::text::coaching_intensity, ${fromOn}::date, ${before.endsOn}::date, ${before.groupAssignmentId}, ${before.endedByGroup})
    RETURNING id`;
  return row?.id ?? "";
}

export function listGroupsOfCoach(
  sql: Sql,
  { coachId, today }: { coachId: string; today: Day },
): Promise<CoachCaseload["groups"]> {
  return sql<CoachCaseload["groups"]>`
    SELECT coaching.id, coaching_group.id AS "groupId", coaching_group.name, coaching_group.kind, coaching.intensity,
      coaching.starts_on AS "startsOn", coaching.ends_on AS "endsOn"
    FROM group_assignment coaching JOIN coaching_group ON coaching_group.id = coaching.group_id
    WHERE coaching.coach_id = ${coachId} AND (coaching.ends_on IS NULL OR coaching.ends_on > ${today}::date)
    ORDER BY coaching_group.name
    LIMIT 100`;
}

export function listHandoversOf(sql: Sql, coachId: string): Promise<CoachCaseload["handovers"]> {
  return sql<CoachCaseload["handovers"]>`
    SELECT id, state, effective_on AS "effectiveOn" FROM handover
    WHERE coach_id = ${coachId}
       OR id IN (SELECT handover_id FROM handover_line WHERE receiver_id = ${coachId})
    ORDER BY effective_on DESC, requested_at DESC LIMIT 20`;
}
