import type { Context } from "#app/access/context.ts";
import type { SystemActor } from "#app/access/roles.ts";
import { inSql } from "#app/db/in-transaction.server.ts";
import { recordEvents } from "#app/events/record-event.server.ts";
import { deleteOldDraftsForSystem } from "./instrument-drafts.queries.server.ts";
import { keptSince } from "./kept-draft.rules.ts";

const BATCH = 200;

/** Takes away drafts of instruments that were deleted so long ago that nobody can bring them back any more. */
export async function purgeDrafts(ctx: Context<SystemActor>): Promise<{ purged: number }> {
  let purged = 0;
  for (let last = BATCH; last === BATCH; purged += last)
    last = await inSql(ctx, async (sql) => {
      const ids = await deleteOldDraftsForSystem(sql, {
        ...{ before: keptSince(ctx.today), zone: ctx.actor.zone, limit: BATCH },
      });
      await recordEvents(
        sql,
        ctx,
        ids.map((subjectId) => ({
          ...{ type: "instrument.draft-purged", subjectType: "instrument-draft", subjectId },
        })),
      );
      return ids.length;
    });
  return { purged };
}
