import type { PersonContext } from "#app/access/context.ts";
import type { Sql } from "#app/db/in-transaction.server.ts";
import type { Day } from "#app/time/days.ts";

export interface NewDay {
  id: string;
  /** The move that set the day it has now, as far as the mover knew. */
  seen: string | null;
  to: Day | null;
}

export interface MovedReview {
  id: string;
  siteId: string;
  subjectId: string;
  raterId: string | null;
  fromOn: Day;
  toOn: Day;
}

/** @returns whether it was new; a form that is posted twice is one move */
export async function insertMove(
  sql: Sql,
  ctx: PersonContext,
  move: { id: string; kind: "one" | "many" },
): Promise<boolean> {
  const { count } = await sql`
    INSERT INTO review_move (id, program_id, kind, made_by_id, made_at)
    VALUES (${move.id}, ${ctx.actor.programId}, ${move.kind}, ${ctx.actor.personId}, ${ctx.now})
    ON CONFLICT (id) DO NOTHING`;
  return count > 0;
}

/**
 * Gives reviews other days and keeps what was before. A review that was begun, whose window has moved away or whose day
 * somebody else has set meanwhile is left alone. Returns what was really moved.
 */
export async function moveReviews(
  sql: Sql,
  ctx: PersonContext,
  moveId: string,
  days: readonly NewDay[],
): Promise<MovedReview[]> {
  await sql`
    INSERT INTO review_move_item (move_id, assessment_id, program_id, from_on, from_move_id, from_lost_on, to_on)
    SELECT ${moveId}, assessment.id, ${ctx.actor.programId}, planned_on, planned_move_id, planned_lost_on, wanted.to_on
    FROM assessment
    JOIN unnest(${days.map(({ id }) => id)}::uuid[], ${days.map(({ seen }) => seen)}::uuid[],
      ${days.map(({ to }) => to)}::date[]) AS wanted(id, seen, to_on) ON wanted.id = assessment.id
    WHERE planned_move_id IS NOT DISTINCT FROM wanted.seen`;
  return sql<MovedReview[]>`
    UPDATE assessment SET planned_on = item.to_on, planned_move_id = ${moveId}, planned_lost_on = NULL
    FROM review_move_item item
    WHERE item.move_id = ${moveId} AND assessment.id = item.assessment_id AND part = 'first'
      AND state IN ('planned', 'open') AND planned_on IS NOT DISTINCT FROM item.from_on
      AND planned_move_id IS NOT DISTINCT FROM item.from_move_id
      AND (item.to_on IS NULL OR item.to_on BETWEEN opens_on AND due_on)
    RETURNING assessment.id, site_id AS "siteId", subject_id AS "subjectId", rater_id AS "raterId",
              coalesce(item.from_on, target_on) AS "fromOn", coalesce(item.to_on, target_on) AS "toOn"`;
}

export interface StoredMove {
  id: string;
  madeAt: Date;
  takenBackAt: Date | null;
}

/** A move of one's own. */
export async function findMaybeOwnMove(
  sql: Sql,
  ctx: PersonContext,
  id: string,
): Promise<StoredMove | undefined> {
  const [row] = await sql<StoredMove[]>`
    SELECT id, made_at AS "madeAt", taken_back_at AS "takenBackAt" FROM review_move
    WHERE id = ${id} AND made_by_id = ${ctx.actor.personId}`;
  return row;
}

/** @returns whether this was the first time */
export async function markTakenBack(sql: Sql, ctx: PersonContext, id: string): Promise<boolean> {
  const { count } = await sql`
    UPDATE review_move SET taken_back_at = ${ctx.now} WHERE id = ${id} AND taken_back_at IS NULL`;
  return count > 0;
}

/**
 * Puts back what a move did, as it was before. What was begun since, moved since, or would now lie outside of its window
 * stays. Returns what was really put back.
 */
