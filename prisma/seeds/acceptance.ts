import type postgres from "postgres";
import type { AcceptanceRule, Exception } from "#app/features/fidelity/acceptance.types.ts";
import type { Shape } from "./arguments.ts";
import { TableRows } from "./copy-rows.ts";
import type { People } from "./people.ts";
import { randomFor } from "./random.ts";
import { dayText } from "./working-days.ts";

const DAY_MS = 86_400_000;
const WAITING_DAYS = 28;
const LEAST_WAITING = 2;
const ACCEPTED_AFTER_DAYS = 2;

/** The program's limits of acceptance: they hold since the program knows its instrument. */
export function limitsOf(shape: Shape): AcceptanceRule {
  return {
    ...{ id: randomFor(shape.seed, "acceptance").uuid(), version: 1, startsOn: dayText(shape.today - 90) },
    ...{ isOn: true, needsMet: true, needsWindow: true, needsCertified: true, mostLeftOut: 25 },
    ...{ tellAfterDays: 5, amendDays: 14 },
  };
}

export function buildLimits(shape: Shape, programId: string, people: People): TableRows {
  const limits = limitsOf(shape);
  const rules = new TableRows("acceptance_rule");
  rules.addRecord({
    ...{ id: limits.id, program_id: programId, version: limits.version, starts_on: limits.startsOn },
    ...{ is_on: limits.isOn, needs_met: limits.needsMet, needs_window: limits.needsWindow },
    ...{ needs_certified: limits.needsCertified, most_left_out: limits.mostLeftOut },
    ...{ tell_after_days: limits.tellAfterDays, amend_days: limits.amendDays },
    ...{ created_by_id: people.demo.lead.id, created_at: new Date((shape.today - 97) * DAY_MS) },
  });
  return rules;
}

/** When a submission is final: at once within the limits, otherwise once a lead accepted it. */
export function finalAt(exceptions: readonly Exception[], at: Date, { today }: Shape): Date {
  if (exceptions.length === 0) return at;
  const accepted = Math.min(at.getTime() + ACCEPTED_AFTER_DAYS * DAY_MS, today * DAY_MS);
  return new Date(Math.max(at.getTime(), accepted));
}

/** The newest exceptions wait for a lead still; every other one has the lead's decision. */
export async function decideExceptions(
  sql: postgres.TransactionSql,
  shape: Shape,
  people: People,
): Promise<void> {
  await sql`
    UPDATE assessment SET state = 'submitted', final_at = NULL, is_held = true
    WHERE id IN (
      SELECT id FROM assessment
      WHERE state = 'final' AND exceptions IS NOT NULL AND submitted_on > ${dayText(shape.today - WAITING_DAYS)}
      ORDER BY submitted_on DESC, id
      LIMIT ${LEAST_WAITING + Math.floor(shape.coaches / 50)})`;
  await sql`
    INSERT INTO assessment_decision (id, program_id, site_id, assessment_id, submission, verdict, reason, item_ids, decided_by_id, decided_at)
    SELECT md5(id || ' accepted')::uuid, program_id, site_id, id, submission, 'accepted', '', '{}', ${people.demo.lead.id}, final_at
    FROM assessment WHERE state = 'final' AND exceptions IS NOT NULL`;
}
