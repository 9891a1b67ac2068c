import type { Sql } from "#app/db/in-transaction.server.ts";
import type { Day } from "#app/time/days.ts";
import type { DosageLevelInput, DosageSessionInput } from "#fidelity/dosage/dosage.schema.ts";
import type { NotHeldReason } from "#fidelity/dosage/not-held-reasons.ts";
import type { Assignment, Schedule } from "#fidelity/dosage/planned-levels.ts";
import type { Contact } from "./contacts.rules.ts";
import type { CycleFact } from "./dose.rules.ts";
import type { SessionStatus } from "./session.codes.ts";
import { noticeHours } from "./session.rules.ts";
import { sessionOf } from "./session-records.queries.server.ts";

const DOSE_LIMIT = 50_000;

/** Of which sessions: of a site, of a coachee, or of a coach, who led or co-coached them. */
interface DoseSpan {
  siteId?: string;
  coacheeId?: string;
  coachId?: string;
  from: Day;
  until: Day;
}

type DoseAttendee = NonNullable<DosageSessionInput["attendees"]>[number];
/** One row for each person who was expected to a session. */
type DoseRow = Omit<DosageSessionInput, "attendees" | "noticeHours"> &
  DoseAttendee & {
    status: SessionStatus;
    siteId: string;
    notHeldReason: NotHeldReason | null;
    isImported: boolean;
    scheduledStartAt: Date | null;
    cancellationKnownAt: Date | null;
    recordedAt: Date;
  };

/** A session as `dosage()` reads it, why it did not take place, and whether it came from a file. */
export type SessionDose = DosageSessionInput & {
  siteId: string;
  notHeldReason: NotHeldReason | null;
  isImported: boolean;
};

/** The dose of sessions, as `dosage()` reads it. */
export async function listSessionDose(
  sql: Sql,
  { siteId, coacheeId, coachId, from, until }: DoseSpan,
): Promise<SessionDose[]> {
  const coCoached = coCoachedBy(sql, { coachId: coachId ?? null, from, until });
  const met = sql`(SELECT session_id FROM session_attendee
    WHERE person_id = ${coacheeId ?? null} AND role = 'coachee' AND session_on BETWEEN ${from}::date AND ${until}::date)`;
  const source = coacheeId
    ? sql`${met} own JOIN LATERAL ${sessionOf(sql, "own")} session ON true`
    : sql`coaching_session session`;
  // Of these sessions only: the program has many more in the same days.
  const ofThese = [
    siteId ? sql`AND site_id = ${siteId}` : sql``,
    coacheeId ? sql`AND session_id = ANY (ARRAY${met})` : sql``,
    coachId ? sql`AND (lead_coach_id = ${coachId} OR session_id = ANY (${coCoached}))` : sql``,
  ];
  const rows = await sql<DoseRow[]>`
    SELECT session.id, session.session_on AS "on", session.site_id AS "siteId", session.import_id IS NOT NULL AS "isImported",
      session.status, session.not_held_reason AS "notHeldReason", session.observation_minutes AS "observationMinutes",
      session.meeting_minutes AS "meetingMinutes",
      session.lead_coach_id::text || coalesce(session.along, '{}') AS "coachIds",
      (session.recorded_at AT TIME ZONE session.zone)::date AS "recordedOn",
      (session.entered_at AT TIME ZONE session.zone)::date AS "enteredOn",
      session.observation_kind <> 'none' OR session.observation_minutes > 0 AS observed,
      CASE WHEN session.status IN ('held', 'held_partial') THEN session.set_goals END AS "setGoals",
      CASE WHEN session.status IN ('held', 'held_partial')
        THEN session.strength_noted OR session.corrective_feedback OR session.data_shared END AS "feedbackGiven",
      session.scheduled_start_at AS "scheduledStartAt", session.cancellation_known_at AS "cancellationKnownAt",
      session.recorded_at AS "recordedAt", attendee.person_id AS "personId", attendee.attendance,
      LEAST(attendee.minutes, session.observation_minutes + session.meeting_minutes) AS minutes
    FROM (
      SELECT session.*, coached.along FROM ${source}
      LEFT JOIN (
        SELECT session_id, array_agg(person_id::text) AS along FROM session_coach
        WHERE role = 'co_coach' AND session_on BETWEEN ${from}::date AND ${until}::date ${ofThese}
        GROUP BY session_id) coached ON coached.session_id = session.id
      WHERE session.session_on BETWEEN ${from}::date AND ${until}::date
        ${siteId ? sql`AND session.site_id = ${siteId}` : sql``}
        ${coachId ? sql`AND (session.lead_coach_id = ${coachId} OR session.id = ANY (${coCoached}))` : sql``}
      ORDER BY session.session_on, session.id
      LIMIT ${DOSE_LIMIT}) session
    JOIN session_attendee attendee ON attendee.session_id = session.id AND attendee.role = 'coachee'
    ORDER BY session.session_on, session.id`;
  const sessions = new Map<string, SessionDose & { attendees: DoseAttendee[] }>();
  for (const { personId, attendance, minutes, ...row } of rows) {
    const expected = { personId, attendance, minutes };
    const known = sessions.get(row.id);
    if (known) {
      known.attendees.push(expected);
      continue;
    }
    const { scheduledStartAt, cancellationKnownAt, recordedAt, ...session } = row;
    sessions.set(row.id, { ...session, noticeHours: noticeHours(row), attendees: [expected] });
  }
  return [...sessions.values()];
}

