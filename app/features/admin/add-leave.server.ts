import type { PersonContext } from "#app/access/context.ts";
import { inSql } from "#app/db/in-transaction.server.ts";
import { requireThat, type Verdict } from "#app/errors/problem.ts";
import { recordEvent } from "#app/events/record-event.server.ts";
import { canAdminister } from "./admin.policy.ts";
import { isFactStored } from "./assignments.queries.server.ts";
import { insertLeave } from "./certifications.queries.server.ts";
import { checkLeave } from "./dated-fact.rules.ts";
import type { NewLeave } from "./person.schema.ts";
import { requirePeople } from "./require-people.server.ts";

/** Records an approved absence; both days belong to it. Posted twice, it is one. */
export async function addLeave(ctx: PersonContext, input: NewLeave): Promise<Verdict> {
  const { personId, firstOn, lastOn } = input;
  requireThat(canAdminister(ctx.actor), { subject: "person", id: personId });
  const verdict = checkLeave(input);
  if (!verdict.ok) return verdict;
  return inSql(ctx, async (sql): Promise<Verdict> => {
    await requirePeople(sql, ctx, personId);
    const same = { person_id: personId, first_on: firstOn, last_on: lastOn };
    if (await isFactStored(sql, "leave", same)) return { ok: true };
    const leaveId = await insertLeave(sql, { ...input, programId: ctx.actor.programId, createdAt: ctx.now });
    await recordEvent(sql, ctx, {
      type: "leave.added",
      subjectType: "person",
      subjectId: personId,
      payload: { leaveId, firstOn, lastOn },
    });
    return { ok: true };
  });
}
