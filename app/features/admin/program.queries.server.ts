import type { Sql } from "#app/db/in-transaction.server.ts";

export interface ProgramSettings {
  sessionLockDays: number;
  acknowledgementDays: number;
  /** Days from the start of an improvement plan to its re-assessment. */
  improvementRecheckDays: number;
  /** Re-assessments in a row that must meet the threshold. */
  improvementSuccesses: number;
}

export async function findProgramSettings(sql: Sql, programId: string): Promise<ProgramSettings> {
  const [row] = await sql<[ProgramSettings]>`
    SELECT session_lock_days AS "sessionLockDays", acknowledgement_days AS "acknowledgementDays",
      improvement_recheck_days AS "improvementRecheckDays", improvement_successes AS "improvementSuccesses"
    FROM program WHERE id = ${programId}`;
  return row;
}

/** Sets all, if they still are what they were. @returns whether they were */
export async function saveProgramSettings(
  sql: Sql,
  programId: string,
  { before, after }: { before: ProgramSettings; after: ProgramSettings },
): Promise<boolean> {
  const { count } = await sql`
    UPDATE program SET session_lock_days = ${after.sessionLockDays}, acknowledgement_days = ${after.acknowledgementDays},
      improvement_recheck_days = ${after.improvementRecheckDays}, improvement_successes = ${after.improvementSuccesses}
    WHERE id = ${programId} AND session_lock_days = ${before.sessionLockDays}
      AND acknowledgement_days = ${before.acknowledgementDays}
      AND improvement_recheck_days = ${before.improvementRecheckDays}
      AND improvement_successes = ${before.improvementSuccesses}`;
  return count === 1;
}
