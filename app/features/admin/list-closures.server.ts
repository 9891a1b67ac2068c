import type { PersonContext } from "#app/access/context.ts";
import { inSql } from "#app/db/in-transaction.server.ts";
import { requireThat } from "#app/errors/problem.ts";
import { addMonths, parseCalendarDate } from "#fidelity/schedule/calendar.ts";
import { canAdminister } from "./admin.policy.ts";
import type { ClosuresPage } from "./admin.types.ts";
import { listClosuresFrom } from "./closures.queries.server.ts";
import { listPlaces } from "./places.queries.server.ts";

const MONTHS_BACK = 12;

/** Closures of the last year and all to come, and the sites that may be closed on their own. */
export async function listClosures(ctx: PersonContext): Promise<ClosuresPage> {
  requireThat(canAdminister(ctx.actor), { subject: "closures" });
  const [closures, places] = await inSql(ctx, (sql) =>
    Promise.all([
      listClosuresFrom(sql, addMonths(parseCalendarDate(ctx.today), -MONTHS_BACK)),
      listPlaces(sql, ctx.actor.programId),
    ]),
  );
  return {
    today: ctx.today,
    closures: [...closures],
    sites: places.filter(({ kind }) => kind === "site").map(({ id, name }) => ({ id, name })),
  };
}
