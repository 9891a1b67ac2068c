import type { Sql } from "#app/db/in-transaction.server.ts";
import type { Day } from "#app/time/days.ts";
import type { MeasureCode } from "./measure-catalog.ts";
import type { Change, Release, ReleasedMonthItem } from "./release.types.ts";

const RELEASES_SHOWN = 5;

export async function readLockDays(sql: Sql): Promise<number> {
  const [row] = await sql<[{ lockDays: number }]>`
    SELECT session_lock_days AS "lockDays" FROM program WHERE id = (SELECT app.program_id())`;
  return row.lockDays;
}

/** Months with figures and no release, up to one, from old to new. */
export async function listUnreleasedMonthsForSystem(sql: Sql, { until }: { until: Day }): Promise<Day[]> {
  const rows = await sql<{ month: Day }[]>`
    SELECT DISTINCT month_on AS month FROM site_figure
    WHERE month_on <= ${until}
      AND NOT EXISTS (SELECT FROM figure_release WHERE figure_release.month_on = site_figure.month_on)
    ORDER BY month_on
    LIMIT 600`;
  return rows.map(({ month }) => month);
}

/** Lets one transaction at a time release a month. */
export async function claimMonth(
  sql: Sql,
  { programId, month }: { programId: string; month: Day },
): Promise<void> {
  await sql`SELECT pg_advisory_xact_lock(hashtextextended(${`release ${programId} ${month}`}, 0))`;
}

/** Adds a release; the database copies the figures into it. False when the month has one with this number, or the id is taken. */
export async function insertRelease(
  sql: Sql,
  release: {
    id: string;
    month: Day;
    number: number;
    reason: string;
    releasedById: string | null;
    releasedAt: Date;
  },
): Promise<boolean> {
  const { count } = await sql`
    INSERT INTO figure_release (id, program_id, month_on, number, reason, released_by_id, released_at)
    VALUES (${release.id}, (SELECT app.program_id()), ${release.month}, ${release.number}, ${release.reason},
            ${release.releasedById}, ${release.releasedAt.toISOString()}::timestamptz)
    ON CONFLICT DO NOTHING`;
  return count === 1;
}

export type StoredRelease = Release & { at: Date };

/** The newest releases of a month, from new to old; one more than is shown tells whether there are older ones. */
export function listReleases(sql: Sql, month: Day): Promise<StoredRelease[]> {
  return sql<StoredRelease[]>`
    SELECT release.id, release.number, release.reason, release.released_at AS at,
           (release.released_at AT TIME ZONE program.zone)::date AS "on",
           CASE WHEN release.released_by_id IS NOT NULL THEN
             coalesce(person.given_name || ' ' || person.family_name, 'a person outside your view') END AS by
    FROM figure_release release
    JOIN program ON program.id = release.program_id
    LEFT JOIN person ON person.id = release.released_by_id
    WHERE release.month_on = ${month}
    ORDER BY release.number DESC
    LIMIT ${RELEASES_SHOWN}`;
}

export interface ReleasedSum {
  releaseId: string;
  code: MeasureCode;
  numerator: number;
  denominator: number;
  version: number;
}

/** What each release holds of a measure, added up over the sites in scope. */
export function listReleasedSums(
  sql: Sql,
  { releaseIds, siteIds }: { releaseIds: readonly string[]; siteIds: readonly string[] },
): Promise<ReleasedSum[]> {
  return sql<ReleasedSum[]>`
    SELECT f.release_id AS "releaseId", m.code, sum(f.numerator) AS numerator, sum(f.denominator) AS denominator,
           max(v.version) AS version
    FROM released_figure f
    JOIN measure_version v ON v.id = f.measure_version_id
    JOIN measure m ON m.id = v.measure_id
    WHERE f.release_id = ANY (${releaseIds as string[]}::uuid[]) AND f.site_id = ANY (${siteIds as string[]}::uuid[])
    GROUP BY f.release_id, m.code
    LIMIT 1000`;
}

/** The newest release of each month, newest month first. */
export function listReleasedMonths(sql: Sql): Promise<Omit<ReleasedMonthItem, "restated">[]> {
  return sql<Omit<ReleasedMonthItem, "restated">[]>`
    SELECT DISTINCT ON (release.month_on) release.month_on AS month, release.number,
           (release.released_at AT TIME ZONE program.zone)::date AS "on"
    FROM figure_release release JOIN program ON program.id = release.program_id
    ORDER BY release.month_on DESC, release.number DESC
    LIMIT 60`;
}

/** What was entered, changed or taken back after an instant and belongs to a month, by site. */
export function listChanges(
  sql: Sql,
  { siteIds, month, until, since }: { siteIds: readonly string[]; month: Day; until: Day; since: Date },
): Promise<Change[]> {
  const sites = sql`ANY (${siteIds as string[]}::uuid[])`;
  const from = sql`${since.toISOString()}::timestamptz`;
  return sql<Change[]>`
    WITH entered AS (
      SELECT id, site_id, import_id IS NOT NULL AS is_imported FROM coaching_session
      WHERE site_id = ${sites} AND session_on BETWEEN ${month} AND ${until} AND status IN ('held', 'held_partial')
        AND recorded_at > ${from})
    SELECT site_id AS "siteId", kind, count
    FROM (
      SELECT site_id, CASE WHEN is_imported THEN 'imported' ELSE 'entered' END AS kind, count(*) AS count
      FROM entered GROUP BY 1, 2
      UNION ALL
      SELECT site_id, 'changed', count(DISTINCT session_id) FROM session_amendment
      WHERE site_id = ${sites} AND at > ${from}
        AND (session_on_before BETWEEN ${month} AND ${until} OR session_on_after BETWEEN ${month} AND ${until})
        AND session_id NOT IN (SELECT id FROM entered)
      GROUP BY 1
      UNION ALL
      SELECT site_id, 'taken-back', imports FROM app.imports_taken_back(${month}, ${from})
      UNION ALL
      SELECT assigned.site_id, 'leave', count(DISTINCT leave.person_id)
      FROM leave JOIN coach_assignment assigned ON assigned.coachee_id = leave.person_id
      WHERE assigned.site_id = ${sites} AND assigned.starts_on <= ${until}
        AND (assigned.ends_on IS NULL OR assigned.ends_on > ${month})
        AND leave.created_at > ${from} AND leave.first_on <= ${until} AND leave.last_on >= ${month}
      GROUP BY 1
      UNION ALL
      SELECT site.id, 'closures', count(*)
      FROM closure JOIN site ON closure.site_id IS NULL OR closure.site_id = site.id
      WHERE site.id = ${sites} AND closure.changed_at > ${from} AND closure.first_on <= ${until} AND closure.last_on >= ${month}
      GROUP BY 1
      UNION ALL
      SELECT site_id, 'assessments', count(*) FROM assessment
      WHERE site_id = ${sites} AND part = 'first' AND rater_type <> 'self' AND GREATEST(submitted_at, final_at, amended_at) > ${from}
        AND (due_on BETWEEN ${month} AND ${until} OR submitted_on BETWEEN ${month} AND ${until})
      GROUP BY 1
    ) AS change
    WHERE count > 0
    LIMIT 10000`;
}
