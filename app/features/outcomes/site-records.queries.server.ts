import type { Sql } from "#app/db/in-transaction.server.ts";
import type { FidelityResult } from "#app/features/fidelity/assessment.types.ts";
import type { Day } from "#app/time/days.ts";
import { LATE_ENTRY_DAYS } from "#fidelity/dosage/limits.ts";
import type { CoachRow, Restatement, SessionRow, SessionsBehind, StageEntry } from "./site.types.ts";

export const RECORDS_A_PAGE = 50;

interface Span {
  siteId: string;
  from: Day;
  until: Day;
}

export function listStages(sql: Sql, siteId: string): Promise<StageEntry[]> {
  return sql<StageEntry[]>`
    SELECT site_stage.id, stage::text AS stage, starts_on AS "startsOn", reason,
           person.given_name || ' ' || person.family_name AS "decidedBy"
    FROM site_stage LEFT JOIN person ON person.id = site_stage.decided_by_id
    WHERE site_id = ${siteId}
    ORDER BY starts_on DESC
    LIMIT 50`;
}

/** Coaches with an assignment at the site in the span, with their dose there. No content, no goals, no ratings. */
export function listCoachDose(
  sql: Sql,
  { siteId, from, until, today }: Span & { today: Day },
): Promise<CoachRow[]> {
  return sql<CoachRow[]>`
    WITH assigned AS (
      SELECT coach_id, count(DISTINCT coachee_id) FILTER (WHERE starts_on <= ${today} AND (ends_on IS NULL OR ends_on > ${today})) AS coachees
      FROM effective_coach_assignment
      WHERE site_id = ${siteId} AND starts_on <= ${until} AND (ends_on IS NULL OR ends_on > ${from})
      GROUP BY coach_id
    ), dose AS (
      -- A session that two coaches held is the effort of each.
      SELECT coach_id, count(*) AS sessions, sum(observation_minutes + meeting_minutes) AS minutes, max(session_on) AS last_on
      FROM (
        SELECT id, lead_coach_id AS coach_id FROM coaching_session
        WHERE site_id = ${siteId} AND session_on BETWEEN ${from} AND ${until}
        UNION ALL
        SELECT session_id, person_id FROM session_coach
        WHERE site_id = ${siteId} AND session_on BETWEEN ${from} AND ${until} AND role = 'co_coach') coached
      JOIN coaching_session session USING (id)
      WHERE session.status IN ('held', 'held_partial')
      GROUP BY coach_id
    )
    SELECT coach_id AS "coachId", person.given_name || ' ' || person.family_name AS name,
           coalesce(assigned.coachees, 0) AS coachees, coalesce(dose.sessions, 0) AS sessions,
           coalesce(dose.minutes, 0) AS minutes, dose.last_on AS "lastOn",
           coalesce(assigned.coachees, 0) > 0 AS "isActive",
           EXISTS (SELECT FROM leave WHERE person_id = coach_id AND ${today} BETWEEN first_on AND last_on) AS "isOnLeave",
           (SELECT max(valid_until) FROM certification c
            WHERE c.person_id = coach_id AND c.kind = 'coach' AND NOT c.is_provisional
              AND ${today} BETWEEN c.valid_from AND c.valid_until
              AND (c.revoked_on IS NULL OR c.revoked_on > ${today})) AS "certifiedUntil",
           EXISTS (SELECT FROM site_assignment WHERE person_id = coach_id AND site_id = ANY ((SELECT app.site_ids())::uuid[])) AS "isKnown"
    FROM assigned FULL JOIN dose USING (coach_id)
    LEFT JOIN person ON person.id = coach_id
    ORDER BY person.family_name, person.given_name, coach_id
    LIMIT 200`;
}

