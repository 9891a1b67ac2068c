import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type Database, openDatabase } from "#app/db/client.server.ts";
import { inSql } from "#app/db/in-transaction.server.ts";
import { insertDemoMeasures } from "#app/features/outcomes/demo/demo-measures.queries.server.ts";
import { listReleased } from "#app/features/outcomes/list-released-months.server.ts";
import { listSiteSessions } from "#app/features/outcomes/list-site-sessions.server.ts";
import { readFigureBreakdown } from "#app/features/outcomes/read-figure-breakdown.server.ts";
import { readReleasedMonth } from "#app/features/outcomes/read-released-month.server.ts";
import { refreshFigures } from "#app/features/outcomes/refresh-figures.server.ts";
import { releaseFigures } from "#app/features/outcomes/release-figures.server.ts";
import { restateFigures } from "#app/features/outcomes/restate-figures.server.ts";
import { editSession } from "#app/features/sessions/edit-session.server.ts";
import { logSession } from "#app/features/sessions/log-session.server.ts";
import { runImports } from "#app/features/sessions/run-imports.server.ts";
import { addPerson, addSite, giveRole, type TestPerson } from "#tests/factories/people.ts";
import { type Coaching, setUpCoaching } from "#tests/integration/sessions/coaching.ts";
import { choose, map, steer } from "#tests/integration/sessions/importing.ts";
import { NOON, systemContextFor } from "#tests/support/actors.ts";
import { testDatabase } from "#tests/support/database.ts";

/** October was released at noon of 16 November with one session; everything in these tests happens afterwards. */
let it: Coaching;
let worker: Database;
let people: Record<"lead" | "evaluator" | "supervisor" | "regional", TestPerson>;
let released: ReturnType<Coaching["log"]>;
let minutes = 0;

const OCTOBER = { month: "2026-10-01" };
const REASON = "Two logs came in after the coach's leave";
/** A moment after the last one. */
const next = () => new Date(NOON.getTime() + ++minutes * 60_000);
const refresh = () => refreshFigures(systemContextFor(worker, it.program, { now: next() }), OCTOBER);

beforeAll(async () => {
  it = await setUpCoaching();
  worker = openDatabase(testDatabase().workerUrl, { connections: 4 });
  const { owner, program, site, coach } = it;
  await insertDemoMeasures(owner, { programId: program.id, effectiveFrom: "2025-01-01" });
  const other = await addSite(owner, program, { name: "Other site" });
  const regional = await addPerson(owner, program);
  await giveRole(owner, regional, { role: "lead", siteId: site.id });
  people = {
    lead: await addPerson(owner, program, { role: "lead", givenName: "Lee", familyName: "Lead" }),
    evaluator: await addPerson(owner, program, { role: "evaluator" }),
    supervisor: await addPerson(owner, program),
    regional,
  };
  await giveRole(owner, people.supervisor, { role: "supervisor", siteId: other.id });
  released = it.log({ sessionOn: "2026-10-20" });
  expect(await logSession(await it.as(coach), released)).toMatchObject({ ok: true });
  await refreshFigures(systemContextFor(worker, program), { all: true });
  await releaseFigures(systemContextFor(worker, program));
});
afterAll(() => Promise.all([it.close(), worker.close()]));

const month = async (who: keyof typeof people = "lead") =>
  readReleasedMonth(await it.as(people[who], next()), "2026-10");
const sessions = async (who: keyof typeof people = "lead") => {
  const { measures } = await month(who);
  return measures.find(({ code }) => code === "sessions-delivered") ?? expect.unreachable();
};
const kept = () => it.owner`
  SELECT figure.* FROM released_figure figure JOIN figure_release release ON release.id = release_id
  WHERE release.number = 1 AND figure.program_id = ${it.program.id} ORDER BY release_id, site_id, measure_version_id`;

test("what was released stays, whatever comes later; today's figure and the reason stand beside it", async () => {
  const before = await kept();
  expect(await sessions()).toMatchObject({ isRestated: false, releases: [{ numerator: 1 }] });

  // A late entry.
  const late = it.log({ sessionOn: "2026-10-27" });
  expect(await logSession(await it.as(it.coach, next()), late)).toMatchObject({ ok: true });
  await refresh();
  expect(await sessions()).toMatchObject({
    ...{ isRestated: true, releases: [{ numerator: 1, version: 1 }], today: { numerator: 2 } },
    changes: [{ kind: "entered", count: 1 }],
  });

  // An amendment: an hour becomes half an hour.
  const edited = {
    ...released,
    endTime: "09:30",
    rowVersion: 1,
    amendmentReason: "The clock was read wrongly",
  };
  expect(await editSession(await it.as(it.coach, next()), edited)).toMatchObject({ ok: true });
  await refresh();
  const { measures, restated } = await month();
  expect(measures.find(({ code }) => code === "minutes-delivered")).toMatchObject({
    ...{ releases: [{ numerator: 60 }], today: { numerator: 90 } },
    changes: [
      { kind: "entered", count: 1 },
      { kind: "changed", count: 1 },
    ],
  });
  expect(restated.every(({ siteId }) => siteId === it.site.id)).toBe(true);

  // An import, and taken back again.
  const lead = await it.as(people.lead, next());
  const file = [
    "session_id,date,start,end,coach_email,coachee_emails,status,focus,modality",
    `,2026-10-13,09:00,10:00,${it.coach.email},${it.coachee.email},held,Function 1,phone`,
  ].join("\r\n");
  const { id, verdict } = await choose(lead, file);
  expect([verdict, await map(lead, id)]).toEqual([{ ok: true }, { ok: true }]);
  const run = () => runImports(systemContextFor(worker, it.program, { now: next() }), { importId: id });
  await run();
  expect(await steer(lead, id, "store")).toEqual({ ok: true });
  await run();
  await refresh();
  expect(await sessions()).toMatchObject({ releases: [{ numerator: 1 }], today: { numerator: 3 } });
  expect((await sessions()).changes).toContainEqual({ kind: "imported", count: 1 });
  // What was imported is no late entry, and nobody was asked to acknowledge it.
  for (const code of ["late-entry", "acknowledgement"])
    expect((await month()).measures.find((each) => each.code === code)?.today).toMatchObject({
      denominator: 2,
    });
  expect(await steer(lead, id, "undo")).toEqual({ ok: true });
  await run();
  await refresh();
  expect(await sessions()).toMatchObject({ releases: [{ numerator: 1 }], today: { numerator: 2 } });
  expect((await sessions()).changes).toContainEqual({ kind: "taken-back", count: 1 });

  expect(await kept()).toEqual(before);
});

