import { once } from "node:events";
import postgres from "postgres";
import { COACH_FIDELITY_RULE } from "#app/features/fidelity/demo/coaching-practice-checklist.ts";
import { deploy } from "#scripts/migrate.mjs";
import { beside, dropCopy } from "./databases.ts";
import { cpuSeconds, residentMegabytes, startProcess } from "./servers.ts";

const NOW = "2026-11-16T20:00:00Z";
const SITES = 40;
const SAMPLE_MS = 250;

export interface ScheduleFigures {
  rows: number;
  firstSeconds: number;
  secondSeconds: number;
  /** A plain INSERT … SELECT of the same rows into the same table. */
  bareSeconds: number;
  /** Processor time of both runs and of the plain insert, which a busy machine changes less than the time that passed. */
  cpu: { first: Cpu; second: Cpu; bare: number };
  /** Most resident memory in the first and in the last quarter of the first run. */
  megabytes: { early: number; late: number };
  /** Whether the second run left every row as it was, and no event or notice more. */
  isUnchanged: boolean;
}

interface Cpu {
  job: number;
  database: number;
}

/**
 * Coaches at sites, each with the program's series for the next twelve months, reconciled at once and then once more by
 * the built job, as `npm run jobs -- run` starts it.
 *
 * @param envOf the environment of a worker on a database
 */
export async function measureSchedule(
  ownerUrl: string,
  coaches: number,
  envOf: (databaseUrl: string) => NodeJS.ProcessEnv,
): Promise<ScheduleFigures> {
  const target = beside(ownerUrl, "bench_schedule");
  await dropCopy(ownerUrl, target);
  const server = postgres(ownerUrl, { max: 1, onnotice: () => {} });
  await server`CREATE DATABASE ${server(target.name)}`;
  await server.end();
  await deploy(target.ownerUrl);
  const sql = postgres(target.ownerUrl, { max: 1, onnotice: () => {} });
  try {
    await addCoaches(sql, coaches);
    const first = await timed(() => reconcile(envOf(target.ownerUrl), sql));
    const before = await traces(sql);
    const second = await timed(() => reconcile(envOf(target.ownerUrl), sql));
    const after = await traces(sql);
    const bare = await insertBare(sql);
    const { memory } = first.result;
    const quarter = Math.max(1, Math.floor(memory.length / 4));
    return {
      rows: before.rows ?? 0,
      firstSeconds: first.seconds,
      secondSeconds: second.seconds,
      isUnchanged: JSON.stringify(before) === JSON.stringify(after),
      bareSeconds: bare.seconds,
      cpu: { first: first.result.cpu, second: second.result.cpu, bare: bare.cpu },
      megabytes: { early: Math.max(...memory.slice(0, quarter)), late: Math.max(...memory.slice(-quarter)) },
    };
  } finally {
    await sql.end();
    await dropCopy(ownerUrl, target);
  }
}

/** Runs the job and samples its memory, and the processor time of it and of the server processes that serve it. */
async function reconcile(env: NodeJS.ProcessEnv, sql: postgres.Sql): Promise<{ memory: number[]; cpu: Cpu }> {
  const child = startProcess(["build/node/jobs.js", "run", "reconcile-assessments", "--now", NOW], env);
  const exited = once(child, "exit");
  const memory: number[] = [];
  let job = 0;
  const backends = new Map<number, number>();
  const sample = async () => {
    if (child.exitCode !== null) return;
    memory.push(residentMegabytes(child));
    job = Math.max(job, cpuSeconds(child.pid));
    const rows = await sql<{ pid: number }[]>`
      SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()`;
    for (const { pid } of rows) backends.set(pid, Math.max(backends.get(pid) ?? 0, cpuSeconds(pid)));
  };
  let sampled = Promise.resolve();
  const sampling = setInterval(() => {
    sampled = sampled.then(sample);
  }, SAMPLE_MS);
  const [code] = await exited;
  clearInterval(sampling);
  await sampled;
  if (code !== 0) throw new Error(`The job ended with exit code ${code}`);
  return { memory, cpu: { job, database: [...backends.values()].reduce((a, b) => a + b, 0) } };
}

/** What a run leaves behind, down to the transaction that wrote each row. */
async function traces(sql: postgres.Sql) {
  const [found] = await sql<{ rows: number; written: string; events: number; notices: number }[]>`
    SELECT count(*)::int AS rows, max(xmin::text::bigint)::text AS written,
           (SELECT count(*)::int FROM domain_event) AS events, (SELECT count(*)::int FROM inbox_item) AS notices
    FROM assessment`;
  return { ...found };
}

