import { randomUUID } from "node:crypto";
import postgres from "postgres";
import { inject } from "vitest";

/** One database, as its owner and as the two processes see it. */
export interface TestDatabase {
  ownerUrl: string;
  webUrl: string;
  workerUrl: string;
}

const server = () => inject("server");

async function asServer(use: (sql: postgres.Sql) => Promise<unknown>): Promise<void> {
  const sql = postgres(server().url, { max: 1, onnotice: () => {} });
  try {
    await use(sql);
  } finally {
    await sql.end();
  }
}

function addresses(name: string): TestDatabase {
  const login = (user?: string, password?: string) => {
    const url = new URL(server().url);
    url.pathname = name;
    if (user) url.username = user;
    if (password) url.password = password;
    return url.href;
  };
  const { web, worker } = server().passwords;
  return {
    ownerUrl: login(),
    webUrl: login("throughline_web", web),
    workerUrl: login("throughline_worker", worker),
  };
}

/** A further migrated database. Drop it with `dropDatabase`. */
export async function cloneDatabase(): Promise<TestDatabase> {
  const name = `test_${randomUUID().replaceAll("-", "")}`;
  await asServer((sql) => sql`CREATE DATABASE ${sql(name)} TEMPLATE ${sql(server().template)}`);
  return addresses(name);
}

/** A database without any migration. Drop it with `dropDatabase`. */
export async function emptyDatabase(): Promise<TestDatabase> {
  const name = `test_${randomUUID().replaceAll("-", "")}`;
  await asServer((sql) => sql`CREATE DATABASE ${sql(name)} TEMPLATE template0`);
  return addresses(name);
}

export function dropDatabase({ ownerUrl }: TestDatabase): Promise<void> {
  const name = new URL(ownerUrl).pathname.slice(1);
  return asServer((sql) => sql`DROP DATABASE IF EXISTS ${sql(name)} WITH (FORCE)`);
}

let own: TestDatabase | undefined;
export function setOwnDatabase(database: TestDatabase): void {
  own = database;
}

/** The database of this test file. Close every connection to it in `afterAll`; it is dropped afterwards. */
export function testDatabase(): TestDatabase {
  if (!own) throw new Error("This test runs outside the integration project and has no database");
  return own;
}