/** Sessions of a site and span, newest first; one row more than a page tells whether another follows. */
export function listSessionRecords(
  sql: Sql,
  { siteId, from, until, show, page }: Span & { show: "counted" | "all"; page: number },
): Promise<SessionRow[]> {
  return sql<SessionRow[]>`
    SELECT s.id, s.session_on AS "on", coach.given_name || ' ' || coach.family_name AS coach,
           s.format::text AS format, s.status::text AS status, s.observation_minutes + s.meeting_minutes AS minutes,
           CASE WHEN s.status IN ('held', 'held_partial') THEN
             (SELECT count(*) FROM session_attendee a
              WHERE a.session_id = s.id AND a.role = 'coachee' AND a.attendance IN ('full', 'partial'))
           ELSE 0 END AS counted,
           s.entry_lag_days AS "lagDays", s.import_id IS NOT NULL AS "isImported",
           s.status IN ('held', 'held_partial') AND s.entry_lag_days > ${LATE_ENTRY_DAYS} AND s.import_id IS NULL AS "isLate"
    FROM coaching_session s LEFT JOIN person coach ON coach.id = s.lead_coach_id
    WHERE s.site_id = ${siteId} AND s.session_on BETWEEN ${from} AND ${until}
      AND (${show === "all"} OR s.status IN ('held', 'held_partial'))
    ORDER BY s.session_on DESC, s.id
    LIMIT ${RECORDS_A_PAGE + 1} OFFSET ${(page - 1) * RECORDS_A_PAGE}`;
}

export async function countSessionRecords(
  sql: Sql,
  { siteId, from, until }: Span,
): Promise<SessionsBehind["totals"]> {
  const [row] = await sql<SessionsBehind["totals"][]>`
    SELECT count(*) AS records, count(*) FILTER (WHERE is_delivered) AS sessions,
           coalesce(sum(present) FILTER (WHERE is_delivered), 0) AS counted,
           count(*) FILTER (WHERE is_delivered AND entry_lag_days > ${LATE_ENTRY_DAYS} AND NOT is_imported) AS late,
           count(*) FILTER (WHERE is_delivered AND is_imported) AS imported
    FROM (
      SELECT entry_lag_days, import_id IS NOT NULL AS is_imported, status IN ('held', 'held_partial') AS is_delivered,
             (SELECT count(*) FROM session_attendee a
              WHERE a.session_id = s.id AND a.role = 'coachee' AND a.attendance IN ('full', 'partial')) AS present
      FROM coaching_session s
      WHERE site_id = ${siteId} AND session_on BETWEEN ${from} AND ${until}
    ) AS session`;
  return row ?? { records: 0, sessions: 0, counted: 0, late: 0, imported: 0 };
}

/** What was entered or changed after a month had ended at the site, as far as its dose moved. */
export async function findRestatement(sql: Sql, { siteId, from, until }: Span): Promise<Restatement> {
  const [row] = await sql<[Restatement]>`
    WITH entered AS (
      SELECT id, observation_minutes + meeting_minutes AS minutes FROM coaching_session
      WHERE site_id = ${siteId} AND session_on BETWEEN ${from} AND ${until} AND status IN ('held', 'held_partial')
        AND (recorded_at AT TIME ZONE zone)::date > ${until}),
    moved AS (
      SELECT made.session_id,
             CASE WHEN made.session_on_after BETWEEN ${from} AND ${until} THEN made.dose_after ELSE 0 END
             - CASE WHEN made.session_on_before BETWEEN ${from} AND ${until} THEN made.dose_before ELSE 0 END AS minutes
      FROM session_amendment made JOIN site ON site.id = made.site_id
      WHERE made.site_id = ${siteId} AND (made.at AT TIME ZONE site.zone)::date > ${until}
        AND (made.session_on_before BETWEEN ${from} AND ${until} OR made.session_on_after BETWEEN ${from} AND ${until})
        AND NOT EXISTS (SELECT FROM entered WHERE entered.id = made.session_id))
    SELECT (SELECT count(*) FROM entered) AS entered,
           (SELECT coalesce(sum(minutes), 0) FROM entered) AS "enteredMinutes",
           (SELECT count(DISTINCT session_id) FROM moved WHERE minutes <> 0) AS changed,
           (SELECT coalesce(sum(minutes), 0) FROM moved) AS "changedMinutes"`;
  return row;
}

