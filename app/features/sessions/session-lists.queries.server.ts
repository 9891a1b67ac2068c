import type { Sql } from "#app/db/in-transaction.server.ts";
import { PAGE_SIZE } from "#app/http/pagination.ts";
import type { Day } from "#app/time/days.ts";
import type { AcknowledgementState, SessionFormat, SessionModality, SessionStatus } from "./session.codes.ts";
import type { SessionFilters } from "./session.schema.ts";
import type { SessionListItem } from "./session.types.ts";
import { sessionOf } from "./session-records.queries.server.ts";

/** A session in one line, before it is decided what of it is late or locked. */
export interface SessionRow {
  id: string;
  sessionOn: Day;
  status: SessionStatus;
  modality: SessionModality;
  format: SessionFormat;
  doseMinutes: number;
  /** How long the person whose sessions they are was there; null in a list that is not one person's own. */
  ownMinutes: number | null;
  attendeeNames: string[];
  coachName: string;
  /** How the viewer took part, beside those who are coached. */
  ownRole: SessionListItem["ownRole"];
  focusTitles: string[];
  acknowledgement: AcknowledgementState;
  entryLagDays: number;
  zone: string;
  isAmended: boolean;
  isImported: boolean;
  /** When the record as it stands was put to the coachee. */
  askedAt: Date;
}

/** Minutes for which somebody was there, as the dosage counts them, for an attendee called `own`. */
const ownMinutes = (sql: Sql) => sql`
  CASE WHEN own.attendance IN ('full', 'partial')
    THEN LEAST(own.minutes, session.observation_minutes + session.meeting_minutes) ELSE 0 END`;

/**
 * The columns of a line, for a session called `session`. Names of people outside the viewer's sight are left out.
 * @param minutes of one person, in a list of their sessions
 */
function line(sql: Sql, minutes = sql`NULL::int`) {
  return sql`
    session.id, session.session_on AS "sessionOn", session.status, session.modality, session.format,
    session.observation_minutes + session.meeting_minutes AS "doseMinutes", ${minutes} AS "ownMinutes", session.acknowledgement,
    session.entry_lag_days AS "entryLagDays", session.zone, session.import_id IS NOT NULL AS "isImported",
    coalesce(session.content_changed_at, session.recorded_at) AS "askedAt",
    session.content_version > 1
      AND EXISTS (SELECT FROM session_amendment made WHERE made.session_id = session.id AND made.was_locked) AS "isAmended",
    ARRAY(
      SELECT person.given_name || ' ' || person.family_name FROM session_attendee attendee
      JOIN person ON person.id = attendee.person_id
      WHERE attendee.session_id = session.id AND attendee.role = 'coachee'
      ORDER BY person.family_name LIMIT 30) AS "attendeeNames",
    (SELECT along.role FROM session_coach along
      WHERE along.session_id = session.id AND along.person_id = (SELECT app.person_id())) AS "ownRole",
    coalesce((SELECT coach.given_name || ' ' || coach.family_name FROM person coach WHERE coach.id = session.lead_coach_id), 'Coach') AS "coachName",
    ARRAY(
      SELECT function.title FROM session_focus focus
      JOIN essential_function function ON function.id = focus.essential_function_id
      WHERE focus.session_id = session.id
      ORDER BY function.number LIMIT 3) AS "focusTitles"`;
}

/** An imported record has lapsed from the start: nobody was asked, so nobody failed to answer. */
const wasAsked = (sql: Sql) => sql`(session.import_id IS NULL OR session.acknowledgement <> 'lapsed')`;

/**
 * Sessions a coach led, co-coached or sat in on, newest first: one page and one row more, to know whether another follows.
 * What is only planned for a day to come stands in the calendar, and here when it is asked for.
 */
