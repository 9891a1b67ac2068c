import type { Sql } from "#app/db/in-transaction.server.ts";
import type { MeasureCode } from "./measure-catalog.ts";
import type { MeasureVersionEntry } from "./measures.types.ts";

/** Every version of the given measures, newest first. */
export function listMeasureVersions(
  sql: Sql,
  codes: readonly MeasureCode[],
): Promise<(MeasureVersionEntry & { code: MeasureCode })[]> {
  return sql<(MeasureVersionEntry & { code: MeasureCode })[]>`
    SELECT m.code, v.version, v.numerator, v.denominator, v.exclusions, v.target, v.effective_from AS "effectiveFrom"
    FROM measure_version v JOIN measure m ON m.id = v.measure_id
    WHERE m.code = ANY (${codes as string[]})
    ORDER BY m.code, v.version DESC
    LIMIT 500`;
}

export async function countSites(sql: Sql): Promise<number> {
  const [row] = await sql<{ sites: number }[]>`SELECT count(*) AS sites FROM site`;
  return row?.sites ?? 0;
}
