import type { Sql } from "#app/db/in-transaction.server.ts";
import type { Day } from "#app/time/days.ts";
import type { CoacheeCoach, SharedGoal } from "./coachee.types.ts";

export interface CoacheeRow {
  id: string;
  name: string;
  jobTitle: string | null;
}

export async function findMaybeCoacheePerson(sql: Sql, id: string): Promise<CoacheeRow | null> {
  const [row] = await sql<CoacheeRow[]>`
    SELECT id, given_name || ' ' || family_name AS name, job_title AS "jobTitle" FROM person WHERE id = ${id}`;
  return row ?? null;
}

export type CoachingRow = Omit<CoacheeCoach, "isViewer"> & {
  coachId: string;
  siteId: string;
  unitId: string | null;
  zone: string;
};

/** Who coaches or coached a person, as far as the viewer's sight reaches, with what is known of the agreement. */
export function listCoachingOf(
  sql: Sql,
  { coacheeId, today }: { coacheeId: string; today: Day },
): Promise<CoachingRow[]> {
  return sql<CoachingRow[]>`
    SELECT assigned.id, assigned.coach_id AS "coachId", coalesce(coach.given_name || ' ' || coach.family_name, 'A coach') AS "coachName",
      assigned.intensity, assigned.starts_on AS "startsOn", assigned.ends_on AS "endsOn", site.id AS "siteId", site.name AS "siteName",
      site.zone, assigned.unit_id AS "unitId", held.id AS "agreementId",
      CASE WHEN held.starts_on <= ${today}::date AND (held.ends_on IS NULL OR held.ends_on > ${today}::date)
        THEN held.in_force_profile END AS profile,
      held.id = ANY ((SELECT app.agreement_ids())::uuid[]) AS "isParty"
    FROM coach_assignment assigned
    JOIN site ON site.id = assigned.site_id
    LEFT JOIN person coach ON coach.id = assigned.coach_id
    LEFT JOIN coaching_agreement held ON held.coach_id = assigned.coach_id AND held.coachee_id = assigned.coachee_id
    WHERE assigned.coachee_id = ${coacheeId}
    ORDER BY assigned.starts_on DESC, assigned.id
    LIMIT 50`;
}

/** Titles of goals that a signed agreement shows to the viewer; nothing without one. */
export function listSharedGoals(
  sql: Sql,
  { coacheeId, today }: { coacheeId: string; today: Day },
): Promise<SharedGoal[]> {
  return sql<SharedGoal[]>`
    SELECT goal_id AS id, title, function_title AS "functionTitle", review_on AS "reviewOn", steps_open AS "stepsOpen",
      steps_done AS "stepsDone"
    FROM app.shared_goals(${coacheeId}, ${today}::date)`;
}
