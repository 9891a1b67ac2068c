import type { PersonContext } from "#app/access/context.ts";
import { refusingViolations } from "#app/db/constraints.server.ts";
import { inSql } from "#app/db/in-transaction.server.ts";
import { Problem, requireThat, type Verdict } from "#app/errors/problem.ts";
import { recordEvent } from "#app/events/record-event.server.ts";
import { canAdminister } from "./admin.policy.ts";
import { ADMIN_CONSTRAINTS } from "./admin-constraints.ts";
import { continueCoaching, endCurrent, insertSite, isFactStored } from "./assignments.queries.server.ts";
import { checkSpan } from "./dated-fact.rules.ts";
import type { NewSite } from "./person.schema.ts";
import { findMaybePlace } from "./places.queries.server.ts";
import { requirePeople } from "./require-people.server.ts";

/** Places a person at a site or unit from a day on. Earlier places stay in the record. Posted twice, it is one. */
export async function assignSite(
  ctx: PersonContext,
  { personId, place, endsCurrent, ...span }: NewSite,
): Promise<Verdict> {
  const subject = { subjectType: "person", subjectId: personId };
  requireThat(canAdminister(ctx.actor), { subject: "person", id: personId });
  const verdict = checkSpan(span);
  if (!verdict.ok) return verdict;
  const { programId } = ctx.actor;
  return refusingViolations(ADMIN_CONSTRAINTS, () =>
    inSql(ctx, async (sql): Promise<Verdict> => {
      await requirePeople(sql, ctx, personId);
      const found = await findMaybePlace(sql, programId, place);
      if (!found?.siteId) throw new Problem("not-found", { subject: place.kind, id: place.id });
      const { siteId, unitId } = found;
      const same = {
        ...{ person_id: personId, site_id: siteId, unit_id: unitId },
        ...{ starts_on: span.startsOn, ends_on: span.endsOn },
      };
      if (await isFactStored(sql, "site_assignment", same)) return { ok: true };
      const ended = endsCurrent ? await endCurrent(sql, "site", { programId, personId, ...span }) : [];
      const assignmentId = await insertSite(sql, { programId, personId, siteId, unitId, ...span });
      const coaching = await continueCoaching(sql, { programId, personId, siteId, unitId, ...span });
      for (const { id, endedId, siteBefore, coachId, intensity, endsOn } of coaching) {
        await recordEvent(sql, ctx, {
          type: "coach.ended",
          ...subject,
          siteId: siteBefore,
          payload: { assignmentId: endedId, coachId, endsOn: span.startsOn, endedBefore: endsOn },
        });
        await recordEvent(sql, ctx, {
          type: "coach.assigned",
          ...subject,
          siteId,
          payload: { assignmentId: id, coachId, intensity, startsOn: span.startsOn, endsOn },
        });
      }
      for (const endedId of ended)
        await recordEvent(sql, ctx, {
          type: "site.left",
          ...subject,
          payload: { assignmentId: endedId, endsOn: span.startsOn },
        });
      await recordEvent(sql, ctx, {
        type: "site.assigned",
        ...subject,
        siteId,
        payload: { assignmentId, unitId, startsOn: span.startsOn, endsOn: span.endsOn ?? null },
      });
      return { ok: true };
    }),
  );
}
