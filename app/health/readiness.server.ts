import { readdirSync } from "node:fs";
import path from "node:path";
import IORedis from "ioredis";
import { webDatabase } from "#app/access/web-database.server.ts";
import { getConfig } from "#app/config.server.ts";

export interface Readiness {
  database: string;
  queue: string;
  migrations: string;
}

let redis: IORedis | undefined;

/** Whether this process can serve: each part says `ok`, or in a few words what is wrong. */
export async function readReadiness(): Promise<Readiness> {
  const [database, queue] = await Promise.all([checkMigrations(), checkQueue()]);
  return { ...database, queue };
}

async function checkMigrations(): Promise<{ database: string; migrations: string }> {
  try {
    const applied = await webDatabase().connections.use(
      (sql) => sql<{ migration_name: string }[]>`
      SELECT migration_name FROM _prisma_migrations WHERE finished_at IS NOT NULL AND rolled_back_at IS NULL`,
    );
    const names = new Set(applied.map((row) => row.migration_name));
    const missing = expectedMigrations().filter((name) => !names.has(name));
    return { database: "ok", migrations: missing.length ? `missing ${missing.join(", ")}` : "ok" };
  } catch {
    return { database: "unreachable", migrations: "unknown" };
  }
}

/** The queue is Redis when REDIS_URL is set; otherwise it lives in the database, whose check covers it. */
async function checkQueue(): Promise<string> {
  const { REDIS_URL } = getConfig();
  try {
    if (REDIS_URL) {
      redis ??= new IORedis(REDIS_URL, {
        maxRetriesPerRequest: 1,
        connectTimeout: 2_000,
        lazyConnect: true,
      }).on("error", () => {});
      await redis.ping();
    } else
      await webDatabase().connections.use((sql) => sql`SELECT FROM pg_namespace WHERE nspname = 'bullmq'`);
    return "ok";
  } catch {
    return "unreachable";
  }
}

let expected: string[] | undefined;
function expectedMigrations(): string[] {
  expected ??= readdirSync(path.join(process.cwd(), "prisma/migrations"), { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name);
  return expected;
}
