import type { PersonContext } from "#app/access/context.ts";
import type { Sql } from "#app/db/in-transaction.server.ts";
import { Problem } from "#app/errors/problem.ts";
import { findMaybePerson, lockFacts } from "./people.queries.server.ts";

/**
 * Ends the request as not found unless the ids are people of the actor's program. Two who change dated facts of the first
 * of them take turns from here on.
 */
export async function requirePeople(
  sql: Sql,
  ctx: PersonContext,
  personId: string,
  ...otherIds: string[]
): Promise<void> {
  const personIds = [personId, ...otherIds];
  await lockFacts(sql, personId);
  const found = await Promise.all(personIds.map((id) => findMaybePerson(sql, ctx.actor.programId, id)));
  const missing = personIds.find((_, index) => !found[index]);
  if (missing) throw new Problem("not-found", { subject: "person", id: missing });
}
