import type { Sql } from "#app/db/in-transaction.server.ts";
import type { SiteListItem } from "./admin.types.ts";

/** A state has some dozens of sites; this is far above. */
const MOST_SITES = 500;

export interface PlaceRow {
  kind: "region" | "site" | "unit";
  id: string;
  name: string;
  regionName: string;
}

/** Regions, sites and units in the order of a list of choices. */
export function listPlaces(sql: Sql, programId: string): Promise<PlaceRow[]> {
  return sql<PlaceRow[]>`
    SELECT * FROM (
      SELECT 'region' AS kind, id, name, name AS "regionName", '' AS site, 0 AS depth FROM region WHERE program_id = ${programId}
      UNION ALL
      SELECT 'site', site.id, site.name, region.name, site.name, 1
      FROM site JOIN region ON region.id = site.region_id WHERE site.program_id = ${programId}
      UNION ALL
      SELECT 'unit', unit.id, site.name || ', ' || unit.name, region.name, site.name, 2
      FROM unit JOIN site ON site.id = unit.site_id JOIN region ON region.id = site.region_id
      WHERE unit.program_id = ${programId}) place
    ORDER BY "regionName", site, depth, name
    LIMIT ${MOST_SITES * 4}`;
}

/** A place the actor's program has; the site of a unit comes with it. */
export async function findMaybePlace(
  sql: Sql,
  programId: string,
  { kind, id }: { kind: PlaceRow["kind"]; id: string },
): Promise<{ siteId: string | null; unitId: string | null } | null> {
  const [row] = await sql<{ siteId: string | null; unitId: string | null }[]>`
    SELECT NULL::uuid AS "siteId", NULL::uuid AS "unitId" FROM region
    WHERE ${kind} = 'region' AND id = ${id} AND program_id = ${programId}
    UNION ALL
    SELECT id, NULL FROM site WHERE ${kind} = 'site' AND id = ${id} AND program_id = ${programId}
    UNION ALL
    SELECT site_id, id FROM unit WHERE ${kind} = 'unit' AND id = ${id} AND program_id = ${programId}`;
  return row ?? null;
}

export function listSiteRows(sql: Sql, programId: string, today: string): Promise<SiteListItem[]> {
  return sql<SiteListItem[]>`
    SELECT site.id, site.code, site.name, region.name AS "regionName", site.zone, site.wave,
           site.planned_start_on AS "plannedStartOn", site.started_on AS "startedOn",
           (SELECT count(*)::int FROM site_assignment assigned
            WHERE assigned.site_id = site.id AND assigned.starts_on <= ${today}::date
              AND (assigned.ends_on IS NULL OR assigned.ends_on > ${today}::date)) AS people,
           ARRAY(SELECT unit.name FROM unit WHERE unit.site_id = site.id ORDER BY unit.name LIMIT 50) AS units,
           coalesce((
             SELECT jsonb_agg(jsonb_build_object(
               'stage', stage.stage, 'startsOn', stage.starts_on, 'reason', stage.reason,
               'decidedBy', decider.given_name || ' ' || decider.family_name) ORDER BY stage.starts_on DESC)
             FROM site_stage stage LEFT JOIN person decider ON decider.id = stage.decided_by_id
             WHERE stage.site_id = site.id), '[]') AS stages
    FROM site JOIN region ON region.id = site.region_id
    WHERE site.program_id = ${programId}
    ORDER BY region.name, site.wave, site.name
    LIMIT ${MOST_SITES}`;
}
