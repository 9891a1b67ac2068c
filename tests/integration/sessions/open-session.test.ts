import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { openDatabase } from "#app/db/client.server.ts";
import { inSql } from "#app/db/in-transaction.server.ts";
import { listEvents } from "#app/features/admin/list-events.server.ts";
import { announceOpenings } from "#app/features/sessions/announce-openings.server.ts";
import { listOpenings } from "#app/features/sessions/list-openings.server.ts";
import { logSession } from "#app/features/sessions/log-session.server.ts";
import { checkOpening, openSession } from "#app/features/sessions/open-session.server.ts";
import { confirmedOpening } from "#app/features/sessions/opening.schema.ts";
import { readSession } from "#app/features/sessions/read-session.server.ts";
import type { SessionInput } from "#app/features/sessions/session.schema.ts";
import { addPerson, addProgram, type TestPerson } from "#tests/factories/people.ts";
import { systemContextFor } from "#tests/support/actors.ts";
import { testDatabase } from "#tests/support/database.ts";
import { type Coaching, setUpCoaching } from "./coaching.ts";

const worker = openDatabase(testDatabase().workerUrl, { connections: 2 });
let it: Coaching;
let input: SessionInput;
let admin: TestPerson;
beforeAll(async () => {
  it = await setUpCoaching();
  input = it.log({ summary: "Shared words", privateNote: "Words for nobody else" });
  await logSession(await it.as(it.coach), input);
});
beforeEach(async () => {
  admin = await addPerson(it.owner, it.program, { role: "admin" });
});
afterAll(() => Promise.all([it.close(), worker.close()]));

const REASON = "The county asked whether the coach knew of the threat before the visit.";
const opening = (given: object = {}) =>
  confirmedOpening.parse({
    openingId: randomUUID(),
    session: `https://coaching.example/sessions/${input.id}`,
    part: "private_note",
    kind: "child_safety",
    reason: REASON,
    confirmed: "on",
    ...given,
  });
const rows = (id: string) => it.owner`SELECT * FROM session_opening WHERE id = ${id}`;

test("an administrator opens one part of one session, and who and why is written before the text leaves", async () => {
  const ctx = await it.as(admin);
  for (const [part, text] of [
    ["private_note", "Words for nobody else"],
    ["shared_summary", "Shared words"],
  ] as const) {
    const form = opening({ part });
    expect(await openSession(ctx, form)).toMatchObject({
      ok: true,
      opened: { part, text, coachName: "Cora Coach", coacheeNames: ["Elio Ember"] },
    });
    expect(await rows(form.openingId)).toMatchObject([{ session_id: input.id, opener_id: admin.id, part }]);
    const [event] = await it.owner`
      SELECT * FROM domain_event WHERE type = 'session.opened' AND payload ->> 'openingId' = ${form.openingId}`;
    expect(event).toMatchObject({
      subject_id: input.id,
      actor_id: admin.id,
      payload: { part, kind: "child_safety", reason: REASON },
    });
    expect(JSON.stringify(event)).not.toMatch(/Shared words|nobody else/);
  }
});

test("the text is shown once: the same form posted again opens nothing", async () => {
  const ctx = await it.as(admin);
  const form = opening();
  const both = await Promise.all([openSession(ctx, form), openSession(ctx, form)]);
  expect(both.map((each) => (each.ok ? "opened" : each.code)).sort()).toEqual(["opened", "opened-before"]);
  expect(await openSession(ctx, form)).toMatchObject({ ok: false, code: "opened-before" });
});

test("five in a day are the most, however they are sent", async () => {
  const ctx = await it.as(admin);
  const results = await Promise.all(Array.from({ length: 8 }, () => openSession(ctx, opening())));
  expect(results.filter(({ ok }) => ok)).toHaveLength(5);
  expect(results.find(({ ok }) => !ok)).toMatchObject({ code: "too-many-openings" });
  await it.owner`UPDATE session_opening SET at = at - INTERVAL '25 hours' WHERE opener_id = ${admin.id}`;
  expect(await openSession(ctx, opening())).toMatchObject({ ok: true });
});

test("no reason, no opening", async () => {
  for (const reason of [undefined, "", "   ", "Because I want to know"])
    expect(confirmedOpening.safeParse({ ...opening(), reason }).success).toBe(false);
  expect(confirmedOpening.safeParse({ ...opening(), confirmed: undefined }).success).toBe(false);
  const form = { ...opening(), reason: "Too short" };
  await expect(openSession(await it.as(admin), form)).rejects.toMatchObject({
    constraint_name: "session_opening_has_reason",
  });
  expect(await rows(form.openingId)).toEqual([]);
});

test("nobody else opens anything, not even by calling the database's function", async () => {
  const lead = await addPerson(it.owner, it.program, { role: "lead" });
  for (const person of [it.coach, it.coachee, it.supervisor, lead]) {
    const ctx = await it.as(person);
    const form = opening();
    await expect(openSession(ctx, form)).rejects.toMatchObject({ code: "not-allowed" });
    await expect(checkOpening(ctx, form)).rejects.toMatchObject({ code: "not-allowed" });
    await expect(listOpenings(ctx, { page: 1 })).rejects.toMatchObject({ code: "not-allowed" });
    await expect(
      inSql(
        ctx,
        (sql) => sql`
        SELECT * FROM app.open_session(${form.openingId}, ${input.id}, 'private_note', 'child_safety', ${REASON}, 'x')`,
      ),
    ).rejects.toMatchObject({ code: "42501" });
    expect(await inSql(ctx, (sql) => sql`SELECT * FROM app.session_to_open(${input.id})`)).toEqual([]);
  }
});

