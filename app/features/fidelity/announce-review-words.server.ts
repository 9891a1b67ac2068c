import type { Context } from "#app/access/context.ts";
import type { SystemActor } from "#app/access/roles.ts";
import { inSql } from "#app/db/in-transaction.server.ts";
import { type Notice, notify } from "#app/notices/notify.server.ts";
import { findReviewNews, type ReviewNews } from "./acceptance.queries.server.ts";
import { listLeadsForSystem } from "./schedule.queries.server.ts";

/**
 * Tells, once each, the rater that a review was given back or may be amended, coach and leads that a result was
 * amended, rater and leads what the coach answered. That it is there, not what it says. Mail names nobody who was rated:
 * administrators read it, who see no reviews.
 */
export function announceReviewWords(
  ctx: Context<SystemActor>,
  input: { assessmentId: string; decisionId?: string; replyId?: string; amendment?: string },
): Promise<{ announced: number }> {
  const { assessmentId, decisionId = null, replyId = null, amendment } = input;
  return inSql(ctx, async (sql) => {
    const review = await findReviewNews(sql, { assessmentId, decisionId, replyId });
    if (!review) return { announced: 0 };
    const leads = await listLeadsForSystem(sql, [review.siteId], ctx.today);
    const others = (leads.get(review.siteId) ?? []).filter(
      (id) => id !== review.raterId && id !== review.subjectId,
    );
    const news = [
      ...decisionNews(review),
      ...(amendment ? amendmentNews(review, amendment, others) : []),
      ...replyNews(review, others),
    ];
    const told = await Promise.all(news.map((one) => notify(sql, ctx, one)));
    return { announced: told.filter(Boolean).length };
  });
}

function decisionNews({ id, raterId, coachName, decision }: ReviewNews): Notice[] {
  if (!decision || !raterId || (decision.verdict !== "returned" && decision.verdict !== "amendment_allowed"))
    return [];
  const to = { recipientId: raterId, subjectId: id, periodKey: decision.id, href: `/reviews/${id}` };
  if (decision.verdict === "returned") {
    const body =
      "A program lead asks you to correct it and says why. What you submitted is kept, and what you answered is there to go on from.";
    const mail = { title: "A review of yours was given back", body };
    return [
      { ...to, kind: "assessment-returned", title: `Your review of ${coachName} was given back`, body, mail },
    ];
  }
  const body = "A program lead lets you amend the result, with a reason, within the next two weeks.";
  const mail = { title: "You may amend a review of yours", body };
  return [
    { ...to, kind: "amendment-allowed", title: `You may amend your review of ${coachName}`, body, mail },
  ];
}

function amendmentNews(
  { id, subjectId, coachName, raterName }: ReviewNews,
  amendment: string,
  leadIds: readonly string[],
): Notice[] {
  const about = { subjectId: id, periodKey: amendment, kind: "assessment-amended" };
  return [
    {
      ...{ ...about, recipientId: subjectId, href: `/my-fidelity/${id}`, mail: true },
      title: "Your fidelity feedback was amended",
      body: `${raterName ?? "Your reviewer"} has amended a result and says why. The earlier one stays beside it. You can answer it.`,
    },
    ...leadIds.map((recipientId) => ({
      ...{ ...about, recipientId, href: `/reviews/${id}`, mail: false },
      title: `The result of ${coachName} was amended`,
      body: `${raterName ?? "The reviewer"} has amended a final result. The earlier score is kept; figures of a released month show the difference.`,
    })),
  ];
}

function replyNews({ id, raterId, coachName, reply }: ReviewNews, leadIds: readonly string[]): Notice[] {
  if (!reply || (reply.verdict === "read" && !reply.hasText)) return [];
  const disagrees = reply.verdict === "disagrees";
  const recipients = [...(raterId ? [raterId] : []), ...(disagrees ? leadIds : [])];
  const body = "What they say stands with the result.";
  return recipients.map((recipientId) => ({
    ...{ recipientId, subjectId: id, periodKey: reply.id, kind: "feedback-answered", href: `/reviews/${id}` },
    title: disagrees ? `${coachName} sees a result differently` : `${coachName} answered your feedback`,
    body,
    mail: disagrees && { title: "Somebody sees a result differently", body },
  }));
}
