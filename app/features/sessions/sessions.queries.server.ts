import type { Sql } from "#app/db/in-transaction.server.ts";
import { PAGE_SIZE } from "#app/http/pagination.ts";
import type { Day } from "#app/time/days.ts";
import type { DosageLevelInput, DosageSessionInput } from "#fidelity/dosage/dosage.schema.ts";
import type {
  AcknowledgementState,
  OpenedPart,
  OpeningKind,
  SessionFormat,
  SessionModality,
  SessionStatus,
} from "./session.codes.ts";
import type { SessionFilters } from "./session.schema.ts";
import type { SessionFacts, StepItem, Word } from "./session.types.ts";

/** A session in one line, before it is decided what of it is late or locked. */
export interface SessionRow {
  id: string;
  sessionOn: Day;
  status: SessionStatus;
  modality: SessionModality;
  format: SessionFormat;
  doseMinutes: number;
  attendeeNames: string[];
  coachName: string;
  focusTitles: string[];
  acknowledgement: AcknowledgementState;
  entryLagDays: number;
  zone: string;
  isAmended: boolean;
  isImported: boolean;
  /** When the record as it stands was put to the coachee. */
  askedAt: Date;
}

/** The columns of a line, for a session called `session`. Names of people outside the viewer's sight are left out. */
function line(sql: Sql) {
  return sql`
    session.id, session.session_on AS "sessionOn", session.status, session.modality, session.format,
    session.observation_minutes + session.meeting_minutes AS "doseMinutes", session.acknowledgement,
    session.entry_lag_days AS "entryLagDays", session.zone, session.import_id IS NOT NULL AS "isImported",
    coalesce(session.content_changed_at, session.recorded_at) AS "askedAt",
    session.content_version > 1
      AND EXISTS (SELECT FROM session_amendment made WHERE made.session_id = session.id AND made.was_locked) AS "isAmended",
    ARRAY(
      SELECT person.given_name || ' ' || person.family_name FROM session_attendee attendee
      JOIN person ON person.id = attendee.person_id
      WHERE attendee.session_id = session.id
      ORDER BY person.family_name LIMIT 30) AS "attendeeNames",
    coalesce((SELECT coach.given_name || ' ' || coach.family_name FROM person coach WHERE coach.id = session.lead_coach_id), 'Coach') AS "coachName",
    ARRAY(
      SELECT function.title FROM session_focus focus
      JOIN essential_function function ON function.id = focus.essential_function_id
      WHERE focus.session_id = session.id
      ORDER BY function.number LIMIT 3) AS "focusTitles"`;
}

/**
 * The session of an attendee row called `attendee`, fetched by its key. OFFSET 0 keeps the planner from joining
 * the other way round: under row-level security it would read every session to find those of one person.
 */
export function sessionOf(sql: Sql, attendee: "own" | "attendee") {
  return sql`(SELECT * FROM coaching_session fetched WHERE fetched.id = ${sql(attendee)}.session_id OFFSET 0)`;
}

/** An imported record has lapsed from the start: nobody was asked, so nobody failed to answer. */
const wasAsked = (sql: Sql) => sql`(session.import_id IS NULL OR session.acknowledgement <> 'lapsed')`;