export interface AssessmentRecord {
  id: string;
  subject: string | null;
  instrument: string;
  /** Rated by the subject: listed, and in no figure. */
  isSelf: boolean;
  opensOn: Day;
  dueOn: Day;
  graceEndsOn: Day;
  state: string;
  openedOn: Day | null;
  submittedOn: Day | null;
  result: FidelityResult | null;
  percent: number | null;
  criticalFailures: number;
}

/** Assessments due (or submitted) in a span, newest first, with their latest result and never their items. */
export function listAssessmentRecords(
  sql: Sql,
  {
    siteId,
    from,
    until,
    by,
    page,
    pageSize,
  }: Span & { by: "due" | "submitted"; page: number; pageSize: number },
): Promise<AssessmentRecord[]> {
  const day = by === "due" ? sql`a.due_on` : sql`a.submitted_on`;
  return sql<AssessmentRecord[]>`
    SELECT a.id, subject.given_name || ' ' || subject.family_name AS subject, instrument.title AS instrument,
           a.rater_type = 'self' AS "isSelf", a.opens_on AS "opensOn", a.due_on AS "dueOn", a.grace_ends_on AS "graceEndsOn", a.state::text AS state,
           (a.opened_at AT TIME ZONE site.zone)::date AS "openedOn", a.submitted_on AS "submittedOn",
           score.result::text AS result, score.percent, coalesce(cardinality(score.critical_failures), 0) AS "criticalFailures"
    FROM assessment a
    JOIN site ON site.id = a.site_id
    JOIN instrument_version version ON version.id = a.instrument_version_id
    JOIN instrument ON instrument.id = version.instrument_id
    LEFT JOIN person subject ON subject.id = a.subject_id
    LEFT JOIN LATERAL (SELECT result, percent, critical_failures FROM assessment_score
                       WHERE assessment_id = a.id ORDER BY score_version DESC LIMIT 1) AS score ON true
    WHERE a.site_id = ${siteId} AND a.part = 'first' AND ${day} BETWEEN ${from} AND ${until}
    ORDER BY ${day} DESC, a.id
    LIMIT ${pageSize + 1} OFFSET ${(page - 1) * pageSize}`;
}

/** Numerator and denominator of the figure that the list stands behind, counted from the records now. */
export async function countAssessmentRecords(
  sql: Sql,
  { siteId, from, until, by, today }: Span & { by: "due" | "submitted"; today: Day },
): Promise<{ records: number; numerator: number; denominator: number }> {
  const [row] =
    by === "due"
      ? await sql<{ records: number; numerator: number; denominator: number }[]>`
          SELECT count(*) AS records, count(*) FILTER (WHERE is_due) AS denominator,
                 count(*) FILTER (WHERE is_due AND submitted_on <= due_on) AS numerator
          FROM (SELECT due_on, submitted_on,
                  due_on < ${today} AND rater_type <> 'self' AND state NOT IN ('waived', 'cancelled') AS is_due
                FROM assessment WHERE site_id = ${siteId} AND part = 'first' AND due_on BETWEEN ${from} AND ${until}) AS one`
      : await sql<{ records: number; numerator: number; denominator: number }[]>`
          SELECT count(*) AS records,
                 count(*) FILTER (WHERE score.result <> 'not_scorable' AND counts) AS denominator,
                 count(*) FILTER (WHERE score.result = 'met' AND counts) AS numerator
          FROM assessment a
          JOIN instrument_version version ON version.id = a.instrument_version_id
          JOIN instrument ON instrument.id = version.instrument_id
          LEFT JOIN LATERAL (SELECT result FROM assessment_score WHERE assessment_id = a.id
                             ORDER BY score_version DESC LIMIT 1) AS score ON true
          CROSS JOIN LATERAL (SELECT instrument.subject = 'coach' AND a.rater_type <> 'self' AND NOT a.is_held
            AND a.is_rater_lapsed IS NOT TRUE AS counts) AS one
          WHERE a.site_id = ${siteId} AND a.part = 'first' AND a.submitted_on BETWEEN ${from} AND ${until}`;
  return row ?? { records: 0, numerator: 0, denominator: 0 };
}
