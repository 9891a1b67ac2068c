import type { Sql } from "#app/db/in-transaction.server.ts";
import type { Day } from "#app/time/days.ts";
import type { HandoverFacts, HandoverPerson, HandoverState } from "./caseload.types.ts";
import type { Choice, ReceiverFacts, WhatMoves } from "./handover.rules.ts";
import type { LoadRow } from "./load.rules.ts";

const PEOPLE_LIMIT = 400;

/** Whom a coach has on a day or later. Somebody with two assignments, such as before a change of intensity, stands once. */
export function listHandoverPeople(
  sql: Sql,
  { coachId, day }: { coachId: string; day: Day },
): Promise<(HandoverPerson & { unitId: string | null })[]> {
  return sql<(HandoverPerson & { unitId: string | null })[]>`
    SELECT * FROM (
      SELECT DISTINCT ON (person.id) person.id, person.given_name || ' ' || person.family_name AS name, site.id AS "siteId",
        site.name AS "siteName", assigned.unit_id AS "unitId", assigned.intensity,
        CASE WHEN coaching.coach_id = ${coachId} AND (coaching.ends_on IS NULL OR coaching.ends_on > ${day}::date)
          THEN coaching.id END AS "groupAssignmentId"
      FROM coach_assignment assigned
      JOIN person ON person.id = assigned.coachee_id
      JOIN site ON site.id = assigned.site_id
      LEFT JOIN group_assignment coaching ON coaching.id = assigned.group_assignment_id
      WHERE assigned.coach_id = ${coachId} AND (assigned.ends_on IS NULL OR assigned.ends_on > ${day}::date)
      ORDER BY person.id, assigned.starts_on) people
    ORDER BY name
    LIMIT ${PEOPLE_LIMIT}`;
}

export function listHandoverGroups(
  sql: Sql,
  { coachId, day }: { coachId: string; day: Day },
): Promise<{ id: string; name: string; siteId: string }[]> {
  return sql<{ id: string; name: string; siteId: string }[]>`
    SELECT coaching.id, coaching_group.name, coaching.site_id AS "siteId"
    FROM group_assignment coaching JOIN coaching_group ON coaching_group.id = coaching.group_id
    WHERE coaching.coach_id = ${coachId} AND (coaching.ends_on IS NULL OR coaching.ends_on > ${day}::date)
    ORDER BY coaching_group.name
    LIMIT 100`;
}

/** What a coach has with each person from a day on: counts, and the times of planned sessions. */
export function listWhatMoves(
  sql: Sql,
  { coachId, from }: { coachId: string; from: Day },
): Promise<WhatMoves[]> {
  return sql<WhatMoves[]>`
    SELECT coachee_id AS "coacheeId", goals, steps, assessments, started_assessments AS "startedAssessments", plans, sessions
    FROM app.handover_preview(${coachId}, ${from}::date) LIMIT ${PEOPLE_LIMIT}`;
}

/** What decides whether coaches can take over on a day. */
export function listReceiverFacts(
  sql: Sql,
  { ids, day }: { ids: readonly string[]; day: Day },
): Promise<Omit<ReceiverFacts, "coachees" | "minutes" | "busy">[]> {
  return sql<Omit<ReceiverFacts, "coachees" | "minutes" | "busy">[]>`
    SELECT person.id, person.given_name || ' ' || person.family_name AS name, site.name AS "siteName",
      room.minutes_per_month AS "capacityMinutes", room.coachees AS "capacityCoachees",
      EXISTS (SELECT FROM certification held WHERE held.person_id = person.id AND held.kind = 'coach'
        AND held.valid_from <= ${day}::date AND held.valid_until >= ${day}::date
        AND (held.revoked_on IS NULL OR held.revoked_on > ${day}::date)) AS "isCertified",
      (SELECT max(last_on) FROM leave WHERE person_id = person.id AND first_on <= ${day}::date AND last_on >= ${day}::date)
        AS "leaveUntil",
      person.deactivated_on AS "leavesOn",
      ARRAY(SELECT person_id FROM supervision WHERE supervisor_id = person.id AND starts_on <= ${day}::date
        AND (ends_on IS NULL OR ends_on > ${day}::date)) AS "supervisedIds"
    FROM person
    LEFT JOIN site_assignment placed ON placed.person_id = person.id AND placed.starts_on <= ${day}::date
      AND (placed.ends_on IS NULL OR placed.ends_on > ${day}::date)
    LEFT JOIN site ON site.id = placed.site_id
    LEFT JOIN coach_capacity room ON room.coach_id = person.id AND room.starts_on <= ${day}::date
      AND (room.ends_on IS NULL OR room.ends_on > ${day}::date)
    WHERE person.id = ANY (${[...ids]}::uuid[])
    ORDER BY site.name, person.family_name, person.given_name
    LIMIT 1000`;
}

