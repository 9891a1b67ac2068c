import type { PersonContext } from "#app/access/context.ts";
import { inSql } from "#app/db/in-transaction.server.ts";
import { Problem } from "#app/errors/problem.ts";
import { timeIn } from "#app/time/days.ts";
import type { ClashSearch } from "./overlap.schema.ts";
import type { Clashes } from "./overlap.types.ts";
import { listCoachedElsewhere, listSessionsAt, listZonesOfPeople } from "./overlaps.queries.server.ts";
import { timesOf } from "./session.rules.ts";

const NOTHING: Clashes = { own: [], elsewhereIds: [] };

/**
 * What the acting coach and their people have at the time of a session that is being written: a word before it is saved,
 * and no reason to refuse it.
 */
export async function findClashes(ctx: PersonContext, asked: ClashSearch | null): Promise<Clashes> {
  if (!asked) return NOTHING;
  const { personId: coachId } = ctx.actor;
  const { sessionId, sessionOn: day, personIds } = asked;
  return inSql(ctx, async (sql) => {
    const zones = new Map(
      (await listZonesOfPeople(sql, { coachId, personIds, day })).map(({ personId, zone }) => [
        personId,
        zone,
      ]),
    );
    const foreign = personIds.find((id) => !zones.has(id));
    if (foreign) throw new Problem("not-found", { subject: "person", id: foreign });
    const zone = zones.get(personIds[0] ?? "");
    const { startsAt, endsAt } = zone ? timesOf(asked, zone) : { startsAt: null, endsAt: null };
    if (!startsAt || !endsAt || startsAt >= endsAt) return NOTHING;
    const [rows, elsewhereIds] = await Promise.all([
      listSessionsAt(sql, { coachId, exceptId: sessionId, day, startsAt, endsAt }),
      listCoachedElsewhere(sql, { personIds, startsAt, endsAt }),
    ]);
    const own = rows.map(({ id, on, zone: at, names, ...row }) => ({
      ...{ id, ofOn: day, on, names },
      ...{ startTime: timeIn(at, row.startsAt), endTime: timeIn(at, row.endsAt) },
    }));
    return { own, elsewhereIds };
  });
}
