import type { PersonContext } from "#app/access/context.ts";
import type { Sql } from "#app/db/in-transaction.server.ts";
import { timeIn } from "#app/time/days.ts";
import type { Overlap } from "./overlap.types.ts";
import { listOverlaps } from "./overlaps.queries.server.ts";

/** What the acting coach has at the time of these sessions of theirs: worth a word, and no reason to refuse them. */
export async function overlapsOf(
  sql: Sql,
  ctx: PersonContext,
  sessionIds: readonly string[],
): Promise<Overlap[]> {
  if (sessionIds.length === 0) return [];
  const rows = await listOverlaps(sql, { coachId: ctx.actor.personId, sessionIds });
  return rows.map(({ id, ofOn, on, zone, startsAt, endsAt, names }) => ({
    ...{ id, ofOn, on, names },
    startTime: timeIn(zone, startsAt),
    endTime: timeIn(zone, endsAt),
  }));
}