export function listBusyTimes(
  sql: Sql,
  { ids, from }: { ids: readonly string[]; from: Day },
): Promise<{ coachId: string; startsAt: Date; endsAt: Date | null }[]> {
  return sql<{ coachId: string; startsAt: Date; endsAt: Date | null }[]>`
    SELECT coach_id AS "coachId", starts_at AS "startsAt", ends_at AS "endsAt"
    FROM app.planned_times(${[...ids]}::uuid[], ${from}::date)`;
}

/** Assignments of coaches on a day with their planned dose. */
export function listLoadsOn(
  sql: Sql,
  { ids, day }: { ids: readonly string[]; day: Day },
): Promise<LoadRow[]> {
  return sql<LoadRow[]>`
    SELECT assigned.coach_id AS "coachId", assigned.coachee_id AS "coacheeId", assigned.group_assignment_id AS "groupAssignmentId",
      coalesce(planned.sessions_per_month * planned.minutes_per_session, 0)::float8 AS "minutesPerMonth", false AS "isOnLeave"
    FROM coach_assignment assigned
    LEFT JOIN dosage_schedule planned ON planned.program_id = assigned.program_id AND planned.intensity = assigned.intensity
      AND planned.starts_on <= ${day}::date AND (planned.ends_on IS NULL OR planned.ends_on > ${day}::date)
    WHERE assigned.coach_id = ANY (${[...ids]}::uuid[]) AND assigned.starts_on <= ${day}::date
      AND (assigned.ends_on IS NULL OR assigned.ends_on > ${day}::date)
    LIMIT 20000`;
}

export interface HandoverRow {
  id: string;
  coachId: string;
  coachName: string | null;
  siteId: string;
  zone: string;
  state: HandoverState;
  effectiveOn: Day;
  requestedByName: string | null;
  contentHash: string;
  carriedOutAt: Date | null;
}

export async function findMaybeHandover(sql: Sql, id: string): Promise<HandoverRow | null> {
  const [row] = await sql<HandoverRow[]>`
    SELECT own.id, own.coach_id AS "coachId", coach.given_name || ' ' || coach.family_name AS "coachName", own.site_id AS "siteId",
      site.zone, own.state, own.effective_on AS "effectiveOn", asked.given_name || ' ' || asked.family_name AS "requestedByName",
      own.content_hash AS "contentHash", own.carried_out_at AS "carriedOutAt"
    FROM handover own
    JOIN site ON site.id = own.site_id
    LEFT JOIN person coach ON coach.id = own.coach_id
    LEFT JOIN person asked ON asked.id = own.requested_by_id
    WHERE own.id = ${id}`;
  return row ?? null;
}

export async function findMaybePlannedHandover(sql: Sql, coachId: string): Promise<string | null> {
  const [row] = await sql<
    { id: string }[]
  >`SELECT id FROM handover WHERE coach_id = ${coachId} AND state = 'planned'`;
  return row?.id ?? null;
}

