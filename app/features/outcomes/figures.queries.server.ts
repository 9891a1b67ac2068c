import type { Sql } from "#app/db/in-transaction.server.ts";
import { listClosures } from "#app/features/sessions/closures.queries.server.ts";
import type { Day } from "#app/time/days.ts";
import { LATE_ENTRY_DAYS } from "#fidelity/dosage/limits.ts";
import type { MeasureCode } from "./measure-catalog.ts";
import type { Ratio, SiteMonthFacts } from "./site-month.rules.ts";

export interface SiteSpan {
  id: string;
  zone: string;
  /** The earliest day of anything that a figure counts; null while there is nothing. */
  firstOn: Day | null;
}

/** The sites of the program, or one of them, with the day their figures begin. */
export function listSiteSpansForSystem(sql: Sql, siteId: string | null): Promise<SiteSpan[]> {
  return sql<SiteSpan[]>`
    SELECT site.id, site.zone,
           LEAST(site.started_on,
                 (SELECT min(starts_on) FROM coach_assignment WHERE site_id = site.id),
                 (SELECT session_on FROM coaching_session WHERE site_id = site.id ORDER BY session_on LIMIT 1),
                 (SELECT due_on FROM assessment WHERE site_id = site.id ORDER BY due_on LIMIT 1)) AS "firstOn"
    FROM site
    WHERE ${siteId}::uuid IS NULL OR site.id = ${siteId}::uuid
    ORDER BY site.code
    LIMIT 2000`;
}

/**
 * Sites and months before `month` whose facts changed since an instant: late entries, edits, and what was told afterwards of
 * leave, closures, coaching and who left.
 */
export function listTouchedMonthsForSystem(
  sql: Sql,
  { since, before }: { since: Date; before: Day },
): Promise<{ siteId: string; month: Day }[]> {
  const from = since.toISOString();
  return sql<{ siteId: string; month: Day }[]>`
    SELECT site_id AS "siteId", date_trunc('month', fact_on)::date AS month
    FROM (
      SELECT site_id, session_on AS fact_on FROM coaching_session
      WHERE updated_at >= ${from}::timestamptz AND session_on < ${before}
      UNION
      SELECT site_id, unnest(ARRAY[due_on, submitted_on]) FROM assessment WHERE submitted_at >= ${from}::timestamptz
      UNION
      SELECT assignment.site_id, away.day::date
      FROM leave
      JOIN coach_assignment assignment ON assignment.coachee_id = leave.person_id
      CROSS JOIN LATERAL generate_series(date_trunc('month', leave.first_on), LEAST(leave.last_on, ${before}::date), '1 month') AS away (day)
      WHERE leave.created_at >= ${from}::timestamptz
      UNION
      SELECT site.id, closed.day::date
      FROM closure
      JOIN site ON closure.site_id IS NULL OR site.id = closure.site_id
      CROSS JOIN LATERAL generate_series(date_trunc('month', closure.first_on), LEAST(closure.last_on, ${before}::date), '1 month') AS closed (day)
      WHERE closure.changed_at >= ${from}::timestamptz
      UNION
      SELECT assignment.site_id, told.day::date
      FROM domain_event event
      JOIN coach_assignment assignment ON assignment.id::text = event.payload ->> 'assignmentId'
        OR (event.type IN ('person.left', 'person.returned')
          AND event.subject_id IN (assignment.coachee_id::text, assignment.coach_id::text))
      CROSS JOIN LATERAL generate_series(
        date_trunc('month', LEAST((event.payload ->> 'startsOn')::date, (event.payload ->> 'endsOn')::date,
          (event.payload ->> 'endedBefore')::date, (event.payload ->> 'leftOn')::date, (event.payload ->> 'leftBefore')::date)),
        ${before}::date - 1, '1 month') AS told (day)
      WHERE event.occurred_at >= ${from}::timestamptz AND event.program_id = (SELECT app.program_id())
        AND event.type IN ('coach.assigned', 'coach.ended', 'person.left', 'person.returned')
    ) AS fact
    WHERE fact_on < ${before}
    GROUP BY 1, 2
    ORDER BY 2, 1
    LIMIT 20000`;
}

