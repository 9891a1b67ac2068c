import { randomUUID } from "node:crypto";
import type { Sql } from "postgres";
import type { Day } from "#app/time/days.ts";
import type { TestInstrument } from "./fidelity.ts";
import type { TestPerson, TestProgram } from "./people.ts";

/** Which share is rated twice, under one rule. */
export async function addDoubleRatingRule(
  sql: Sql,
  program: TestProgram,
  instrument: TestInstrument,
  given: Partial<{ share: number; recordRule: "first" | "mean" | "consensus"; startsOn: Day }> = {},
): Promise<string> {
  const id = randomUUID();
  await sql`
    INSERT INTO double_rating_rule (id, program_id, instrument_id, version, share, period, record_rule, seed, starts_on, created_at)
    SELECT ${id}, ${program.id}, ${instrument.id}, count(*) + 1, ${given.share ?? 1}, 'month', ${given.recordRule ?? "first"}, 'seed',
           ${given.startsOn ?? "2026-11-01"}, now()
    FROM double_rating_rule WHERE instrument_id = ${instrument.id}`;
  return id;
}

/** A pair put into a state directly: both ratings open, and each rater blind to the other. */
export async function pairUp(
  sql: Sql,
  {
    ruleId,
    firstId,
    second,
    recordRule = "first",
  }: { ruleId: string; firstId: string; second: TestPerson; recordRule?: "first" | "mean" | "consensus" },
): Promise<{ pairId: string; secondId: string }> {
  const [secondId, pairId] = [randomUUID(), randomUUID()];
  await sql`
    INSERT INTO assessment (id, program_id, site_id, schedule_rule_id, occurrence_key, instrument_version_id, subject_id, rater_id,
      rater_type, opens_on, target_on, due_on, grace_ends_on, schedule_reason, state, part, first_id, is_held, blind_to_id)
    SELECT ${secondId}, program_id, site_id, schedule_rule_id, ${`double/${firstId}`}, instrument_version_id, subject_id, ${second.id},
      'independent', opens_on, target_on, due_on, grace_ends_on, 'For a test', 'open', 'second', id, true, rater_id
    FROM assessment WHERE id = ${firstId}`;
  await sql`UPDATE assessment SET is_held = true, blind_to_id = ${second.id} WHERE id = ${firstId}`;
  await sql`
    INSERT INTO double_rating (id, program_id, site_id, rule_id, first_id, second_id, record_rule)
    SELECT ${pairId}, program_id, site_id, ${ruleId}, ${firstId}, ${secondId}, ${recordRule} FROM assessment WHERE id = ${firstId}`;
  return { pairId, secondId };
}

/** A set in use, with its master ratings by somebody. */
export async function addCalibrationSet(
  sql: Sql,
  instrument: TestInstrument,
  {
    master,
    answers,
    cases = 1,
    least = 0.8,
    published = true,
  }: {
    master: TestPerson;
    answers: { itemId: string; code: string; value: number | null }[];
    cases?: number;
    least?: number;
    published?: boolean;
  },
): Promise<{ setId: string; caseIds: string[]; masterId: string }> {
  const [setId, masterId] = [randomUUID(), randomUUID()];
  const { programId } = master;
  await sql`
    INSERT INTO calibration_set (id, program_id, instrument_version_id, title, pass_rule, valid_months, due_days, created_by_id,
      created_at, published_at)
    VALUES (${setId}, ${programId}, ${instrument.versionId}, 'Three recordings', ${sql.json({ kind: "exact", least })}, 12, 30,
            ${master.id}, '2026-01-05T12:00:00Z', ${published ? "2026-01-06T12:00:00Z" : null})`;
  await sql`
    INSERT INTO calibration_attempt (id, program_id, set_id, person_id, is_master, number, started_at, submitted_at, submitted_on)
    VALUES (${masterId}, ${programId}, ${setId}, ${master.id}, true, 1, '2026-01-05T12:00:00Z', '2026-01-05T13:00:00Z', '2026-01-05')`;
  const caseIds: string[] = [];
  for (let number = 1; number <= cases; number++) {
    const caseId = randomUUID();
    caseIds.push(caseId);
    await sql`
      INSERT INTO calibration_case (id, program_id, set_id, number, title, reference)
      VALUES (${caseId}, ${programId}, ${setId}, ${number}, ${`Case ${number}`}, 'Folder 3')`;
    await sql`
      INSERT INTO calibration_rating (attempt_id, case_id, program_id, set_id, person_id, is_master, answers, updated_at)
      VALUES (${masterId}, ${caseId}, ${programId}, ${setId}, ${master.id}, true,
              ${sql.json(answers.map((one) => ({ ...one, text: null, reason: null, comment: "" })))}, now())`;
  }
  return { setId, caseIds, masterId };
}

/** A test that somebody took on a day. */
export async function addAttempt(
  sql: Sql,
  { setId, person, on, passed }: { setId: string; person: TestPerson; on: Day; passed: boolean },
): Promise<string> {
  const id = randomUUID();
  await sql`
    INSERT INTO calibration_attempt (id, program_id, set_id, person_id, is_master, number, started_at, submitted_at, submitted_on,
      passed, figure)
    VALUES (${id}, ${person.programId}, ${setId}, ${person.id}, false,
            (SELECT coalesce(max(number), 0) + 1 FROM calibration_attempt WHERE set_id = ${setId} AND person_id = ${person.id}),
            ${`${on}T12:00:00Z`}, ${`${on}T13:00:00Z`}, ${on}, ${passed}, ${passed ? 0.9 : 0.5})`;
  return id;
}