export function takeBack(sql: Sql, moveId: string): Promise<MovedReview[]> {
  return sql<MovedReview[]>`
    UPDATE assessment SET planned_on = item.from_on, planned_move_id = item.from_move_id, planned_lost_on = item.from_lost_on
    FROM review_move_item item
    WHERE item.move_id = ${moveId} AND assessment.id = item.assessment_id
      AND state IN ('planned', 'open') AND planned_move_id = ${moveId}
      AND (item.from_on IS NULL OR item.from_on BETWEEN opens_on AND due_on)
    RETURNING assessment.id, site_id AS "siteId", subject_id AS "subjectId", rater_id AS "raterId",
              coalesce(item.to_on, target_on) AS "fromOn", coalesce(item.from_on, target_on) AS "toOn"`;
}

export async function countItems(sql: Sql, moveId: string): Promise<number> {
  const [row] = await sql<
    { n: number }[]
  >`SELECT count(*)::int AS n FROM review_move_item WHERE move_id = ${moveId}`;
  return row?.n ?? 0;
}

/** What somebody moved since an instant and has not taken back, the newest first. */
export function listOwnMoves(
  sql: Sql,
  ctx: PersonContext,
  since: Date,
): Promise<{ id: string; madeAt: Date; count: number; coachName: string; fromOn: Day; toOn: Day }[]> {
  return sql<{ id: string; madeAt: Date; count: number; coachName: string; fromOn: Day; toOn: Day }[]>`
    SELECT move.id, move.made_at AS "madeAt", moved.count, first."coachName", first."fromOn", first."toOn"
    FROM (SELECT id, made_at FROM review_move
          WHERE made_by_id = ${ctx.actor.personId} AND taken_back_at IS NULL AND made_at > ${since}
          ORDER BY made_at DESC, id LIMIT 5) move
    CROSS JOIN LATERAL (SELECT count(*)::int AS count FROM review_move_item WHERE move_id = move.id) moved
    CROSS JOIN LATERAL (
      SELECT coalesce(coach.given_name || ' ' || coach.family_name, 'A coach') AS "coachName",
             coalesce(item.from_on, target_on) AS "fromOn", coalesce(item.to_on, target_on) AS "toOn"
      FROM review_move_item item
      JOIN assessment ON assessment.id = item.assessment_id
      LEFT JOIN person coach ON coach.id = subject_id
      WHERE item.move_id = move.id
      ORDER BY item.assessment_id LIMIT 1) first
    ORDER BY move.made_at DESC, move.id`;
}

export interface DayNews {
  id: string;
  raterId: string;
  coachName: string;
  madeByName: string | null;
  isTakenBack: boolean;
  fromOn: Day;
  toOn: Day;
}

/** The reviews of a move that stand as it left them, or as they stood before it was taken back, with their raters. */
export function listDayNewsForSystem(sql: Sql, moveId: string): Promise<DayNews[]> {
  return sql<DayNews[]>`
    SELECT assessment.id, rater_id AS "raterId", coach.given_name || ' ' || coach.family_name AS "coachName",
           maker.given_name || ' ' || maker.family_name AS "madeByName", taken_back_at IS NOT NULL AS "isTakenBack",
           coalesce(CASE WHEN taken_back_at IS NULL THEN item.from_on ELSE item.to_on END, target_on) AS "fromOn",
           coalesce(planned_on, target_on) AS "toOn"
    FROM review_move move
    JOIN review_move_item item ON item.move_id = move.id
    JOIN assessment ON assessment.id = item.assessment_id
      AND planned_move_id IS NOT DISTINCT FROM CASE WHEN taken_back_at IS NULL THEN move.id ELSE item.from_move_id END
    JOIN person coach ON coach.id = subject_id
    LEFT JOIN person maker ON maker.id = move.made_by_id
    WHERE move.id = ${moveId} AND rater_id IS NOT NULL AND rater_id IS DISTINCT FROM move.made_by_id
    ORDER BY "toOn", assessment.id`;
}
