import type { Db, Sql } from "#app/db/in-transaction.server.ts";
import type { Day } from "#app/time/days.ts";
import type { PracticeProfileView } from "./plan.types.ts";
import { functionCode } from "./steps.ts";

/** A profile has five components and some dozens of activities; the limit of each of its lists is far above. */
const IN_ORDER = { orderBy: { number: "asc" }, take: 100 } as const;

/** The newest published profile in reading order, down to its core activities. */
export function findMaybePublishedProfile(db: Db, programId: string) {
  return db.practiceProfile.findFirst({
    where: { programId, publishedAt: { not: null } },
    orderBy: { version: "desc" },
    select: {
      version: true,
      title: true,
      principles: true,
      publishedAt: true,
      components: {
        ...IN_ORDER,
        select: {
          number: true,
          title: true,
          definition: true,
          functions: {
            ...IN_ORDER,
            select: {
              number: true,
              title: true,
              description: true,
              activities: { ...IN_ORDER, select: { number: true, title: true, levels: true } },
            },
          },
        },
      },
    },
  });
}

type Profile = NonNullable<Awaited<ReturnType<typeof findMaybePublishedProfile>>>;

/** The components of a profile with the codes that instruments cite. */
export function componentsOf({ components }: Profile): PracticeProfileView["components"] {
  return components.map(({ functions, ...component }) => ({
    ...component,
    functions: functions.map(({ number, title, description, activities }) => ({
      code: functionCode(number),
      title,
      description,
      activities: activities.map(({ levels, ...activity }) => ({
        ...activity,
        levels: levels as { label: string; description: string }[],
      })),
    })),
  }));
}

/** The essential functions in force on a day, by the codes that instruments cite. */
export async function listFunctionsByCode(
  sql: Sql,
  day: Day,
): Promise<Map<string, { id: string; number: number; title: string }>> {
  const rows = await sql<{ id: string; number: number; title: string }[]>`
    SELECT function.id, function.number, function.title
    FROM (
      SELECT profile.id FROM practice_profile profile
      JOIN program ON program.id = profile.program_id
      WHERE (profile.published_at AT TIME ZONE program.zone)::date <= ${day}::date
      ORDER BY profile.version DESC LIMIT 1) profile
    JOIN core_component component ON component.practice_profile_id = profile.id
    JOIN essential_function function ON function.core_component_id = component.id
    LIMIT 200`;
  return new Map(rows.map((row) => [functionCode(row.number), row]));
}
