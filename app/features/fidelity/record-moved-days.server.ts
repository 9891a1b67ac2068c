import type { PersonContext } from "#app/access/context.ts";
import type { Sql } from "#app/db/in-transaction.server.ts";
import { recordEvents } from "#app/events/record-event.server.ts";
import type { MovedReview } from "./review-moves.queries.server.ts";

/** Records that reviews got other days, each on its own record, and the move as a whole, which tells the raters. */
export function recordMovedDays(
  sql: Sql,
  ctx: PersonContext,
  { moveId, moved, isTakenBack }: { moveId: string; moved: readonly MovedReview[]; isTakenBack: boolean },
): Promise<void> {
  return recordEvents(sql, ctx, [
    ...moved.map(({ id, siteId, subjectId, raterId, fromOn, toOn }) => ({
      type: isTakenBack ? ("assessment.day-taken-back" as const) : ("assessment.day-agreed" as const),
      subjectType: "assessment",
      subjectId: id,
      siteId,
      payload: { subjectId, raterId, fromOn, toOn, moveId },
    })),
    {
      type: isTakenBack ? "review-move.taken-back" : "review-move.made",
      subjectType: "review-move",
      subjectId: moveId,
      payload: { reviews: moved.length },
    },
  ]);
}