/** Sessions a coach co-coached in these days. */
function coCoachedBy(sql: Sql, { coachId, from, until }: { coachId: string | null; from: Day; until: Day }) {
  return sql`ARRAY(
    SELECT session_id FROM session_coach
    WHERE person_id = ${coachId} AND role = 'co_coach' AND session_on BETWEEN ${from}::date AND ${until}::date)`;
}

/** Whose dose a card shows: one person, or all whom the acting coach has on a day. */
interface CardPeople {
  coacheeId?: string;
  day: Day;
  /** The first day that is asked about. */
  from: Day;
}

/**
 * Delivered sessions of the acting coach's people with any coach, from a day on and in the month of the newest one. Of
 * whom the coach does not have that day, the coach's own.
 */
export function listContacts(sql: Sql, { coacheeId, day, from }: CardPeople): Promise<Contact[]> {
  return sql<Contact[]>`
    SELECT * FROM app.contacts_of_coachees(${coacheeId ? [coacheeId] : null}::uuid[], ${day}::date, ${from}::date)`;
}

/** Assignments of the same people with any coach, that hold on a day or later. */
export function listAssignmentsOfCoachees(
  sql: Sql,
  { coacheeId, day, from }: CardPeople,
): Promise<Assignment[]> {
  return sql<Assignment[]>`
    SELECT * FROM app.assignments_of_coachees(${coacheeId ? [coacheeId] : null}::uuid[], ${day}::date, ${from}::date)`;
}

/** What numbers the cycles of a coach with these coachees, for whoever sees a session of the pair. */
export function listCycleFacts(
  sql: Sql,
  { coachId, coacheeIds }: { coachId: string; coacheeIds: readonly string[] },
): Promise<CycleFact[]> {
  return sql<CycleFact[]>`SELECT * FROM app.cycle_facts(${coachId}, ${[...coacheeIds]}::uuid[])`;
}

/** The planned dose of every coaching pair that touches a period, by coachee, as `dosage()` reads it. */
export function listPlannedLevels(
  sql: Sql,
  {
    siteId,
    coacheeId,
    coachId,
    from,
    until,
  }: {
    siteId?: string;
    coacheeId?: string;
    coachId?: string;
    from: Day;
    until: Day;
  },
): Promise<(DosageLevelInput & { coacheeId: string; coachId: string })[]> {
  return sql<(DosageLevelInput & { coacheeId: string; coachId: string })[]>`
    SELECT assigned.coachee_id AS "coacheeId", assigned.coach_id AS "coachId",
      greatest(assigned.starts_on, planned.starts_on) AS "from",
      least(assigned.ends_on, planned.ends_on) - 1 AS "to",
      planned.sessions_per_month AS "sessionsPerMonth", planned.minutes_per_session AS "minutesPerSession"
    FROM effective_coach_assignment assigned
    JOIN dosage_schedule planned ON planned.program_id = assigned.program_id AND planned.intensity = assigned.intensity
      AND daterange(planned.starts_on, planned.ends_on) && daterange(assigned.starts_on, assigned.ends_on)
    WHERE daterange(assigned.starts_on, assigned.ends_on) && daterange(${from}::date, ${until}::date, '[]')
      ${siteId ? sql`AND assigned.site_id = ${siteId}` : sql``}
      ${coacheeId ? sql`AND assigned.coachee_id = ${coacheeId}` : sql``}
      ${coachId ? sql`AND assigned.coach_id = ${coachId}` : sql``}
    ORDER BY assigned.coachee_id, "from"
    LIMIT ${DOSE_LIMIT}`;
}

/** Versions of the dosage schedule that hold on a day or after it. */
export function listSchedules(sql: Sql, { from }: { from: Day }): Promise<Schedule[]> {
  return sql<Schedule[]>`
    SELECT intensity, starts_on AS "startsOn", ends_on AS "endsOn",
           sessions_per_month AS "sessionsPerMonth", minutes_per_session AS "minutesPerSession"
    FROM dosage_schedule
    WHERE ends_on IS NULL OR ends_on > ${from}
    LIMIT 1000`;
}

/** Approved leave that touches a period: of the people given, or of all whom a coach has or had. */
export function listLeave(
  sql: Sql,
  {
    from,
    until,
    ...whose
  }: ({ personIds: readonly string[] } | { coachId: string }) & { from: Day; until: Day },
): Promise<{ personId: string; from: Day; to: Day }[]> {
  const people =
    "coachId" in whose
      ? sql`ARRAY(SELECT coachee_id FROM coach_assignment WHERE coach_id = ${whose.coachId})`
      : sql`${[...whose.personIds]}::uuid[]`;
  return sql<{ personId: string; from: Day; to: Day }[]>`
    SELECT person_id AS "personId", first_on AS "from", last_on AS "to"
    FROM leave
    WHERE person_id = ANY (${people}) AND first_on <= ${until}::date AND last_on >= ${from}::date
    ORDER BY person_id, first_on
    LIMIT ${DOSE_LIMIT}`;
}
