import type { PersonContext } from "#app/access/context.ts";
import { refusingViolations } from "#app/db/constraints.server.ts";
import { inSql } from "#app/db/in-transaction.server.ts";
import { requireThat, type Verdict } from "#app/errors/problem.ts";
import { recordEvent } from "#app/events/record-event.server.ts";
import { canAdminister } from "./admin.policy.ts";
import { ADMIN_CONSTRAINTS } from "./admin-constraints.ts";
import { endCurrent, insertSupervision, isFactStored } from "./assignments.queries.server.ts";
import { checkSpan } from "./dated-fact.rules.ts";
import type { NewSupervisor } from "./person.schema.ts";
import { requirePeople } from "./require-people.server.ts";

/** Gives a person a supervisor from a day on. Posted twice, it is one. */
export async function assignSupervisor(
  ctx: PersonContext,
  { personId, supervisorId, endsCurrent, ...span }: NewSupervisor,
): Promise<Verdict> {
  const subject = { subjectType: "person", subjectId: personId };
  requireThat(canAdminister(ctx.actor), { subject: "person", id: personId });
  const verdict = checkSpan(span);
  if (!verdict.ok) return verdict;
  const { programId } = ctx.actor;
  return refusingViolations(ADMIN_CONSTRAINTS, () =>
    inSql(ctx, async (sql): Promise<Verdict> => {
      await requirePeople(sql, ctx, personId, supervisorId);
      const same = {
        ...{ person_id: personId, supervisor_id: supervisorId },
        ...{ starts_on: span.startsOn, ends_on: span.endsOn },
      };
      if (await isFactStored(sql, "supervision", same)) return { ok: true };
      const ended = endsCurrent ? await endCurrent(sql, "supervision", { programId, personId, ...span }) : [];
      const assignmentId = await insertSupervision(sql, { programId, personId, supervisorId, ...span });
      for (const endedId of ended)
        await recordEvent(sql, ctx, {
          type: "supervisor.ended",
          ...subject,
          payload: { assignmentId: endedId, endsOn: span.startsOn },
        });
      await recordEvent(sql, ctx, {
        type: "supervisor.assigned",
        ...subject,
        payload: { assignmentId, supervisorId, startsOn: span.startsOn, endsOn: span.endsOn ?? null },
      });
      return { ok: true };
    }),
  );
}
