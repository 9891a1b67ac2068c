import { randomUUID } from "node:crypto";
import type { PersonContext } from "#app/access/context.ts";
import { inSql } from "#app/db/in-transaction.server.ts";
import { Problem, refuse, type Verdict } from "#app/errors/problem.ts";
import { recordEvent } from "#app/events/record-event.server.ts";
import { dayIn } from "#app/time/days.ts";
import { findGoalReferences, findMaybeCoachee, saveGoal as storeGoal } from "./people.queries.server.ts";
import type { GoalInput } from "./session.schema.ts";

/** Adds a goal for one of the acting coach's people, or changes it. */
export async function saveGoal(ctx: PersonContext, input: GoalInput): Promise<Verdict> {
  const { personId: coachId, programId } = ctx.actor;
  const { personId: coacheeId } = input;
  const goalId = input.goalId ?? null;
  const essentialFunctionId = input.essentialFunctionId ?? null;
  return inSql(ctx, async (sql) => {
    const [coachee, found] = await Promise.all([
      findMaybeCoachee(sql, coachId, coacheeId),
      findGoalReferences(sql, { coachId, coacheeId, goalId, essentialFunctionId }),
    ]);
    if (!coachee) throw new Problem("not-found", { subject: "person", id: coacheeId });
    const today = dayIn(coachee.zone, ctx.now);
    const isCoachedToday = coachee.startsOn <= today && (coachee.endsOn === null || coachee.endsOn > today);
    if (!goalId && !isCoachedToday) throw new Problem("not-allowed", { subject: "person", id: coacheeId });
    if (goalId && !found.hasGoal) throw new Problem("not-found", { subject: "goal", id: goalId });
    if (essentialFunctionId && !found.hasFunction)
      throw new Problem("not-found", { subject: "essential-function", id: essentialFunctionId });
    const id = goalId ?? input.id ?? randomUUID();
    const stored = await storeGoal(sql, {
      id,
      programId,
      siteId: coachee.siteId,
      coachId,
      coacheeId,
      essentialFunctionId,
      title: input.title,
      baselineLevel: input.baselineLevel,
      targetLevel: input.targetLevel,
      evidence: input.evidence,
      quality: [...new Set(input.quality)],
      reviewOn: input.reviewOn ?? null,
      status: input.status,
      createdAt: ctx.now,
      rowVersion: goalId ? (input.rowVersion ?? 0) : null,
    });
    if (stored === "moved-on") {
      const message =
        "This goal was changed in the meantime. Reload the page to see it, then change it again.";
      return refuse("goal-moved-on", message);
    }
    if (stored === "as-before") return { ok: true };
    await recordEvent(sql, ctx, {
      type: goalId ? "goal.edited" : "goal.added",
      subjectType: "goal",
      subjectId: id,
      siteId: coachee.siteId,
    });
    return { ok: true };
  });
}
