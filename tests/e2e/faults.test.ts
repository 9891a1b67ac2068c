import { randomUUID } from "node:crypto";
import { request as httpRequest } from "node:http";
import postgres from "postgres";
import { afterAll, beforeAll, expect, test } from "vitest";
import { until } from "#tests/support/conditions.ts";
import { daysAgo } from "#tests/support/days.ts";
import { type HttpClient, signedInClient } from "#tests/support/http-client.ts";
import { ownerUrlOf, removeDataDir, startProduct, temporaryDataDir } from "#tests/support/product.ts";
import { killWebProcess, processOf } from "#tests/support/web-process.ts";

const dataDir = temporaryDataDir();
let product: Awaited<ReturnType<typeof startProduct>>;
let owner: postgres.Sql;
let coach: HttpClient;
let common: { attendeeIds: string; focusIds: string };

beforeAll(async () => {
  product = await startProduct({ dataDir, sessions: 200 });
  owner = postgres(ownerUrlOf(dataDir), { max: 2, onnotice: () => {} });
  coach = await signedInClient(product.url, "coach@demo.test");
  const [known] = await owner<{ attendeeIds: string; focusIds: string }[]>`
    SELECT assigned.coachee_id AS "attendeeIds", essential_function.id AS "focusIds"
    FROM auth_user
    JOIN person ON person.account_id = auth_user.id
    JOIN coach_assignment assigned ON assigned.coach_id = person.id AND assigned.ends_on IS NULL,
         essential_function
    WHERE auth_user.email = 'coach@demo.test'
    ORDER BY assigned.starts_on
    LIMIT 1`;
  if (!known) throw new Error("The demo coach has nobody to coach");
  common = known;
});
afterAll(async () => {
  await owner.end();
  product.child.kill("SIGTERM");
  await product.exited;
  removeDataDir(dataDir);
});

const log = (id: string) =>
  new URLSearchParams({
    ...common,
    id,
    sessionOn: daysAgo(2),
    startTime: "09:00",
    endTime: "10:00",
    modality: "phone",
    summary: "What was agreed",
  });

/** How often a session, its people, its summary and its event are stored. */
async function countsOf(ids: readonly string[]) {
  return owner<{ id: string; counts: string }[]>`
    SELECT asked.id, concat_ws(' ',
      (SELECT count(*) FROM coaching_session WHERE id = asked.id),
      (SELECT count(*) FROM session_attendee WHERE session_id = asked.id),
      (SELECT count(*) FROM session_summary WHERE session_id = asked.id),
      (SELECT count(*) FROM domain_event WHERE subject_id = asked.id::text AND type = 'session.logged')) AS counts
    FROM unnest(${[...ids]}::uuid[]) AS asked (id)`;
}
const ONCE = "1 1 1 1";
const NEVER = "0 0 0 0";

const killWeb = () => killWebProcess(product.child.pid);

const isServing = () =>
  until("the web process serves again", () =>
    fetch(`${product.url}/readyz`).then(
      ({ ok }) => ok,
      () => false,
    ),
  );

test("a session whose submit was answered is there after the web process is killed", async () => {
  const id = randomUUID();
  const answer = await coach.post("/sessions/new", log(id));
  killWeb();
  expect(answer).toMatchObject({ status: 302, location: `/sessions/${id}` });
  expect(await countsOf([id])).toEqual([{ id, counts: ONCE }]);
  await isServing();
  expect((await coach.get(`/sessions/${id}`)).status).toBe(200);
  expect((await coach.post("/sessions/new", log(id))).status).toBe(302);
  expect(await countsOf([id])).toEqual([{ id, counts: ONCE }]);
});

test("the web process outlives the connections to its database", async () => {
  const before = processOf(product.child.pid, "server.js");
  // Signing in leaves connections of every kind behind.
  const again = await signedInClient(product.url, "coach@demo.test");
  await owner`SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = 'throughline_web'`;
  await isServing();
  const id = randomUUID();
  expect(await again.post("/sessions/new", log(id))).toMatchObject({ status: 302 });
  expect(await countsOf([id])).toEqual([{ id, counts: ONCE }]);
  await signedInClient(product.url, "coach@demo.test");
  expect(processOf(product.child.pid, "server.js")).toBe(before);
});

test("submits in flight when the database closes every connection are stored whole or not at all", async () => {
  const before = processOf(product.child.pid, "server.js");
  const ids = Array.from({ length: 80 }, () => randomUUID());
  let answered = 0;
  const answers = await Promise.all(
    ids.map(async (id) => {
      const answer = await coach.post("/sessions/new", log(id));
      answered += 1;
      if (answered === 20)
        await owner`SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = 'throughline_web'`;
      return { ...answer, isStored: answer.location === `/sessions/${id}` };
    }),
  );
  expect(answers.filter(({ status }) => ![302, 500].includes(status))).toEqual([]);
  const stored = new Map((await countsOf(ids)).map(({ id, counts }) => [id, counts]));
  expect(ids.filter((id, index) => answers[index]?.isStored && stored.get(id) !== ONCE)).toEqual([]);
  expect([...stored.values()].filter((counts) => counts !== ONCE && counts !== NEVER)).toEqual([]);
  // Those that waited for a connection got one, and nobody after them is told of what broke.
  expect(answers.filter(({ isStored }) => isStored).length).toBeGreaterThan(20);
  for (const id of ids) expect(await coach.post("/sessions/new", log(id))).toMatchObject({ status: 302 });
  expect(new Set((await countsOf(ids)).map(({ counts }) => counts))).toEqual(new Set([ONCE]));
  expect(processOf(product.child.pid, "server.js")).toBe(before);
});

