import postgres from "postgres";
import { afterAll, expect, test } from "vitest";
import { testDatabase } from "#tests/support/database.ts";

const sql = postgres(testDatabase().ownerUrl, { max: 1 });
afterAll(() => sql.end());

test("every foreign key but that of the program is led by an index", async () => {
  const missing = await sql<{ remedy: string }[]>`
    WITH foreign_key AS (
      SELECT conrelid, conrelid::regclass::text AS table_name,
        (SELECT array_agg(attname::text ORDER BY attname) FROM pg_attribute
         WHERE attrelid = conrelid AND attnum = ANY (conkey) AND attname <> 'program_id') AS columns
      FROM pg_constraint WHERE contype = 'f' AND connamespace = 'public'::regnamespace
    ), index AS (
      SELECT indrelid, array_agg(attname::text ORDER BY position) AS columns
      FROM pg_index, unnest(indkey::int2[]) WITH ORDINALITY AS key (attnum, position)
      JOIN pg_attribute USING (attnum)
      WHERE attrelid = indrelid
      GROUP BY indexrelid, indrelid
      -- What has no value refers to nothing, so that an index may leave it out.
      HAVING bool_and(indpred IS NULL)
        OR pg_get_expr(any_value(indpred), indrelid) = format('(%I IS NOT NULL)', (array_agg(attname ORDER BY position))[1])
    )
    SELECT format('CREATE INDEX ON %s (%s);', table_name, array_to_string(columns, ', ')) AS remedy
    FROM foreign_key
    WHERE columns IS NOT NULL AND NOT EXISTS (
      SELECT FROM index WHERE indrelid = conrelid AND (
        index.columns[1:cardinality(foreign_key.columns)] @> foreign_key.columns
        OR (index.columns[1] = 'program_id'
          AND index.columns[2:cardinality(foreign_key.columns) + 1] @> foreign_key.columns)))
    ORDER BY remedy`;
  expect(missing.map((row) => row.remedy).join("\n")).toBe("");
});
