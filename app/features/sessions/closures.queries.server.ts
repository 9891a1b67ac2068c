import type { Sql } from "#app/db/in-transaction.server.ts";
import type { Day } from "#app/time/days.ts";
import type { Closure } from "./closures.rules.ts";

const CLOSURE_LIMIT = 2_000;

/** Closures of the program and of its sites, or of one of them, that touch a period, as `dosage()` reads them. */
export function listClosures(
  sql: Sql,
  { from, until, siteId }: { from: Day; until: Day; siteId?: string },
): Promise<(Closure & { name: string })[]> {
  return sql<(Closure & { name: string })[]>`
    SELECT name, site_id AS "siteId", first_on AS "from", last_on AS "to", announced_on AS "announcedOn"
    FROM closure
    WHERE withdrawn_at IS NULL AND first_on <= ${until}::date AND last_on >= ${from}::date
      ${siteId ? sql`AND (site_id IS NULL OR site_id = ${siteId})` : sql``}
    ORDER BY first_on, id
    LIMIT ${CLOSURE_LIMIT}`;
}
