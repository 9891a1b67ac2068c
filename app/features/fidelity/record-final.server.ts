import type { Context } from "#app/access/context.ts";
import type { Sql } from "#app/db/in-transaction.server.ts";
import { recordEvent } from "#app/events/record-event.server.ts";
import type { Day } from "#app/time/days.ts";

/**
 * Says that a result is final and out: what follows from a result follows from this event, once for each assessment. The
 * result itself is not in the log, which people read who may not read results.
 */
export async function recordFinal(
  sql: Sql,
  ctx: Context,
  assessment: { id: string; siteId: string; subjectId: string; submittedOn: Day | null; dueOn: Day },
  { decisionId }: { decisionId?: string } = {},
): Promise<void> {
  const { id, siteId, subjectId, submittedOn, dueOn } = assessment;
  await recordEvent(sql, ctx, {
    ...{ type: "assessment.finalised", subjectType: "assessment", subjectId: id, siteId },
    payload: {
      ...{ siteId, subjectId, ...(decisionId && { decisionId }) },
      // A result counts in the month of its first submission.
      monthOn: `${(submittedOn ?? dueOn).slice(0, 7)}-01`,
      dueMonthOn: `${dueOn.slice(0, 7)}-01`,
    },
  });
}
