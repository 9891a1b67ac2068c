import type { PersonContext } from "#app/access/context.ts";
import { inSql } from "#app/db/in-transaction.server.ts";
import { Problem } from "#app/errors/problem.ts";
import { listSeriesBreaks } from "#app/features/fidelity/instruments.queries.server.ts";
import type { MeasureCode } from "./measure-catalog.ts";
import { countSites, listMeasureVersions } from "./measures.queries.server.ts";
import type { MeasureView } from "./measures.types.ts";
import { monthOf, shiftMonth } from "./months.rules.ts";
import { sitesForMeasures } from "./outcome.policy.ts";
import { figuresByMonth } from "./pooled-figures.rules.ts";
import { listFigures, listMeasureSummaries } from "./rollout.queries.server.ts";

const SERIES_MONTHS = 24;

/** One measure: its definitions with their versions, and its series by month pooled over the sites in scope. */
export async function readMeasure(ctx: PersonContext, code: MeasureCode): Promise<MeasureView> {
  const currentMonth = monthOf(ctx.today);
  const from = shiftMonth(currentMonth, 1 - SERIES_MONTHS);
  const siteIds = sitesForMeasures(ctx.actor);
  const [summaries, versions, rows, sites, breaks] = await inSql(ctx, (sql) =>
    Promise.all([
      listMeasureSummaries(sql, { on: ctx.today }),
      listMeasureVersions(sql, [code]),
      listFigures(sql, { siteIds, codes: [code], from, until: currentMonth }),
      countSites(sql),
      code === "fidelity-met" ? listSeriesBreaks(sql) : [],
    ]),
  );
  const measure = summaries.find((summary) => summary.code === code);
  if (!measure) throw new Problem("not-found", { subject: "measure", id: code });
  const months = Array.from({ length: SERIES_MONTHS }, (_, index) => shiftMonth(from, index));
  const series = figuresByMonth(code, rows, { months, currentMonth });
  const first = series.findIndex(({ asOf }) => asOf !== null);
  return {
    measure,
    versions: versions.map(({ code: _, ...version }) => version),
    months: first < 0 ? [] : series.slice(first),
    breaks: breaks.map(({ instrument, version, effectiveFrom, reason }) => ({
      month: monthOf(effectiveFrom),
      words: `${instrument}, version ${version}: ${reason}`,
    })),
    sites: siteIds.length,
    hiddenSites: sites - siteIds.length,
  };
}