export interface HandoverLineRow {
  coacheeId: string;
  coacheeName: string;
  receiverId: string;
  receiverName: string;
  facts: (Omit<HandoverFacts, "focus"> & { focus: { functionId: string; sessions: number }[] }) | null;
}

export function listHandoverLines(sql: Sql, id: string): Promise<HandoverLineRow[]> {
  return sql<HandoverLineRow[]>`
    SELECT line.coachee_id AS "coacheeId", coalesce(coachee.given_name || ' ' || coachee.family_name, 'Another person') AS "coacheeName",
      line.receiver_id AS "receiverId", coalesce(receiver.given_name || ' ' || receiver.family_name, 'Another coach') AS "receiverName",
      line.facts
    FROM handover_line line
    LEFT JOIN person coachee ON coachee.id = line.coachee_id
    LEFT JOIN person receiver ON receiver.id = line.receiver_id
    WHERE line.handover_id = ${id}
    ORDER BY coachee.family_name, coachee.given_name
    LIMIT ${PEOPLE_LIMIT}`;
}

/** Titles of essential functions, of whichever version. */
export async function listFunctionTitles(sql: Sql, ids: readonly string[]): Promise<Map<string, string>> {
  const rows = await sql<{ id: string; title: string }[]>`
    SELECT id, title FROM essential_function WHERE id = ANY (${[...ids]}::uuid[]) LIMIT 500`;
  return new Map(rows.map(({ id, title }) => [id, title]));
}

/** Active goals and open steps of the acting coach with some people: what came along. */
export async function listWhatCame(
  sql: Sql,
  { coachId, coacheeIds }: { coachId: string; coacheeIds: readonly string[] },
): Promise<{
  goals: { coacheeId: string; title: string; reviewOn: Day | null }[];
  steps: { coacheeId: string; what: string; dueOn: Day | null }[];
}> {
  const [goals, steps] = await Promise.all([
    sql<{ coacheeId: string; title: string; reviewOn: Day | null }[]>`
      SELECT coachee_id AS "coacheeId", title, review_on AS "reviewOn" FROM goal
      WHERE coach_id = ${coachId} AND coachee_id = ANY (${[...coacheeIds]}::uuid[]) AND status = 'active'
      ORDER BY created_at LIMIT 1000`,
    sql<{ coacheeId: string; what: string; dueOn: Day | null }[]>`
      SELECT coachee_id AS "coacheeId", what, due_on AS "dueOn" FROM action_step
      WHERE coach_id = ${coachId} AND coachee_id = ANY (${[...coacheeIds]}::uuid[]) AND status IN ('open', 'partly_done')
      ORDER BY due_on NULLS LAST, created_at LIMIT 2000`,
  ]);
  return { goals, steps };
}

/** @returns false when a handover with this id is stored already */
export async function insertHandover(
  sql: Sql,
  row: {
    id: string;
    programId: string;
    siteId: string;
    coachId: string;
    effectiveOn: Day;
    requestedById: string;
    requestedAt: Date;
    contentHash: string;
  },
  lines: readonly (Choice & { siteId: string; unitId: string | null })[],
  groups: readonly { groupAssignmentId: string; receiverId: string; siteId: string }[],
): Promise<boolean> {
  const inserted = await sql`
    INSERT INTO handover (id, program_id, site_id, coach_id, effective_on, requested_by_id, requested_at, content_hash)
    VALUES (${row.id}, ${row.programId}, ${row.siteId}, ${row.coachId}, ${row.effectiveOn}::date, ${row.requestedById},
      ${row.requestedAt}, ${row.contentHash})
    ON CONFLICT (id) DO NOTHING
    RETURNING id`;
  if (inserted.length === 0) return false;
  await sql`
    INSERT INTO handover_line (handover_id, coachee_id, program_id, site_id, unit_id, coach_id, receiver_id)
    SELECT ${row.id}, r.coachee_id, ${row.programId}, r.site_id, r.unit_id, ${row.coachId}, r.receiver_id
    FROM jsonb_to_recordset(${JSON.stringify(
      lines.map((line) => ({
        ...{
          coachee_id: line.coacheeId,
          site_id: line.siteId,
          unit_id: line.unitId,
          receiver_id: line.receiverId,
        },
      })),
    )}::text::jsonb) AS r (coachee_id uuid, site_id uuid, unit_id uuid, receiver_id uuid)`;
  if (groups.length > 0)
    await sql`
      INSERT INTO handover_group (handover_id, group_assignment_id, program_id, site_id, receiver_id)
      SELECT ${row.id}, r.id, ${row.programId}, r.site_id, r.receiver_id
      FROM jsonb_to_recordset(${JSON.stringify(
        groups.map((group) => ({
          id: group.groupAssignmentId,
          site_id: group.siteId,
          receiver_id: group.receiverId,
        })),
      )}::text::jsonb) AS r (id uuid, site_id uuid, receiver_id uuid)`;
  return true;
}

