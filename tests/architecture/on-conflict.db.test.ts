import { readdirSync, readFileSync } from "node:fs";
import postgres from "postgres";
import { afterAll, expect, test } from "vitest";
import { testDatabase } from "#tests/support/database.ts";

const sql = postgres(testDatabase().ownerUrl, { max: 1 });
afterAll(() => sql.end());

/** Those whose transaction takes a lock before it, or is run again when another key refuses it. */
const SAFE: Record<string, string> = {
  coaching_group: "addGroup runs again",
  group_assignment: "changeGroup locks the group",
  handover: "planHandover locks the coach",
};

test("an insert that says what happens when its id is taken has no other key that could refuse it first", async () => {
  const rows = await sql<{ name: string }[]>`
    SELECT indrelid::regclass::text AS name FROM pg_index
    JOIN pg_class ON pg_class.oid = indrelid AND relnamespace = 'public'::regnamespace
    WHERE indisunique OR indisexclusion
    GROUP BY indrelid HAVING count(*) > 1`;
  const severalKeys = rows.map(({ name }) => name);
  expect(severalKeys).toContain("coaching_group");
  const files = ["app", "jobs"].flatMap((folder) =>
    readdirSync(folder, { recursive: true, encoding: "utf8" })
      .filter((file) => file.endsWith(".ts"))
      .map((file) => `${folder}/${file}`),
  );
  const found = files.flatMap((file) =>
    readFileSync(file, "utf8")
      .split("INSERT INTO ")
      .slice(1)
      .filter((insert) => insert.split("`")[0]?.includes("ON CONFLICT (id)"))
      .map((insert) => insert.match(/^\w+/)?.[0] ?? file),
  );
  expect(found.length).toBeGreaterThan(10);
  expect(found.filter((table) => severalKeys.includes(table)).sort()).toEqual(Object.keys(SAFE));
});
