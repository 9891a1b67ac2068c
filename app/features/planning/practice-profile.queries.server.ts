import type { Sql } from "#app/db/in-transaction.server.ts";
import type { Day } from "#app/time/days.ts";

export interface ProfileRow {
  id: string;
  version: number;
  title: string;
  principles: string;
  publishedOn: Day | null;
}
export interface CoreActivityRow {
  componentNumber: number;
  componentTitle: string;
  componentDefinition: string;
  functionNumber: number;
  functionTitle: string;
  functionDescription: string;
  activityNumber: number | null;
  activityTitle: string | null;
  levels: { label: string; description: string }[] | null;
}

const newestPublished = (sql: Sql, programId: string) => sql`
  SELECT id FROM practice_profile
  WHERE program_id = ${programId} AND published_at IS NOT NULL
  ORDER BY version DESC LIMIT 1`;

export async function findMaybePublishedProfile(
  sql: Sql,
  { programId, zone }: { programId: string; zone: string },
): Promise<ProfileRow | null> {
  const [row] = await sql<ProfileRow[]>`
    SELECT id, version, title, principles, (published_at AT TIME ZONE 'UTC' AT TIME ZONE ${zone})::date AS "publishedOn"
    FROM practice_profile WHERE id = (${newestPublished(sql, programId)})`;
  return row ?? null;
}

/** The newest published profile, one row for each core activity, in reading order. */
export function listCoreActivities(sql: Sql, programId: string): Promise<CoreActivityRow[]> {
  return sql<CoreActivityRow[]>`
    SELECT component.number AS "componentNumber", component.title AS "componentTitle",
           component.definition AS "componentDefinition", function.number AS "functionNumber",
           function.title AS "functionTitle", function.description AS "functionDescription",
           activity.number AS "activityNumber", activity.title AS "activityTitle", activity.levels
    FROM core_component component
    JOIN essential_function function ON function.core_component_id = component.id
    LEFT JOIN core_activity activity ON activity.essential_function_id = function.id
    WHERE component.practice_profile_id = (${newestPublished(sql, programId)})
    ORDER BY component.number, function.number, activity.number
    LIMIT 1000`;
}
