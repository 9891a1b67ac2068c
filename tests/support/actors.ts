import { randomUUID } from "node:crypto";
import type { Context, PersonContext } from "#app/access/context.ts";
import type { HeldRole, SystemActor } from "#app/access/roles.ts";
import type { Database } from "#app/db/client.server.ts";
import { dayIn } from "#app/time/days.ts";
import type { TestPerson, TestProgram } from "#tests/factories/people.ts";

/** The instant at which tests happen unless they say otherwise: a Monday noon in Oregon. */
export const NOON = new Date("2026-11-16T20:00:00Z");

/** The context of a signed-in person, with the roles `app.actor` would give them on the day of `now`. */
export async function contextFor(
  database: Database,
  person: TestPerson,
  { now = NOON }: { now?: Date } = {},
): Promise<PersonContext> {
  const { programId, id: personId } = person;
  return database.sql.begin(async (sql) => {
    await sql`SELECT set_config('app.program_id', ${programId}, true), set_config('app.person_id', ${personId}, true)`;
    const [program] = await sql`SELECT name, zone, is_demo FROM program WHERE id = ${programId}`;
    if (!program) throw new Error(`There is no program ${programId}`);
    const today = dayIn(program.zone, now);
    const roles = await sql<HeldRole[]>`
      SELECT held.role,
             ARRAY(SELECT site.id FROM site
                   WHERE held.unit_id IS NULL
                     AND (held.site_id IS NULL OR site.id = held.site_id)
                     AND (held.region_id IS NULL OR site.region_id = held.region_id)
                   ORDER BY site.code) AS "siteIds",
             array_remove(ARRAY[held.unit_id], NULL) AS "unitIds"
      FROM role_assignment held
      WHERE held.person_id = ${personId} AND held.starts_on <= ${today}
        AND (held.ends_on IS NULL OR held.ends_on > ${today})`;
    return {
      actor: {
        kind: "person",
        personId,
        accountId: personId,
        name: person.name,
        email: person.email,
        programId,
        programName: program.name,
        zone: program.zone,
        isDemo: program.is_demo,
        roles: roles.map(({ role, siteIds, unitIds }) => ({ role, siteIds, unitIds })),
      },
      database,
      now,
      today,
      requestId: randomUUID(),
    };
  });
}

/** The context of a job in one program. Needs the worker's database. */
export function systemContextFor(
  database: Database,
  program: TestProgram,
  { now = NOON }: { now?: Date } = {},
): Context<SystemActor> {
  return {
    actor: { kind: "system", programId: program.id, zone: program.zone },
    database,
    now,
    today: dayIn(program.zone, now),
    requestId: randomUUID(),
  };
}
