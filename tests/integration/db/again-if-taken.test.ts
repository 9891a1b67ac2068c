import { afterAll, beforeEach, expect, test } from "vitest";
import { openDatabase } from "#app/db/client.server.ts";
import type { Connections } from "#app/db/connections.server.ts";
import { againIfTaken, refusingViolations } from "#app/db/constraints.server.ts";
import { testDatabase } from "#tests/support/database.ts";

const { sql, connections, close } = openDatabase(testDatabase().ownerUrl, { connections: 4 });
afterAll(close);

type Sql = Parameters<Parameters<Connections["use"]>[0]>[0];

beforeEach(async () => {
  await sql`DROP TABLE IF EXISTS taken`;
  await sql`CREATE TABLE taken (id integer PRIMARY KEY, name text UNIQUE, rank integer CHECK (rank > 0))`;
});

/** One form's post: stores its row once, whoever is first. */
const post = (id: number, name: string) =>
  againIfTaken(() =>
    connections.transaction(async (held) => {
      const rows = await held`
        INSERT INTO taken (id, name) VALUES (${id}, ${name}) ON CONFLICT (id) DO NOTHING RETURNING id`;
      return rows.length;
    }),
  );

test("two equal posts at once store one row and both are answered, however many unique keys the row has", async () => {
  for (let id = 1; id <= 300; id += 1) {
    const both = await Promise.all([post(id, `Group ${id}`), post(id, `Group ${id}`)]);
    expect([...both].sort()).toEqual([0, 1]);
  }
});

test("two that wait for each other are both done in the end", async () => {
  await sql`INSERT INTO taken VALUES (1, 'a', 1), (2, 'b', 1)`;
  let holding = 0;
  let go = () => {};
  const bothHold = new Promise<void>((resolve) => {
    go = resolve;
  });
  let attempts = 0;
  const raise = (held: Sql, id: number) => held`UPDATE taken SET rank = rank + 1 WHERE id = ${id}`;
  const work = (ids: [number, number]) =>
    againIfTaken(() =>
      connections.transaction(async (held) => {
        attempts += 1;
        await raise(held, ids[0]);
        holding += 1;
        if (holding === 2) go();
        await bothHold;
        await raise(held, ids[1]);
      }),
    );
  await Promise.all([work([1, 2]), work([2, 1])]);
  expect(attempts).toBe(3);
  expect(await sql`SELECT DISTINCT rank FROM taken`).toEqual([{ rank: 3 }]);
});

test("what is taken by another stays refused, at its field; anything else is thrown at the first attempt", async () => {
  await post(1, "Intake");
  let attempts = 0;
  const insert = (row: { id: number; name: string; rank: number }) =>
    refusingViolations({ taken_name_key: ["name", "There is one"] }, () => {
      attempts += 1;
      return connections.transaction(async (held) => {
        await held`INSERT INTO taken ${held(row)}`;
      });
    });
  expect(await insert({ id: 2, name: "Intake", rank: 1 })).toEqual({
    ok: false,
    code: "constraint.taken_name_key",
    message: "There is one",
    fieldErrors: { name: ["There is one"] },
  });
  expect(attempts).toBe(2);
  await expect(insert({ id: 3, name: "Other", rank: 0 })).rejects.toThrow("taken_rank_check");
  expect(attempts).toBe(3);
  expect(await sql`SELECT id FROM taken`).toEqual([{ id: 1 }]);
});
