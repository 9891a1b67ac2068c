import type { PersonContext } from "#app/access/context.ts";
import { inSql } from "#app/db/in-transaction.server.ts";
import { Problem, refuse, requireThat, type Verdict } from "#app/errors/problem.ts";
import { recordEvent } from "#app/events/record-event.server.ts";
import { canWaiveReview } from "./agreed-day.policy.ts";
import { findMaybeUnfinished, lockUnfinished, markWaived } from "./reviews-ahead.queries.server.ts";
import type { WaiveForm } from "./reviews-ahead.schema.ts";

/**
 * Decides that a review will not take place, with a reason. Whoever leads its site, and is not the one to be reviewed,
 * approves it by doing so. It stays visible as waived, is left out of timeliness, and the scheduler neither revives nor
 * replaces it.
 */
export async function waiveAssessment(
  ctx: PersonContext,
  { about: id, reason }: WaiveForm,
): Promise<Verdict> {
  return inSql(ctx, async (sql): Promise<Verdict> => {
    await lockUnfinished(sql, id);
    const found = await findMaybeUnfinished(sql, id);
    if (!found) throw new Problem("not-found", { subject: "assessment", id });
    requireThat(canWaiveReview(ctx.actor, found), { subject: "assessment", id });
    if (found.state === "waived") return { ok: true };
    if (!(await markWaived(sql, ctx, { id, siteId: found.siteId, reason })))
      return refuse("assessment.waive", "This review was finished or cancelled meanwhile.");
    await recordEvent(sql, ctx, {
      type: "assessment.waived",
      subjectType: "assessment",
      subjectId: id,
      siteId: found.siteId,
      payload: {
        subjectId: found.subjectId,
        approvedById: ctx.actor.personId,
        dueMonthOn: `${found.dueOn.slice(0, 7)}-01`,
      },
    });
    return { ok: true };
  });
}
