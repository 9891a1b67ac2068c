import type { Sql } from "postgres";
import type { Day } from "#app/time/days.ts";
import { DEMO_MEASURES } from "./measures.ts";

/** Adds the measures of a new program with their first version. */
export async function insertDemoMeasures(
  sql: Sql,
  { programId, effectiveFrom }: { programId: string; effectiveFrom: Day },
): Promise<void> {
  await sql`
    WITH definition AS (
      SELECT * FROM jsonb_to_recordset(${JSON.stringify(DEMO_MEASURES)}::text::jsonb)
        AS d (code text, name text, level measure_level, direction measure_direction, unit measure_unit,
              numerator text, denominator text, exclusions text, target float8)
    ), added AS (
      INSERT INTO measure (program_id, code, name, level, direction, unit)
      SELECT ${programId}, code, name, level, direction, unit FROM definition
      RETURNING id, code
    )
    INSERT INTO measure_version (program_id, measure_id, version, numerator, denominator, exclusions, target, effective_from)
    SELECT ${programId}, added.id, 1, numerator, denominator, exclusions, target, ${effectiveFrom}
    FROM added JOIN definition USING (code)`;
}
