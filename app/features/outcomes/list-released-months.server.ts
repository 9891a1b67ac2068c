import type { PersonContext } from "#app/access/context.ts";
import { inSql } from "#app/db/in-transaction.server.ts";
import { MEASURE_CODES } from "./measure-catalog.ts";
import { countSites } from "./measures.queries.server.ts";
import { shiftMonth } from "./months.rules.ts";
import { sitesInView } from "./outcome.policy.ts";
import { isRestated } from "./pooled-figures.rules.ts";
import { lastReleasableMonth, releaseDay } from "./release.rules.ts";
import type { ReleasedMonthList } from "./release.types.ts";
import { listReleasedMonths, readLockDays } from "./releases.queries.server.ts";
import { listFigures } from "./rollout.queries.server.ts";

/** The released months, newest first, each with how many of its figures are others today. */
export async function listReleased(ctx: PersonContext): Promise<ReleasedMonthList> {
  const siteIds = sitesInView(ctx.actor);
  return inSql(ctx, async (sql) => {
    const [months, lockDays, sites] = await Promise.all([
      listReleasedMonths(sql),
      readLockDays(sql),
      countSites(sql),
    ]);
    const [newest, oldest] = [months[0]?.month, months.at(-1)?.month];
    const figures =
      newest && oldest
        ? await listFigures(sql, { siteIds, codes: MEASURE_CODES, from: oldest, until: newest })
        : [];
    const restated = new Map<string, number>();
    for (const row of figures)
      if (isRestated(row)) restated.set(row.month, (restated.get(row.month) ?? 0) + 1);
    const nextMonth = shiftMonth(lastReleasableMonth(ctx.today, lockDays), 1);
    return {
      months: months.map((month) => ({ ...month, restated: restated.get(month.month) ?? 0 })),
      nextMonth,
      nextOn: releaseDay(nextMonth, lockDays),
      hiddenSites: sites - siteIds.length,
    };
  });
}