test("the worker outlives the connections to its database and goes on with its work", async () => {
  const before = processOf(product.child.pid, "worker.js");
  for (let time = 0; time < 3; time += 1) {
    const id = randomUUID();
    expect(await coach.post("/sessions/new", log(id))).toMatchObject({ status: 302 });
    await owner`SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE usename = 'throughline_worker'`;
    await until("the event is relayed and a job of it has run", async () => {
      const [event] = await owner<{ isDone: boolean }[]>`
        SELECT EXISTS (SELECT FROM job_run WHERE key LIKE 'evt-' || event.id || '-%' AND outcome = 'succeeded') AS "isDone"
        FROM domain_event event
        WHERE event.subject_id = ${id} AND event.type = 'session.logged' AND event.relayed_at IS NOT NULL`;
      return event?.isDone;
    });
  }
  expect(processOf(product.child.pid, "worker.js")).toBe(before);
});

test("a form posted ten times at once makes one record", async () => {
  const id = randomUUID();
  const answers = await Promise.all(Array.from({ length: 10 }, () => coach.post("/sessions/new", log(id))));
  expect(new Set(answers.map(({ status, location }) => `${status} ${location}`))).toEqual(
    new Set([`302 /sessions/${id}`]),
  );
  expect(await countsOf([id])).toEqual([{ id, counts: ONCE }]);
});

test("of submits in flight when the web process is killed, each answered one is stored, whole and once", async () => {
  const ids = Array.from({ length: 120 }, () => randomUUID());
  let answered = 0;
  const isAnswered = await Promise.all(
    ids.map((id) =>
      coach.post("/sessions/new", log(id)).then(
        ({ status }) => {
          answered += 1;
          if (answered === 20) killWeb();
          return status === 302;
        },
        () => false,
      ),
    ),
  );
  const stored = new Map((await countsOf(ids)).map(({ id, counts }) => [id, counts]));
  expect(isAnswered.filter(Boolean).length).toBeGreaterThanOrEqual(20);
  expect(isAnswered).toContain(false);
  expect(ids.filter((id, index) => isAnswered[index] && stored.get(id) !== ONCE)).toEqual([]);
  expect([...stored.values()].filter((counts) => counts !== ONCE && counts !== NEVER)).toEqual([]);

  await isServing();
  // The device sends again whatever it got no answer to.
  for (const id of ids.filter((_, index) => !isAnswered[index]))
    expect((await coach.post("/sessions/new", log(id))).status).toBe(302);
  expect(new Set((await countsOf(ids)).map(({ counts }) => counts))).toEqual(new Set([ONCE]));
});

/** A request as no page of ours makes it. */
function send(method: string, path: string, headers: Record<string, string>, body = ""): Promise<number> {
  return new Promise((resolve, reject) => {
    const request = httpRequest(`${product.url}${path}`, {
      method,
      headers: { Origin: product.url, ...headers },
    });
    request.on("response", (response) => {
      response.resume();
      resolve(response.statusCode ?? 0);
    });
    request.on("error", reject);
    request.end(body);
  });
}

const FORM = { "Content-Type": "application/x-www-form-urlencoded" };
test.each([
  ["a chunked body", 411, "POST", "/sign-in?index", { ...FORM, "Transfer-Encoding": "chunked" }, "a=1"],
  ["a large body", 413, "POST", "/sign-in?index", { ...FORM, "Content-Length": "900000" }, ""],
  ["JSON in place of a form", 415, "POST", "/sign-in?index", { "Content-Type": "application/json" }, "{}"],
  ["a malformed multipart form", 415, "POST", "/sign-out", { "Content-Type": "multipart/form-data" }, "x"],
  ["no type", 415, "POST", "/forgot-password", {}, ""],
  ["an empty form", 400, "POST", "/forgot-password", FORM, ""],
  ["another method", 405, "DELETE", "/people", {}, ""],
  ["a host that is none", 400, "GET", "/sign-in", { Host: "a b" }, ""],
  ["a forwarded port that is none", 200, "GET", "/sign-in", { "X-Forwarded-Host": "a:70000" }, ""],
  ["a method that fetch forbids", 405, "TRACE", "/people", {}, ""],
])("%s is answered %i", async (_, status, method, path, headers, body) => {
  expect(await send(method, path, headers as Record<string, string>, body)).toBe(status);
});

test("a month that no calendar has is no filter", async () => {
  expect((await coach.get("/sessions?month=0000-01")).status).toBe(200);
});
