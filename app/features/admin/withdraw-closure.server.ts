import type { PersonContext } from "#app/access/context.ts";
import { inSql } from "#app/db/in-transaction.server.ts";
import { Problem, requireThat } from "#app/errors/problem.ts";
import { recordEvent } from "#app/events/record-event.server.ts";
import { canAdminister } from "./admin.policy.ts";
import { lockMaybeClosure, markClosureWithdrawn } from "./closures.queries.server.ts";

/** Takes a closure back, or puts it back in force. Asked for twice, it happens once. */
export async function withdrawClosure(
  ctx: PersonContext,
  { id, isWithdrawn }: { id: string; isWithdrawn: boolean },
): Promise<void> {
  requireThat(canAdminister(ctx.actor), { subject: "closure", id });
  await inSql(ctx, async (sql) => {
    const stored = await lockMaybeClosure(sql, id);
    if (!stored) throw new Problem("not-found", { subject: "closure", id });
    if (stored.isWithdrawn === isWithdrawn) return;
    await markClosureWithdrawn(sql, { id, withdrawnAt: isWithdrawn ? ctx.now : null, changedAt: ctx.now });
    const { siteId, firstOn, lastOn } = stored;
    await recordEvent(sql, ctx, {
      type: isWithdrawn ? "closure.withdrawn" : "closure.added",
      subjectType: "closure",
      subjectId: id,
      siteId: siteId ?? undefined,
      payload: { firstOn, lastOn },
    });
  });
}
