import type { PersonContext } from "#app/access/context.ts";
import { inSql } from "#app/db/in-transaction.server.ts";
import { Problem } from "#app/errors/problem.ts";
import { dayIn } from "#app/time/days.ts";
import { canManageCoachingAt } from "./caseload.policy.ts";
import type { HandoverPage } from "./caseload.types.ts";
import {
  findMaybeHandover,
  listFunctionTitles,
  listHandoverLines,
  listWhatCame,
} from "./handovers.queries.server.ts";

const DAY_MS = 86_400_000;

/**
 * A handover as its parties see it. The receiving coach gets structured facts of each person: dose, focus, and the goals
 * and open steps that are now theirs. Nothing that was written in earlier sessions.
 */
export async function readHandover(ctx: PersonContext, handoverId: string): Promise<HandoverPage> {
  const { personId } = ctx.actor;
  return inSql(ctx, async (sql) => {
    const [handover, rows] = await Promise.all([
      findMaybeHandover(sql, handoverId),
      listHandoverLines(sql, handoverId),
    ]);
    if (!handover) throw new Problem("not-found", { subject: "handover", id: handoverId });
    const canManage = canManageCoachingAt(ctx.actor, handover.siteId);
    const mine = rows.filter(({ receiverId }) => receiverId === personId).map(({ coacheeId }) => coacheeId);
    const isCarriedOut = handover.state === "carried_out";
    const [titles, came] = await Promise.all([
      listFunctionTitles(sql, [
        ...new Set(rows.flatMap(({ facts }) => facts?.focus.map(({ functionId }) => functionId) ?? [])),
      ]),
      isCarriedOut && mine.length > 0
        ? listWhatCame(sql, { coachId: personId, coacheeIds: mine })
        : { goals: [], steps: [] },
    ]);
    const undoableUntil = handover.carriedOutAt ? new Date(handover.carriedOutAt.getTime() + DAY_MS) : null;
    return {
      id: handover.id,
      coachId: handover.coachId,
      coachName: handover.coachName ?? "A coach",
      state: handover.state,
      effectiveOn: handover.effectiveOn,
      carriedOutAt: handover.carriedOutAt?.toISOString() ?? null,
      undoableUntil: undoableUntil?.toISOString() ?? null,
      requestedByName: handover.requestedByName ?? "The coaching lead",
      today: dayIn(handover.zone, ctx.now),
      lines: rows.map(({ coacheeId, coacheeName, receiverId, receiverName, facts }) => ({
        coacheeId,
        coacheeName,
        receiverName,
        isMine: receiverId === personId,
        facts: facts && {
          ...facts,
          focus: facts.focus.map(({ functionId, sessions }) => ({
            title: titles.get(functionId) ?? "Another function",
            sessions,
          })),
        },
        goals: came.goals.filter((goal) => goal.coacheeId === coacheeId),
        steps: came.steps.filter((step) => step.coacheeId === coacheeId),
      })),
      viewer: canManage
        ? "manager"
        : mine.length > 0
          ? "receiver"
          : handover.coachId === personId
            ? "coach"
            : "oversight",
      permissions: {
        canUndo: canManage && isCarriedOut && undoableUntil !== null && undoableUntil > ctx.now,
        canCancel: canManage && handover.state === "planned",
      },
    };
  });
}