test("an administrator has no other way, and none into another program", async () => {
  const ctx = await it.as(admin);
  for (const table of ["session_summary", "session_private_note", "note_key", "coaching_session"])
    expect(await inSql(ctx, (sql) => sql`SELECT FROM ${sql(table)}`), table).toHaveLength(0);
  await expect(
    inSql(
      ctx,
      (sql) => sql`
        INSERT INTO session_opening (id, session_id, program_id, lead_coach_id, opener_id, part, kind, at)
        VALUES (${randomUUID()}, ${input.id}, ${it.program.id}, ${it.coach.id}, ${admin.id}, 'private_note', 'child_safety', now())`,
    ),
  ).rejects.toMatchObject({ code: "42501" });
  const outsider = await it.as(await addPerson(it.owner, await addProgram(it.owner), { role: "admin" }));
  const form = opening();
  for (const use of [checkOpening, openSession])
    expect(await use(outsider, form)).toMatchObject({ ok: false, code: "session-not-found" });
  expect(await openSession(ctx, opening({ session: randomUUID() }))).toMatchObject({
    code: "session-not-found",
  });
  expect(await rows(form.openingId)).toEqual([]);
  const refused = await it.owner`
    SELECT FROM domain_event WHERE type = 'access.refused' AND actor_id = ${outsider.actor.personId} AND subject_id = ${input.id}`;
  expect(refused).toHaveLength(2);
});

test("the second look opens nothing", async () => {
  const before = await it.owner`SELECT count(*) FROM session_opening`;
  const looked = await checkOpening(await it.as(admin), opening());
  expect(looked).toMatchObject({ ok: true, session: { sessionOn: "2026-11-13", coachName: "Cora Coach" } });
  expect(JSON.stringify(looked)).not.toMatch(/words/i);
  expect(await it.owner`SELECT count(*) FROM session_opening`).toEqual(before);
});

test("coach and coachee are told at once in inbox and mail, once, without a word of it", async () => {
  await it.owner`DELETE FROM session_opening`;
  const form = opening();
  await openSession(await it.as(admin), form);
  const system = systemContextFor(worker, it.program);
  const run = () => announceOpenings(system, { sessionId: input.id });
  const told = await Promise.all([run(), run(), run()]);
  expect(told.reduce((sum, each) => sum + each.told, 0)).toBe(2);
  const inbox = await it.owner`
    SELECT recipient_id, title, body FROM inbox_item WHERE kind = 'session-opened' AND period_key = ${form.openingId}`;
  expect(inbox.map((row) => row.recipient_id).sort()).toEqual([it.coach.id, it.coachee.id].sort());
  const titleFor = (id: string) => inbox.find((row) => row.recipient_id === id)?.title;
  expect(titleFor(it.coach.id)).toContain("the private note of the coach");
  expect(titleFor(it.coachee.id)).toContain("a protected part");
  const mails =
    await it.owner`SELECT subject, body FROM mail WHERE key LIKE ${`session-opened-%${form.openingId}%`}`;
  expect(mails).toHaveLength(2);
  expect(JSON.stringify([inbox, mails])).not.toMatch(/Shared words|nobody else|county/);
});

test("coach, coachee and administrators see that it happened; the reason is the audit log's", async () => {
  await it.owner`DELETE FROM session_opening`;
  const ctx = await it.as(admin);
  await openSession(ctx, opening());
  await openSession(ctx, opening({ part: "shared_summary" }));
  const parts = async (person: TestPerson) =>
    (await readSession(await it.as(person), input.id)).openings.map(({ part }) => part).sort();
  expect(await parts(it.coach)).toEqual(["private_note", "shared_summary"]);
  expect(await parts(it.coachee)).toEqual(["shared_summary"]);
  expect(await parts(it.supervisor)).toEqual([]);
  const { openings } = await listOpenings(ctx, { page: 1 });
  expect(openings.items).toHaveLength(2);
  expect(openings.items[0]).toMatchObject({
    reason: REASON,
    coachName: "Cora Coach",
    openerName: admin.name,
  });
  const { events } = await listEvents(ctx, { type: "session.opened" });
  expect(JSON.stringify(events)).toContain(REASON);
  expect(JSON.stringify([openings, events])).not.toMatch(/Shared words|nobody else/);
});

test("when its event cannot be written, nothing is opened", async () => {
  const form = opening();
  await it.owner`ALTER TABLE domain_event ADD CONSTRAINT full_disk CHECK (type <> 'session.opened') NOT VALID`;
  await expect(openSession(await it.as(admin), form)).rejects.toMatchObject({ constraint_name: "full_disk" });
  await it.owner`ALTER TABLE domain_event DROP CONSTRAINT full_disk`;
  expect(await rows(form.openingId)).toEqual([]);
});
