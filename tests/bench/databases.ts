import { spawn } from "node:child_process";
import postgres from "postgres";
import { deploy } from "#scripts/migrate.mjs";

const PEOPLE = [
  "--sites",
  "40",
  "--coaches",
  "200",
  "--coachees",
  "2000",
  "--from",
  "2024-01-01",
  "--seed",
  "7",
];
const MARK = "throughline bench 2";

export interface BenchDatabase {
  name: string;
  ownerUrl: string;
}

/** The address of another database of the same server. */
export function beside(ownerUrl: string, name: string): BenchDatabase {
  const url = new URL(ownerUrl);
  url.pathname = name;
  return { name, ownerUrl: url.href };
}

/** A database with this many sessions of the same people; made once and kept for the next run. */
export async function seededDatabase(
  ownerUrl: string,
  sessions: number,
  say: (line: string) => void,
): Promise<BenchDatabase> {
  const database = beside(ownerUrl, `bench_${sessions}`);
  const sql = postgres(ownerUrl, { max: 1, onnotice: () => {} });
  try {
    const [found] = await sql`
      SELECT shobj_description(oid, 'pg_database') AS mark FROM pg_database WHERE datname = ${database.name}`;
    if (found?.mark !== MARK) {
      say(`Seeding ${sessions.toLocaleString("en-US")} sessions`);
      await sql`DROP DATABASE IF EXISTS ${sql(database.name)} WITH (FORCE)`;
      await sql`CREATE DATABASE ${sql(database.name)}`;
      await deploy(database.ownerUrl);
      const startedAt = Date.now();
      await seed(database.ownerUrl, sessions);
      await sql`COMMENT ON DATABASE ${sql(database.name)} IS ${sql.unsafe(`'${MARK}'`)}`;
      say(`Seeded in ${((Date.now() - startedAt) / 1000).toFixed(0)} s`);
    }
  } finally {
    await sql.end();
  }
  await deploy(database.ownerUrl);
  await settle(database.ownerUrl);
  return database;
}

function seed(ownerUrl: string, sessions: number): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, ["build/node/seed.js", ...PEOPLE, "--sessions", String(sessions)], {
      env: { ...process.env, DATABASE_OWNER_URL: ownerUrl },
      stdio: ["ignore", "ignore", "inherit"],
    });
    child.once("exit", (code) =>
      code === 0 ? resolve() : reject(new Error(`The seed ended with exit code ${code}`)),
    );
  });
}

/** What autovacuum would do in its own time, so that it does not do it during the measurement. */
async function settle(ownerUrl: string): Promise<void> {
  const sql = postgres(ownerUrl, { max: 1, onnotice: () => {} });
  await sql`VACUUM (ANALYZE)`;
  await sql.end();
}

/** A throwaway copy that may be written to, with the table of the bare servers beside the product's own. */
export async function writableCopy(ownerUrl: string, source: BenchDatabase): Promise<BenchDatabase> {
  const copy = beside(ownerUrl, "bench_submit");
  const sql = postgres(ownerUrl, { max: 1, onnotice: () => {} });
  await sql`DROP DATABASE IF EXISTS ${sql(copy.name)} WITH (FORCE)`;
  await sql`CREATE DATABASE ${sql(copy.name)} TEMPLATE ${sql(source.name)}`;
  await sql.end();
  const own = postgres(copy.ownerUrl, { max: 1 });
  await own`
    CREATE TABLE bench_row (id uuid PRIMARY KEY, person_id uuid NOT NULL, session_on date NOT NULL, start_time text NOT NULL,
      end_time text NOT NULL, modality text NOT NULL, focus_id uuid NOT NULL, summary text NOT NULL)`;
  await own.end();
  return copy;
}

export async function dropCopy(ownerUrl: string, { name }: BenchDatabase): Promise<void> {
  const sql = postgres(ownerUrl, { max: 1, onnotice: () => {} });
  await sql`DROP DATABASE IF EXISTS ${sql(name)} WITH (FORCE)`;
  await sql.end();
}

/** Whom the demo coach coaches today at one site, and what a session may be about. */
export async function readFormFacts({ ownerUrl }: Pick<BenchDatabase, "ownerUrl">) {
  const sql = postgres(ownerUrl, { max: 1 });
  try {
    const people = await sql<{ id: string; startsOn: string }[]>`
      SELECT coachee_id AS id, to_char(starts_on, 'YYYY-MM-DD') AS "startsOn" FROM coach_assignment held
      JOIN person ON person.id = held.coach_id
      WHERE person.email = 'coach@demo.test' AND held.ends_on IS NULL AND held.starts_on <= current_date - 30
      ORDER BY 1`;
    const functions = await sql<{ id: string }[]>`SELECT id FROM essential_function ORDER BY number`;
    return { people: people.map(({ id }) => id), functions: functions.map(({ id }) => id) };
  } finally {
    await sql.end();
  }
}
