import type { PersonContext } from "#app/access/context.ts";
import { inSql } from "#app/db/in-transaction.server.ts";
import { Problem, refuse, requireThat, type Verdict } from "#app/errors/problem.ts";
import { recordEvent } from "#app/events/record-event.server.ts";
import { canAdminister } from "./admin.policy.ts";
import { updateDeactivation } from "./people.queries.server.ts";

/** Records that a person has left the program from a day on, or, without a day, that they are back. Posted twice, it is told once. */
export async function endMembership(
  ctx: PersonContext,
  { personId, leftOn }: { personId: string; leftOn: string | null },
): Promise<Verdict> {
  requireThat(canAdminister(ctx.actor), { subject: "person", id: personId });
  if (leftOn && personId === ctx.actor.personId)
    return refuse("person.self", "Another administrator has to record that you leave.", {
      leftOn: ["Another administrator has to record that you leave."],
    });
  return inSql(ctx, async (sql) => {
    const found = await updateDeactivation(sql, { programId: ctx.actor.programId, personId, leftOn });
    if (!found) throw new Problem("not-found", { subject: "person", id: personId });
    if (found.leftBefore === leftOn) return { ok: true };
    await recordEvent(sql, ctx, {
      type: leftOn ? "person.left" : "person.returned",
      subjectType: "person",
      subjectId: personId,
      payload: { personId, leftOn, leftBefore: found.leftBefore },
    });
    return { ok: true };
  });
}
