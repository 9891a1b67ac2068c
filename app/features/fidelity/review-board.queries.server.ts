import type { PersonContext } from "#app/access/context.ts";
import type { Sql } from "#app/db/in-transaction.server.ts";
import type { Day } from "#app/time/days.ts";
import type { ClosedSpan } from "./agreed-day.rules.ts";
import type { BoardCell } from "./review-board.types.ts";

/** The sites of the board, by name: those given, and those of the units given. */
export function listBoardSites(
  sql: Sql,
  {
    siteIds,
    unitIds,
    regionId,
    limit,
    offset,
  }: {
    siteIds: string[];
    unitIds: string[];
    regionId: string | undefined;
    limit: number;
    offset: number;
  },
): Promise<{ siteId: string; siteName: string; regionName: string }[]> {
  return sql<{ siteId: string; siteName: string; regionName: string }[]>`
    SELECT site.id AS "siteId", site.name AS "siteName", region.name AS "regionName"
    FROM site JOIN region ON region.id = site.region_id
    WHERE (site.id = ANY (${siteIds}::uuid[]) OR site.id IN (SELECT site_id FROM unit WHERE id = ANY (${unitIds}::uuid[])))
      ${regionId === undefined ? sql`` : sql`AND region.id = ${regionId}`}
    ORDER BY site.name, site.id
    LIMIT ${limit} OFFSET ${offset}`;
}

export function listBoardRegions(sql: Sql, siteIds: string[]): Promise<{ id: string; name: string }[]> {
  return sql<{ id: string; name: string }[]>`
    SELECT DISTINCT region.id, region.name FROM region JOIN site ON site.region_id = region.id
    WHERE site.id = ANY (${siteIds}::uuid[])
    ORDER BY region.name, region.id
    LIMIT 200`;
}

/** How the reviews of sites stand, by site and month of their day. */
export function countBoard(
  sql: Sql,
  ctx: PersonContext,
  { siteIds, from, before }: { siteIds: string[]; from: Day; before: Day },
): Promise<({ siteId: string; month: Day } & BoardCell)[]> {
  return sql<({ siteId: string; month: Day } & BoardCell)[]>`
    SELECT site_id AS "siteId", date_trunc('month', day)::date AS month,
           count(*) FILTER (WHERE standing = 'planned')::int AS planned, count(*) FILTER (WHERE standing = 'open')::int AS open,
           count(*) FILTER (WHERE standing = 'done')::int AS done, count(*) FILTER (WHERE standing = 'overdue')::int AS overdue,
           count(*) FILTER (WHERE standing = 'waived')::int AS waived
    FROM (
      SELECT assessment.site_id, coalesce(planned_on, target_on) AS day,
             CASE WHEN state = 'waived' THEN 'waived' WHEN state IN ('submitted', 'final') THEN 'done'
               WHEN state = 'returned' THEN 'open'
               WHEN due_on < (${ctx.now}::timestamptz AT TIME ZONE site.zone)::date THEN 'overdue'
               WHEN state = 'in_progress' OR opens_on <= (${ctx.now}::timestamptz AT TIME ZONE site.zone)::date THEN 'open'
               ELSE 'planned' END AS standing
      FROM assessment JOIN site ON site.id = assessment.site_id
      WHERE assessment.site_id = ANY (${siteIds}::uuid[]) AND part = 'first' AND assessment.rater_type <> 'self' AND state <> 'cancelled'
        AND coalesce(planned_on, target_on) >= ${from}::date AND coalesce(planned_on, target_on) < ${before}::date) review
    GROUP BY site_id, month`;
}

export interface ReviewOnBoard {
  id: string;
  siteId: string;
  siteName: string;
  zone: string;
  subjectId: string;
  coachName: string;
  raterId: string | null;
  raterName: string | null;
  unassignedReason: string | null;
  ruleTitle: string;
  state: string;
  opensOn: Day;
  targetOn: Day;
  dueOn: Day;
  graceEndsOn: Day;
  submittedOn: Day | null;
  plannedOn: Day | null;
  plannedByName: string | null;
  plannedLostOn: Day | null;
  moveId: string | null;
}

