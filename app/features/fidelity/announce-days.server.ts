import type { Context } from "#app/access/context.ts";
import type { SystemActor } from "#app/access/roles.ts";
import { inSql } from "#app/db/in-transaction.server.ts";
import { notifyEach } from "#app/notices/notify.server.ts";
import { formatDay } from "#app/time/format-day.ts";
import { type DayNews, listDayNewsForSystem } from "./review-moves.queries.server.ts";

const MOST_LINES = 10;

/**
 * Tells raters of the days that a move gave their reviews, or of those it gave back: one notice for each, and nobody is
 * told of what they did themselves. What was moved again meanwhile is left to that move.
 */
export async function announceDays(
  ctx: Context<SystemActor>,
  { moveId }: { moveId: string },
): Promise<{ announced: number }> {
  return inSql(ctx, async (sql) => {
    const news = await listDayNewsForSystem(sql, moveId);
    const byRater = new Map<string, DayNews[]>();
    for (const one of news) byRater.set(one.raterId, [...(byRater.get(one.raterId) ?? []), one]);
    const announced = await notifyEach(
      sql,
      ctx,
      [...byRater].map(([recipientId, own]) => ({
        recipientId,
        kind: own[0]?.isTakenBack ? "review-days-back" : "review-days",
        subjectId: moveId,
        periodKey: moveId,
        title: `${own.length === 1 ? "A fidelity review has" : `${own.length} fidelity reviews have`} another day`,
        body: bodyOf(own),
        href: own.length === 1 && own[0] ? `/reviews/${own[0].id}` : "/reviews",
      })),
    );
    return { announced };
  });
}

function bodyOf(own: readonly DayNews[]): string {
  const lines = own
    .slice(0, MOST_LINES)
    .map(({ coachName, fromOn, toOn }) => `${coachName}: ${formatDay(toOn)}, before ${formatDay(fromOn)}`);
  const who = own[0]?.madeByName ?? "Somebody";
  const did = own[0]?.isTakenBack ? "took a change back" : "set the day";
  const more = own.length - lines.length;
  return [
    `${who} ${did}. When they are due has not changed.`,
    ...lines,
    ...(more > 0 ? [`And ${more} more.`] : []),
  ].join("\n");
}