export function listSessionsOfCoach(
  sql: Sql,
  coachId: string,
  { person, status, word, month, today }: SessionFilters & { today: Day },
  { page, pageSize = PAGE_SIZE }: { page: number; pageSize?: number },
): Promise<SessionRow[]> {
  const only = sql`
    ${
      status
        ? sql`AND session.status = ${status}::session_status`
        : sql`AND (session.status <> 'scheduled' OR session.session_on <= ${today}::date)`
    }
    ${
      word
        ? sql`AND session.acknowledgement = ${word}::acknowledgement_state AND session.status IN ('held', 'held_partial')
              AND ${wasAsked(sql)}`
        : sql``
    }
    ${
      month
        ? sql`AND session.session_on >= ${`${month}-01`}::date
              AND session.session_on < (${`${month}-01`}::date + INTERVAL '1 month')::date`
        : sql``
    }`;
  const most = page * pageSize + 1;
  const led = person
    ? sql`
      SELECT own.session_id, own.session_on FROM session_attendee own
      JOIN LATERAL ${sessionOf(sql, "own")} session ON true
      WHERE own.person_id = ${person} AND own.role = 'coachee' AND own.lead_coach_id = ${coachId}
        AND session.lead_coach_id = ${coachId} ${only}
      ORDER BY own.session_on DESC, own.session_id LIMIT ${most}`
    : sql`
      SELECT session.id AS session_id, session.session_on FROM coaching_session session
      WHERE session.lead_coach_id = ${coachId} ${only}
      ORDER BY session.session_on DESC, session.id LIMIT ${most}`;
  return sql<SessionRow[]>`
    SELECT ${line(sql)}
    FROM (
      SELECT * FROM (
        (${led})
        UNION ALL
        (SELECT own.session_id, own.session_on FROM session_coach own
         JOIN LATERAL ${sessionOf(sql, "own")} session ON true
         WHERE own.person_id = ${coachId} ${only}
           ${
             person
               ? sql`AND EXISTS (SELECT FROM session_attendee coached
                       WHERE coached.session_id = own.session_id AND coached.person_id = ${person} AND coached.role = 'coachee')`
               : sql``
           }
         ORDER BY own.session_on DESC, own.session_id LIMIT ${most})) both_kinds
      ORDER BY session_on DESC, session_id
      LIMIT ${pageSize + 1} OFFSET ${(page - 1) * pageSize}) own
    JOIN LATERAL ${sessionOf(sql, "own")} session ON true
    ORDER BY session.session_on DESC, session.id`;
}

/** Sessions in which a person was coached, newest first, without those that are planned for days to come. */
export function listSessionsOfCoachee(
  sql: Sql,
  { personId, today }: { personId: string; today: Day },
  { page, pageSize = PAGE_SIZE }: { page: number; pageSize?: number },
): Promise<SessionRow[]> {
  return sql<SessionRow[]>`
    SELECT ${line(sql, ownMinutes(sql))}
    FROM session_attendee own
    JOIN LATERAL ${sessionOf(sql, "own")} session ON true
    WHERE own.person_id = ${personId} AND own.role = 'coachee'
      AND (session.status <> 'scheduled' OR session.session_on <= ${today}::date)
    ORDER BY own.session_on DESC, own.session_id
    LIMIT ${pageSize + 1} OFFSET ${(page - 1) * pageSize}`;
}

/** Held sessions whose record the person has not answered in its present version. */
export function listSessionsToAcknowledge(sql: Sql, personId: string, limit = 10): Promise<SessionRow[]> {
  return sql<SessionRow[]>`
    SELECT ${line(sql, ownMinutes(sql))}
    FROM session_attendee own
    JOIN LATERAL ${sessionOf(sql, "own")} session ON true
    WHERE own.person_id = ${personId} AND own.role = 'coachee' AND own.attendance IN ('full', 'partial')
      AND session.status IN ('held', 'held_partial') AND session.acknowledgement = 'pending'
      AND NOT EXISTS (
        SELECT FROM session_acknowledgement given
        WHERE given.session_id = own.session_id AND given.person_id = ${personId} AND given.row_version >= session.content_version)
    ORDER BY own.session_on DESC
    LIMIT ${limit}`;
}

/** The next planned session of a coachee. */
export async function findMaybeNextSession(
  sql: Sql,
  personId: string,
  today: Day,
): Promise<{ on: Day; coachName: string } | null> {
  const [row] = await sql<{ on: Day; coachName: string }[]>`
    SELECT own.session_on AS "on", coalesce(coach.given_name || ' ' || coach.family_name, 'Coach') AS "coachName"
    FROM session_attendee own
    JOIN LATERAL ${sessionOf(sql, "own")} session ON true
    LEFT JOIN person coach ON coach.id = session.lead_coach_id
    WHERE own.person_id = ${personId} AND own.session_on >= ${today}::date AND session.status = 'scheduled'
    ORDER BY own.session_on
    LIMIT 1`;
  return row ?? null;
}

/** How many held sessions of a coach wait for a word, are disputed or lapsed. */
export async function countWords(
  sql: Sql,
  coachId: string,
): Promise<Record<"pending" | "disputed" | "lapsed", number>> {
  const rows = await sql<{ state: "pending" | "disputed" | "lapsed"; n: number }[]>`
    SELECT acknowledgement AS state, count(*) AS n FROM coaching_session session
    WHERE lead_coach_id = ${coachId} AND status IN ('held', 'held_partial')
      AND acknowledgement IN ('pending', 'disputed', 'lapsed') AND ${wasAsked(sql)}
    GROUP BY acknowledgement`;
  return {
    pending: 0,
    disputed: 0,
    lapsed: 0,
    ...Object.fromEntries(rows.map(({ state, n }) => [state, n])),
  };
}
