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

/**
 * Figures of sites in scope under the definition in force in each month. Once a month was released its figures are those
 * of the newest release, whatever the records say since; a site that had none then was not counted. Bounded by sites,
 * measures and months.
 */
export async function listFigures(
  sql: Sql,
  given: { siteIds: readonly string[]; codes: readonly MeasureCode[]; from: Day; until: Day },
): Promise<FigureRow[]> {
  const rows = await sql<(Omit<FigureRow, "now"> & { numeratorNow: number; denominatorNow: number })[]>`
    WITH version AS (
      SELECT v.id, m.code, v.effective_from,
             lead(v.effective_from) OVER (PARTITION BY v.measure_id ORDER BY v.version) AS superseded_on
      FROM measure_version v JOIN measure m ON m.id = v.measure_id
      WHERE m.code = ANY (${given.codes as string[]})
    ), release AS (
      SELECT DISTINCT ON (month_on) id, month_on,
             (released_at AT TIME ZONE (SELECT zone FROM program WHERE id = (SELECT app.program_id())))::date AS released_on
      FROM figure_release
      WHERE month_on BETWEEN ${given.from} AND ${given.until}
      ORDER BY month_on, number DESC
    ), released AS (
      SELECT f.site_id, version.code, release.month_on, f.numerator, f.denominator, f.as_of
      FROM release
      JOIN released_figure f ON f.release_id = release.id
      JOIN version ON version.id = f.measure_version_id
      WHERE f.site_id = ANY (${given.siteIds as string[]}::uuid[])
    ), computed AS (
      SELECT f.site_id, version.code, f.month_on, f.numerator, f.denominator, f.as_of
      FROM site_figure f JOIN version ON version.id = f.measure_version_id
      WHERE f.site_id = ANY (${given.siteIds as string[]}::uuid[]) AND f.month_on BETWEEN ${given.from} AND ${given.until}
        AND (version.superseded_on IS NULL OR version.superseded_on > (f.month_on + INTERVAL '1 month - 1 day')::date)
    )
    SELECT site_id AS "siteId", code, month_on AS month, release.released_on AS "releasedOn",
           CASE WHEN release.id IS NULL THEN computed.numerator ELSE coalesce(released.numerator, 0) END AS numerator,
           CASE WHEN release.id IS NULL THEN computed.denominator ELSE coalesce(released.denominator, 0) END AS denominator,
           coalesce(released.as_of, computed.as_of) AS "asOf",
           coalesce(computed.numerator, 0) AS "numeratorNow", coalesce(computed.denominator, 0) AS "denominatorNow"
    FROM computed FULL JOIN released USING (site_id, code, month_on) LEFT JOIN release USING (month_on)
    ORDER BY month_on
    LIMIT 100000`;
  return rows.map(({ numeratorNow, denominatorNow, ...row }) => ({
    ...row,
    now: { numerator: numeratorNow, denominator: denominatorNow },
  }));
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