/** When the figures of the whole program were last brought up to date. */
export async function findMaybeLastRefresh(sql: Sql): Promise<Date | null> {
  const [row] = await sql<{ occurredAt: Date }[]>`
    SELECT occurred_at AS "occurredAt" FROM domain_event
    WHERE type = 'figures.refreshed' AND subject_type = 'program'
      AND subject_id = (SELECT app.program_id())::text
    ORDER BY occurred_at DESC
    LIMIT 1`;
  return row?.occurredAt ?? null;
}

/** Lets one transaction at a time recompute a site's month, so that the last to write has seen everything. */
export async function claimSiteMonth(sql: Sql, { siteId, month }: SiteMonth): Promise<void> {
  await sql`SELECT pg_advisory_xact_lock(hashtextextended(${`figures ${siteId} ${month}`}, 0))`;
}

export interface SiteMonth {
  siteId: string;
  month: Day;
}

/** The facts of a site's month as of a day. `lastOn` is the month's last day, or the as-of day in the running month. */
export async function readSiteMonthFacts(
  sql: Sql,
  { siteId, month, lastOn, asOf }: SiteMonth & { lastOn: Day; asOf: Day },
): Promise<SiteMonthFacts> {
  const [assignments, schedules, leave, closures, attendances, sessions, assessments, results, coaches] =
    await Promise.all([
      sql<SiteMonthFacts["assignments"][number][]>`
        SELECT a.id, a.coachee_id AS "coacheeId", a.intensity, a.starts_on AS "startsOn",
               LEAST(a.ends_on, person.deactivated_on) AS "endsOn"
        FROM coach_assignment a JOIN person ON person.id = a.coachee_id
        WHERE a.site_id = ${siteId} AND a.starts_on <= ${lastOn} AND (a.ends_on IS NULL OR a.ends_on > ${month})`,
      sql<SiteMonthFacts["schedules"][number][]>`
        SELECT intensity, starts_on AS "startsOn", ends_on AS "endsOn",
               sessions_per_month AS "sessionsPerMonth", minutes_per_session AS "minutesPerSession"
        FROM dosage_schedule
        WHERE starts_on <= ${lastOn} AND (ends_on IS NULL OR ends_on > ${month})`,
      sql<SiteMonthFacts["leave"][number][]>`
        SELECT DISTINCT leave.person_id AS "coacheeId", leave.first_on AS "from", leave.last_on AS "to"
        FROM leave JOIN coach_assignment a ON a.coachee_id = leave.person_id
        WHERE a.site_id = ${siteId} AND leave.first_on <= ${lastOn} AND leave.last_on >= ${month}`,
      listClosures(sql, { siteId, from: month, until: lastOn }),
      sql<SiteMonthFacts["attendances"][number][]>`
        SELECT attendee.person_id AS "coacheeId", s.id AS "sessionId", s.session_on AS "on", s.status,
               s.observation_minutes AS "observationMinutes", s.meeting_minutes AS "meetingMinutes",
               LEAST(attendee.minutes, s.observation_minutes + s.meeting_minutes) AS minutes
        FROM coaching_session s JOIN session_attendee attendee ON attendee.session_id = s.id
        WHERE s.site_id = ${siteId} AND s.session_on BETWEEN ${month} AND ${lastOn}
          AND s.status IN ('held', 'held_partial')
          AND attendee.role = 'coachee' AND attendee.attendance IN ('full', 'partial')`,
      sql<SiteMonthFacts["sessions"][]>`
        SELECT count(*) AS delivered, count(*) FILTER (WHERE entry_lag_days > ${LATE_ENTRY_DAYS}) AS late,
               count(*) FILTER (WHERE acknowledgement IN ('acknowledged', 'acknowledged_with_comment')) AS acknowledged
        FROM coaching_session
        WHERE site_id = ${siteId} AND session_on BETWEEN ${month} AND ${lastOn} AND status IN ('held', 'held_partial')
          AND import_id IS NULL`,
      sql<Omit<SiteMonthFacts["assessments"], "scored" | "met">[]>`
        SELECT count(*) AS due, count(*) FILTER (WHERE submitted_on <= due_on) AS "onTime",
               count(*) FILTER (WHERE submitted_on IS NULL AND grace_ends_on < ${asOf}) AS missed
        FROM assessment
        WHERE site_id = ${siteId} AND due_on BETWEEN ${month} AND ${lastOn} AND due_on < ${asOf}
          AND part = 'first' AND rater_type <> 'self' AND state NOT IN ('waived', 'cancelled')`,
      sql<Pick<SiteMonthFacts["assessments"], "scored" | "met">[]>`
        SELECT count(*) AS scored, count(*) FILTER (WHERE score.result = 'met') AS met
        FROM assessment a
        JOIN instrument_version version ON version.id = a.instrument_version_id
        JOIN instrument ON instrument.id = version.instrument_id AND instrument.subject = 'coach'
        CROSS JOIN LATERAL (SELECT result FROM assessment_score WHERE assessment_id = a.id
                            ORDER BY score_version DESC LIMIT 1) AS score
        WHERE a.site_id = ${siteId} AND a.submitted_on BETWEEN ${month} AND ${lastOn}
          AND a.part = 'first' AND a.rater_type <> 'self' AND NOT a.is_held AND a.is_rater_lapsed IS NOT TRUE
          AND a.state IN ('submitted', 'final') AND score.result <> 'not_scorable'`,
      sql<SiteMonthFacts["coaches"][]>`
        SELECT count(*) AS active, count(*) FILTER (WHERE EXISTS (
                 SELECT FROM certification c
                 WHERE c.person_id = coach.id AND c.kind = 'coach' AND NOT c.is_provisional
                   AND ${lastOn} BETWEEN c.valid_from AND c.valid_until
                   AND (c.revoked_on IS NULL OR c.revoked_on > ${lastOn}))) AS certified
        FROM (SELECT DISTINCT coach_id AS id FROM coach_assignment
              WHERE site_id = ${siteId} AND starts_on <= ${lastOn} AND (ends_on IS NULL OR ends_on > ${lastOn})) AS coach`,
    ]);
  return {
    assignments,
    schedules,
    leave,
    closures,
    attendances,
    sessions: sessions[0] ?? { delivered: 0, late: 0, acknowledged: 0 },
    assessments: {
      ...(assessments[0] ?? { due: 0, onTime: 0, missed: 0 }),
      ...(results[0] ?? { scored: 0, met: 0 }),
    },
    coaches: coaches[0] ?? { active: 0, certified: 0 },
  };
}

