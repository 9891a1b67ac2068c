import type { PersonContext } from "#app/access/context.ts";
import { refusingViolations } from "#app/db/constraints.server.ts";
import { inSql } from "#app/db/in-transaction.server.ts";
import { type Refusal, requireThat } from "#app/errors/problem.ts";
import { recordEvent } from "#app/events/record-event.server.ts";
import { canAdminister } from "./admin.policy.ts";
import { ADMIN_CONSTRAINTS } from "./admin-constraints.ts";
import { findMaybeSamePerson, insertPerson } from "./people.queries.server.ts";
import type { NewPerson } from "./person.schema.ts";

/** Adds a person to the program, once if posted twice. Roles, site and supervisor follow, each with its own dates. */
export function addPerson(
  ctx: PersonContext,
  input: NewPerson,
): Promise<{ ok: true; personId: string } | Refusal> {
  requireThat(canAdminister(ctx.actor), { subject: "people" });
  return refusingViolations(ADMIN_CONSTRAINTS, () =>
    inSql(ctx, async (sql) => {
      const person = { ...input, programId: ctx.actor.programId };
      const sameId = await findMaybeSamePerson(sql, person);
      if (sameId) return { ok: true as const, personId: sameId };
      const personId = await insertPerson(sql, { ...person, createdAt: ctx.now });
      await recordEvent(sql, ctx, { type: "person.added", subjectType: "person", subjectId: personId });
      return { ok: true as const, personId };
    }),
  );
}
