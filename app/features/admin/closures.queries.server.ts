import type { Sql } from "#app/db/in-transaction.server.ts";
import type { Day } from "#app/time/days.ts";
import type { ClosureItem } from "./admin.types.ts";
import type { NewClosure } from "./closure.schema.ts";

const CLOSURE_LIMIT = 500;

/** Closures that end on a day or later, in order of days; those withdrawn stand among them. */
export function listClosuresFrom(sql: Sql, from: Day): Promise<ClosureItem[]> {
  return sql<ClosureItem[]>`
    SELECT closure.id, closure.name, closure.first_on AS "firstOn", closure.last_on AS "lastOn",
      closure.announced_on AS "announcedOn", site.name AS "siteName", closure.withdrawn_at IS NOT NULL AS "isWithdrawn"
    FROM closure LEFT JOIN site ON site.id = closure.site_id
    WHERE closure.last_on >= ${from}::date
    ORDER BY closure.first_on, closure.name, closure.id
    LIMIT ${CLOSURE_LIMIT}`;
}

/** Stores a closure. False when there is one with this id already. */
export async function insertClosure(
  sql: Sql,
  closure: Required<Omit<NewClosure, "siteId">> & {
    siteId: string | null;
    programId: string;
    changedAt: Date;
  },
): Promise<boolean> {
  const { count } = await sql`
    INSERT INTO closure (id, program_id, site_id, name, first_on, last_on, announced_on, changed_at)
    VALUES (${closure.id}, ${closure.programId}, ${closure.siteId}, ${closure.name}, ${closure.firstOn}, ${closure.lastOn},
      ${closure.announcedOn}, ${closure.changedAt})
    ON CONFLICT (id) DO NOTHING`;
  return count === 1;
}

export interface StoredClosure {
  name: string;
  siteId: string | null;
  firstOn: Day;
  lastOn: Day;
  announcedOn: Day;
  isWithdrawn: boolean;
}

/** The closure with this id, held until the end of the transaction. */
export async function lockMaybeClosure(sql: Sql, id: string): Promise<StoredClosure | null> {
  const [row] = await sql<StoredClosure[]>`
    SELECT name, site_id AS "siteId", first_on AS "firstOn", last_on AS "lastOn", announced_on AS "announcedOn",
      withdrawn_at IS NOT NULL AS "isWithdrawn"
    FROM closure WHERE id = ${id} FOR UPDATE`;
  return row ?? null;
}

export async function markClosureWithdrawn(
  sql: Sql,
  { id, withdrawnAt, changedAt }: { id: string; withdrawnAt: Date | null; changedAt: Date },
): Promise<void> {
  await sql`UPDATE closure SET withdrawn_at = ${withdrawnAt}, changed_at = ${changedAt} WHERE id = ${id}`;
}
