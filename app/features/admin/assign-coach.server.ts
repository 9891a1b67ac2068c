import type { PersonContext } from "#app/access/context.ts";
import { refusingViolations } from "#app/db/constraints.server.ts";
import { inSql } from "#app/db/in-transaction.server.ts";
import { refuse, requireThat, type Verdict } from "#app/errors/problem.ts";
import { recordEvent } from "#app/events/record-event.server.ts";
import { canAdminister } from "./admin.policy.ts";
import { ADMIN_CONSTRAINTS } from "./admin-constraints.ts";
import { insertCoachAssignment, isFactStored } from "./assignments.queries.server.ts";
import { checkSpan } from "./dated-fact.rules.ts";
import type { NewCoach } from "./person.schema.ts";
import { requirePeople } from "./require-people.server.ts";

/** Assigns a coach to a person, at the site where the person works on the first day. Posted twice, it is one. */
export async function assignCoach(
  ctx: PersonContext,
  { personId, coachId, intensity, ...span }: NewCoach,
): Promise<Verdict> {
  requireThat(canAdminister(ctx.actor), { subject: "person", id: personId });
  const verdict = checkSpan(span);
  if (!verdict.ok) return verdict;
  const { programId } = ctx.actor;
  return refusingViolations(ADMIN_CONSTRAINTS, () =>
    inSql(ctx, async (sql): Promise<Verdict> => {
      await requirePeople(sql, ctx, personId, coachId);
      const same = {
        ...{ coachee_id: personId, coach_id: coachId, intensity },
        ...{ starts_on: span.startsOn, ends_on: span.endsOn },
      };
      if (await isFactStored(sql, "coach_assignment", same)) return { ok: true };
      const inserted = await insertCoachAssignment(sql, { programId, personId, coachId, intensity, ...span });
      if (!inserted)
        return refuse("coach-assignment.no-site", "Coaching takes place at a site.", {
          startsOn: ["The person works at no site on that day. Assign the site first"],
        });
      await recordEvent(sql, ctx, {
        type: "coach.assigned",
        subjectType: "person",
        subjectId: personId,
        siteId: inserted.siteId,
        payload: {
          assignmentId: inserted.id,
          coachId,
          intensity,
          startsOn: span.startsOn,
          endsOn: span.endsOn ?? null,
        },
      });
      return { ok: true };
    }),
  );
}
