import type { Context } from "#app/access/context.ts";
import type { Sql } from "#app/db/in-transaction.server.ts";
import type { Day } from "#app/time/days.ts";
import type { ScheduleRuleInput } from "#fidelity/schedule/schedule-rule.schema.ts";
import { SCHEDULED_SUBJECTS } from "./schedule.rules.ts";

export interface StoredRule {
  id: string;
  code: string;
  version: number;
  title: string;
  rule: unknown;
  raterType: string;
  startsOn: Day;
  endsOn: Day | null;
  instrumentId: string;
  instrumentTitle: string;
}

/** Versions of schedule rules, by rule and version. */
export function listRuleVersions(sql: Sql, code?: string): Promise<StoredRule[]> {
  return sql<StoredRule[]>`
    SELECT rule.id, rule.code, rule.version, rule.title, rule.rule, rule.rater_type AS "raterType",
           rule.starts_on AS "startsOn", rule.ends_on AS "endsOn", instrument.id AS "instrumentId",
           instrument.title AS "instrumentTitle"
    FROM schedule_rule rule JOIN instrument ON instrument.id = rule.instrument_id
    ${code === undefined ? sql`` : sql`WHERE rule.code = ${code}`}
    ORDER BY rule.code, rule.version
    LIMIT 500`;
}

/** Assessments nobody has finished, per rule, within the viewer's sight. */
export function countAhead(sql: Sql): Promise<{ code: string; planned: number; unassigned: number }[]> {
  return sql<{ code: string; planned: number; unassigned: number }[]>`
    SELECT rule.code, count(*)::int AS planned,
           count(*) FILTER (WHERE unassigned_reason IS NOT NULL)::int AS unassigned
    FROM assessment JOIN schedule_rule rule ON rule.id = schedule_rule_id
    WHERE part = 'first' AND state IN ('planned', 'open', 'in_progress')
    GROUP BY rule.code`;
}

export function listSites(sql: Sql): Promise<{ id: string; name: string }[]> {
  return sql<{ id: string; name: string }[]>`SELECT id, name FROM site ORDER BY name LIMIT 1000`;
}

/** Published instruments whose reviews can be scheduled. */
export function listScheduledInstruments(
  sql: Sql,
): Promise<{ id: string; title: string; subject: string }[]> {
  return sql<{ id: string; title: string; subject: string }[]>`
    SELECT id, title, subject FROM instrument
    WHERE subject::text = ANY (${[...SCHEDULED_SUBJECTS]}::text[]) AND EXISTS (SELECT FROM instrument_version WHERE instrument_id = instrument.id)
    ORDER BY title LIMIT 200`;
}

/** Whom an instrument says that it may be filled in by: in its newest version. */
export async function listRaterTypesOf(sql: Sql, instrumentId: string): Promise<string[]> {
  const rows = await sql<{ raterTypes: string[] }[]>`
    SELECT definition -> 'raterTypes' AS "raterTypes" FROM instrument_version
    WHERE instrument_id = ${instrumentId} ORDER BY effective_from DESC, version DESC LIMIT 1`;
  return rows[0]?.raterTypes ?? [];
}

/** A published instrument, whomever it rates. */
export async function findMaybeInstrument(sql: Sql, id: string): Promise<{ subject: string } | null> {
  const [row] = await sql<{ subject: string }[]>`
    SELECT subject FROM instrument
    WHERE id::text = ${id} AND EXISTS (SELECT FROM instrument_version WHERE instrument_id = instrument.id)`;
  return row ?? null;
}

/** Two changes of schedules in one program take turns. */
export async function lockRules(sql: Sql, programId: string): Promise<void> {
  await sql`SELECT pg_advisory_xact_lock(hashtextextended(${`schedule-rules ${programId}`}, 0))`;
}

export async function insertRuleVersion(
  sql: Sql,
  ctx: Context,
  row: {
    id: string;
    instrumentId: string;
    code: string;
    version: number;
    title: string;
    rule: ScheduleRuleInput;
    raterType: string;
    startsOn: Day;
    endsOn: Day | null;
  },
): Promise<void> {
  await sql`
    INSERT INTO schedule_rule (id, program_id, instrument_id, code, version, title, rule, rater_type, starts_on, ends_on)
    VALUES (${row.id}, ${ctx.actor.programId}, ${row.instrumentId}, ${row.code}, ${row.version}, ${row.title},
            ${JSON.stringify(row.rule)}::text::jsonb, ${row.raterType}::text::rater_type, ${row.startsOn}::date, ${row.endsOn}::date)`;
}

/** Gives a rule another end, or none, in the versions that have the end it has now. */
export async function updateRuleEnd(
  sql: Sql,
  { code, from, to }: { code: string; from: Day | null; to: Day | null },
): Promise<void> {
  await sql`
    UPDATE schedule_rule SET ends_on = ${to}::date
    WHERE code = ${code} AND ends_on IS NOT DISTINCT FROM ${from}::date`;
}
