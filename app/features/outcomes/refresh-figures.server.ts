import type { Context } from "#app/access/context.ts";
import type { SystemActor } from "#app/access/roles.ts";
import { inSql } from "#app/db/in-transaction.server.ts";
import { recordEvent } from "#app/events/record-event.server.ts";
import { type Day, dayIn } from "#app/time/days.ts";
import {
  claimSiteMonth,
  findMaybeLastRefresh,
  listSiteSpansForSystem,
  listTouchedMonthsForSystem,
  readSiteMonthFacts,
  type SiteMonth,
  type SiteSpan,
  upsertFigures,
} from "./figures.queries.server.ts";
import { lastDayOf, monthOf, monthsBetween, shiftMonth } from "./months.rules.ts";
import { siteMonthFigures } from "./site-month.rules.ts";

/** A fact committed after a run began may bear an earlier instant: the next run looks back this much further. */
const OVERLAP_MS = 3_600_000;

export interface RefreshFigures {
  siteId?: string;
  /** First day of a month. */
  month?: Day;
  /** Every month of every site, from its first fact on. */
  all?: boolean;
}

/**
 * Recomputes the figures that dashboards read. With a site or month: only those. Without: the running and the previous
 * month of every site, and older months in which something was entered since the last run; everything on the first run.
 * One short transaction per site and month, so a run may be cut off, repeated or doubled.
 *
 * The as-of day of a figure is the site's day of its last recomputation; it is written again only when the numbers or
 * this day changed, so `refreshedAt` tells when a figure last became different.
 */
export async function refreshFigures(
  ctx: Context<SystemActor>,
  { siteId, month, all = false }: RefreshFigures,
): Promise<{ siteMonths: number; figures: number }> {
  const isWholeRun = !siteId && !month;
  const [sites, lastRefresh] = await inSql(ctx, (sql) =>
    Promise.all([listSiteSpansForSystem(sql, siteId ?? null), isWholeRun ? findMaybeLastRefresh(sql) : null]),
  );
  const reach = all || (isWholeRun && !lastRefresh) ? "all" : "recent";
  const months = new Map(
    sites.map((site) => [site.id, month ? [monthOf(month)] : monthsOf(ctx, site, reach)]),
  );
  if (isWholeRun && !all && lastRefresh) await addTouchedMonths(ctx, lastRefresh, months);

  let figures = 0;
  let siteMonths = 0;
  for (const site of sites)
    for (const each of months.get(site.id) ?? []) {
      figures += await refreshSiteMonth(ctx, site, each);
      siteMonths += 1;
    }
  if (isWholeRun)
    await inSql(ctx, (sql) =>
      recordEvent(sql, ctx, {
        type: "figures.refreshed",
        subjectType: "program",
        subjectId: ctx.actor.programId,
        payload: { siteMonths, figures },
      }),
    );
  return { siteMonths, figures };
}

function monthsOf(ctx: Context, site: SiteSpan, reach: "all" | "recent"): Day[] {
  if (!site.firstOn) return [];
  const current = monthOf(dayIn(site.zone, ctx.now));
  const recent = shiftMonth(current, -1);
  const first = monthOf(site.firstOn);
  return monthsBetween(reach === "all" || first > recent ? first : recent, current);
}

async function addTouchedMonths(ctx: Context, lastRefresh: Date, months: Map<string, Day[]>): Promise<void> {
  const since = new Date(lastRefresh.getTime() - OVERLAP_MS);
  const before = monthOf(ctx.today);
  const touched = await inSql(ctx, (sql) => listTouchedMonthsForSystem(sql, { since, before }));
  for (const { siteId, month } of touched) {
    const own = months.get(siteId);
    if (own && !own.includes(month)) own.push(month);
  }
}

async function refreshSiteMonth(ctx: Context, site: SiteSpan, month: Day): Promise<number> {
  const asOf = dayIn(site.zone, ctx.now);
  if (month > asOf) return 0;
  const key: SiteMonth = { siteId: site.id, month };
  const monthEnd = lastDayOf(month);
  const lastOn = monthEnd < asOf ? monthEnd : asOf;
  return inSql(ctx, async (sql) => {
    const [, facts] = await Promise.all([
      claimSiteMonth(sql, key),
      readSiteMonthFacts(sql, { ...key, lastOn, asOf }),
    ]);
    const figures = siteMonthFigures(facts, { month, asOf });
    return upsertFigures(sql, { ...key, monthEnd, asOf, now: ctx.now }, figures);
  });
}
