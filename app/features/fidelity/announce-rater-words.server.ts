import type { Context } from "#app/access/context.ts";
import type { SystemActor } from "#app/access/roles.ts";
import { inSql } from "#app/db/in-transaction.server.ts";
import { type Notice, notify } from "#app/notices/notify.server.ts";
import { findPairNews, findRetrainingNews } from "./double-ratings.queries.server.ts";

type News = Omit<Notice, "mail">;

/**
 * Tells raters, once each, that both ratings of a pair are in, that the other rater wrote, or that training anew was
 * agreed. Nothing that was said or rated is in a notice.
 */
export async function announceRaterWords(
  ctx: Context<SystemActor>,
  { pairId, noteId, retrainingId }: { pairId?: string; noteId?: string; retrainingId?: string },
): Promise<{ announced: number }> {
  return inSql(ctx, async (sql) => {
    const pair = pairId ? await findPairNews(sql, { pairId, noteId: noteId ?? null }) : null;
    const retraining = retrainingId ? await findRetrainingNews(sql, retrainingId) : null;
    const news = [
      ...(pair ? pairNews(pair, noteId) : []),
      ...(retraining ? [retrainingNews(retraining)] : []),
    ];
    const told = await Promise.all(news.map((one) => notify(sql, ctx, { ...one, mail: false })));
    return { announced: told.filter(Boolean).length };
  });
}

function pairNews(
  { id, raterIds, authorId, coachName }: NonNullable<Awaited<ReturnType<typeof findPairNews>>>,
  noteId: string | undefined,
): News[] {
  const to = { subjectId: id, href: `/double-ratings/${id}` };
  if (noteId)
    return raterIds
      .filter((raterId) => raterId !== authorId)
      .map((recipientId) => ({
        ...{ ...to, recipientId, kind: "double-rating-note", periodKey: noteId },
        title: "The other rater wrote to you",
        body: `It is about the two ratings of ${coachName}.`,
      }));
  return raterIds.map((recipientId) => ({
    ...{ ...to, recipientId, kind: "double-rating-completed", periodKey: id },
    title: `Two ratings of ${coachName} are in`,
    body: "A lot had drawn this review to be rated twice. See where the two of you differ, and talk it through.",
  }));
}

function retrainingNews({
  id,
  personId,
  instrumentTitle,
}: NonNullable<Awaited<ReturnType<typeof findRetrainingNews>>>): News {
  return {
    ...{ recipientId: personId, kind: "retraining-agreed", subjectId: personId, periodKey: id },
    title: "A set of cases to practise with",
    body: `It was agreed that you train the ${instrumentTitle} anew. What you have rated stays as it is.`,
    href: "/calibration",
  };
}
