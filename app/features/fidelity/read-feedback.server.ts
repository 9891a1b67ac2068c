import type { PersonContext } from "#app/access/context.ts";
import { inSql } from "#app/db/in-transaction.server.ts";
import { Problem } from "#app/errors/problem.ts";
import { canSeeFeedback } from "./assessment.policy.ts";
import type { Review } from "./assessment.types.ts";
import { findAssessment } from "./assessments.queries.server.ts";
import { readForViewer } from "./read-review.server.ts";

/** A finished review as the coach it is about reads it. Before it is submitted there is nothing to see. */
export function readFeedback(
  ctx: PersonContext,
  { assessmentId }: { assessmentId: string },
): Promise<Review> {
  return inSql(ctx, async (sql) => {
    const assessment = await findAssessment(sql, assessmentId);
    if (!canSeeFeedback(ctx.actor, assessment))
      throw new Problem("not-found", { subject: "assessment", id: assessmentId });
    return readForViewer(sql, ctx, assessment);
  });
}