const reviewsOnBoard = (sql: Sql) => sql`
  SELECT assessment.id, site.id AS "siteId", site.name AS "siteName", site.zone, subject_id AS "subjectId",
         coalesce(coach.given_name || ' ' || coach.family_name, 'A coach') AS "coachName", rater_id AS "raterId",
         rater.given_name || ' ' || rater.family_name AS "raterName", unassigned_reason AS "unassignedReason",
         rule.title AS "ruleTitle", state, opens_on AS "opensOn", target_on AS "targetOn", due_on AS "dueOn",
         grace_ends_on AS "graceEndsOn", submitted_on AS "submittedOn", planned_on AS "plannedOn",
         planner.given_name || ' ' || planner.family_name AS "plannedByName", planned_lost_on AS "plannedLostOn",
         planned_move_id AS "moveId"
  FROM assessment
  JOIN site ON site.id = assessment.site_id
  JOIN schedule_rule rule ON rule.id = schedule_rule_id
  LEFT JOIN person coach ON coach.id = subject_id
  LEFT JOIN person rater ON rater.id = rater_id
  LEFT JOIN review_move ON review_move.id = planned_move_id
  LEFT JOIN person planner ON planner.id = review_move.made_by_id`;

export async function findMaybeReviewOnBoard(sql: Sql, id: string): Promise<ReviewOnBoard | undefined> {
  const [row] = await sql<ReviewOnBoard[]>`
    ${reviewsOnBoard(sql)} WHERE assessment.id = ${id} AND part = 'first' AND assessment.rater_type <> 'self'`;
  return row;
}

/** The reviews of a site whose day is in a stretch of days, by day. */
export function listReviewsOfCell(
  sql: Sql,
  { siteId, from, before, limit }: { siteId: string; from: Day; before: Day; limit: number },
): Promise<ReviewOnBoard[]> {
  return sql<ReviewOnBoard[]>`
    ${reviewsOnBoard(sql)}
    WHERE assessment.site_id = ${siteId} AND part = 'first' AND assessment.rater_type <> 'self' AND state <> 'cancelled'
      AND coalesce(planned_on, target_on) >= ${from}::date AND coalesce(planned_on, target_on) < ${before}::date
    ORDER BY coalesce(planned_on, target_on), "coachName", assessment.id
    LIMIT ${limit}`;
}

/** What a shift is about: reviews of sites that are not finished, waived ones among them, by day. */
export function listReviewsToShift(
  sql: Sql,
  given: {
    siteIds: string[];
    from: Day;
    before: Day;
    ruleCode: string | undefined;
    limit: number;
  },
): Promise<ReviewOnBoard[]> {
  return sql<ReviewOnBoard[]>`
    ${reviewsOnBoard(sql)}
    WHERE assessment.site_id = ANY (${given.siteIds}::uuid[]) AND part = 'first' AND assessment.rater_type <> 'self'
      AND state IN ('planned', 'open', 'in_progress', 'waived')
      AND coalesce(planned_on, target_on) >= ${given.from}::date AND coalesce(planned_on, target_on) < ${given.before}::date
      ${given.ruleCode === undefined ? sql`` : sql`AND rule.code = ${given.ruleCode}`}
    ORDER BY coalesce(planned_on, target_on), site.name, "coachName", assessment.id
    LIMIT ${given.limit}`;
}

/** A site among those given, or of a unit given. */
export async function findMaybeSite(
  sql: Sql,
  siteId: string,
  { siteIds, unitIds }: { siteIds: string[]; unitIds: string[] },
): Promise<{ id: string; name: string; zone: string } | undefined> {
  const [row] = await sql<{ id: string; name: string; zone: string }[]>`
    SELECT id, name, zone FROM site
    WHERE id = ${siteId} AND (id = ANY (${siteIds}::uuid[])
      OR id IN (SELECT site_id FROM unit WHERE id = ANY (${unitIds}::uuid[])))`;
  return row;
}

export function listSitesByIds(sql: Sql, siteIds: string[]): Promise<{ id: string; name: string }[]> {
  return sql<{ id: string; name: string }[]>`
    SELECT id, name FROM site WHERE id = ANY (${siteIds}::uuid[]) ORDER BY name, id LIMIT 1000`;
}

export function listRuleTitles(sql: Sql): Promise<{ code: string; title: string }[]> {
  return sql<{ code: string; title: string }[]>`
    SELECT DISTINCT ON (code) code, title FROM schedule_rule ORDER BY code, version DESC LIMIT 200`;
}

/** Closures of sites, or of the whole program, that touch a stretch of days. */
export function listClosures(
  sql: Sql,
  { siteIds, from, until }: { siteIds: string[]; from: Day; until: Day },
): Promise<(ClosedSpan & { siteId: string | null })[]> {
  return sql<(ClosedSpan & { siteId: string | null })[]>`
    SELECT site_id AS "siteId", first_on AS "firstOn", last_on AS "lastOn", name FROM closure
    WHERE withdrawn_at IS NULL AND (site_id IS NULL OR site_id = ANY (${siteIds}::uuid[]))
      AND first_on <= ${until}::date AND last_on >= ${from}::date
    ORDER BY first_on, id
    LIMIT 2000`;
}
