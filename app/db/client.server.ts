import { PrismaPg } from "@prisma/adapter-pg";
import postgres from "postgres";
import { PrismaClient } from "#prisma/generated/client.ts";
import { AT_ONCE } from "./at-once.server.ts";

/**
 * The two clients of one database. Prisma reads and writes entities; `sql` does set-based work and the
 * write that must be fast. Both only inside `inTransaction` and `inSql`, which set who acts.
 */
export interface Database {
  prisma: PrismaClient;
  sql: postgres.Sql;
  close(): Promise<void>;
}

const DATE_OID = 1082;
const NUMERIC_OID = 1700;
const BIGINT_OID = 20;

/** Opens the clients of a process. Days come back as `YYYY-MM-DD`, counts as numbers. */
export function openDatabase(
  url: string,
  { connections = 10, role }: { connections?: number; role?: string } = {},
): Database {
  const asRole = role ? `-c role=${role}` : undefined;
  const prisma = new PrismaClient({
    adapter: new PrismaPg({ connectionString: url, max: connections, ...(asRole && { options: asRole }) }),
  });
  const sql = postgres(url, {
    max: connections,
    idle_timeout: 60,
    onnotice: () => {},
    ...AT_ONCE,
    ...(asRole && { connection: { options: asRole } }),
    types: {
      day: { to: DATE_OID, from: [DATE_OID], serialize: (day: string) => day, parse: (day: string) => day },
      count: { to: BIGINT_OID, from: [BIGINT_OID, NUMERIC_OID], serialize: String, parse: Number },
    },
  });
  return {
    prisma,
    sql,
    close: async () => {
      await Promise.all([prisma.$disconnect(), sql.end({ timeout: 5 })]);
    },
  };
}
