import type { PersonContext } from "#app/access/context.ts";
import { inSql } from "#app/db/in-transaction.server.ts";
import { Problem } from "#app/errors/problem.ts";
import { pool } from "./figure.rules.ts";
import { MEASURE_CODES } from "./measure-catalog.ts";
import { lastDayOf } from "./months.rules.ts";
import { canRestate, sitesInView } from "./outcome.policy.ts";
import { isRestated } from "./pooled-figures.rules.ts";
import { changesBehind } from "./release.rules.ts";
import type { ReleasedMonth } from "./release.types.ts";
import { listChanges, listReleasedSums, listReleases } from "./releases.queries.server.ts";
import { listFigures, listMeasureSummaries, listSites } from "./rollout.queries.server.ts";

/** A released month: every measure as it was released each time, as it is today, and what moved it since. */
export async function readReleasedMonth(ctx: PersonContext, monthText: string): Promise<ReleasedMonth> {
  const month = `${monthText}-01`;
  const siteIds = sitesInView(ctx.actor);
  return inSql(ctx, async (sql) => {
    const stored = await listReleases(sql, month);
    const [latest] = stored;
    if (!latest) throw new Problem("not-found", { subject: "released month", id: month });
    const [sites, figures, summaries, sums, changes] = await Promise.all([
      listSites(sql, { today: ctx.today }),
      listFigures(sql, { siteIds, codes: MEASURE_CODES, from: month, until: month }),
      listMeasureSummaries(sql, { on: ctx.today }),
      listReleasedSums(sql, { siteIds, releaseIds: stored.map(({ id }) => id) }),
      listChanges(sql, { siteIds, month, until: lastDayOf(month), since: latest.at }),
    ]);
    const releases = stored.map(({ at: _, ...release }) => release).reverse();
    const nameOf = (code: string) => summaries.find((one) => one.code === code)?.name ?? code;
    const siteName = new Map(sites.map(({ id, name }) => [id, name]));
    return {
      month,
      releases,
      olderReleases: (releases[0]?.number ?? 1) - 1,
      measures: MEASURE_CODES.map((code) => {
        const own = figures.filter((row) => row.code === code);
        const moved = own.filter(isRestated);
        return {
          code,
          name: nameOf(code),
          releases: releases.map(
            ({ id }) => sums.find((sum) => sum.releaseId === id && sum.code === code) ?? null,
          ),
          today: pool(own.map(({ now }) => now)),
          isRestated: moved.length > 0,
          changes: changesBehind(
            code,
            changes.filter(({ siteId }) => moved.some((row) => row.siteId === siteId)),
          ),
        };
      }),
      restated: figures.filter(isRestated).map(({ siteId, code, numerator, denominator, now }) => ({
        ...{ siteId, code, name: nameOf(code), site: siteName.get(siteId) ?? "" },
        released: { numerator, denominator },
        today: now,
        changes: changesBehind(
          code,
          changes.filter((change) => change.siteId === siteId),
        ),
      })),
      sites: siteIds.length,
      hiddenSites: sites.length - siteIds.length,
      canRestate:
        figures.some(isRestated) &&
        canRestate(
          ctx.actor,
          sites.map(({ id }) => id),
        ),
    };
  });
}
