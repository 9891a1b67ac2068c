import { type ChildProcess, spawn } from "node:child_process";
import { createHash, randomUUID } from "node:crypto";
import { once } from "node:events";
import { createReadStream, existsSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { PersonContext } from "#app/access/context.ts";
import { type Database, openDatabase } from "#app/db/client.server.ts";
import { inSql } from "#app/db/in-transaction.server.ts";
import { expireExports } from "#app/features/sessions/expire-exports.server.ts";
import type { ExportScope } from "#app/features/sessions/export.types.ts";
import { listExports } from "#app/features/sessions/list-exports.server.ts";
import { logSession } from "#app/features/sessions/log-session.server.ts";
import { makeExports } from "#app/features/sessions/make-export.server.ts";
import { openExport } from "#app/features/sessions/open-export.server.ts";
import { requestExport } from "#app/features/sessions/request-export.server.ts";
import { reactionsTo } from "#jobs/reactions.ts";
import { addPerson, addSite, assignCoach, giveRole, type TestPerson } from "#tests/factories/people.ts";
import { addGoal } from "#tests/factories/sessions.ts";
import { type Coaching, setUpCoaching } from "#tests/integration/sessions/coaching.ts";
import { NOON, systemContextFor } from "#tests/support/actors.ts";
import { until } from "#tests/support/conditions.ts";
import { testDatabase } from "#tests/support/database.ts";

const MANY = 100_000;
const HEAP_LIMIT = 50 * 2 ** 20;
const SPAN = { fromOn: "2024-01-01", untilOn: "2026-11-30" };
const DAY_MS = 86_400_000;

let it: Coaching;
let worker: Database;
const children = new Set<ChildProcess>();
beforeAll(async () => {
  it = await setUpCoaching();
  worker = openDatabase(testDatabase().workerUrl, { connections: 8 });
});
afterAll(async () => {
  for (const child of children) child.kill("SIGKILL");
  await Promise.all([it.close(), worker.close()]);
});

const system = (now = NOON) => systemContextFor(worker, it.program, { now });
const folder = () => path.join(process.env.DATA_DIR ?? "", "exports");
const rowOf = async (id: string) => (await it.owner`SELECT * FROM export WHERE id = ${id}`)[0];
const eventsOf = async (id: string) =>
  (await it.owner`SELECT type FROM domain_event WHERE subject_id = ${id} ORDER BY sequence`).map(
    ({ type }) => type,
  );

async function ask(ctx: PersonContext, scope: ExportScope, span = SPAN): Promise<string> {
  const id = randomUUID();
  expect(await requestExport(ctx, { id, scope, ...span })).toEqual({ ok: true });
  return id;
}

async function fetched(ctx: PersonContext, exportId: string, part: "csv" | "manifest"): Promise<string> {
  const { file } = await openExport(ctx, { exportId, part });
  const text = await file.readFile("utf8");
  await file.close();
  return text;
}

/** The cells of a CSV by RFC 4180, read without the library that wrote it. */
function cellsOf(csv: string): string[][] {
  const rows: string[][] = [[]];
  for (const [, quoted, plain, end] of csv
    .slice(1)
    .matchAll(/(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n|$)/g)) {
    if (end === "" && quoted === undefined && plain === "") continue;
    rows.at(-1)?.push(quoted?.replaceAll('""', '"') ?? plain ?? "");
    if (end === "\r\n") rows.push([]);
  }
  return rows.filter((row) => row.length > 0);
}

function recordsOf(csv: string): Record<string, string>[] {
  const [head = [], ...rows] = cellsOf(csv);
  return rows.map((row) => Object.fromEntries(head.map((name, index) => [name, row[index] ?? ""])));
}

/** Held hours of the coach and coachee, written as a set. */
async function addSessions(count: number, { coach, coachee }: { coach: TestPerson; coachee: TestPerson }) {
  const { owner, program, site, profile } = it;
  await owner`
    WITH made AS (
      INSERT INTO coaching_session (id, program_id, site_id, lead_coach_id, practice_profile_id, format, status, session_on, zone,
        started_at, ended_at, modality, meeting_minutes, is_coach_certified, entered_by_id, recorded_at, entry_lag_days, content_hash)
      SELECT gen_random_uuid(), ${program.id}, ${site.id}, ${coach.id}, ${profile.id}, 'individual', 'held', on_day, ${site.zone},
        (on_day + time '09:00') AT TIME ZONE ${site.zone}, (on_day + time '10:00') AT TIME ZONE ${site.zone}, 'phone', 60, true,
        ${coach.id}, ${NOON}, 0, ''
      FROM (SELECT date '2024-01-01' + n % 1000 AS on_day FROM generate_series(1, ${count}::int) n) days
      RETURNING id, session_on),
    attended AS (
      INSERT INTO session_attendee (session_id, person_id, program_id, site_id, lead_coach_id, session_on)
      SELECT id, ${coachee.id}, ${program.id}, ${site.id}, ${coach.id}, session_on FROM made)
    INSERT INTO session_focus (session_id, essential_function_id, program_id)
    SELECT id, ${profile.functionIds[0] ?? ""}, ${program.id} FROM made`;
}

async function addPair() {
  const coach = await addPerson(it.owner, it.program, { role: "coach", site: it.site });
  const coachee = await addPerson(it.owner, it.program, { role: "coachee", site: it.site });
  await assignCoach(it.owner, { coach, coachee, site: it.site });
  return { coach, coachee };
}

test("a request is one event and one job, however often it is sent, and the rows wait for it", async () => {
  const ctx = await it.as(it.coach);
  const id = randomUUID();
  for (const _ of [1, 2])
    expect(await requestExport(ctx, { id, scope: "coach", ...SPAN })).toEqual({ ok: true });
  expect(await eventsOf(id)).toEqual(["export.requested"]);
  expect(
    reactionsTo({
      ...{ id: "1", programId: it.program.id, type: "export.requested", subjectType: "export" },
      ...{ subjectId: id, siteId: null, payload: {} },
    }),
  ).toEqual([{ job: "make-exports", payload: { exportId: id } }]);
  await expect(openExport(ctx, { exportId: id, part: "csv" })).rejects.toMatchObject({ code: "not-found" });
  await makeExports(system(), { exportId: id });
});

test("nobody asks for what is not theirs, nor for more than they wait for", async () => {
  const ctx = await it.as(it.coachee);
  for (const scope of ["coach", "oversight"] as const)
    await expect(requestExport(ctx, { id: randomUUID(), scope, ...SPAN })).rejects.toMatchObject({
      code: "not-allowed",
    });
  const ids = [await ask(ctx, "coachee"), await ask(ctx, "coachee"), randomUUID()];
  const last = { id: ids[2] ?? "", scope: "coachee" as const, ...SPAN };
  const posts = [1, 2, 3].map(() => requestExport(ctx, last));
  expect(await Promise.all(posts)).toEqual(Array(3).fill({ ok: true }));
  expect(await requestExport(ctx, last)).toEqual({ ok: true });
  expect(await requestExport(ctx, { ...last, untilOn: "2026-11-29" })).toMatchObject({
    code: "export.id-taken",
  });
  await expect(requestExport(await it.as(it.coach), { ...last, scope: "coach" })).rejects.toMatchObject({
    code: "not-found",
  });
  expect(await eventsOf(last.id)).toEqual(["export.requested"]);
  expect(await requestExport(ctx, { id: randomUUID(), scope: "coachee", ...SPAN })).toMatchObject({
    ok: false,
    code: "export.too-many",
  });
  expect(await makeExports(system(), {})).toMatchObject({ exports: ids.length });
});

test("each role gets its own scope, with facts and dose and nothing of the conversation", async () => {
  const pair = await addPair();
  const goal = await addGoal(it.owner, { ...pair, site: it.site, title: "Goal words" });
  const ctx = await it.as(pair.coach);
  const log = it.log({
    attendeeIds: [pair.coachee.id],
    sessionOn: "2026-11-12",
    summary: "Summary words",
    privateNote: "Private words",
    progress: { [goal]: "in_progress" },
    steps: [{ id: randomUUID(), what: "Step words" }],
    barriers: ["workload"],
    strategies: ["debrief:reflective_questioning"],
  });
  expect(await logSession(ctx, log)).toMatchObject({ ok: true });
  const span = { fromOn: "2026-11-12", untilOn: "2026-11-12" };
  const supervisor = await addPerson(it.owner, it.program);
  await giveRole(it.owner, supervisor, { role: "supervisor", siteId: it.site.id });
  const stranger = await addPerson(it.owner, it.program);
  const elsewhere = await addSite(it.owner, it.program);
  await giveRole(it.owner, stranger, { role: "evaluator", siteId: elsewhere.id });

  const texts: Record<string, string> = {};
  for (const [name, person, scope] of [
    ["coach", pair.coach, "coach"],
    ["coachee", pair.coachee, "coachee"],
    ["supervisor", supervisor, "oversight"],
    ["other coach", it.coach, "coach"],
    ["other site", stranger, "oversight"],
  ] as const) {
    const own = await it.as(person);
    const id = await ask(own, scope, span);
    await makeExports(system(), { exportId: id });
    texts[name] = await fetched(own, id, "csv");
    expect(`${texts[name]}${await fetched(own, id, "manifest")}`).not.toMatch(/\w+ words/);
  }
  for (const name of ["coach", "coachee", "supervisor"]) {
    const records = recordsOf(texts[name] ?? "");
    expect(records.map(({ session_id }) => session_id)).toEqual([log.id]);
    expect(records[0]).toMatchObject({
      ...{ session_day_site_zone: "2026-11-12", site_zone: "America/Los_Angeles", starts_site_time: "09:00" },
      ...{
        starts_at_utc: "2026-11-12T17:00:00.000Z",
        dose_minutes: "60",
        people_there: "1",
        focus: "Function 1",
      },
      ...{ strategies: "debrief:reflective_questioning", barriers: "workload", coach_key: pair.coach.id },
    });
  }
  expect(recordsOf(texts.coach ?? "")[0]).toMatchObject({
    people: pair.coachee.name,
    coach: pair.coach.name,
  });
  for (const { name } of [pair.coach, pair.coachee]) expect(texts.supervisor).not.toContain(name);
  for (const name of ["other coach", "other site"]) expect(recordsOf(texts[name] ?? "")).toEqual([]);
});

test("the database lets no export read the conversation, whatever the code asks for", async () => {
  const ctx = { ...(await it.as(it.coach)), database: worker };
  for (const [table, column] of [
    ...["session_summary", "session_private_note", "goal", "action_step", "session_acknowledgement"].map(
      (name) => [name, "1"],
    ),
    ["coaching_session", "status_reason"],
    ["person", "email"],
  ] as [string, string][])
    await expect(
      inSql(ctx, async (sql) => {
        await sql`SET LOCAL ROLE throughline_export`;
        await sql.unsafe(`SELECT ${column} FROM ${table}`);
      }),
      table,
    ).rejects.toMatchObject({ code: "42501" });
});

test("a name that begins like a formula is text, one with quotes and commas is one cell", async () => {
  const coach = await addPerson(it.owner, it.program, { role: "coach", site: it.site });
  const names = ["=HYPERLINK(1)", "+1", "-2", "@SUM(A1)", '"Quoted", Ann\r\nLine', "Zoë 李"];
  for (const givenName of names) {
    const coachee = await addPerson(it.owner, it.program, { site: it.site, givenName, familyName: "X" });
    await assignCoach(it.owner, { coach, coachee, site: it.site });
    await addSessions(1, { coach, coachee });
  }
  const ctx = await it.as(coach);
  const id = await ask(ctx, "coach");
  await makeExports(system(), { exportId: id });
  const csv = await fetched(ctx, id, "csv");
  expect(readFileSync(path.join(folder(), `${id}.csv`)).subarray(0, 3)).toEqual(
    Buffer.from([0xef, 0xbb, 0xbf]),
  );
  expect(csv.endsWith("\r\n")).toBe(true);
  expect(
    recordsOf(csv)
      .map(({ people }) => people)
      .sort(),
  ).toEqual(names.map((name) => `${/^[=+\-@]/.test(name) ? "'" : ""}${name} X`).sort());
});

test("somebody else's export is not found, and neither is one's own after a part of its scope is lost", async () => {
  const supervisor = await addPerson(it.owner, it.program);
  const second = await addSite(it.owner, it.program);
  for (const siteId of [it.site.id, second.id])
    await giveRole(it.owner, supervisor, { role: "supervisor", siteId });
  const ctx = await it.as(supervisor);
  const id = await ask(ctx, "oversight");
  await makeExports(system(), { exportId: id });
  const lead = await addPerson(it.owner, it.program, { role: "lead" });
  const notFound = { code: "not-found" };
  for (const other of [it.coach, lead])
    await expect(openExport(await it.as(other), { exportId: id, part: "csv" })).rejects.toMatchObject(
      notFound,
    );
  await expect(openExport(ctx, { exportId: randomUUID(), part: "csv" })).rejects.toMatchObject(notFound);

  expect((await listExports(ctx)).exports[0]?.permissions).toEqual({ canDownload: true });
  await fetched(ctx, id, "csv");
  await it.owner`UPDATE role_assignment SET ends_on = '2026-02-01' WHERE person_id = ${supervisor.id} AND site_id = ${second.id}`;
  const after = await it.as(supervisor);
  for (const part of ["csv", "manifest"] as const)
    await expect(openExport(after, { exportId: id, part })).rejects.toMatchObject(notFound);
  expect((await listExports(after)).exports[0]?.permissions).toEqual({ canDownload: false });
  expect(await eventsOf(id)).toEqual(["export.requested", "export.finished", "export.downloaded"]);
});

test("whoever has lost the role before the file is written gets none, and reads why", async () => {
  const { coach } = await addPair();
  const ctx = await it.as(coach);
  const id = await ask(ctx, "coach");
  await it.owner`UPDATE role_assignment SET ends_on = '2026-02-01' WHERE person_id = ${coach.id}`;
  expect(await makeExports(system(), { exportId: id })).toEqual({ exports: 0, rows: 0 });
  expect(await rowOf(id)).toMatchObject({
    status: "failed",
    error: expect.stringContaining("no longer include"),
  });
  expect(existsSync(path.join(folder(), `${id}.csv`))).toBe(false);
});

test("run twice and in parallel it makes one file, one row and one event", async () => {
  const pair = await addPair();
  await addSessions(3_000, pair);
  const ctx = await it.as(pair.coach);
  const id = await ask(ctx, "coach");
  const runs = await Promise.all([1, 2, 3].map(() => makeExports(system(), { exportId: id })));
  expect(runs.map(({ exports }) => exports).sort()).toEqual([0, 0, 1]);
  const [row, text] = [await rowOf(id), await fetched(ctx, id, "csv")];
  expect(await makeExports(system(new Date(NOON.getTime() + 60_000)), { exportId: id })).toEqual({
    exports: 0,
    rows: 0,
  });
  expect(await rowOf(id)).toEqual(row);
  expect(await fetched(ctx, id, "csv")).toBe(text);
  expect((await eventsOf(id)).filter((type) => type === "export.finished")).toHaveLength(1);
  expect(
    readdirSync(folder())
      .filter((name) => name.startsWith(id))
      .sort(),
  ).toEqual([`${id}.csv`, `${id}.manifest.json`]);
});

test("a folder that cannot be written is told to whoever waits, and the next run makes the file", async () => {
  const ctx = await it.as(it.coach);
  const id = await ask(ctx, "coach");
  const dataDir = process.env.DATA_DIR;
  try {
    process.env.DATA_DIR = "/dev/null";
    await expect(makeExports(system(), { exportId: id })).rejects.toThrow();
  } finally {
    process.env.DATA_DIR = dataDir;
  }
  expect(await rowOf(id)).toMatchObject({ status: "failed", error: expect.stringContaining("ENOTDIR") });
  expect(await makeExports(system(), { exportId: id })).toMatchObject({ exports: 1 });
  expect(await rowOf(id)).toMatchObject({ status: "done", error: null });
});

test("after a week the files are deleted, once; what a dead writer left goes too", async () => {
  const ctx = await it.as(it.coach);
  const id = await ask(ctx, "coach");
  await makeExports(system(), { exportId: id });
  const later = (days: number) => new Date(NOON.getTime() + days * DAY_MS);
  expect((await expireExports(system(later(6)))).expired).toBe(0);
  await expect(
    openExport(await it.as(it.coach, later(8)), { exportId: id, part: "csv" }),
  ).rejects.toMatchObject({ code: "not-found" });
  const runs = await Promise.all([expireExports(system(later(8))), expireExports(system(later(8)))]);
  expect(Math.max(...runs.map(({ expired }) => expired))).toBeGreaterThan(0);
  expect(await expireExports(system(later(9)))).toMatchObject({ expired: 0 });
  expect(await rowOf(id)).toMatchObject({ status: "expired" });
  expect(readdirSync(folder()).filter((name) => name.startsWith(id))).toEqual([]);
});

test(`${MANY} sessions are written with a heap that does not grow, and the manifest tells their number and hash`, {
  timeout: 600_000,
}, async () => {
  const pair = await addPair();
  await addSessions(MANY, pair);
  await it.owner`ANALYZE`;
  const ctx = await it.as(pair.coach);
  const id = await ask(ctx, "coach");
  setFlagsFromString("--expose-gc");
  const collect = runInNewContext("gc") as () => void;
  collect();
  const before = process.memoryUsage().heapUsed;
  let live = 0;
  let peak = 0;
  const sampling = setInterval(() => {
    peak = Math.max(peak, process.memoryUsage().heapUsed - before);
    collect();
    live = Math.max(live, process.memoryUsage().heapUsed - before);
  }, 100);
  const startedAt = performance.now();
  expect(await makeExports(system(), { exportId: id })).toEqual({ exports: 1, rows: MANY });
  const seconds = (performance.now() - startedAt) / 1_000;
  clearInterval(sampling);
  const megabytes = (bytes: number) => (bytes / 2 ** 20).toFixed(1);
  process.stdout.write(
    `\n${MANY} rows in ${seconds.toFixed(1)} s, heap growth ${megabytes(live)} MB live, ${megabytes(peak)} MB with garbage\n`,
  );
  expect(live).toBeLessThan(HEAP_LIMIT);
  expect(peak).toBeLessThan(HEAP_LIMIT);

  const manifest = JSON.parse(await fetched(ctx, id, "manifest"));
  const hash = createHash("sha256");
  let lines = 0;
  for await (const chunk of createReadStream(path.join(folder(), `${id}.csv`))) {
    hash.update(chunk);
    for (const byte of chunk as Buffer) if (byte === 10) lines += 1;
  }
  expect({ rows: manifest.rows, sha256: manifest.sha256 }).toEqual({
    rows: lines - 1,
    sha256: hash.digest("hex"),
  });
  expect(await rowOf(id)).toMatchObject({ rows_written: MANY, sha256: manifest.sha256, status: "done" });
  expect(manifest).toMatchObject({
    purpose: expect.stringContaining("Not for evaluation of individual performance"),
    requestedBy: { id: pair.coach.id, name: pair.coach.name },
    filters: { sessions: "coach", from: SPAN.fromOn, until: SPAN.untilOn },
    asOf: NOON.toISOString(),
  });
});

test("a worker killed half-way leaves no file, and the next run makes it whole", {
  timeout: 300_000,
}, async () => {
  const rows = 20_000;
  const pair = await addPair();
  await addSessions(rows, pair);
  const ctx = await it.as(pair.coach);
  const again = await ask(ctx, "coach");
  const child = spawn(process.execPath, ["--import", "tsx", "jobs/cli.ts", "run", "make-exports"], {
    env: { ...process.env, DATABASE_URL: testDatabase().workerUrl },
    stdio: ["ignore", "ignore", "inherit"],
  });
  children.add(child);
  const exited = once(child, "exit");
  await until("the file to be half written", async () => (await rowOf(again))?.rows_written >= 4_000);
  child.kill("SIGKILL");
  await exited;
  expect(await rowOf(again)).toMatchObject({ status: "running" });
  expect(existsSync(path.join(folder(), `${again}.csv`))).toBe(false);
  await until("the dead worker's transaction to be undone", async () => {
    const [open] = await it.owner`
      SELECT FROM pg_stat_activity WHERE usename = 'throughline_worker' AND datname = current_database()
        AND pid IN (SELECT pid FROM pg_locks WHERE locktype = 'advisory')`;
    return open === undefined;
  });
  expect(await makeExports(system(), {})).toMatchObject({ rows });
  const csv = await fetched(ctx, again, "csv");
  expect(csv.split("\r\n")).toHaveLength(rows + 2);
  const sha256 = createHash("sha256").update(csv).digest("hex");
  expect(await rowOf(again)).toMatchObject({ status: "done", rows_written: rows, sha256 });
  expect((await expireExports(system(new Date(Date.now() + 2 * DAY_MS)))).leftovers).toBeGreaterThan(0);
  expect(readdirSync(folder()).filter((name) => name.endsWith(".part"))).toEqual([]);
});
