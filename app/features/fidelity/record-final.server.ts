import type { Context } from "#app/access/context.ts";
import type { Sql } from "#app/db/in-transaction.server.ts";
import { recordEvent } from "#app/events/record-event.server.ts";
import type { Day } from "#app/time/days.ts";
import type { FidelityResult } from "./assessment.types.ts";

/** Says that a result is final and out: what follows from a result follows from this event, once for each assessment. */
export async function recordFinal(
  sql: Sql,
  ctx: Context,
  assessment: { id: string; siteId: string; subjectId: string; submittedOn: Day | null; dueOn: Day },
  { result, decisionId }: { result: FidelityResult | null; decisionId?: string },
): Promise<void> {
  const { id, siteId, subjectId, submittedOn, dueOn } = assessment;
  await recordEvent(sql, ctx, {
    ...{ type: "assessment.finalised", subjectType: "assessment", subjectId: id, siteId },
    payload: {
      ...{ siteId, subjectId, ...(result && { result }), ...(decisionId && { decisionId }) },
      // A result counts in the month of its first submission.
      monthOn: `${(submittedOn ?? dueOn).slice(0, 7)}-01`,
      dueMonthOn: `${dueOn.slice(0, 7)}-01`,
    },
  });
}