/** A coach's own sessions, newest first: one page and one row more, to know whether another follows. */
export function listSessionsOfCoach(
  sql: Sql,
  coachId: string,
  { person, status, word, month }: SessionFilters,
  { page, pageSize = PAGE_SIZE }: { page: number; pageSize?: number },
): Promise<SessionRow[]> {
  const only = sql`
    ${status ? sql`AND session.status = ${status}::session_status` : sql``}
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
  const offset = (page - 1) * pageSize;
  if (person)
    return sql<SessionRow[]>`
      SELECT ${line(sql)}
      FROM session_attendee own
      JOIN LATERAL ${sessionOf(sql, "own")} session ON true
      WHERE own.person_id = ${person} AND own.lead_coach_id = ${coachId} AND session.lead_coach_id = ${coachId} ${only}
      ORDER BY own.session_on DESC, own.session_id
      LIMIT ${pageSize + 1} OFFSET ${offset}`;
  return sql<SessionRow[]>`
    SELECT ${line(sql)}
    FROM coaching_session session
    WHERE session.lead_coach_id = ${coachId} ${only}
    ORDER BY session.session_on DESC, session.id
    LIMIT ${pageSize + 1} OFFSET ${offset}`;
}

/** Sessions in which a person was coached, newest first. */
export function listSessionsOfCoachee(
  sql: Sql,
  personId: string,
  { page, pageSize = PAGE_SIZE }: { page: number; pageSize?: number },
): Promise<SessionRow[]> {
  return sql<SessionRow[]>`
    SELECT ${line(sql)}
    FROM session_attendee own
    JOIN LATERAL ${sessionOf(sql, "own")} session ON true
    WHERE own.person_id = ${personId} AND own.role = 'coachee'
    ORDER BY own.session_on DESC, own.session_id
    LIMIT ${pageSize + 1} OFFSET ${(page - 1) * pageSize}`;
}

/** Held sessions whose record the person has not answered in its present version. */
export function listSessionsToAcknowledge(sql: Sql, personId: string, limit = 10): Promise<SessionRow[]> {
  return sql<SessionRow[]>`
    SELECT ${line(sql)}
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

export type SessionRecord = Omit<
  SessionFacts,
  | "startTime"
  | "endTime"
  | "isLate"
  | "isLocked"
  | "editableUntil"
  | "isEnteredAfterLock"
  | "isAmended"
  | "lapsesAfter"
> & {
  startsAt: Date | null;
  endsAt: Date | null;
  recordedAt: Date;
  askedAt: Date;
  sessionLockDays: number;
  acknowledgementDays: number;
};

/** The structured facts of one session within the viewer's sight, or null. */
export async function findMaybeSession(sql: Sql, sessionId: string): Promise<SessionRecord | null> {
  const [row] = await sql<SessionRecord[]>`
    SELECT session.id, session.session_on AS "sessionOn", session.status, session.status_reason AS "statusReason",
      session.format, session.modality, session.observation_kind AS "observationKind",
      coalesce(session.started_at, session.scheduled_start_at) AS "startsAt",
      coalesce(session.ended_at, session.scheduled_end_at) AS "endsAt", session.zone,
      jsonb_build_object('observation', session.observation_minutes, 'meeting', session.meeting_minutes,
        'preparation', session.preparation_minutes, 'travel', session.travel_minutes,
        'documentation', session.documentation_minutes) AS minutes,
      site.name AS "siteName",
      jsonb_build_object('id', session.lead_coach_id,
        'name', coalesce(coach.given_name || ' ' || coach.family_name, 'Coach')) AS coach,
      (SELECT coalesce(jsonb_agg(jsonb_build_object('id', attendee.person_id,
          'name', coalesce(person.given_name || ' ' || person.family_name, 'Another person'),
          'attendance', attendee.attendance, 'minutes', attendee.minutes) ORDER BY person.family_name), '[]')
        FROM session_attendee attendee LEFT JOIN person ON person.id = attendee.person_id
        WHERE attendee.session_id = session.id) AS attendees,
      (SELECT coalesce(jsonb_agg(jsonb_build_object('id', function.id, 'label', function.title) ORDER BY function.number), '[]')
        FROM session_focus focus JOIN essential_function function ON function.id = focus.essential_function_id
        WHERE focus.session_id = session.id) AS focus,
      ARRAY(SELECT used.phase || ':' || used.strategy FROM session_strategy used
        WHERE used.session_id = session.id ORDER BY used.phase, used.strategy) AS strategies,
      session.strength_noted AS "strengthNoted", session.corrective_feedback AS "correctiveFeedback",
      session.data_shared AS "dataShared", session.barriers::text[] AS barriers, session.escalation,
      session.next_session_on AS "nextSessionOn", session.is_coach_certified AS "isCoachCertified",
      session.acknowledgement, session.entry_lag_days AS "entryLagDays", session.row_version AS "rowVersion",
      session.content_version AS "contentVersion", session.recorded_at AS "recordedAt",
      session.import_id IS NOT NULL AS "isImported",
      coalesce(session.content_changed_at, session.recorded_at) AS "askedAt",
      program.session_lock_days AS "sessionLockDays", program.acknowledgement_days AS "acknowledgementDays"
    FROM coaching_session session
    JOIN site ON site.id = session.site_id
    JOIN program ON program.id = session.program_id
    LEFT JOIN person coach ON coach.id = session.lead_coach_id
    WHERE session.id = ${sessionId}`;
  return row ?? null;
}

export interface WordRow
  extends Pick<Word, "id" | "personId" | "personName" | "state" | "comment" | "isLast"> {
  at: string;
  /** The version a coachee answered; none for what the coach answered. */
  rowVersion: number | null;
}

export interface ConversationRow {
  summary: string | null;
  progress: { goalId: string; title: string; progress: string; selfScale: number | null }[];
  reviews: { stepId: string; what: string; status: string }[];
  steps: StepItem[];
  words: WordRow[];
  ciphertext: Uint8Array | null;
  /** The key that sealed it: none for a note of the first kind. */
  keyId: string | null;
  wrappedKey: Uint8Array | null;
}

const MOST_WORDS = 100;

/** The protected part of a session. Row-level security gives the parties their part of it and others nothing. */
export async function findConversation(
  sql: Sql,
  sessionId: string,
  viewerId: string,
): Promise<ConversationRow> {
  const [row] = await sql<[ConversationRow]>`
    SELECT
      (SELECT body FROM session_summary WHERE session_id = ${sessionId}) AS summary,
      note.ciphertext, note.key_id AS "keyId", held.wrapped_key AS "wrappedKey",
      (SELECT coalesce(jsonb_agg(jsonb_build_object('goalId', goal.id, 'title', goal.title, 'progress', made.progress,
          'selfScale', made.self_scale) ORDER BY goal.created_at), '[]')
        FROM session_goal_progress made JOIN goal ON goal.id = made.goal_id WHERE made.session_id = ${sessionId}) AS progress,
      (SELECT coalesce(jsonb_agg(jsonb_build_object('stepId', step.id, 'what', step.what, 'status', review.status)
          ORDER BY step.created_at), '[]')
        FROM session_action_review review JOIN action_step step ON step.id = review.action_step_id
        WHERE review.session_id = ${sessionId}) AS reviews,
      (SELECT coalesce(jsonb_agg(jsonb_build_object('id', step.id, 'what', step.what, 'ownerId', step.owner_id,
          'ownerName', coalesce(owner.given_name || ' ' || owner.family_name, 'Another person'),
          'isOwn', step.owner_id = ${viewerId}::uuid, 'dueOn', step.due_on, 'status', step.status) ORDER BY step.created_at), '[]')
        FROM action_step step LEFT JOIN person owner ON owner.id = step.owner_id
        WHERE step.session_id = ${sessionId}) AS steps,
      (SELECT coalesce(jsonb_agg(jsonb_build_object('id', said.id, 'personId', said.person_id, 'state', said.state,
          'personName', coalesce(person.given_name || ' ' || person.family_name, 'Another person'), 'comment', said.comment,
          'at', said.at, 'rowVersion', said.row_version, 'isLast', said.is_last) ORDER BY said.at, said.id), '[]')
        FROM (
          SELECT session_id || ' ' || person_id AS id, person_id, state, comment, at, row_version, true AS is_last
            FROM session_acknowledgement WHERE session_id = ${sessionId}
          UNION ALL
          (SELECT id::text, person_id, state, comment, at, row_version, false
            FROM session_acknowledgement_past WHERE session_id = ${sessionId} ORDER BY at DESC LIMIT ${MOST_WORDS})
          UNION ALL
          (SELECT id::text, person_id, NULL, body, at, NULL, false
            FROM session_reply WHERE session_id = ${sessionId} ORDER BY at DESC LIMIT ${MOST_WORDS})
        ) said LEFT JOIN person ON person.id = said.person_id) AS words
    FROM (SELECT) AS viewed
    LEFT JOIN session_private_note note ON note.session_id = ${sessionId} AND note.author_id = ${viewerId}
    LEFT JOIN note_key held ON held.id = note.key_id`;
  return row;
}

/** Stores or replaces what one person says of a record, and brings the record's own state up to date. */
export async function saveAcknowledgement(
  sql: Sql,
  given: {
    sessionId: string;
    personId: string;
    programId: string;
    leadCoachId: string;
    state: AcknowledgementState;
    comment: string;
    at: Date;
    rowVersion: number;
  },
): Promise<void> {
  await Promise.all([
    sql`
      INSERT INTO session_acknowledgement (session_id, person_id, program_id, lead_coach_id, state, comment, at, row_version)
      VALUES (${given.sessionId}, ${given.personId}, ${given.programId}, ${given.leadCoachId}, ${given.state}::acknowledgement_state,
        ${given.comment}, ${given.at}, ${given.rowVersion})
      ON CONFLICT (session_id, person_id) DO UPDATE
        SET state = EXCLUDED.state, comment = EXCLUDED.comment, at = EXCLUDED.at, row_version = EXCLUDED.row_version`,
    sql`SELECT app.mark_acknowledged(${given.sessionId})`,
  ]);
}

const DOSE_LIMIT = 50_000;

type DoseAttendee = NonNullable<DosageSessionInput["attendees"]>[number];
/** One row for each person who was expected to a session. */
type DoseRow = Omit<DosageSessionInput, "attendees"> & DoseAttendee;

/**
 * The dose of sessions, as `dosage()` reads it: of a site, of a coachee, or of a coach. When a cancellation was
 * entered before the planned start, that is its notice; entered later, the notice is not known.
 */
export async function listSessionDose(
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
): Promise<DosageSessionInput[]> {
  const source = coacheeId
    ? sql`session_attendee own JOIN LATERAL ${sessionOf(sql, "own")} session
          ON own.person_id = ${coacheeId} AND own.session_on BETWEEN ${from}::date AND ${until}::date`
    : sql`coaching_session session`;
  const rows = await sql<DoseRow[]>`
    SELECT session.id, session.session_on AS "on", session.status, session.observation_minutes AS "observationMinutes",
      session.meeting_minutes AS "meetingMinutes", ARRAY[session.lead_coach_id]::text[] AS "coachIds",
      (session.recorded_at AT TIME ZONE session.zone)::date AS "recordedOn",
      CASE WHEN session.status IN ('held', 'held_partial')
        THEN session.strength_noted OR session.corrective_feedback OR session.data_shared END AS "feedbackGiven",
      CASE WHEN session.status IN ('cancelled_by_coach', 'cancelled_by_coachee', 'cancelled_agency')
          AND session.recorded_at <= session.scheduled_start_at
        THEN (extract(epoch FROM session.scheduled_start_at - session.recorded_at) / 3600)::float8 END AS "noticeHours",
      attendee.person_id AS "personId", attendee.attendance,
      LEAST(attendee.minutes, session.observation_minutes + session.meeting_minutes) AS minutes
    FROM (
      SELECT session.* FROM ${source}
      WHERE session.session_on BETWEEN ${from}::date AND ${until}::date
        ${siteId ? sql`AND session.site_id = ${siteId}` : sql``}
        ${coachId ? sql`AND session.lead_coach_id = ${coachId}` : sql``}
      ORDER BY session.session_on, session.id
      LIMIT ${DOSE_LIMIT}) session
    JOIN session_attendee attendee ON attendee.session_id = session.id AND attendee.role = 'coachee'
    ORDER BY session.session_on, session.id`;
  const sessions = new Map<string, DosageSessionInput & { attendees: DoseAttendee[] }>();
  for (const { personId, attendance, minutes, ...session } of rows) {
    const expected = { personId, attendance, minutes };
    const known = sessions.get(session.id);
    if (known) known.attendees.push(expected);
    else sessions.set(session.id, { ...session, attendees: [expected] });
  }
  return [...sessions.values()];
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
    FROM coach_assignment assigned
    JOIN dosage_schedule planned ON planned.program_id = assigned.program_id AND planned.intensity = assigned.intensity
      AND daterange(planned.starts_on, planned.ends_on) && daterange(assigned.starts_on, assigned.ends_on)
    WHERE daterange(assigned.starts_on, assigned.ends_on) && daterange(${from}::date, ${until}::date, '[]')
      ${siteId ? sql`AND assigned.site_id = ${siteId}` : sql``}
      ${coacheeId ? sql`AND assigned.coachee_id = ${coacheeId}` : sql``}
      ${coachId ? sql`AND assigned.coach_id = ${coachId}` : sql``}
    ORDER BY assigned.coachee_id, "from"
    LIMIT ${DOSE_LIMIT}`;
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

/** What the program has set: when a record locks, and when its acknowledgement lapses. */
export interface RecordDays {
  /** Days after the end of a session's month. */
  lockDays: number;
  acknowledgementDays: number;
}

export async function findRecordDays(sql: Sql): Promise<RecordDays> {
  const [row] = await sql<[RecordDays]>`
    SELECT session_lock_days AS "lockDays", acknowledgement_days AS "acknowledgementDays" FROM program`;
  return row;
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

/** Who was in a session, for deciding what may be done with it. A coachee sees of the attendees only themselves. */
export async function findMaybeSessionParties(sql: Sql, sessionId: string, viewerId: string) {
  const [row] = await sql<
    {
      leadCoachId: string;
      coacheeIds: string[];
      siteId: string;
      sessionOn: Day;
      status: SessionStatus;
      rowVersion: number;
      contentVersion: number;
      /** What the viewer said of the content as it stands. */
      said: { state: AcknowledgementState; comment: string } | null;
    }[]
  >`
    SELECT session.lead_coach_id AS "leadCoachId", session.site_id AS "siteId", session.session_on AS "sessionOn", session.status,
      session.row_version AS "rowVersion", session.content_version AS "contentVersion",
      ARRAY(SELECT person_id FROM session_attendee WHERE session_id = session.id AND role = 'coachee') AS "coacheeIds",
      (SELECT jsonb_build_object('state', given.state, 'comment', given.comment) FROM session_acknowledgement given
        WHERE given.session_id = session.id AND given.person_id = ${viewerId}
          AND given.row_version >= session.content_version) AS said
    FROM coaching_session session
    WHERE session.id = ${sessionId}`;
  return row ?? null;
}

/** Whether a coachee has said anything of a record. */
export async function hasWordOf(sql: Sql, sessionId: string, personId: string): Promise<boolean> {
  const [row] = await sql`
    SELECT FROM session_acknowledgement WHERE session_id = ${sessionId} AND person_id = ${personId}`;
  return Boolean(row);
}

/** Stores what the coach answers. @returns false when this answer is stored already */
export async function insertReply(
  sql: Sql,
  reply: {
    id: string;
    sessionId: string;
    personId: string;
    programId: string;
    leadCoachId: string;
    body: string;
    at: Date;
  },
): Promise<boolean> {
  const rows = await sql`
    INSERT INTO session_reply (id, session_id, person_id, program_id, lead_coach_id, body, at)
    VALUES (${reply.id}, ${reply.sessionId}, ${reply.personId}, ${reply.programId}, ${reply.leadCoachId}, ${reply.body}, ${reply.at})
    ON CONFLICT (id) DO NOTHING
    RETURNING id`;
  return rows.length > 0;
}

export interface OpeningRow {
  id: string;
  at: Date;
  part: OpenedPart;
  kind: OpeningKind;
}

/** Who looked: openings of the session that the viewer may know of. */
export function listOpenings(sql: Sql, sessionId: string): Promise<OpeningRow[]> {
  return sql<OpeningRow[]>`
    SELECT id, at, part, kind FROM session_opening WHERE session_id = ${sessionId} ORDER BY at DESC LIMIT 50`;
}
