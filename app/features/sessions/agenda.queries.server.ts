import type { Sql } from "#app/db/in-transaction.server.ts";
import type { Day } from "#app/time/days.ts";
import type { AgendaEntry, AgendaSpan } from "./agenda.types.ts";
import { companionsOf } from "./session-records.queries.server.ts";

/** More sessions than a coach has in the four months that a device keeps. */
export const ENTRY_LIMIT = 1_000;
const SPAN_LIMIT = 500;

export type AgendaRow = Omit<AgendaEntry, "startTime" | "endTime" | "clash"> & {
  siteId: string;
  startsAt: Date | null;
  endsAt: Date | null;
};

interface Span {
  coachId: string;
  from: Day;
  until: Day;
}

/** The sessions that a coach leads or co-coaches in a period, and one row more than are shown, to know whether some were left out. */
export function listAgendaSessions(
  sql: Sql,
  { coachId, from, until, sessionId }: Span & { sessionId?: string },
): Promise<AgendaRow[]> {
  const days = sql`session_on BETWEEN ${from}::date AND ${until}::date`;
  return sql<AgendaRow[]>`
    SELECT session.id, session.session_on AS "on", session.site_id AS "siteId", session.zone, session.status,
      session.not_held_reason AS "notHeldReason", session.modality, session.format,
      session.observation_kind AS "observationKind", session.plan_id AS "planId", session.row_version AS "rowVersion",
      session.lead_coach_id <> ${coachId} AS "isCoCoach",
      coalesce(session.started_at, session.scheduled_start_at) AS "startsAt",
      coalesce(session.ended_at, session.scheduled_end_at) AS "endsAt", site.name AS "siteName",
      (SELECT coalesce(jsonb_agg(jsonb_build_object('id', attendee.person_id,
          'name', coalesce(person.given_name || ' ' || person.family_name, 'Another person'))
          ORDER BY person.family_name), '[]')
        FROM session_attendee attendee LEFT JOIN person ON person.id = attendee.person_id
        WHERE attendee.session_id = session.id AND attendee.role = 'coachee') AS people,
      ${companionsOf(sql)} AS companions,
      CASE WHEN session.status = 'scheduled' THEN ARRAY(
        SELECT focus.essential_function_id FROM session_focus focus
        JOIN essential_function function ON function.id = focus.essential_function_id
        WHERE focus.session_id = session.id ORDER BY function.number) ELSE '{}' END AS "focusIds"
    FROM (
      SELECT id FROM coaching_session
      WHERE lead_coach_id = ${coachId} AND ${sessionId ? sql`id = ${sessionId}` : days}
      UNION
      SELECT session_id FROM session_coach
      WHERE person_id = ${coachId} AND role = 'co_coach' AND ${sessionId ? sql`session_id = ${sessionId}` : days}) own
    JOIN LATERAL (SELECT * FROM coaching_session fetched WHERE fetched.id = own.id OFFSET 0) session ON true
    JOIN site ON site.id = session.site_id
    ORDER BY session.session_on, "startsAt" NULLS FIRST, session.id
    LIMIT ${ENTRY_LIMIT + 1}`;
}

/** Leave of the coach and of their people, closures where they work, and the coach's own fidelity assessments that wait. */
export function listAgendaSpans(sql: Sql, { coachId, from, until }: Span): Promise<AgendaSpan[]> {
  return sql<AgendaSpan[]>`
    SELECT leave.id, 'leave' AS kind,
      CASE leave.person_id WHEN ${coachId}::uuid THEN 'You are on leave'
        ELSE person.given_name || ' ' || person.family_name || ' is on leave' END AS title,
      leave.first_on AS "from", leave.last_on AS "to"
    FROM leave JOIN person ON person.id = leave.person_id
    WHERE leave.first_on <= ${until}::date AND leave.last_on >= ${from}::date
      AND (leave.person_id = ${coachId} OR leave.person_id IN (
        SELECT coachee_id FROM effective_coach_assignment
        WHERE coach_id = ${coachId} AND starts_on <= leave.last_on AND (ends_on IS NULL OR ends_on > leave.first_on)))
    UNION ALL
    SELECT closure.id, 'closure', closure.name || coalesce(' (' || site.name || ')', ''), closure.first_on, closure.last_on
    FROM closure LEFT JOIN site ON site.id = closure.site_id
    WHERE closure.withdrawn_at IS NULL AND closure.first_on <= ${until}::date AND closure.last_on >= ${from}::date
      AND (closure.site_id IS NULL OR closure.site_id IN (
        SELECT site_id FROM effective_coach_assignment
        WHERE coach_id = ${coachId} AND starts_on <= closure.last_on AND (ends_on IS NULL OR ends_on > closure.first_on)))
    UNION ALL
    SELECT assessment.id, 'review',
      CASE assessment.rater_type WHEN 'self' THEN 'Your self-rating' ELSE 'Fidelity assessment of your coaching' END, assessment.opens_on, assessment.due_on
    FROM assessment
    WHERE assessment.subject_id = ${coachId} AND assessment.part = 'first' AND assessment.state IN ('planned', 'open', 'in_progress')
      AND assessment.opens_on <= ${until}::date AND assessment.due_on >= ${from}::date
    ORDER BY "from", id
    LIMIT ${SPAN_LIMIT}`;
}
