import type { PersonContext } from "#app/access/context.ts";
import { inSql } from "#app/db/in-transaction.server.ts";
import { Problem } from "#app/errors/problem.ts";
import { canSeeFeedback } from "./assessment.policy.ts";
import type { Review } from "./assessment.types.ts";
import { findAssessment, findMaybeScore, listResponses } from "./assessments.queries.server.ts";
import { findMaybeAgreed } from "./double-ratings.queries.server.ts";
import { readCompleting } from "./read-completing.server.ts";
import { readForViewer, reviewOf } from "./read-review.server.ts";

/**
 * A finished review as the coach it is about reads it. Before it is out there is nothing to see; where two
 * raters' agreement is the score of record, it is that which is read.
 */
export function readFeedback(
  ctx: PersonContext,
  { assessmentId }: { assessmentId: string },
): Promise<Review> {
  return inSql(ctx, async (sql) => {
    const assessment = await findAssessment(sql, assessmentId);
    if (!canSeeFeedback(ctx.actor, assessment))
      throw new Problem("not-found", { subject: "assessment", id: assessmentId });
    const [agreed, score] = await Promise.all([
      findMaybeAgreed(sql, assessmentId),
      findMaybeScore(sql, assessmentId),
    ]);
    const completing = await readCompleting(sql, ctx, assessment);
    if (score?.basis !== "consensus" || !agreed)
      return { ...(await readForViewer(sql, ctx, assessment)), ...completing };
    const { strengths, nextSteps } = agreed;
    const responses = await listResponses(sql, agreed.id);
    const review = reviewOf(ctx, { ...assessment, strengths, nextSteps }, { responses, score });
    return { ...review, ...completing };
  });
}
