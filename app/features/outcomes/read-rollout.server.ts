import type { PersonContext } from "#app/access/context.ts";
import { inSql } from "#app/db/in-transaction.server.ts";
import { rankSites, type SiteEvidence } from "./attention.rules.ts";
import { standingOf } from "./figure.rules.ts";
import type { MeasureSummary } from "./figure.types.ts";
import { type MeasureCode, ROLLOUT_QUESTIONS } from "./measure-catalog.ts";
import { periodOf, shiftMonth } from "./months.rules.ts";
import { sitesInView } from "./outcome.policy.ts";
import { figuresByMonth, pooledFigure } from "./pooled-figures.rules.ts";
import { listFigures, listMeasureSummaries, listSites } from "./rollout.queries.server.ts";
import type { RolloutSearch } from "./rollout.schema.ts";
import type { FigureRow, Period, Rollout, RolloutSite, SiteRow } from "./rollout.types.ts";
import { requireRegion } from "./site-scope.server.ts";

const CODES: readonly MeasureCode[] = ROLLOUT_QUESTIONS.map(({ code }) => code);
const TREND_MONTHS = 12;

/** The rollout page: five questions over the sites in scope, then the sites, worst first. */
export async function readRollout(ctx: PersonContext, search: RolloutSearch): Promise<Rollout> {
  const period = periodOf(search, ctx.today);
  const until = period.months.at(-1) ?? period.currentMonth;
  const from = shiftMonth(until, 1 - TREND_MONTHS);
  const siteIds = sitesInView(ctx.actor);
  const [allSites, rows, measures] = await inSql(ctx, (sql) =>
    Promise.all([
      listSites(sql, { today: ctx.today }),
      listFigures(sql, { siteIds, codes: CODES, from, until }),
      listMeasureSummaries(sql, { on: ctx.today }),
    ]),
  );
  const visible = allSites.filter(({ id }) => siteIds.includes(id));
  requireRegion(visible, search.region);
  const filters = { region: search.region ?? null, wave: search.wave ?? null };
  const chosen = visible.filter(
    (site) =>
      (!filters.region || site.regionId === filters.region) && (!filters.wave || site.wave === filters.wave),
  );
  const started = chosen.filter(({ startedOn }) => startedOn !== null && startedOn <= ctx.today);
  const upcoming = chosen.filter((site) => !started.includes(site));
  const startedIds = new Set(started.map(({ id }) => id));
  const figures = rows.filter(({ siteId }) => startedIds.has(siteId));
  const definitions = Object.fromEntries(measures.map((measure) => [measure.code, measure])) as Partial<
    Record<MeasureCode, MeasureSummary>
  >;
  const trendMonths = Array.from({ length: TREND_MONTHS }, (_, index) => shiftMonth(from, index));
  const delivery = figuresByMonth("sessions-delivered", figures, {
    months: trendMonths,
    currentMonth: period.currentMonth,
  });

  return {
    period,
    filters,
    regions: distinct(visible.map(({ regionId, region }) => ({ id: regionId, name: region }))),
    waves: [...new Set(visible.map(({ wave }) => wave))].sort((a, b) => a - b),
    tiles: ROLLOUT_QUESTIONS.map(({ code, question }) => {
      const figure = pooledFigure(code, figures, period.months);
      const definition = definitions[code];
      return {
        code,
        question,
        figure,
        target: definition?.target ?? null,
        standing: definition ? standingOf(figure, definition) : "no-data",
        trend: trendMonths.map((month) => pooledFigure(code, figures, [month]).value),
      };
    }),
    delivery,
    deliveryTarget: definitions["sessions-delivered"]?.target ?? null,
    sites: siteList(started, figures, definitions, { period, trendMonths }),
    upcoming: upcoming
      .map(({ id, name, region, wave, stage, plannedStartOn }) => ({
        siteId: id,
        name,
        region,
        wave,
        stage,
        plannedStartOn,
      }))
      .sort((a, b) => a.plannedStartOn.localeCompare(b.plannedStartOn) || a.name.localeCompare(b.name)),
    hiddenSites: allSites.length - visible.length,
    today: ctx.today,
  };
}

function siteList(
  sites: readonly SiteRow[],
  rows: readonly FigureRow[],
  definitions: Partial<Record<MeasureCode, MeasureSummary>>,
  { period, trendMonths }: { period: Period; trendMonths: readonly string[] },
): RolloutSite[] {
  const evidence = sites.map((site): SiteEvidence & { site: SiteRow; rows: FigureRow[] } => {
    const own = rows.filter(({ siteId }) => siteId === site.id);
    const closed = figuresByMonth("sessions-delivered", own, {
      months: trendMonths.filter((month) => month < period.currentMonth),
      currentMonth: period.currentMonth,
    });
    const last = closed.at(-1);
    return {
      site,
      rows: own,
      siteId: site.id,
      name: site.name,
      figures: Object.fromEntries(CODES.map((code) => [code, pooledFigure(code, own, period.months)])),
      deliveryByMonth: closed.map(({ value }) => value),
      isSilent: last !== undefined && last.numerator === 0 && last.denominator >= 1,
    };
  });
  const byId = new Map(evidence.map((one) => [one.siteId, one]));
  return rankSites(evidence, definitions).flatMap((attention) => {
    const one = byId.get(attention.siteId);
    if (!one) return [];
    const results = figuresByMonth("fidelity-met", one.rows, {
      months: trendMonths,
      currentMonth: period.currentMonth,
    });
    const { name, region, wave, stage } = one.site;
    return [
      {
        ...{ siteId: one.siteId, name, region, wave, stage },
        standing: attention.standing,
        rank: attention.rank,
        isTied: attention.isTied,
        reasons: attention.concerns.map(({ reason }) => reason),
        sessions: pooledFigure("sessions-delivered", one.rows, period.months),
        completeness: pooledFigure("fidelity-completeness", one.rows, period.months),
        latestResult: results.findLast(({ value }) => value !== null) ?? null,
        trend: trendMonths.map((month) => pooledFigure("sessions-delivered", one.rows, [month]).value),
      },
    ];
  });
}

function distinct(regions: readonly { id: string; name: string }[]): { id: string; name: string }[] {
  return [...new Map(regions.map((region) => [region.id, region])).values()].sort((a, b) =>
    a.name.localeCompare(b.name, "en"),
  );
}