/** Writes the figures under the definitions in force on the month's last day; returns how many rows changed. */
export async function upsertFigures(
  sql: Sql,
  { siteId, month, monthEnd, asOf, now }: SiteMonth & { monthEnd: Day; asOf: Day; now: Date },
  figures: Record<MeasureCode, Ratio>,
): Promise<number> {
  const codes = Object.keys(figures);
  const ratios = Object.values(figures);
  const { count } = await sql`
    INSERT INTO site_figure (program_id, site_id, measure_version_id, month_on, numerator, denominator, as_of, refreshed_at)
    SELECT (SELECT app.program_id()), ${siteId}, version.id, ${month}, figure.numerator, figure.denominator, ${asOf},
           ${now.toISOString()}::timestamptz
    FROM unnest(${codes}::text[], ${ratios.map((ratio) => ratio.numerator)}::float8[],
                ${ratios.map((ratio) => ratio.denominator)}::float8[]) AS figure (code, numerator, denominator)
    JOIN measure ON measure.code = figure.code AND measure.program_id = (SELECT app.program_id())
    CROSS JOIN LATERAL (SELECT id FROM measure_version
                        WHERE measure_id = measure.id AND effective_from <= ${monthEnd}
                        ORDER BY version DESC LIMIT 1) AS version
    ON CONFLICT (site_id, measure_version_id, month_on) DO UPDATE
      SET numerator = excluded.numerator, denominator = excluded.denominator,
          as_of = excluded.as_of, refreshed_at = excluded.refreshed_at
      WHERE (site_figure.numerator, site_figure.denominator, site_figure.as_of)
            IS DISTINCT FROM (excluded.numerator, excluded.denominator, excluded.as_of)`;
  return count;
}
