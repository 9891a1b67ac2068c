import type { PersonContext } from "#app/access/context.ts";
import { inSql } from "#app/db/in-transaction.server.ts";
import { Problem, requireThat, type Verdict } from "#app/errors/problem.ts";
import type { EventType } from "#app/events/catalog.ts";
import { recordEvent } from "#app/events/record-event.server.ts";
import { canAdminister } from "./admin.policy.ts";
import type { AssignmentKind } from "./admin.types.ts";
import { findMaybeAssignmentForUpdate, markEnded } from "./assignments.queries.server.ts";
import { checkEnd } from "./dated-fact.rules.ts";
import type { AssignmentEnd } from "./person.schema.ts";

const EVENT: Record<AssignmentKind, EventType> = {
  role: "role.ended",
  site: "site.left",
  supervision: "supervisor.ended",
  coach: "coach.ended",
};

/** Ends a role, a place, a supervision or a coaching relationship. The row stays; from `endsOn` on it no longer holds. Posted twice, it is told once. */
export async function endAssignment(
  ctx: PersonContext,
  { personId, kind, id, endsOn }: AssignmentEnd,
): Promise<Verdict> {
  requireThat(canAdminister(ctx.actor), { subject: "person", id: personId });
  return inSql(ctx, async (sql): Promise<Verdict> => {
    const span = await findMaybeAssignmentForUpdate(sql, {
      programId: ctx.actor.programId,
      personId,
      kind,
      id,
    });
    if (!span) throw new Problem("not-found", { subject: `${kind}-assignment`, id });
    if (span.endsOn === endsOn) return { ok: true };
    const verdict = checkEnd(span, endsOn, ctx.today);
    if (!verdict.ok) return verdict;
    await markEnded(sql, kind, id, endsOn);
    await recordEvent(sql, ctx, {
      type: EVENT[kind],
      subjectType: "person",
      subjectId: personId,
      payload: { assignmentId: id, endsOn, endedBefore: span.endsOn },
    });
    return { ok: true };
  });
}
