import type { Sql } from "#app/db/in-transaction.server.ts";
import type { Day } from "#app/time/days.ts";
import type { CertificationItem } from "./admin.types.ts";
import type { NewCertification, NewLeave } from "./person.schema.ts";

export function listCertifications(
  sql: Sql,
  programId: string,
  personId: string,
): Promise<CertificationItem[]> {
  return sql<CertificationItem[]>`
    SELECT id, kind, awarded_on AS "awardedOn", valid_until AS "validUntil", is_provisional AS "isProvisional",
           revoked_on AS "revokedOn"
    FROM certification WHERE program_id = ${programId} AND person_id = ${personId}
    ORDER BY awarded_on DESC, id LIMIT 100`;
}

export async function insertCertification(
  sql: Sql,
  row: NewCertification & { programId: string },
): Promise<string> {
  const [inserted] = await sql<{ id: string }[]>`
    INSERT INTO certification (program_id, person_id, kind, awarded_on, valid_from, valid_until, is_provisional)
    VALUES (${row.programId}, ${row.personId}, ${row.kind}, ${row.awardedOn}::date, ${row.awardedOn}::date,
            ${row.validUntil}::date, ${row.isProvisional})
    RETURNING id`;
  return inserted?.id ?? "";
}

export async function findMaybeCertificationForUpdate(
  sql: Sql,
  { programId, personId, id }: { programId: string; personId: string; id: string },
): Promise<{ awardedOn: Day; revokedOn: Day | null } | null> {
  const [row] = await sql<{ awardedOn: Day; revokedOn: Day | null }[]>`
    SELECT awarded_on AS "awardedOn", revoked_on AS "revokedOn" FROM certification
    WHERE id = ${id} AND program_id = ${programId} AND person_id = ${personId}
    FOR UPDATE`;
  return row ?? null;
}

export async function markRevoked(sql: Sql, id: string, revokedOn: Day): Promise<void> {
  await sql`UPDATE certification SET revoked_on = ${revokedOn}::date WHERE id = ${id}`;
}

export function listLeaves(
  sql: Sql,
  programId: string,
  personId: string,
): Promise<{ id: string; firstOn: Day; lastOn: Day }[]> {
  return sql<{ id: string; firstOn: Day; lastOn: Day }[]>`
    SELECT id, first_on AS "firstOn", last_on AS "lastOn" FROM leave
    WHERE program_id = ${programId} AND person_id = ${personId}
    ORDER BY first_on DESC LIMIT 100`;
}

export async function insertLeave(
  sql: Sql,
  row: NewLeave & { programId: string; createdAt: Date },
): Promise<string> {
  const [inserted] = await sql<{ id: string }[]>`
    INSERT INTO leave (program_id, person_id, first_on, last_on, created_at)
    VALUES (${row.programId}, ${row.personId}, ${row.firstOn}::date, ${row.lastOn}::date, ${row.createdAt})
    RETURNING id`;
  return inserted?.id ?? "";
}
