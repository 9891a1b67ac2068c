import type { PersonContext } from "#app/access/context.ts";
import type { Sql } from "#app/db/in-transaction.server.ts";
import type { Day } from "#app/time/days.ts";
import type { RaterConflictItem } from "./rater-conflict.types.ts";

/** The newest conflicts of interest. */
export function listRaterConflicts(sql: Sql): Promise<RaterConflictItem[]> {
  return sql<RaterConflictItem[]>`
    SELECT conflict.id, rater_id AS "raterId", rater.given_name || ' ' || rater.family_name AS "raterName",
           subject_id AS "subjectId", subject.given_name || ' ' || subject.family_name AS "subjectName",
           starts_on AS "startsOn", ends_on AS "endsOn", reason
    FROM rater_conflict conflict
    JOIN person rater ON rater.id = rater_id
    JOIN person subject ON subject.id = subject_id
    ORDER BY starts_on DESC, conflict.id
    LIMIT 500`;
}

/** People who rate: certified as raters, or supervising somebody today. */
export function listRaters(sql: Sql, today: Day): Promise<{ id: string; name: string }[]> {
  return sql<{ id: string; name: string }[]>`
    SELECT person.id, given_name || ' ' || family_name AS name FROM person
    WHERE (deactivated_on IS NULL OR deactivated_on > ${today})
      AND (EXISTS (SELECT FROM certification WHERE person_id = person.id AND kind = 'rater')
        OR EXISTS (SELECT FROM supervision WHERE supervisor_id = person.id AND (ends_on IS NULL OR ends_on > ${today})))
    ORDER BY family_name, given_name, id
    LIMIT 1000`;
}

/** Who may be reviewed: coaches and coachees. */
export function listSubjects(sql: Sql, today: Day): Promise<{ id: string; name: string }[]> {
  return sql<{ id: string; name: string }[]>`
    SELECT person.id, given_name || ' ' || family_name AS name FROM person
    WHERE (deactivated_on IS NULL OR deactivated_on > ${today})
      AND EXISTS (SELECT FROM role_assignment WHERE person_id = person.id AND role IN ('coach', 'coachee')
                  AND (ends_on IS NULL OR ends_on > ${today}))
    ORDER BY family_name, given_name, id
    LIMIT 5000`;
}

/** @returns whether it was stored; one of this id, or of these two from this day on, is there already otherwise */
export async function insertRaterConflict(
  sql: Sql,
  ctx: PersonContext,
  row: { id: string; raterId: string; subjectId: string; startsOn: Day; endsOn: Day | null; reason: string },
): Promise<boolean> {
  const { count } = await sql`
    INSERT INTO rater_conflict (id, program_id, rater_id, subject_id, starts_on, ends_on, reason, recorded_by_id, recorded_at)
    VALUES (${row.id}, ${ctx.actor.programId}, ${row.raterId}, ${row.subjectId}, ${row.startsOn}, ${row.endsOn},
            ${row.reason}, ${ctx.actor.personId}, ${ctx.now})
    ON CONFLICT DO NOTHING`;
  return count > 0;
}

export async function endRaterConflict(sql: Sql, id: string, endsOn: Day): Promise<boolean> {
  const { count } = await sql`
    UPDATE rater_conflict SET ends_on = ${endsOn}
    WHERE id = ${id} AND starts_on < ${endsOn}::date AND ends_on IS DISTINCT FROM ${endsOn}::date`;
  return count > 0;
}
