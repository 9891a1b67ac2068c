import { type ChildProcess, spawn } from "node:child_process";
import { randomUUID } from "node:crypto";
import { once } from "node:events";
import postgres from "postgres";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { RETENTION_DAYS } from "#app/events/catalog.ts";
import {
  addPerson,
  addProgram,
  addSite,
  addSupervision,
  certify,
  type TestProgram,
} from "#tests/factories/people.ts";
import { BACKENDS, type Backend, startBackend } from "#tests/support/backends.ts";
import { until } from "#tests/support/conditions.ts";
import { testDatabase } from "#tests/support/database.ts";

const COACHES = 5;
const NOTHING_MS = 90_000;
let owner: postgres.Sql;
const workers = new Set<ChildProcess>();

beforeAll(() => {
  owner = postgres(testDatabase().ownerUrl, { max: 6, onnotice: () => {} });
});
afterAll(async () => {
  for (const worker of workers) worker.kill("SIGKILL");
  await owner.end();
});

/** A worker as it runs in production, from its source. */
function startWorker(backend: Backend): ChildProcess {
  const child = spawn(process.execPath, ["--import", "tsx", "jobs/worker.ts"], {
    env: { ...process.env, DATABASE_URL: testDatabase().workerUrl, LOG_LEVEL: "error", ...backend.env },
    stdio: ["ignore", "inherit", "inherit"],
  });
  workers.add(child);
  child.once("exit", () => workers.delete(child));
  return child;
}

async function end(worker: ChildProcess, signal: "SIGKILL" | "SIGTERM"): Promise<void> {
  const exited = once(worker, "exit");
  worker.kill(signal);
  await exited;
}

/** A program whose coaches were certified three weeks ago: each has a series, and its first assessment is open. */
async function programToSchedule(): Promise<TestProgram> {
  const program = await addProgram(owner);
  const site = await addSite(owner, program);
  const supervisor = await addPerson(owner, program, { site });
  const [instrument] = await owner<{ id: string }[]>`
    INSERT INTO instrument (program_id, code, title, subject) VALUES (${program.id}, 'cpf', 'Checklist', 'coach') RETURNING id`;
  await owner`
    INSERT INTO instrument_version (program_id, instrument_id, version, definition, content_hash, published_at, effective_from)
    VALUES (${program.id}, ${instrument?.id ?? ""}, 1, '{}', 'x', now(), '2025-01-01')`;
  const rule = {
    ...{ id: "first-then-quarterly", title: "Assessment", kind: "offset", anchor: "certified" },
    ...{ first: { count: 30, unit: "days" }, every: { count: 90, unit: "days" } },
    ...{ opensDaysBefore: 14, dueDaysAfter: 7, graceDays: 7 },
  };
  await owner`
    INSERT INTO schedule_rule (program_id, instrument_id, code, version, title, rule, rater_type, starts_on)
    VALUES (${program.id}, ${instrument?.id ?? ""}, 'first-then-quarterly', 1, 'Assessment', ${owner.json(rule)}, 'supervisor', '2025-01-01')`;
  const day = (offset: number) => new Date(Date.now() + offset * 86_400_000).toISOString().slice(0, 10);
  for (let index = 0; index < COACHES; index += 1) {
    const coach = await addPerson(owner, program, { site });
    await addSupervision(owner, { person: coach, supervisor });
    await certify(owner, coach, { awardedOn: day(-21), validUntil: day(600) });
  }
  return program;
}

const certified = async (program: TestProgram): Promise<string> => {
  const id = randomUUID();
  await owner`
    INSERT INTO domain_event (id, program_id, type, subject_type, subject_id, occurred_at, retain_until)
    VALUES (${id}, ${program.id}, 'certification.awarded', 'program', 'all', now(), now() + ${RETENTION_DAYS.record} * INTERVAL '1 day')`;
  return `evt-${id}-reconcile-assessments-0`;
};

describe.each(BACKENDS)("a worker killed in the middle of a job, with the queue on %s", (name) => {
  let backend: Backend | null;
  beforeAll(async () => {
    backend = await startBackend(name);
  });
  afterAll(() => backend?.stop());

  test("loses nothing and repeats nothing once another has started", { timeout: 2 * NOTHING_MS }, async ({
    skip,
  }) => {
    if (!backend) return skip("no Redis server");
    const program = await programToSchedule();
    const first = startWorker(backend);

    // The job is held in the middle of its transaction by a lock on the table of notices, which it writes last.
    const lock = await owner.reserve();
    await lock`BEGIN`;
    await lock`LOCK TABLE inbox_item IN EXCLUSIVE MODE`;
    const key = await certified(program);
    await until(
      "the job to wait in its transaction",
      async () => {
        const [blocked] =
          await owner`SELECT FROM pg_locks WHERE NOT granted AND relation = 'inbox_item'::regclass`;
        return blocked !== undefined;
      },
      NOTHING_MS,
    );
    await end(first, "SIGKILL");
    await lock`ROLLBACK`;
    lock.release();
    await until(
      "the dead worker's transaction to be undone",
      async () => {
        const [open] = await owner`
        SELECT FROM pg_stat_activity WHERE usename = 'throughline_worker' AND datname = current_database() AND xact_start IS NOT NULL`;
        return open === undefined;
      },
      NOTHING_MS,
    );
    expect(await owner`SELECT FROM assessment WHERE program_id = ${program.id}`).toHaveLength(0);
    expect(await owner`SELECT FROM inbox_item WHERE program_id = ${program.id}`).toHaveLength(0);

    const second = startWorker(backend);
    await until(
      "the job to be done by the second worker",
      async () => {
        const [done] =
          await owner`SELECT FROM job_run WHERE key = ${key} AND program_id = ${program.id} AND outcome = 'succeeded'`;
        return done !== undefined;
      },
      NOTHING_MS,
    );
    const series = await owner<{ n: number; keys: number; open: number }[]>`
      SELECT count(*)::int AS n, count(DISTINCT (subject_id, occurrence_key))::int AS keys,
             count(*) FILTER (WHERE state = 'open')::int AS open
      FROM assessment WHERE program_id = ${program.id}`;
    expect(series[0]?.open).toBe(COACHES);
    expect(series[0]?.n).toBe(series[0]?.keys);
    expect(series[0]?.n).toBeGreaterThanOrEqual(COACHES * 4);
    const events =
      await owner`SELECT FROM domain_event WHERE program_id = ${program.id} AND type = 'assessment.opened'`;
    expect(events).toHaveLength(COACHES);

    // The same event again, and a clean stop in between, change nothing.
    const before = await owner`SELECT * FROM assessment WHERE program_id = ${program.id} ORDER BY id`;
    const again = await certified(program);
    await until(
      "the repeated job",
      async () => {
        const [done] = await owner`SELECT FROM job_run WHERE key = ${again} AND outcome = 'succeeded'`;
        return done !== undefined;
      },
      NOTHING_MS,
    );
    await end(second, "SIGTERM");
    expect(await owner`SELECT * FROM assessment WHERE program_id = ${program.id} ORDER BY id`).toEqual(
      before,
    );
    expect(
      await owner`SELECT FROM domain_event WHERE program_id = ${program.id} AND type = 'assessment.opened'`,
    ).toHaveLength(COACHES);
  });
});
