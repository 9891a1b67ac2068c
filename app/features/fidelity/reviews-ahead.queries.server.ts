import type { PersonContext } from "#app/access/context.ts";
import type { Sql } from "#app/db/in-transaction.server.ts";
import type { Day } from "#app/time/days.ts";
import type { ReviewAhead } from "./reviews-ahead.types.ts";

type ReviewRow = Omit<ReviewAhead, "status" | "canWaive"> & { zone: string; subjectId: string };

/**
 * Reviews that nobody has finished, soonest first, within the viewer's sight: of second ratings those that nobody can
 * make, or that somebody with a conflict of interest has begun.
 */
export function listReviewsAhead(
  sql: Sql,
  { siteId, today, limit, offset }: { siteId: string | undefined; today: Day; limit: number; offset: number },
): Promise<ReviewRow[]> {
  return sql<ReviewRow[]>`
    SELECT assessment.id, coach.given_name || ' ' || coach.family_name AS "coachName", subject_id AS "subjectId", site.id AS "siteId",
           site.name AS "siteName", site.zone, rule.title AS "ruleTitle", opens_on AS "opensOn", target_on AS "targetOn",
           due_on AS "dueOn", grace_ends_on AS "graceEndsOn", state,
           rater.given_name || ' ' || rater.family_name AS "raterName", unassigned_reason AS "unassignedReason",
           schedule_reason AS "scheduleReason", cardinality(counts_for) AS "alsoCounts", part = 'second' AS "isSecond",
           assessment.rater_type = 'self' AS "isSelf",
           conflict.id IS NOT NULL AS "hasConflict"
    FROM assessment
    JOIN person coach ON coach.id = subject_id
    JOIN site ON site.id = assessment.site_id
    JOIN schedule_rule rule ON rule.id = schedule_rule_id
    LEFT JOIN person rater ON rater.id = rater_id
    LEFT JOIN LATERAL (
      SELECT id FROM rater_conflict held
      WHERE held.rater_id = assessment.rater_id AND held.subject_id = assessment.subject_id AND state = 'in_progress'
        AND held.starts_on <= ${today} AND (held.ends_on IS NULL OR held.ends_on > ${today})
      LIMIT 1) conflict ON true
    WHERE (part = 'first' OR (part = 'second' AND (unassigned_reason IS NOT NULL OR conflict.id IS NOT NULL))) AND state IN ('planned', 'open', 'in_progress')
      ${siteId === undefined ? sql`` : sql`AND assessment.site_id = ${siteId}`}
    ORDER BY due_on, assessment.id
    LIMIT ${limit} OFFSET ${offset}`;
}

export async function findMaybeUnfinished(
  sql: Sql,
  id: string,
): Promise<{ siteId: string; state: string; subjectId: string; dueOn: Day } | undefined> {
  const [row] = await sql<{ siteId: string; state: string; subjectId: string; dueOn: Day }[]>`
    SELECT site_id AS "siteId", state, subject_id AS "subjectId", due_on AS "dueOn" FROM assessment WHERE id = ${id} AND part = 'first'`;
  return row;
}

/** Holds a review that the acting person may waive, so that of two at once the later sees what the other did. */
export async function lockUnfinished(sql: Sql, id: string): Promise<void> {
  await sql`SELECT FROM assessment WHERE id = ${id} AND state IN ('planned', 'open', 'in_progress') FOR UPDATE`;
}

/** @returns whether it was unfinished until now */
export async function markWaived(
  sql: Sql,
  ctx: PersonContext,
  { id, siteId, reason }: { id: string; siteId: string; reason: string },
): Promise<boolean> {
  const { count } = await sql`
    UPDATE assessment SET state = 'waived', state_reason = ${reason}
    WHERE id = ${id} AND part = 'first' AND state IN ('planned', 'open', 'in_progress')`;
  if (count === 0) return false;
  await sql`
    INSERT INTO assessment_waiver (assessment_id, program_id, site_id, reason, approved_by_id, approved_at)
    VALUES (${id}, ${ctx.actor.programId}, ${siteId}, ${reason}, ${ctx.actor.personId}, ${ctx.now})`;
  return true;
}