/** Carries out a handover whose day has come. @returns how many rows of each kind, or null when there was nothing to do */
export async function carryOut(
  sql: Sql,
  { id, at, today }: { id: string; at: Date; today: Day },
): Promise<Record<string, number> | null> {
  const [row] = await sql<[{ moved: Record<string, number> | null }]>`
    SELECT app.carry_out_handover(${id}, ${at}, ${today}::date) AS moved`;
  return row.moved;
}

/** @returns null when it is undone, else the database's word why not */
export async function undo(sql: Sql, { id, at }: { id: string; at: Date }): Promise<string | null> {
  const [row] = await sql<[{ why: string | null }]>`SELECT app.undo_handover(${id}, ${at}) AS why`;
  return row.why;
}

export async function cancel(sql: Sql, id: string): Promise<boolean> {
  const [row] = await sql<[{ done: boolean }]>`SELECT app.cancel_handover(${id}) AS done`;
  return row.done;
}

/** Planned handovers whose day has come at their site. */
export function listDueHandoversForSystem(
  sql: Sql,
  now: Date,
): Promise<{ id: string; siteId: string; today: Day }[]> {
  return sql<{ id: string; siteId: string; today: Day }[]>`
    SELECT own.id, own.site_id AS "siteId", (${now}::timestamptz AT TIME ZONE site.zone)::date AS today
    FROM handover own JOIN site ON site.id = own.site_id
    WHERE own.state = 'planned' AND own.effective_on <= (${now}::timestamptz AT TIME ZONE site.zone)::date
    ORDER BY own.effective_on, own.id
    LIMIT 500`;
}

export interface AnnouncedHandover {
  id: string;
  state: HandoverState;
  effectiveOn: Day;
  coachId: string;
  coachName: string;
  lines: { coacheeId: string; receiverId: string; receiverName: string }[];
}

/** A handover with the people it is about: whom it moves, or has moved. */
export async function findMaybeHandoverForSystem(sql: Sql, id: string): Promise<AnnouncedHandover | null> {
  const [row] = await sql<AnnouncedHandover[]>`
    SELECT own.id, own.state, own.effective_on AS "effectiveOn", own.coach_id AS "coachId",
      coach.given_name || ' ' || coach.family_name AS "coachName",
      (SELECT coalesce(jsonb_agg(jsonb_build_object('coacheeId', line.coachee_id, 'receiverId', line.receiver_id,
          'receiverName', receiver.given_name || ' ' || receiver.family_name) ORDER BY line.coachee_id), '[]')
        FROM handover_line line JOIN person receiver ON receiver.id = line.receiver_id
        WHERE line.handover_id = own.id AND (own.state = 'planned' OR EXISTS (
          SELECT FROM handover_item moved WHERE moved.handover_id = own.id AND moved.coachee_id = line.coachee_id))) AS lines
    FROM handover own JOIN person coach ON coach.id = own.coach_id
    WHERE own.id = ${id}`;
  return row ?? null;
}
