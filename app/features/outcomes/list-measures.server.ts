import type { PersonContext } from "#app/access/context.ts";
import { inSql } from "#app/db/in-transaction.server.ts";
import { standingOf } from "./figure.rules.ts";
import { MEASURE_CODES } from "./measure-catalog.ts";
import { countSites, listMeasureVersions } from "./measures.queries.server.ts";
import type { MeasureList } from "./measures.types.ts";
import { monthOf, shiftMonth } from "./months.rules.ts";
import { sitesForMeasures } from "./outcome.policy.ts";
import { pooledFigure } from "./pooled-figures.rules.ts";
import { listFigures, listMeasureSummaries } from "./rollout.queries.server.ts";

const TREND_MONTHS = 12;

/** Every measure with its definition in force and its last full month over the sites in scope. */
export async function listMeasures(ctx: PersonContext): Promise<MeasureList> {
  const latestMonth = shiftMonth(monthOf(ctx.today), -1);
  const from = shiftMonth(latestMonth, 1 - TREND_MONTHS);
  const siteIds = sitesForMeasures(ctx.actor);
  const [summaries, versions, rows, sites] = await inSql(ctx, (sql) =>
    Promise.all([
      listMeasureSummaries(sql, { on: ctx.today }),
      listMeasureVersions(sql, MEASURE_CODES),
      listFigures(sql, { siteIds, codes: MEASURE_CODES, from, until: latestMonth }),
      countSites(sql),
    ]),
  );
  const months = Array.from({ length: TREND_MONTHS }, (_, index) => shiftMonth(from, index));
  const measures = MEASURE_CODES.flatMap((code) => {
    const summary = summaries.find((measure) => measure.code === code);
    const version = versions.find((one) => one.code === code && one.effectiveFrom <= ctx.today);
    if (!summary || !version) return [];
    const latest = pooledFigure(code, rows, [latestMonth]);
    return [
      {
        ...summary,
        version: version.version,
        numerator: version.numerator,
        denominator: version.denominator,
        latest,
        latestMonth,
        standing: standingOf(latest, summary),
        trend: months.map((month) => pooledFigure(code, rows, [month]).value),
      },
    ];
  });
  return { measures, sites: siteIds.length, hiddenSites: sites - siteIds.length };
}
