import { afterAll, beforeAll, expect, test } from "vitest";
import { openDatabase } from "#app/db/client.server.ts";
import type { Connections } from "#app/db/connections.server.ts";
import { until } from "#tests/support/conditions.ts";
import { testDatabase } from "#tests/support/database.ts";

const MOST = 3;
const { connections, close } = openDatabase(testDatabase().ownerUrl, { connections: MOST });
const other = openDatabase(testDatabase().ownerUrl, { connections: 2 });

beforeAll(() => other.sql`CREATE TABLE written (n integer PRIMARY KEY)`);
afterAll(() => Promise.all([close(), other.close()]));

type Sql = Parameters<Parameters<Connections["use"]>[0]>[0];
const idOf = async (sql: Sql) => (await sql<{ pid: number }[]>`SELECT pg_backend_pid() AS pid`)[0]?.pid ?? 0;
const kill = (ids: number[]) =>
  other.sql`SELECT pg_terminate_backend(pid, 5000) FROM unnest(${ids}::int[]) AS pid`;
const written = async () => (await other.sql`SELECT n FROM written ORDER BY n`).map(({ n }) => n);
const ones = (count: number) =>
  Promise.all(
    Array.from({ length: count }, () =>
      connections.transaction(async (sql) => (await sql<{ n: number }[]>`SELECT 1 AS n`)[0]?.n),
    ),
  );

test("work that needs more connections than there are waits for one", async () => {
  const ids = new Set<number>();
  await Promise.all(
    Array.from({ length: 12 }, () =>
      connections.use(async (sql) => {
        ids.add(await idOf(sql));
      }),
    ),
  );
  expect(ids.size).toBe(MOST);
});

test("a connection that breaks takes its transaction along: nothing of it is stored, nothing runs beside it", async () => {
  const broken = connections.transaction(async (sql) => {
    await sql`INSERT INTO written VALUES (1)`;
    const slow = sql`SELECT pg_sleep(60)`.execute();
    slow.catch(() => {});
    // Sent behind it, and never reached.
    const behind = sql`INSERT INTO written VALUES (2)`.execute();
    behind.catch(() => {});
    await kill([await pidOfSleeper()]);
    await slow.catch(() => {});
    // Work that carries on regardless would write outside of its transaction.
    await expect(sql`INSERT INTO written VALUES (3)`).rejects.toThrow();
    await expect(sql`INSERT INTO written VALUES (4)`).rejects.toThrow();
    throw new Error("gave up");
  });
  await expect(broken).rejects.toThrow("gave up");
  expect(await ones(20)).toEqual(Array(20).fill(1));
  expect(await written()).toEqual([]);
});

test("work that waits while every connection breaks gets a new one", async () => {
  const busy = Array.from({ length: MOST }, () => connections.transaction((sql) => sql`SELECT pg_sleep(60)`));
  const fate = Promise.allSettled(busy);
  const waiting = ones(20);
  await until("all of them sleep", async () => (await sleepers()).length === MOST);
  await kill(await sleepers());
  expect((await fate).map(({ status }) => status)).toEqual(Array(MOST).fill("rejected"));
  expect(await waiting).toEqual(Array(20).fill(1));
  expect(await ones(20)).toEqual(Array(20).fill(1));
});

test("connections that break while nobody uses them are not given to anybody", async () => {
  const ids = new Set<number>();
  const collect = () =>
    connections.use(async (sql) => {
      ids.add(await idOf(sql));
    });
  await Promise.all(Array.from({ length: MOST }, collect));
  await kill([...ids]);
  await until("they are seen to be gone", () =>
    ones(1).then(
      () => true,
      () => false,
    ),
  );
  const before = new Set(ids);
  ids.clear();
  await Promise.all(Array.from({ length: MOST }, collect));
  expect([...ids].filter((id) => before.has(id))).toEqual([]);
});

test("the error of a statement leaves the connection in use", async () => {
  const before = await connections.use(idOf);
  await expect(connections.transaction((sql) => sql`SELECT 1 / 0`)).rejects.toThrow("division by zero");
  await expect(
    connections.transaction(async (sql) => {
      await sql`INSERT INTO written VALUES (5)`;
      throw new Error("on second thought");
    }),
  ).rejects.toThrow("on second thought");
  expect(await connections.use(idOf)).toBe(before);
  expect(await written()).toEqual([]);
});

test("a server that refuses is said so each time, and work goes on when it takes connections again", async () => {
  const { connections: few, close: closeFew } = openDatabase(testDatabase().webUrl, { connections: 1 });
  // Of this database alone: roles belong to the whole server, which other tests use meanwhile.
  const limit = async (most: number) => {
    const [row] = await other.sql`SELECT quote_ident(current_database()) AS name`;
    await other.sql.unsafe(`ALTER DATABASE ${row?.name} CONNECTION LIMIT ${most}`);
  };
  await limit(0);
  for (let n = 0; n < 3; n += 1)
    await expect(few.use((sql) => sql`SELECT 1`)).rejects.toThrow("too many connections for database");
  await limit(-1);
  expect(await few.use((sql) => sql`SELECT 1 AS n`)).toMatchObject([{ n: 1 }]);
  await closeFew();
});

const sleepers = async () =>
  (
    await other.sql<{ pid: number }[]>`
      SELECT pid FROM pg_stat_activity
      WHERE query LIKE 'SELECT pg_sleep(60)%' AND state = 'active' AND datname = current_database()`
  ).map(({ pid }) => pid);

async function pidOfSleeper(): Promise<number> {
  await until("it sleeps", async () => (await sleepers()).length === 1);
  return (await sleepers())[0] ?? 0;
}
