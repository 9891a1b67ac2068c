import postgres from "postgres";
import { afterAll, expect, test } from "vitest";
import { testDatabase } from "#tests/support/database.ts";

const sql = postgres(testDatabase().ownerUrl, { max: 1 });
afterAll(() => sql.end());

test("what Prisma cannot model is as listed: checks, exclusions, partial indexes, triggers, policies", async () => {
  const found = await sql<{ line: string }[]>`
    SELECT format('constraint %s: %s', conname, pg_get_constraintdef(oid)) AS line FROM pg_constraint
    WHERE contype IN ('c', 'x') AND connamespace = 'public'::regnamespace
    UNION ALL
    SELECT format('index %s', pg_get_indexdef(indexrelid)) FROM pg_index JOIN pg_class ON pg_class.oid = indexrelid
    WHERE (indpred IS NOT NULL OR indexprs IS NOT NULL) AND NOT indisexclusion
      AND relnamespace = 'public'::regnamespace
    UNION ALL
    SELECT format('trigger %s', pg_get_triggerdef(pg_trigger.oid)) FROM pg_trigger
    JOIN pg_class ON pg_class.oid = tgrelid
    WHERE NOT tgisinternal AND relnamespace = 'public'::regnamespace
    UNION ALL
    SELECT format('policy on %s to %s for %s: %s', tablename, array_to_string(roles, ', '), lower(cmd), policyname)
    FROM pg_policies WHERE schemaname = 'public'`;
  const lines = found.map(({ line }) => line).sort();
  // After a deliberate change: npx vitest run --project integration protected-sql --update
  await expect(`${lines.join("\n")}\n`).toMatchFileSnapshot("protected-sql.txt");
});

test("row-level security is on for every table", async () => {
  const open = await sql`
    SELECT relname FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace
      AND NOT relrowsecurity AND relname <> '_prisma_migrations'`;
  expect(open.map((row) => `ALTER TABLE ${row.relname} ENABLE ROW LEVEL SECURITY;`)).toEqual([]);
});

test("every table with a program has policies for web and worker, but the conversation none for jobs", async () => {
  const lacking = await sql<{ table_name: string; role: string }[]>`
    SELECT table_name, role FROM information_schema.columns
    JOIN information_schema.tables USING (table_schema, table_name)
    CROSS JOIN unnest(ARRAY['throughline_web', 'throughline_worker']) AS role
    WHERE table_schema = 'public' AND table_type = 'BASE TABLE' AND column_name = 'program_id' AND NOT EXISTS (
      SELECT FROM pg_policies WHERE tablename = table_name AND role = ANY (roles))
    ORDER BY table_name`;
  expect(lacking.map(({ table_name, role }) => `${table_name} ${role}`)).toEqual([
    "agreement_version throughline_worker",
    "improvement_support throughline_worker",
    "kept_note throughline_worker",
    "left_session throughline_worker",
    "note_key throughline_worker",
    "session_amendment_value throughline_worker",
    "session_detail throughline_worker",
    "session_private_note throughline_worker",
    "session_summary throughline_worker",
  ]);
});

test("the processes own nothing, bypass nothing and inherit nothing", async () => {
  const owned = await sql`
    SELECT relname FROM pg_class WHERE relowner::regrole::text LIKE 'throughline%'
    UNION ALL SELECT proname FROM pg_proc WHERE proowner::regrole::text LIKE 'throughline%'
    UNION ALL SELECT nspname FROM pg_namespace WHERE nspowner::regrole::text LIKE 'throughline%'`;
  expect(owned).toEqual([]);
  const strong = await sql`
    SELECT rolname FROM pg_roles
    WHERE rolname LIKE 'throughline%' AND (rolsuper OR rolbypassrls OR rolcreaterole OR rolcreatedb)`;
  expect(strong).toEqual([]);
  const inheriting = await sql`
    SELECT rolname FROM pg_roles WHERE rolname IN ('throughline_web', 'throughline_worker') AND rolinherit`;
  expect(inheriting).toEqual([]);
});

test("functions that run as the owner fix their search path and are not open to everybody", async () => {
  const loose = await sql`
    SELECT oid::regprocedure::text AS name FROM pg_proc
    WHERE prosecdef AND pronamespace::regnamespace::text IN ('app', 'public')
      AND (proacl IS NULL OR EXISTS (SELECT FROM aclexplode(proacl) WHERE grantee = 0)
        OR NOT EXISTS (SELECT FROM unnest(proconfig) AS setting WHERE setting LIKE 'search_path=%'))`;
  expect(loose).toEqual([]);
});

test("every view shows what whoever asks may see", async () => {
  const views = await sql<{ relname: string; reloptions: string[] | null }[]>`
    SELECT relname, reloptions FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind = 'v' ORDER BY 1`;
  expect(views).not.toEqual([]);
  for (const { relname, reloptions } of views) expect(reloptions, relname).toContain("security_invoker=true");
});
