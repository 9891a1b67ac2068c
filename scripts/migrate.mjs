// Applies prisma/migrations exactly as Prisma records them, writes new ones, and reports drift.
import { createHash, randomUUID } from "node:crypto";
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { pathToFileURL } from "node:url";
import postgres from "postgres";
import { listMigrations, MIGRATIONS } from "./migrations.mjs";

const LOCK_KEY = 7_274_610;

const checksumOf = (text) => createHash("sha256").update(text).digest("hex");

/**
 * Applies what is missing, each migration in a transaction of its own, under one advisory lock.
 * @param {string} url the database as its owner
 * @returns {Promise<string[]>} the names applied now
 * @throws when a migration fails (nothing of it stays), was edited after it ran, or is unknown to this version
 */
export async function deploy(url, folder = MIGRATIONS) {
  const sql = postgres(url, { max: 1, onnotice: () => {} });
  try {
    await sql`SELECT pg_advisory_lock(${LOCK_KEY})`;
    await sql`
      CREATE TABLE IF NOT EXISTS _prisma_migrations (
        id VARCHAR(36) PRIMARY KEY NOT NULL,
        checksum VARCHAR(64) NOT NULL,
        finished_at TIMESTAMPTZ,
        migration_name VARCHAR(255) NOT NULL,
        logs TEXT,
        rolled_back_at TIMESTAMPTZ,
        started_at TIMESTAMPTZ NOT NULL DEFAULT now(),
        applied_steps_count INTEGER NOT NULL DEFAULT 0)`;
    const rows =
      await sql`SELECT migration_name, checksum FROM _prisma_migrations WHERE finished_at IS NOT NULL AND rolled_back_at IS NULL`;
    const applied = new Map(rows.map((row) => [row.migration_name, row.checksum]));
    const migrations = listMigrations(folder);
    const known = new Set(migrations.map(({ name }) => name));
    const unknown = [...applied.keys()].filter((name) => !known.has(name));
    if (unknown.length)
      throw new Error(
        `The database is of a newer version: it has ${unknown.join(", ")}, which this version does not know. Install that version, or use another database.`,
      );
    const missing = migrations.filter(({ name }) => !applied.has(name));
    for (const { name, sql: text } of migrations)
      if (applied.has(name) && applied.get(name) !== checksumOf(text))
        throw new Error(
          `Migration ${name} was edited after it had been applied. Restore its text and add a new migration.`,
        );
    for (const { name, sql: text } of missing) {
      await sql
        .begin(async (tx) => {
          await tx.unsafe(text).simple();
          await tx`INSERT INTO _prisma_migrations (id, checksum, finished_at, migration_name, applied_steps_count)
                 VALUES (${randomUUID()}, ${checksumOf(text)}, now(), ${name}, 1)`;
        })
        .catch((error) => {
          throw new Error(`Migration ${name} failed and left nothing behind: ${error.message}`);
        });
    }
    await prepareQueue(url);
    return missing.map(({ name }) => name);
  } finally {
    await sql.end({ timeout: 5 });
  }
}

/** The tables of the queue, for installations that keep it in this database: made by its library, used by the worker. */
async function prepareQueue(url) {
  const [{ runMigrations }, { default: pg }] = await Promise.all([import("bullmq"), import("pg")]);
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await runMigrations(client, "bullmq");
    for (const kind of ["TABLES", "SEQUENCES", "FUNCTIONS"])
      await client.query(`GRANT ALL ON ALL ${kind} IN SCHEMA bullmq TO throughline_worker`);
  } finally {
    await client.end();
  }
}

/** Lets the two process roles log in with these passwords. */
export async function setLogins(url, { web, worker }) {
  const sql = postgres(url, { max: 1, onnotice: () => {} });
  const quote = (text) => `'${text.replaceAll("'", "''")}'`;
  try {
    await sql.unsafe(`ALTER ROLE throughline_web LOGIN PASSWORD ${quote(web)}`);
    await sql.unsafe(`ALTER ROLE throughline_worker LOGIN PASSWORD ${quote(worker)}`);
  } finally {
    await sql.end({ timeout: 5 });
  }
}

/** Runs `use` against a fresh embedded server that is thrown away afterwards. */
async function withScratchServer(use) {
  const { startPostgres } = await import("./pg.mjs");
  const dir = path.join(os.tmpdir(), `throughline-scratch-${randomUUID()}`);
  const server = await startPostgres({ dir });
  try {
    return await use(server.url());
  } finally {
    await server.stop();
    rmSync(dir, { recursive: true, force: true });
  }
}

async function main([command, name]) {
  const url = process.env.DATABASE_OWNER_URL ?? process.env.DATABASE_URL;
  if (command === "deploy") {
    if (!url) throw new Error("DATABASE_OWNER_URL is not set: the address of the database as its owner");
    const applied = await deploy(url);
    const { WEB_DATABASE_PASSWORD: web, WORKER_DATABASE_PASSWORD: worker } = process.env;
    if (web && worker) await setLogins(url, { web, worker });
    console.log(applied.length ? `Applied ${applied.join(", ")}` : "Nothing to apply");
    return;
  }
  const { sqlForDrift, sqlForSchemaChanges } = await import("./schema-engine.mjs");
  if (command === "new") {
    if (!/^[a-z][a-z0-9_]+$/.test(name ?? ""))
      throw new Error(`Name the migration in snake_case: found ${name ?? "nothing"}`);
    const text = await withScratchServer(sqlForSchemaChanges);
    const folder = path.join(
      MIGRATIONS,
      `${new Date().toISOString().replace(/\D/g, "").slice(0, 14)}_${name}`,
    );
    mkdirSync(folder, { recursive: true });
    writeFileSync(path.join(folder, "migration.sql"), `-- Why:\n-- Locks:\n-- Forward:\n\n${text}`);
    console.log(
      `${folder}/migration.sql: read it, complete its header, and add row-level security for new tables`,
    );
  } else if (command === "drift") {
    const text = await withScratchServer(async (scratch) => {
      await deploy(scratch);
      return sqlForDrift(scratch);
    });
    if (text.trim() && !text.includes("This is an empty migration")) {
      console.log(text);
      throw new Error(
        "The Prisma schema and the migrations disagree: the statements above would bring the database to the schema",
      );
    }
    console.log("The Prisma schema agrees with the migrations");
  } else throw new Error(`Unknown command ${command ?? "(none)"}: expected deploy, new or drift`);
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href)
  main(process.argv.slice(2)).then(
    () => process.exit(0),
    (error) => {
      console.error(error.message);
      process.exit(1);
    },
  );
