import type { Context } from "#app/access/context.ts";
import type { SystemActor } from "#app/access/roles.ts";
import { inSql } from "#app/db/in-transaction.server.ts";
import { recordEvent } from "#app/events/record-event.server.ts";
import { carryOut, listDueHandoversForSystem } from "./handovers.queries.server.ts";

/**
 * Carries out the planned handovers whose day has come at their site, each in one transaction. The state of the row is
 * the claim: a run that is doubled, late or cut off moves nothing twice.
 */
export async function carryOutHandovers(
  ctx: Context<SystemActor>,
): Promise<{ due: number; carriedOut: number }> {
  const due = await inSql(ctx, (sql) => listDueHandoversForSystem(sql, ctx.now));
  let carriedOut = 0;
  const failures: unknown[] = [];
  for (const { id, siteId, today } of due)
    await inSql(ctx, async (sql) => {
      const moved = await carryOut(sql, { id, at: ctx.now, today });
      if (!moved) return;
      await recordEvent(sql, ctx, {
        type: "handover.carried-out",
        subjectType: "handover",
        subjectId: id,
        siteId,
        payload: { ...moved },
      });
      carriedOut += 1;
    }).catch((error) => failures.push(error));
  // The others are carried out; this one is tried again, and the run says that it failed.
  if (failures.length > 0) throw failures[0];
  return { due: due.length, carriedOut };
}
