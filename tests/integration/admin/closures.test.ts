import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, expect, test } from "vitest";
import { addClosure } from "#app/features/admin/add-closure.server.ts";
import { newClosure } from "#app/features/admin/closure.schema.ts";
import { listClosures } from "#app/features/admin/list-closures.server.ts";
import { withdrawClosure } from "#app/features/admin/withdraw-closure.server.ts";
import { listPeople } from "#app/features/sessions/list-people.server.ts";
import { readMyMonth } from "#app/features/sessions/read-my-month.server.ts";
import { addPerson, addProgram, addSite, type TestPerson } from "#tests/factories/people.ts";
import { type Coaching, setUpCoaching } from "#tests/integration/sessions/coaching.ts";

/** Two sessions of an hour a month; today is Monday, 16 November 2026. */
let it: Coaching;
let admin: TestPerson;
beforeAll(async () => {
  it = await setUpCoaching();
  admin = await addPerson(it.owner, it.program, { role: "admin" });
});
afterAll(() => it.close());

const closure = (given: object = {}) =>
  newClosure.parse({
    ...{ id: randomUUID(), name: "Half of November", firstOn: "2026-11-16", lastOn: "2026-11-30" },
    announcedOn: "2026-11-02",
    ...given,
  });
const planned = async () => {
  const ctx = await it.as(it.coach);
  const { people } = await listPeople(ctx);
  const { dose } = await readMyMonth(ctx, {});
  expect(dose.plannedSessions).toBe(people[0]?.dose.plannedSessions);
  return dose.plannedSessions;
};
const eventsOf = async (id: string) =>
  (await it.owner`SELECT type FROM domain_event WHERE subject_id = ${id} ORDER BY sequence`).map(
    ({ type }) => type,
  );

test("closed days plan nothing until the closure is withdrawn, and again when it is put back", async () => {
  const ctx = await it.as(admin);
  const input = closure();
  expect(await planned()).toBe(2);
  // The form, posted twice at once and once more.
  await Promise.all([addClosure(ctx, input), addClosure(ctx, input)]);
  expect(await addClosure(ctx, input)).toEqual({ ok: true });
  expect(await planned()).toBe(1);
  for (const isWithdrawn of [true, true]) await withdrawClosure(ctx, { id: input.id, isWithdrawn });
  expect(await planned()).toBe(2);
  expect((await listClosures(ctx)).closures).toMatchObject([{ name: "Half of November", isWithdrawn: true }]);
  await withdrawClosure(ctx, { id: input.id, isWithdrawn: false });
  expect(await planned()).toBe(1);
  await withdrawClosure(ctx, { id: input.id, isWithdrawn: true });
  expect(await eventsOf(input.id)).toEqual([
    "closure.added",
    "closure.withdrawn",
    "closure.added",
    "closure.withdrawn",
  ]);
});

test("a closure of another site changes nothing here, and one told on its first day excuses the days after", async () => {
  const ctx = await it.as(admin);
  const elsewhere = await addSite(it.owner, it.program);
  expect(await addClosure(ctx, closure({ siteId: elsewhere.id }))).toEqual({ ok: true });
  expect(await planned()).toBe(2);
  expect(await addClosure(ctx, closure({ announcedOn: "2026-11-16" }))).toEqual({ ok: true });
  expect(await planned()).toBeCloseTo((2 * 16) / 30, 10);
});

test("the form of a stored closure with other words or days is refused, at once too, and changes nothing", async () => {
  const ctx = await it.as(admin);
  const input = closure({ siteId: (await addSite(it.owner, it.program)).id });
  const posted = await Promise.all([addClosure(ctx, input), addClosure(ctx, { ...input, name: "Snow" })]);
  const stored = posted[0]?.ok ? input : { ...input, name: "Snow" };
  expect(posted.map((each) => (each.ok ? "ok" : each.code)).sort()).toEqual(["ok", "stored-already"]);
  for (const other of [
    { name: "Ice" },
    { firstOn: "2026-11-17" },
    { lastOn: undefined },
    { siteId: undefined },
  ])
    expect(await addClosure(ctx, { ...stored, ...other })).toMatchObject({ code: "stored-already" });
  expect(await addClosure(ctx, stored)).toEqual({ ok: true });
  expect(await it.owner`SELECT name FROM closure WHERE id = ${input.id}`).toEqual([{ name: stored.name }]);
  expect(await eventsOf(input.id)).toEqual(["closure.added"]);
});

test("a day out of order is refused at its field, and nothing is stored", async () => {
  const input = closure({ lastOn: "2026-11-01" });
  expect(await addClosure(await it.as(admin), input)).toMatchObject({
    ok: false,
    fieldErrors: { lastOn: [expect.stringContaining("16 Jan 2027")] },
  });
  expect(await eventsOf(input.id)).toEqual([]);
});

test("a site or a closure of another program does not exist, and only an administrator is asked at all", async () => {
  const other = await addProgram(it.owner);
  const foreignSite = await addSite(it.owner, other);
  const foreignAdmin = await addPerson(it.owner, other, { role: "admin" });
  const ctx = await it.as(admin);
  await expect(addClosure(ctx, closure({ siteId: foreignSite.id }))).rejects.toMatchObject({
    code: "not-found",
  });
  const theirs = closure();
  expect(await addClosure(await it.as(foreignAdmin), theirs)).toEqual({ ok: true });
  await expect(withdrawClosure(ctx, { id: theirs.id, isWithdrawn: true })).rejects.toMatchObject({
    code: "not-found",
  });
  await expect(addClosure(await it.as(it.coach), closure())).rejects.toMatchObject({ code: "not-allowed" });
});
