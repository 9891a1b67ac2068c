import type { PersonContext } from "#app/access/context.ts";
import type { Sql } from "#app/db/in-transaction.server.ts";
import { recordEvents } from "#app/events/record-event.server.ts";
import { notifyEach } from "#app/notices/notify.server.ts";
import { formatDay } from "#app/time/format-day.ts";
import type { MovedReview } from "./review-moves.queries.server.ts";
import { listNamesForSystem } from "./schedule.queries.server.ts";

const MOST_LINES = 10;

/** Records that reviews got other days, and tells their raters: each once, and nobody of what they did themselves. */
export async function tellOfDays(
  sql: Sql,
  ctx: PersonContext,
  { moveId, moved, isTakenBack }: { moveId: string; moved: readonly MovedReview[]; isTakenBack: boolean },
): Promise<void> {
  const byRater = new Map<string, MovedReview[]>();
  for (const one of moved)
    if (one.raterId && one.raterId !== ctx.actor.personId)
      byRater.set(one.raterId, [...(byRater.get(one.raterId) ?? []), one]);
  const told = [...byRater.values()].flat();
  const names = await listNamesForSystem(sql, [...new Set(told.map(({ subjectId }) => subjectId))]);
  await Promise.all([
    recordEvents(
      sql,
      ctx,
      moved.map(({ id, siteId, subjectId, raterId, fromOn, toOn }) => ({
        type: isTakenBack ? "assessment.day-taken-back" : "assessment.day-agreed",
        subjectType: "assessment",
        subjectId: id,
        siteId,
        payload: { subjectId, raterId, fromOn, toOn, moveId },
      })),
    ),
    notifyEach(
      sql,
      ctx,
      [...byRater].map(([recipientId, own]) => {
        const lines = own.map(
          ({ subjectId, fromOn, toOn }) =>
            `${names.get(subjectId) ?? "A coach"}: ${formatDay(toOn)}, before ${formatDay(fromOn)}`,
        );
        const more = lines.length - MOST_LINES;
        const [only] = own;
        return {
          recipientId,
          kind: isTakenBack ? "review-days-back" : "review-days",
          subjectId: moveId,
          periodKey: moveId,
          title: `${own.length === 1 ? "A fidelity review has" : `${own.length} fidelity reviews have`} another day`,
          body: [
            `${ctx.actor.name} ${isTakenBack ? "took a change back" : "agreed on the day"}. When they are due has not changed.`,
            ...lines.slice(0, MOST_LINES),
            ...(more > 0 ? [`And ${more} more.`] : []),
          ].join("\n"),
          href: own.length === 1 && only ? `/reviews/${only.id}` : "/reviews",
        };
      }),
    ),
  ]);
}
