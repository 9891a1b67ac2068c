import type { PersonContext } from "#app/access/context.ts";
import { inSql } from "#app/db/in-transaction.server.ts";
import { Problem, refuse, requireThat, type Verdict } from "#app/errors/problem.ts";
import { recordEvent } from "#app/events/record-event.server.ts";
import { canManageCoachingAt } from "./caseload.policy.ts";
import type { HandoverAction } from "./caseload.schema.ts";
import { whyNotUndone } from "./handover.rules.ts";
import { cancel, findMaybeHandover, listHandoverLines, undo } from "./handovers.queries.server.ts";

/** Undoes a handover within a day, or cancels one that waits. Either is harmless to repeat. */
export async function changeHandover(
  ctx: PersonContext,
  handoverId: string,
  { intent }: HandoverAction,
): Promise<Verdict> {
  return inSql(ctx, async (sql): Promise<Verdict> => {
    const handover = await findMaybeHandover(sql, handoverId);
    if (!handover) throw new Problem("not-found", { subject: "handover", id: handoverId });
    requireThat(canManageCoachingAt(ctx.actor, handover.siteId), { subject: "handover", id: handoverId });
    const { coachId, siteId, state } = handover;
    // Somebody else may do the same in the same moment.
    const isNow = async (wanted: typeof state) =>
      (await findMaybeHandover(sql, handoverId))?.state === wanted;
    const event = { subjectType: "handover", subjectId: handoverId, siteId, payload: { coachId } };
    if (intent === "cancel") {
      if (state === "cancelled") return { ok: true };
      if (!(await cancel(sql, handoverId)))
        return (await isNow("cancelled"))
          ? { ok: true }
          : refuse(
              "handover.carried-out",
              "This handover was carried out in the meantime. Within a day it can be undone.",
            );
      await recordEvent(sql, ctx, { ...event, type: "handover.cancelled" });
      return { ok: true };
    }
    if (state === "undone") return { ok: true };
    const why = await undo(sql, { id: handoverId, at: ctx.now });
    if (why === null) {
      await recordEvent(sql, ctx, { ...event, type: "handover.undone" });
      return { ok: true };
    }
    if (why === "state" && (await isNow("undone"))) return { ok: true };
    const lines = await listHandoverLines(sql, handoverId);
    const nameOf = new Map(lines.map(({ coacheeId, coacheeName }) => [coacheeId, coacheeName]));
    return refuse("handover.changed", whyNotUndone(why, nameOf));
  });
}
