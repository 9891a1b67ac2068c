import type { PersonContext } from "#app/access/context.ts";
import { inSql, type Sql } from "#app/db/in-transaction.server.ts";
import { Problem, type Refusal, refuse, requireThat } from "#app/errors/problem.ts";
import { dayIn } from "#app/time/days.ts";
import { formatDay } from "#app/time/format-day.ts";
import { canPlanReview } from "./agreed-day.policy.ts";
import { closedDays, dayOf, whyFixed, whyNotOn } from "./agreed-day.rules.ts";
import { recordMovedDays } from "./record-moved-days.server.ts";
import { findMaybeReviewOnBoard, listClosures, type ReviewOnBoard } from "./review-board.queries.server.ts";
import type { MoveForm } from "./review-board.schema.ts";
import { findMaybeOwnMove, insertMove, moveReviews } from "./review-moves.queries.server.ts";

export type MoveAnswer = { ok: true; message: string } | Refusal;

/** Ends the transaction of a move that came too late, so that nothing of it stays. */
export class MovedMeanwhile extends Error {}

/**
 * Gives one review a day of its own inside its window, or lets go of that day, so that the day of its rule counts again.
 * When the window opens and ends stays what the rule says. Posted twice, it is one move.
 */
export async function moveReview(ctx: PersonContext, form: MoveForm): Promise<MoveAnswer> {
  try {
    return await inSql(ctx, async (sql): Promise<MoveAnswer> => {
      const review = await findMaybeReviewOnBoard(sql, form.about);
      if (!review) throw new Problem("not-found", { subject: "assessment", id: form.about });
      requireThat(canPlanReview(ctx.actor, review), { subject: "assessment", id: form.about });
      const to = form.intent === "move" ? form.to : null;
      const done = (day: string): MoveAnswer => ({
        ok: true,
        message: `The review of ${review.coachName} is planned for ${formatDay(day)}`,
      });
      if (await findMaybeOwnMove(sql, ctx, form.id)) return done(dayOf(review));
      const today = dayIn(review.zone, ctx.now);
      const closures = await listClosures(sql, {
        siteIds: [review.siteId],
        from: review.opensOn,
        until: review.dueOn,
      });
      const reason =
        to === null
          ? whyFixed(review, today)
          : whyNotOn(review, to, { today, closedBy: closedDays(closures) });
      if (reason !== undefined) return notThere(reason);
      if (review.moveId !== form.seen) return changedMeanwhile(review);
      if (to === review.plannedOn) return done(dayOf(review));
      if (!(await insertMove(sql, ctx, { id: form.id, kind: "one" }))) {
        await requireOwnMove(sql, ctx, form.id);
        return done(to ?? review.targetOn);
      }
      const moved = await moveReviews(sql, ctx, form.id, [{ id: form.about, seen: form.seen, to }]);
      if (moved.length === 0) throw new MovedMeanwhile();
      await recordMovedDays(sql, ctx, { moveId: form.id, moved, isTakenBack: false });
      return done(to ?? review.targetOn);
    });
  } catch (error) {
    if (!(error instanceof MovedMeanwhile)) throw error;
    const review = await inSql(ctx, (sql) => findMaybeReviewOnBoard(sql, form.about));
    if (!review) throw new Problem("not-found", { subject: "assessment", id: form.about });
    return changedMeanwhile(review);
  }
}

/** An id that is taken is that of the same form, posted twice at once; of anybody else's move it is none. */
export async function requireOwnMove(sql: Sql, ctx: PersonContext, id: string): Promise<void> {
  if (!(await findMaybeOwnMove(sql, ctx, id))) throw new Problem("not-found", { subject: "review-move", id });
}

const notThere = (reason: string): Refusal =>
  refuse("review.day", "The review stays where it is.", {
    to: [`${reason.slice(0, 1).toUpperCase()}${reason.slice(1)}.`],
  });

function changedMeanwhile(review: ReviewOnBoard): Refusal {
  const now = review.plannedOn
    ? `${review.plannedByName ?? "Somebody"} set it to ${formatDay(review.plannedOn)} meanwhile`
    : `It was begun or changed meanwhile, and is planned for ${formatDay(review.targetOn)}`;
  return refuse("review.moved", "Somebody else was faster.", {
    to: [`${now}. Look at it again before you move it.`],
  });
}
