import { type ChildProcess, spawn } from "node:child_process";
import { randomUUID } from "node:crypto";
import { once } from "node:events";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { PersonContext } from "#app/access/context.ts";
import { type Database, openDatabase } from "#app/db/client.server.ts";
import { runImports } from "#app/features/sessions/run-imports.server.ts";
import { receiveImport, uploadImport } from "#app/features/sessions/upload-import.server.ts";
import { reactionsTo } from "#jobs/reactions.ts";
import { addPerson, assignCoach, type TestPerson } from "#tests/factories/people.ts";
import { type Coaching, setUpCoaching } from "#tests/integration/sessions/coaching.ts";
import { look, map, steer } from "#tests/integration/sessions/importing.ts";
import { NOON, systemContextFor } from "#tests/support/actors.ts";
import { until } from "#tests/support/conditions.ts";
import { testDatabase } from "#tests/support/database.ts";

const MANY = 100_000;
const HEAP_LIMIT = 50 * 2 ** 20;
const PAIRS = 10;

let it: Coaching;
let worker: Database;
let ctx: PersonContext;
const children = new Set<ChildProcess>();
beforeAll(async () => {
  it = await setUpCoaching();
  worker = openDatabase(testDatabase().workerUrl, { connections: 8 });
  ctx = await it.as(await addPerson(it.owner, it.program, { role: "lead" }));
});
afterAll(async () => {
  for (const child of children) child.kill("SIGKILL");
  await Promise.all([it.close(), worker.close()]);
});

const system = (now = NOON) => systemContextFor(worker, it.program, { now });
const rowOf = async (id: string) => (await it.owner`SELECT * FROM session_import WHERE id = ${id}`)[0];

async function addPairs(count: number): Promise<{ coach: TestPerson; coachee: TestPerson }[]> {
  const pairs = [];
  for (let at = 0; at < count; at += 1) {
    const coach = await addPerson(it.owner, it.program, { role: "coach", site: it.site });
    const coachee = await addPerson(it.owner, it.program, { role: "coachee", site: it.site });
    await assignCoach(it.owner, { coach, coachee, site: it.site });
    pairs.push({ coach, coachee });
  }
  return pairs;
}

/** A file of different held sessions, made piece by piece; every tenth row is refused when asked. */
async function* fileOf(
  rows: number,
  pairs: readonly { coach: TestPerson; coachee: TestPerson }[],
  withRefused = false,
) {
  const encoder = new TextEncoder();
  yield encoder.encode("date,start,end,coach_email,coachee_emails,status,focus,modality,barriers\n");
  let text = "";
  for (let at = 0; at < rows; at += 1) {
    const pair = pairs[at % pairs.length] as (typeof pairs)[number];
    const turn = Math.floor(at / pairs.length);
    const day = new Date(Date.UTC(2025, 0, 2) + (turn % 600) * 86_400_000).toISOString().slice(0, 10);
    const minute = 6 * 60 + Math.floor(turn / 600) * 20;
    const clock = (minutes: number) =>
      `${String(Math.floor(minutes / 60)).padStart(2, "0")}:${String(minutes % 60).padStart(2, "0")}`;
    const status = withRefused && at % 10 === 9 ? "unheard of" : "held";
    text += `${day},${clock(minute)},${clock(minute + 15)},${pair.coach.email},${pair.coachee.email},${status},Function 1,phone,"workload; policy"\n`;
    if (text.length < 65_536) continue;
    yield encoder.encode(text);
    text = "";
  }
  yield encoder.encode(text);
}

async function upload(rows: number, { withRefused = false } = {}): Promise<string> {
  const id = randomUUID();
  const pieces = fileOf(rows, await addPairs(PAIRS), withRefused);
  const received = await receiveImport(ctx, { name: "history.csv", type: "text/csv", pieces });
  expect(await uploadImport(ctx, { id, file: { name: "history.csv", received } })).toEqual({ ok: true });
  expect(await map(ctx, id)).toEqual({ ok: true });
  return id;
}

async function storedOf(id: string) {
  const [row] = await it.owner`
    SELECT count(*)::int AS sessions, count(DISTINCT (lead_coach_id, started_at))::int AS different,
      (SELECT count(*)::int FROM session_attendee a JOIN coaching_session s ON s.id = a.session_id WHERE s.import_id = ${id}) AS attendees,
      (SELECT count(*)::int FROM session_focus f JOIN coaching_session s ON s.id = f.session_id WHERE s.import_id = ${id}) AS focus
    FROM coaching_session WHERE import_id = ${id}`;
  return row;
}

/** A worker process of its own, killed once `isTime` says so. */
async function killed(isTime: () => Promise<boolean>): Promise<void> {
  const child = spawn(process.execPath, ["--import", "tsx", "jobs/cli.ts", "run", "run-imports"], {
    env: { ...process.env, DATABASE_URL: testDatabase().workerUrl },
    stdio: ["ignore", "ignore", "inherit"],
  });
  children.add(child);
  const exited = once(child, "exit");
  await until("the worker to be half-way", isTime, 120_000);
  child.kill("SIGKILL");
  await exited;
  children.delete(child);
  await until("the dead worker's transactions to be undone", async () => {
    const [open] = await it.owner`
      SELECT FROM pg_stat_activity WHERE usename = 'throughline_worker' AND datname = current_database()
        AND pid IN (SELECT pid FROM pg_locks WHERE locktype = 'advisory')`;
    return open === undefined;
  });
}

