import type { PersonContext } from "#app/access/context.ts";
import { inSql } from "#app/db/in-transaction.server.ts";
import { Problem, refuse, refuseStored, type Verdict } from "#app/errors/problem.ts";
import { recordEvent } from "#app/events/record-event.server.ts";
import { insertReply, listReplies } from "./acceptance.queries.server.ts";
import type { ReplyInput } from "./acceptance.schema.ts";
import { canSeeFeedback } from "./assessment.policy.ts";
import { findAssessment, findMaybeScore } from "./assessments.queries.server.ts";

/**
 * The coach's word on a result that somebody else gave: read, or not agreed with, in own words. It belongs to the score
 * it was said to; a later word takes its place, and every earlier one stays.
 */
export function replyToFeedback(
  ctx: PersonContext,
  { assessmentId, id, scoreVersion, verdict, text }: ReplyInput & { assessmentId: string },
): Promise<Verdict> {
  return inSql(ctx, async (sql): Promise<Verdict> => {
    const assessment = await findAssessment(sql, assessmentId);
    if (!canSeeFeedback(ctx.actor, assessment) || assessment.raterType === "self")
      throw new Problem("not-found", { subject: "assessment", id: assessmentId });
    if (verdict === "disagrees" && text === "") {
      const message = "Say in a sentence what you see differently.";
      return refuse("reason-needed", message, { text: [message] });
    }
    const score = await findMaybeScore(sql, assessmentId);
    if (score?.scoreVersion !== scoreVersion)
      return refuse(
        "amended-meanwhile",
        "This result was amended after you opened it. Read it as it stands now, then answer.",
      );
    const { siteId, subjectId } = assessment;
    if (!(await insertReply(sql, ctx, { id, assessmentId, siteId, scoreVersion, verdict, text }))) {
      const stored = (await listReplies(sql, assessmentId)).find((one) => one.id === id);
      return stored?.scoreVersion === scoreVersion && stored.verdict === verdict && stored.text === text
        ? { ok: true }
        : refuseStored("An answer", "Send what you wrote now once more to add it.");
    }
    await recordEvent(sql, ctx, {
      ...{ type: "feedback.answered", subjectType: "assessment", subjectId: assessmentId, siteId },
      payload: { siteId, subjectId, replyId: id },
    });
    return { ok: true };
  });
}
