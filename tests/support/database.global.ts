import { mkdtempSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import postgres from "postgres";
import type { TestProject } from "vitest/node";
import { deploy, setLogins } from "#scripts/migrate.mjs";
import { startPostgres } from "#scripts/pg.mjs";

const TEMPLATE = "template_throughline";
const PASSWORDS = { web: "web-password", worker: "worker-password" };

declare module "vitest" {
  interface ProvidedContext {
    /** The throwaway server: its owner's address, the migrated template, and the passwords of the two roles. */
    server: { url: string; template: string; passwords: typeof PASSWORDS };
  }
}

/** One throwaway PostgreSQL for the whole run, with a migrated database that every test file gets a copy of. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const folder = mkdtempSync(path.join(os.tmpdir(), "throughline-test-"));
  const server = await startPostgres({
    dir: path.join(folder, "postgres"),
    flags: { fsync: "off", synchronous_commit: "off", full_page_writes: "off", max_connections: "300" },
  });
  const killAtExit = () => process.kill(server.pid, "SIGQUIT");
  process.once("exit", killAtExit);

  const sql = postgres(server.url(), { max: 1, onnotice: () => {} });
  await sql`CREATE DATABASE ${sql(TEMPLATE)}`;
  await deploy(server.url(TEMPLATE));
  await setLogins(server.url(TEMPLATE), PASSWORDS);
  // A connection to the template would make every copy wait.
  await sql`ALTER DATABASE ${sql(TEMPLATE)} ALLOW_CONNECTIONS false`;
  await sql.end();
  project.provide("server", { url: server.url(), template: TEMPLATE, passwords: PASSWORDS });

  return async () => {
    process.off("exit", killAtExit);
    await server.stop();
    rmSync(folder, { recursive: true, force: true });
  };
}
