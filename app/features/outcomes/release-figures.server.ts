import { randomUUID } from "node:crypto";
import type { Context } from "#app/access/context.ts";
import type { SystemActor } from "#app/access/roles.ts";
import { inSql } from "#app/db/in-transaction.server.ts";
import { recordEvent } from "#app/events/record-event.server.ts";
import { refreshFigures } from "./refresh-figures.server.ts";
import { lastReleasableMonth } from "./release.rules.ts";
import {
  claimMonth,
  insertRelease,
  listUnreleasedMonthsForSystem,
  readLockDays,
} from "./releases.queries.server.ts";

/**
 * Releases each month whose records have locked: its figures are worked out once more and kept as they are then. A month
 * has one first release, however often and in parallel this runs; a run that was cut off goes on with the months left.
 */
export async function releaseFigures(
  ctx: Context<SystemActor>,
  /** Whether the figures were worked out a moment ago. */
  { isFresh = false }: { isFresh?: boolean } = {},
): Promise<{ months: number }> {
  const { programId } = ctx.actor;
  const months = await inSql(ctx, async (sql) => {
    const lockDays = await readLockDays(sql);
    return listUnreleasedMonthsForSystem(sql, { until: lastReleasableMonth(ctx.today, lockDays) });
  });
  let released = 0;
  for (const month of months) {
    if (!isFresh) await refreshFigures(ctx, { month });
    const id = randomUUID();
    const isNew = await inSql(ctx, async (sql) => {
      await claimMonth(sql, { programId, month });
      const release = { id, month, number: 1, reason: "", releasedById: null, releasedAt: ctx.now };
      if (!(await insertRelease(sql, release))) return false;
      await recordEvent(sql, ctx, {
        type: "figures.released",
        subjectType: "figure-release",
        subjectId: id,
        payload: { month, number: 1 },
      });
      return true;
    });
    if (isNew) released += 1;
  }
  return { months: released };
}
