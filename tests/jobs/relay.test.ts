import postgres from "postgres";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Database, openDatabase } from "#app/db/client.server.ts";
import { inSql } from "#app/db/in-transaction.server.ts";
import { relayBatch } from "#app/events/outbox.queries.server.ts";
import { recordEvent } from "#app/events/record-event.server.ts";
import { JOBS } from "#jobs/registry.ts";
import { jobsOf, relayAll } from "#jobs/relay.ts";
import { runJob } from "#jobs/run-job.ts";
import { SCHEDULES, upsertSchedules } from "#jobs/schedules.ts";
import { addProgram, addSite, type TestProgram, type TestSite } from "#tests/factories/people.ts";
import { systemContextFor } from "#tests/support/actors.ts";
import { BACKENDS, type Backend, startBackend } from "#tests/support/backends.ts";
import { until } from "#tests/support/conditions.ts";
import { testDatabase } from "#tests/support/database.ts";

let database: Database;
let owner: postgres.Sql;
let program: TestProgram;
let site: TestSite;

beforeAll(async () => {
  owner = postgres(testDatabase().ownerUrl, { max: 4, onnotice: () => {} });
  database = openDatabase(testDatabase().workerUrl, { connections: 6 });
  program = await addProgram(owner);
  site = await addSite(owner, program);
});

afterAll(async () => {
  await database.close();
  await owner.end();
});

async function logEvents(count: number): Promise<string[]> {
  const ctx = systemContextFor(database, program);
  await inSql(ctx, async (sql) => {
    for (let index = 0; index < count; index += 1)
      await recordEvent(sql, ctx, {
        type: "session.logged",
        subjectType: "session",
        subjectId: `s${index}`,
        siteId: site.id,
        payload: { monthOn: "2026-10-01" },
      });
  });
  const rows = await owner<
    { id: string }[]
  >`SELECT id FROM domain_event WHERE relayed_at IS NULL ORDER BY sequence`;
  return rows.map((row) => row.id);
}

const waiting = async () =>
  (await owner<{ n: number }[]>`SELECT count(*)::int AS n FROM domain_event WHERE relayed_at IS NULL`)[0]?.n;

describe("the outbox", () => {
  test("gives each event to one of two relays that run side by side", async () => {
    const ids = await logEvents(250);
    const seen: string[] = [];
    const drain = async () => {
      while (
        await relayBatch(database, async (events) => void seen.push(...events.map((event) => event.id)))
      );
    };
    await Promise.all([drain(), drain(), drain()]);
    expect(seen.toSorted()).toEqual(ids.toSorted());
    expect(await waiting()).toBe(0);
  });

  test("gives events back when the relay fails before it has handed them on", async () => {
    const ids = await logEvents(3);
    await expect(relayBatch(database, () => Promise.reject(new Error("the queue is away")))).rejects.toThrow(
      "the queue is away",
    );
    expect(await waiting()).toBe(3);
    const seen: string[] = [];
    await relayBatch(database, async (events) => void seen.push(...events.map((event) => event.id)));
    expect(seen).toEqual(ids);
  });

  test("an edit that moves a session to another month recomputes both, and looks again at a proposal to fade", () => {
    const event = {
      id: "e",
      programId: program.id,
      type: "session.edited",
      subjectType: "session",
      subjectId: "s",
      siteId: site.id,
      payload: { monthOn: "2026-10-01", previousMonthOn: "2026-09-01" },
    };
    expect(jobsOf(event).map((job) => [job.name, job.data])).toEqual([
      ["refresh-figures", { programId: program.id, siteId: site.id, month: "2026-10-01" }],
      ["refresh-figures", { programId: program.id, siteId: site.id, month: "2026-09-01" }],
      ["propose-fades", { programId: program.id, sessionId: "s" }],
    ]);
  });
});

describe.each(BACKENDS)("the queue on %s", (name) => {
  let backend: Backend | null;
  beforeAll(async () => {
    backend = await startBackend(name);
  });
  afterAll(() => backend?.stop());

  test("runs the job of an event once, even when the event is relayed twice", async ({ skip }) => {
    if (!backend) return skip("no Redis server");
    const [id] = await logEvents(1);
    const connections = backend.open();
    const queue = connections.queue();
    await relayAll(database, queue);
    await owner`UPDATE domain_event SET relayed_at = NULL WHERE id = ${id ?? ""}`;
    await relayAll(database, queue);
    const worker = connections.worker((job) =>
      runJob(database, {
        name: job.name,
        key: job.id ?? "",
        data: job.data,
        now: new Date("2026-11-16T20:00:00Z"),
      }),
    );
    const key = `evt-${id}-refresh-figures-0`;
    await until("the job's run", async () => {
      const [row] = await owner`SELECT FROM job_run WHERE key = ${key} AND outcome = 'succeeded'`;
      return row !== undefined;
    });
    await until("an empty queue", async () => {
      const counts = await queue.getJobCounts("waiting", "active", "delayed");
      return Object.values(counts).every((count) => count === 0);
    });
    const runs = await owner`SELECT FROM job_run WHERE key = ${key}`;
    expect(runs).toHaveLength(1);
    await worker.close();
    await queue.close();
    await connections.close();
  });

  test("keeps one schedule of each, with its zone, however many workers declare them", async ({ skip }) => {
    if (!backend) return skip("no Redis server");
    const connections = backend.open();
    const queue = connections.queue();
    await queue.upsertJobScheduler(
      "left-over",
      { pattern: "0 0 * * *", tz: "UTC" },
      { name: "gone", data: {} },
    );
    for (let round = 0; round < 10; round += 1)
      await Promise.all([upsertSchedules(queue), upsertSchedules(queue), upsertSchedules(queue)]);
    await upsertSchedules(queue);
    const found = await queue.getJobSchedulers();
    expect(Object.fromEntries(found.map((schedule) => [schedule.key, schedule.tz]))).toEqual(
      Object.fromEntries(Object.entries(SCHEDULES).map(([key, { tz }]) => [key, tz])),
    );
    for (const { name: job } of found) expect(Object.keys(JOBS)).toContain(job);
    await queue.close();
    await connections.close();
  });
});

describe("a job", () => {
  const call = { key: "manual", now: new Date("2026-11-16T20:00:00Z") };

  test("that nobody knows is left alone", async () => {
    expect(await runJob(database, { ...call, name: "job-of-a-newer-version", data: {} })).toEqual([]);
  });

  test("with a malformed payload fails for good and says why", async () => {
    const run = runJob(database, { ...call, name: "refresh-figures", data: { siteId: "not an id" } });
    await expect(run).rejects.toMatchObject({
      name: "UnrecoverableError",
      message: expect.stringContaining("siteId"),
    });
  });

  test("woken by the clock runs for every program and leaves a row for each", async () => {
    const other = await addProgram(owner);
    await runJob(database, { ...call, key: "clock-1", name: "send-fidelity-reminders", data: {} });
    const rows = await owner<{ programId: string }[]>`
      SELECT program_id AS "programId" FROM job_run WHERE key = 'clock-1' AND outcome = 'succeeded'`;
    expect(rows.map((row) => row.programId).toSorted()).toEqual([program.id, other.id].toSorted());
  });
});
