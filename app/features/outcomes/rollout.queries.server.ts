import type { Sql } from "#app/db/in-transaction.server.ts";
import type { Day } from "#app/time/days.ts";
import type { MeasureSummary } from "./figure.types.ts";
import type { MeasureCode } from "./measure-catalog.ts";
import type { FigureRow, SiteRow } from "./rollout.types.ts";

/** All sites of the program: names, waves and stages are no secret inside it. */
export function listSites(sql: Sql, { today }: { today: Day }): Promise<SiteRow[]> {
  return sql<SiteRow[]>`
    SELECT site.id, site.name, site.zone, region.id AS "regionId", region.name AS region, site.wave,
           site.planned_start_on AS "plannedStartOn", site.started_on AS "startedOn",
           (SELECT stage::text FROM site_stage WHERE site_id = site.id AND starts_on <= ${today}
            ORDER BY starts_on DESC LIMIT 1) AS stage
    FROM site JOIN region ON region.id = site.region_id
    ORDER BY site.name, site.id
    LIMIT 1000`;
}

/** Figures of sites in scope under the definition in force in each month. Bounded by sites, measures and months. */
export function listFigures(
  sql: Sql,
  given: { siteIds: readonly string[]; codes: readonly MeasureCode[]; from: Day; until: Day },
): Promise<FigureRow[]> {
  return sql<FigureRow[]>`
    WITH version AS (
      SELECT v.id, m.code, v.effective_from,
             lead(v.effective_from) OVER (PARTITION BY v.measure_id ORDER BY v.version) AS superseded_on
      FROM measure_version v JOIN measure m ON m.id = v.measure_id
      WHERE m.code = ANY (${given.codes as string[]})
    )
    SELECT f.site_id AS "siteId", version.code, f.month_on AS month, f.numerator, f.denominator, f.as_of AS "asOf"
    FROM site_figure f JOIN version ON version.id = f.measure_version_id
    WHERE f.site_id = ANY (${given.siteIds as string[]}::uuid[]) AND f.month_on BETWEEN ${given.from} AND ${given.until}
      AND (version.superseded_on IS NULL OR version.superseded_on > (f.month_on + INTERVAL '1 month - 1 day')::date)
    ORDER BY f.month_on
    LIMIT 100000`;
}

/** Name, direction and target of each measure under the definition in force on a day. */
export function listMeasureSummaries(sql: Sql, { on }: { on: Day }): Promise<MeasureSummary[]> {
  return sql<MeasureSummary[]>`
    SELECT DISTINCT ON (m.code) m.code, m.name, m.level::text AS level, m.direction::text AS direction, v.target
    FROM measure m JOIN measure_version v ON v.measure_id = m.id
    WHERE v.effective_from <= ${on}
    ORDER BY m.code, v.version DESC
    LIMIT 200`;
}
