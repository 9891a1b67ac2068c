import type { PersonContext } from "#app/access/context.ts";
import { inSql } from "#app/db/in-transaction.server.ts";
import { Problem, type Refusal, refuse } from "#app/errors/problem.ts";
import { recordMovedDays } from "./record-moved-days.server.ts";
import { countItems, findMaybeOwnMove, markTakenBack, takeBack } from "./review-moves.queries.server.ts";
import { lockSchedule } from "./schedule.queries.server.ts";

/** How long a move can be taken back: until the same time on the next day. */
export const UNDO_MS = 24 * 60 * 60 * 1000;

/**
 * Takes a move of one's own back: every review it moved gets the day that it had, agreed or not. What was begun, moved
 * again or lost its window since stays as it is, and is counted.
 */
export function takeBackMove(
  ctx: PersonContext,
  { about: id }: { about: string },
): Promise<{ ok: true; message: string } | Refusal> {
  return inSql(ctx, async (sql) => {
    await lockSchedule(sql, ctx.actor.programId);
    const move = await findMaybeOwnMove(sql, ctx, id);
    if (!move) throw new Problem("not-found", { subject: "review-move", id });
    if (move.takenBackAt !== null) return { ok: true, message: "It is taken back" };
    if (ctx.now.getTime() > move.madeAt.getTime() + UNDO_MS)
      return refuse("review.take-back", "A move can be taken back for a day. Move the reviews instead.");
    const [all, back] = await Promise.all([
      countItems(sql, id),
      takeBack(sql, id),
      markTakenBack(sql, ctx, id),
    ]);
    await recordMovedDays(sql, ctx, { moveId: id, moved: back, isTakenBack: true });
    const stay = all - back.length;
    const many = back.length === 1 ? "1 review is" : `${back.length} reviews are`;
    return {
      ok: true,
      message: `${many} as before${stay > 0 ? `. ${stay} ${stay === 1 ? "stays" : "stay"}: begun, moved or past its window since` : ""}`,
    };
  });
}
