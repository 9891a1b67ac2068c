import type { PersonContext } from "#app/access/context.ts";
import { inSql } from "#app/db/in-transaction.server.ts";
import type { MeasureCode } from "./measure-catalog.ts";
import { periodOf } from "./months.rules.ts";
import { sitesInView } from "./outcome.policy.ts";
import { figuresByMonth, pooledFigure } from "./pooled-figures.rules.ts";
import { listFigures, listMeasureSummaries, listSites } from "./rollout.queries.server.ts";
import type { RolloutSearch } from "./rollout.schema.ts";
import type { FigureBreakdown } from "./site.types.ts";
import { requireRegion } from "./site-scope.server.ts";

/** What one number of the rollout page is made of: sites and months, each with its own records. */
export async function readFigureBreakdown(
  ctx: PersonContext,
  code: MeasureCode,
  search: RolloutSearch,
): Promise<FigureBreakdown> {
  const period = periodOf(search, ctx.today);
  const last = period.months.at(-1) ?? period.currentMonth;
  const siteIds = sitesInView(ctx.actor);
  const [allSites, rows, measures] = await inSql(ctx, (sql) =>
    Promise.all([
      listSites(sql, { today: ctx.today }),
      listFigures(sql, { siteIds, codes: [code], from: period.months[0] ?? last, until: last }),
      listMeasureSummaries(sql, { on: ctx.today }),
    ]),
  );
  const visible = allSites.filter(({ id }) => siteIds.includes(id));
  requireRegion(visible, search.region);
  const started = visible.filter(
    (site) =>
      site.startedOn !== null &&
      site.startedOn <= ctx.today &&
      (!search.region || site.regionId === search.region) &&
      (!search.wave || site.wave === search.wave),
  );
  const total = (ids: readonly string[]) => ({
    month: last,
    isProvisional: last === period.currentMonth,
    ...pooledFigure(
      code,
      rows.filter(({ siteId }) => ids.includes(siteId)),
      period.months,
    ),
  });
  return {
    code,
    name: measures.find((measure) => measure.code === code)?.name ?? code,
    period,
    total: total(started.map(({ id }) => id)),
    sites: started.map(({ id, name }) => ({
      siteId: id,
      name,
      months: figuresByMonth(
        code,
        rows.filter(({ siteId }) => siteId === id),
        period,
      ),
      total: total([id]),
    })),
    hiddenSites: allSites.length - visible.length,
  };
}
