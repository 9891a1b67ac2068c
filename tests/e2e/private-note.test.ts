import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, expect, inject, test } from "vitest";
import { ACTORS, openWorld, sessionForm, type World } from "./permission-examples.ts";
import { permissionRows } from "./permission-rows.ts";

const NOTE = `note ${randomUUID()}`;
const SUMMARY = `summary ${randomUUID()}`;
const OLDER = { note: `note before ${randomUUID()}`, summary: `summary before ${randomUUID()}` };

let world: World;
let sessionId: string;
beforeAll(async () => {
  world = await openWorld(inject("product"));
  const form = sessionForm(world.own, { privateNote: OLDER.note, summary: OLDER.summary });
  sessionId = form.get("id") ?? "";
  expect((await world.clients.coach.post("/sessions/new", form)).status).toBe(302);
  const dispute = new URLSearchParams({ state: "disputed", comment: "It was shorter" });
  expect((await world.clients.coachee.post(`/sessions/${sessionId}?index`, dispute)).status).toBe(302);
  const edit = sessionForm(world.own, {
    id: sessionId,
    rowVersion: "1",
    privateNote: NOTE,
    summary: SUMMARY,
  });
  expect((await world.clients.coach.post(`/sessions/${sessionId}/edit`, edit)).status).toBe(302);
});
afterAll(() => world.close());

/** Every page that has no record in its address, every page of the demo coach's records, and this session's own. */
function pages(): string[] {
  const general = permissionRows(world)
    .filter(({ method, whose }) => method === "GET" && !/other coach|another/.test(whose))
    .map(({ path }) => path);
  const own = ["", "/edit"].map((page) => `/sessions/${sessionId}${page}`);
  const audit = [`/admin/audit?subject=${sessionId}`, "/admin/audit", "/admin/mail", "/admin/jobs", "/inbox"];
  return [...new Set([...general, ...own, ...audit])].filter((page) => page !== "/sign-out");
}

function dataOf(address: string): string {
  const [pathname = "", search] = address.split("?");
  return `${pathname === "/" ? "/_root" : pathname}.data${search ? `?${search}` : ""}`;
}

test("the private note reaches its author alone, on every page and in every data request", async () => {
  const reached: string[] = [];
  const shared: string[] = [];
  for (const actor of ACTORS)
    for (const page of pages())
      for (const address of [page, dataOf(page)]) {
        const { body } = await world.clients[actor].get(address);
        if (body.includes(NOTE) || body.includes(OLDER.note)) reached.push(`${actor} ${page}`);
        if (body.includes(SUMMARY) || body.includes(OLDER.summary)) shared.push(`${actor} ${page}`);
      }
  expect([...new Set(reached)].sort()).toEqual(
    [`coach /sessions/${sessionId}`, `coach /sessions/${sessionId}/edit`].sort(),
  );
  expect([...new Set(shared.map((each) => each.split(" ")[0]))].sort()).toEqual(["coach", "coachee"]);
  // The note that was replaced is kept nowhere.
  expect((await world.clients.coach.get(`/sessions/${sessionId}`)).body).not.toContain(OLDER.note);
}, 300_000);

test("no table holds it in the clear: no event, mail, notice, history or run", async () => {
  const tables = await world.sql`
    SELECT tablename AS name FROM pg_tables WHERE schemaname IN ('public', 'bullmq')`;
  const holding: string[] = [];
  for (const { name } of tables) {
    const schema = (await world.sql`SELECT schemaname FROM pg_tables WHERE tablename = ${name} LIMIT 1`)[0]
      ?.schemaname;
    const [row] = await world.sql`
      SELECT count(*)::int AS n FROM ${world.sql(schema)}.${world.sql(name)} t
      WHERE t::text LIKE ${`%${NOTE}%`} OR t::text LIKE ${`%${OLDER.note}%`}`;
    if (row?.n > 0) holding.push(name);
  }
  expect(holding).toEqual([]);
});

test("an administrator who opens it in a safety case gets it once, and the page that lists it has no word of it", async () => {
  const opening = {
    ...{ intent: "open", session: sessionId, part: "private_note", kind: "child_safety", confirmed: "on" },
    ...{ reason: "A reason that is long enough to be kept in the audit log", openingId: randomUUID() },
  };
  const answer = await world.clients.admin.post("/admin/openings", new URLSearchParams(opening));
  expect(answer).toMatchObject({ status: 200, body: expect.stringContaining(NOTE) });
  const again = await world.clients.admin.post("/admin/openings", new URLSearchParams(opening));
  expect(again.status).toBe(409);
  for (const { body } of [
    again,
    await world.clients.admin.get("/admin/openings"),
    await world.clients.admin.get(`/admin/audit?subject=${sessionId}`),
  ])
    expect(body).not.toContain(NOTE);
});
