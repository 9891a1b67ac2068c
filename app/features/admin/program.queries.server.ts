import type { Sql } from "#app/db/in-transaction.server.ts";

export interface ProgramSettings {
  sessionLockDays: number;
  acknowledgementDays: number;
}

export async function findProgramSettings(sql: Sql, programId: string): Promise<ProgramSettings> {
  const [row] = await sql<[ProgramSettings]>`
    SELECT session_lock_days AS "sessionLockDays", acknowledgement_days AS "acknowledgementDays"
    FROM program WHERE id = ${programId}`;
  return row;
}

/** Sets both, if they still are what they were. @returns whether they were */
export async function saveProgramSettings(
  sql: Sql,
  programId: string,
  { before, after }: { before: ProgramSettings; after: ProgramSettings },
): Promise<boolean> {
  const { count } = await sql`
    UPDATE program SET session_lock_days = ${after.sessionLockDays}, acknowledgement_days = ${after.acknowledgementDays}
    WHERE id = ${programId} AND session_lock_days = ${before.sessionLockDays}
      AND acknowledgement_days = ${before.acknowledgementDays}`;
  return count === 1;
}