async function timed<T>(work: () => Promise<T>): Promise<{ result: T; seconds: number }> {
  const startedAt = performance.now();
  const result = await work();
  return { result, seconds: (performance.now() - startedAt) / 1000 };
}

async function addCoaches(sql: postgres.Sql, coaches: number): Promise<void> {
  const [program] = await sql<{ id: string }[]>`
    INSERT INTO program (slug, name, zone) VALUES ('bench', 'Bench', 'America/Los_Angeles') RETURNING id`;
  const programId = program?.id ?? "";
  const rule = COACH_FIDELITY_RULE;
  await sql`
    WITH region AS (
      INSERT INTO region (program_id, code, name) VALUES (${programId}, 'R', 'Region') RETURNING id)
    INSERT INTO site (program_id, region_id, code, name, zone, wave, planned_start_on)
    SELECT ${programId}, region.id, 'S' || n, 'Site ' || n,
           CASE WHEN n % 10 = 0 THEN 'America/Boise' ELSE 'America/Los_Angeles' END, 1, '2025-01-01'
    FROM region, generate_series(1, ${SITES}::int) n`;
  await sql`
    WITH instrument AS (
      INSERT INTO instrument (program_id, code, title, subject) VALUES (${programId}, 'cpc', 'Checklist', 'coach') RETURNING id),
    version AS (
      INSERT INTO instrument_version (program_id, instrument_id, version, definition, content_hash, published_at, effective_from)
      SELECT ${programId}, id, 1, '{}', 'x', now(), '2025-01-01' FROM instrument)
    INSERT INTO schedule_rule (program_id, instrument_id, code, version, title, rule, rater_type, starts_on)
    SELECT ${programId}, id, ${rule.id}, 1, 'Coach fidelity review', ${sql.json(rule as never)}, 'supervisor', '2025-01-01' FROM instrument`;
  await sql`
    INSERT INTO person (program_id, given_name, family_name, email)
    SELECT ${programId}, 'Person', n::text, 'person-' || n || '@example.test' FROM generate_series(1, ${coaches + SITES}::int) n`;
  await sql`
    CREATE TEMPORARY TABLE placed AS
    SELECT person.id, n, site.id AS site_id FROM (
      SELECT id, row_number() OVER (ORDER BY id) AS n FROM person) person
    JOIN (SELECT id, row_number() OVER (ORDER BY code) AS n FROM site) site USING (n)
    UNION ALL
    SELECT person.id, n, NULL FROM (SELECT id, row_number() OVER (ORDER BY id) AS n FROM person) person WHERE n > ${SITES}`;
  await sql`
    UPDATE placed SET site_id = home.site_id FROM placed home
    WHERE placed.site_id IS NULL AND home.n = 1 + placed.n % ${SITES}`;
  await sql`
    INSERT INTO site_assignment (program_id, person_id, site_id, starts_on)
    SELECT ${programId}, id, site_id, '2025-01-01' FROM placed`;
  await sql`
    INSERT INTO supervision (program_id, person_id, supervisor_id, starts_on)
    SELECT ${programId}, placed.id, lead.id, '2025-01-01' FROM placed
    JOIN placed lead ON lead.n = 1 + placed.n % ${SITES} WHERE placed.n > ${SITES}`;
  await sql`
    INSERT INTO certification (program_id, person_id, kind, awarded_on, valid_from, valid_until)
    SELECT ${programId}, id, 'coach', day, day, '2030-12-31'
    FROM (SELECT id, date '2025-06-01' + (n % 365)::int AS day FROM placed WHERE n > ${SITES}) certified`;
  await sql`ANALYZE`;
}

/** The least that storing the same rows can cost: the same table with its indexes, keys and checks, in one statement. */
async function insertBare(sql: postgres.Sql): Promise<{ seconds: number; cpu: number }> {
  await sql`CREATE TABLE kept AS SELECT * FROM assessment`;
  await sql`TRUNCATE assessment CASCADE`;
  await sql`CHECKPOINT`;
  const [own] = await sql<{ pid: number }[]>`SELECT pg_backend_pid() AS pid`;
  const before = cpuSeconds(own?.pid);
  const { seconds } = await timed(() => sql`INSERT INTO assessment SELECT * FROM kept`);
  return { seconds, cpu: cpuSeconds(own?.pid) - before };
}
