import { PrismaPg } from "@prisma/adapter-pg";
import postgres from "postgres";
import { PrismaClient } from "#prisma/generated/client.ts";
import { AT_ONCE } from "./at-once.server.ts";
import { type Connections, openConnections } from "./connections.server.ts";
import { openPool } from "./pg-pool.server.ts";

/**
 * The clients of one database. Prisma reads and writes entities; `connections` do set-based work and the write that
 * must be fast. Both only inside `inTransaction` and `inSql`, which set who acts.
 */
export interface Database {
  prisma: PrismaClient;
  connections: Connections;
  /** For scripts and seeds, which end when their database does; a process that outlives it uses `connections`. */
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
  const pool = openPool({ connectionString: url, max: connections, ...(asRole && { options: asRole }) });
  const prisma = new PrismaClient({ adapter: new PrismaPg(pool, { disposeExternalPool: true }) });
  const options = {
    onnotice: () => {},
    ...AT_ONCE,
    ...(asRole && { connection: { options: asRole } }),
    types: {
      day: { to: DATE_OID, from: [DATE_OID], serialize: (day: string) => day, parse: (day: string) => day },
      count: { to: BIGINT_OID, from: [BIGINT_OID, NUMERIC_OID], serialize: String, parse: Number },
    },
  };
  const sql = postgres(url, { ...options, max: connections, idle_timeout: 60 });
  const own = openConnections(url, connections, options);
  return {
    prisma,
    connections: own,
    sql,
    close: async () => {
      await Promise.all([prisma.$disconnect(), sql.end({ timeout: 5 }), own.end()]);
    },
  };
}
