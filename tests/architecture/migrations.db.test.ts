import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import postgres from "postgres";
import { afterEach, beforeEach, expect, test } from "vitest";
import { deploy } from "#scripts/migrate.mjs";
import { listMigrations } from "#scripts/migrations.mjs";
import { pendingForPrisma, sqlForDrift } from "#scripts/schema-engine.mjs";
import { dropDatabase, emptyDatabase, type TestDatabase } from "#tests/support/database.ts";

let database: TestDatabase;
let sql: postgres.Sql;
let folder: string;
beforeEach(async () => {
  database = await emptyDatabase();
  sql = postgres(database.ownerUrl, { max: 1, onnotice: () => {} });
  folder = mkdtempSync(path.join(os.tmpdir(), "throughline-migrations-"));
  cpSync("prisma/migrations", folder, { recursive: true });
});
afterEach(async () => {
  await sql.end();
  await dropDatabase(database);
  rmSync(folder, { recursive: true, force: true });
});

const names = () => listMigrations().map(({ name }) => name);
const recorded = async () =>
  (await sql`SELECT migration_name FROM _prisma_migrations ORDER BY migration_name`).map(
    (row) => row.migration_name,
  );

function addMigration(name: string, text: string): void {
  mkdirSync(path.join(folder, name));
  writeFileSync(path.join(folder, name, "migration.sql"), text);
}

test("what is applied here is applied for Prisma, and agrees with the schema", async () => {
  expect(await deploy(database.ownerUrl)).toEqual(names());
  expect(await deploy(database.ownerUrl)).toEqual([]);
  expect(await pendingForPrisma(database.ownerUrl)).toEqual([]);
  expect(await sqlForDrift(database.ownerUrl)).toBe("");
});

test("two deploys at once apply everything once", async () => {
  const applied = await Promise.all([deploy(database.ownerUrl), deploy(database.ownerUrl)]);
  expect(applied.flat()).toEqual(names());
  expect(await recorded()).toEqual(names());
});

test("a failing migration leaves nothing of itself", async () => {
  addMigration("29990101000000_broken", "CREATE TABLE half_way (id int); SELECT 1 / 0;");
  await expect(deploy(database.ownerUrl, folder)).rejects.toThrow(
    "Migration 29990101000000_broken failed and left nothing behind: division by zero",
  );
  expect(await recorded()).toEqual(names());
  expect(await sql`SELECT to_regclass('half_way') AS found`).toEqual([{ found: null }]);
});

test("an edited migration is refused before anything else runs", async () => {
  await deploy(database.ownerUrl);
  const [first] = names();
  writeFileSync(path.join(folder, String(first), "migration.sql"), "SELECT 1;");
  addMigration("29990101000000_later", "CREATE TABLE later (id int);");
  await expect(deploy(database.ownerUrl, folder)).rejects.toThrow(`Migration ${first} was edited`);
  expect(await sql`SELECT to_regclass('later') AS found`).toEqual([{ found: null }]);
});

test("a database of a newer version is refused", async () => {
  addMigration("29990101000000_newer", "CREATE TABLE newer (id int);");
  await deploy(database.ownerUrl, folder);
  await expect(deploy(database.ownerUrl)).rejects.toThrow(
    "The database is of a newer version: it has 29990101000000_newer",
  );
});