test("what is asked for wakes the job, and what was stored wakes the figures of its months", () => {
  const event = {
    id: "1",
    programId: it.program.id,
    subjectType: "import",
    subjectId: "i",
    siteId: null,
    payload: {},
  };
  for (const type of ["import.mapped", "import.started", "import.undo-asked"])
    expect(reactionsTo({ ...event, type })).toEqual([{ job: "run-imports", payload: { importId: "i" } }]);
  expect(
    reactionsTo({
      ...event,
      type: "sessions.imported",
      siteId: "s",
      payload: { months: ["2025-10-01", "2025-11-01"] },
    }),
  ).toEqual(
    ["2025-10-01", "2025-11-01"].map((month) => ({
      job: "refresh-figures",
      payload: { siteId: "s", month },
    })),
  );
});

test("a worker killed while it checks, and again and again while it stores, leaves every row stored once", {
  timeout: 600_000,
}, async () => {
  const rows = 10_000;
  const id = await upload(rows, { withRefused: true });
  await killed(async () => (await rowOf(id))?.rows_checked >= 2_000);
  expect(await rowOf(id)).toMatchObject({ status: "checking" });
  await runImports(system(), {});
  expect(await look(ctx, id)).toMatchObject({
    status: "checked",
    counts: { wouldStore: 9_000, refused: 1_000, problems: 1_000 },
  });
  await steer(ctx, id, "store");
  for (const place of [1_500, 4_000, 7_500]) await killed(async () => (await rowOf(id))?.rows_done >= place);
  const half = await storedOf(id);
  expect(half?.sessions).toBeGreaterThan(5_000);
  expect(half?.sessions).toBeLessThan(9_000);
  await Promise.all([
    runImports(system(), {}),
    runImports(system(), {}),
    runImports(system(), { importId: id }),
  ]);
  expect(await rowOf(id)).toMatchObject({ status: "stored", rows_done: rows });
  expect(await look(ctx, id)).toMatchObject({
    counts: { stored: 9_000, storedAlready: 0, storedRefused: 1_000 },
  });
  expect(await storedOf(id)).toEqual({ sessions: 9_000, different: 9_000, attendees: 9_000, focus: 9_000 });
});

test("a cancelled import keeps what it stored, goes on where it stopped, and is taken back whole", {
  timeout: 600_000,
}, async () => {
  const id = await upload(4_000);
  await runImports(system(), {});
  await steer(ctx, id, "store");
  const running = runImports(system(), { importId: id });
  await until("some rows to be stored", async () => (await rowOf(id))?.rows_done >= 1_000);
  expect(await steer(ctx, id, "cancel")).toEqual({ ok: true });
  await running;
  const { rows_done: done } = (await rowOf(id)) ?? {};
  expect(await rowOf(id)).toMatchObject({ status: "cancelled" });
  expect((await storedOf(id))?.sessions).toBe(done);
  await steer(ctx, id, "store");
  await runImports(system(), {});
  expect((await storedOf(id))?.sessions).toBe(4_000);
  await steer(ctx, id, "undo");
  await runImports(system(), {});
  expect(await rowOf(id)).toMatchObject({ status: "undone" });
  expect((await storedOf(id))?.sessions).toBe(0);
});

test(`${MANY} rows are taken in, checked and stored with a heap that does not grow, and taken back`, {
  timeout: 1_200_000,
}, async () => {
  setFlagsFromString("--expose-gc");
  const collect = runInNewContext("gc") as () => void;
  collect();
  const before = process.memoryUsage().heapUsed;
  let live = 0;
  const sampling = setInterval(() => {
    collect();
    live = Math.max(live, process.memoryUsage().heapUsed - before);
  }, 250);
  const told: string[] = [];
  const timed = async <T>(what: string, work: () => Promise<T>): Promise<T> => {
    const startedAt = performance.now();
    const value = await work();
    told.push(`${what} ${((performance.now() - startedAt) / 1_000).toFixed(1)} s`);
    return value;
  };
  const id = await timed("taken in", () => upload(MANY));
  await timed("checked", () => runImports(system(), { importId: id }));
  expect(await look(ctx, id)).toMatchObject({ counts: { wouldStore: MANY, refused: 0 } });
  await steer(ctx, id, "store");
  await timed("stored", () => runImports(system(), { importId: id }));
  expect(await storedOf(id)).toEqual({ sessions: MANY, different: MANY, attendees: MANY, focus: MANY });
  await steer(ctx, id, "undo");
  await timed("taken back", () => runImports(system(), { importId: id }));
  expect((await storedOf(id))?.sessions).toBe(0);
  clearInterval(sampling);
  process.stdout.write(
    `\n${MANY} rows: ${told.join(", ")}; heap growth ${(live / 2 ** 20).toFixed(1)} MB live\n`,
  );
  expect(live).toBeLessThan(HEAP_LIMIT);
});