test("every page shows the released figure, and today's beside it", async () => {
  const lead = await it.as(people.lead, next());
  const { total, sites } = await readFigureBreakdown(lead, "sessions-delivered", {
    ...{ period: "1", month: "2026-10" },
  });
  expect(total).toMatchObject({ numerator: 1, released: { on: "2026-11-16", today: { numerator: 2 } } });
  expect(sites.find(({ siteId }) => siteId === it.site.id)?.total).toMatchObject({ numerator: 1 });
  const records = await listSiteSessions(lead, it.site.id, {
    ...{ month: "2026-10", show: "all", by: "due", page: 1 },
  });
  expect(records).toMatchObject({ totals: { counted: 2 }, figure: { numerator: 1 } });
  const quarter = await readFigureBreakdown(lead, "sessions-delivered", { period: "3", month: "2026-11" });
  expect(quarter.total.released).toMatchObject({ on: null, today: { numerator: 2 } });
  const { months } = await listReleased(lead);
  expect(months.find(({ month: one }) => one === OCTOBER.month)).toMatchObject({
    number: 1,
    on: "2026-11-16",
  });
});

test("only who answers for every site restates, with a reason and against what they saw", async () => {
  const form = { id: randomUUID(), seen: 1, reason: REASON, ...OCTOBER };
  for (const who of ["supervisor", "regional"] as const)
    await expect(restateFigures(await it.as(people[who], next()), form)).rejects.toMatchObject({
      code: "not-allowed",
    });
  const lead = await it.as(people.lead, next());
  expect(await restateFigures(lead, { ...form, seen: 2 })).toMatchObject({ code: "restated-meanwhile" });
  await expect(restateFigures(lead, { ...form, month: "2026-11-01" })).rejects.toMatchObject({
    code: "not-found",
  });
  expect(await month("supervisor")).toMatchObject({ canRestate: false, restated: [], hiddenSites: 1 });
  expect(await month("regional")).toMatchObject({ canRestate: false, hiddenSites: 1 });
});

test("a restatement is a further release: sent again or side by side it is one, and the first stays", async () => {
  const before = await kept();
  const form = { id: randomUUID(), seen: 1, reason: REASON, ...OCTOBER };
  const lead = await it.as(people.lead, next());
  const answers = await Promise.all([1, 2, 3].map(() => restateFigures(lead, form)));
  expect(answers).toEqual([{ ok: true }, { ok: true }, { ok: true }]);
  const other = { ...form, id: randomUUID() };
  expect(await restateFigures(await it.as(people.evaluator, next()), other)).toMatchObject({
    code: "restated-meanwhile",
  });
  expect(await restateFigures(lead, { ...other, seen: 2 })).toMatchObject({ code: "nothing-to-restate" });
  const view = await month();
  expect(view.releases).toMatchObject([
    { number: 1, by: null, reason: "" },
    { number: 2, by: "Lee Lead", reason: REASON },
  ]);
  expect(await sessions()).toMatchObject({
    ...{ releases: [{ numerator: 1 }, { numerator: 2 }], today: { numerator: 2 }, isRestated: false },
    changes: [],
  });
  expect(view.canRestate).toBe(false);
  expect(await kept()).toEqual(before);
  const events = await it.owner`
    SELECT actor_id, payload ->> 'month' AS month FROM domain_event
    WHERE program_id = ${it.program.id} AND type = 'figures.restated'`;
  expect(events).toEqual([{ actor_id: people.lead.id, month: OCTOBER.month }]);
});

test("nobody adds a release by hand that is not theirs to make", async () => {
  const insert = (who: TestPerson, number: number, by: string | null) =>
    it.as(who, next()).then((ctx) =>
      inSql(
        ctx,
        (sql) => sql`
          INSERT INTO figure_release (id, program_id, month_on, number, reason, released_by_id, released_at)
          VALUES (${randomUUID()}, ${it.program.id}, '2026-09-01', ${number}, ${by ? REASON : ""}, ${by}, now())`,
      ),
    );
  await expect(insert(people.lead, 1, null)).rejects.toThrow(/row-level security/);
  await expect(insert(people.lead, 7, people.evaluator.id)).rejects.toThrow(/row-level security/);
  await expect(insert(people.regional, 7, people.regional.id)).rejects.toThrow(/row-level security/);
  await expect(insert(it.coach, 7, it.coach.id)).rejects.toThrow(/row-level security/);
});
