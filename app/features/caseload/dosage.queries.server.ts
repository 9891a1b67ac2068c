import type { Sql } from "#app/db/in-transaction.server.ts";
import type { Day } from "#app/time/days.ts";
import type { DosageRow, Intensity } from "./caseload.types.ts";

export function listDosage(sql: Sql): Promise<Omit<DosageRow, "state">[]> {
  return sql<Omit<DosageRow, "state">[]>`
    SELECT id, intensity, sessions_per_month AS "sessionsPerMonth", minutes_per_session AS "minutesPerSession",
      fade_after_results AS "fadeAfterResults", fade_after_sessions AS "fadeAfterSessions", starts_on AS "startsOn",
      ends_on AS "endsOn"
    FROM dosage_schedule ORDER BY intensity, starts_on DESC LIMIT 300`;
}

/** How many people within the viewer's sight have each intensity today. */
export function countByIntensity(sql: Sql, today: Day): Promise<{ intensity: Intensity; people: number }[]> {
  return sql<{ intensity: Intensity; people: number }[]>`
    SELECT intensity, count(DISTINCT coachee_id)::int AS people FROM coach_assignment
    WHERE starts_on <= ${today}::date AND (ends_on IS NULL OR ends_on > ${today}::date)
    GROUP BY intensity`;
}

export async function countSites(sql: Sql): Promise<number> {
  const [row] = await sql<[{ n: number }]>`SELECT count(*)::int AS n FROM site`;
  return row.n;
}

export async function lockDosage(sql: Sql, programId: string): Promise<void> {
  await sql`SELECT pg_advisory_xact_lock(hashtextextended(${`dosage-schedule ${programId}`}, 0))`;
}

/** Plans a dose from a day on: what holds until then ends there; what was to begin there or later goes. */
export async function setDosage(
  sql: Sql,
  row: {
    programId: string;
    intensity: Intensity;
    sessionsPerMonth: number;
    minutesPerSession: number;
    fadeAfterResults: number | null;
    fadeAfterSessions: number | null;
    startsOn: Day;
  },
): Promise<void> {
  await sql`DELETE FROM dosage_schedule WHERE intensity = ${row.intensity}::text::coaching_intensity AND starts_on >= ${row.startsOn}::date`;
  await sql`
    UPDATE dosage_schedule SET ends_on = ${row.startsOn}::date
    WHERE intensity = ${row.intensity}::text::coaching_intensity AND starts_on < ${row.startsOn}::date
      AND (ends_on IS NULL OR ends_on > ${row.startsOn}::date)`;
  await sql`
    INSERT INTO dosage_schedule (program_id, intensity, sessions_per_month, minutes_per_session, fade_after_results,
      fade_after_sessions, starts_on)
    VALUES (${row.programId}, ${row.intensity}::text::coaching_intensity, ${row.sessionsPerMonth}, ${row.minutesPerSession},
      ${row.fadeAfterResults}, ${row.fadeAfterSessions}, ${row.startsOn}::date)`;
}
