import postgres from "postgres";
import { afterAll, beforeEach, expect, test } from "vitest";
import { openDatabase } from "#app/db/client.server.ts";
import { inSql } from "#app/db/in-transaction.server.ts";
import { changeProgramSettings } from "#app/features/admin/change-program-settings.server.ts";
import { readProgramSettings } from "#app/features/admin/read-program-settings.server.ts";
import { programSettings } from "#app/features/admin/settings.schema.ts";
import { addPerson, addProgram, type TestPerson, type TestProgram } from "#tests/factories/people.ts";
import { contextFor } from "#tests/support/actors.ts";
import { testDatabase } from "#tests/support/database.ts";

const owner = postgres(testDatabase().ownerUrl, { max: 1 });
const web = openDatabase(testDatabase().webUrl, { connections: 2 });
afterAll(() => Promise.all([owner.end(), web.close()]));

let program: TestProgram;
let admin: TestPerson;
beforeEach(async () => {
  program = await addProgram(owner);
  admin = await addPerson(owner, program, { role: "admin" });
});

const change = (given: object = {}) =>
  programSettings.parse({
    sessionLockDays: "20",
    acknowledgementDays: "21",
    sessionLockDaysBefore: "10",
    acknowledgementDaysBefore: "14",
    improvementRecheckDays: "40",
    improvementRecheckDaysBefore: "35",
    improvementSuccesses: "3",
    improvementSuccessesBefore: "2",
    reason: "Month ends are busy",
    ...given,
  });

test("an administrator sets them with a reason, which is in the audit log", async () => {
  const ctx = await contextFor(web, admin);
  expect(await changeProgramSettings(ctx, change())).toEqual({ ok: true });
  expect(await readProgramSettings(ctx)).toEqual({
    ...{ sessionLockDays: 20, acknowledgementDays: 21, improvementRecheckDays: 40, improvementSuccesses: 3 },
  });
  const [event] = await owner`SELECT actor_id, payload FROM domain_event WHERE program_id = ${program.id}`;
  expect(event).toEqual({
    actor_id: admin.id,
    payload: {
      sessionLockDaysBefore: 10,
      sessionLockDays: 20,
      acknowledgementDaysBefore: 14,
      acknowledgementDays: 21,
      improvementRecheckDaysBefore: 35,
      improvementRecheckDays: 40,
      improvementSuccessesBefore: 2,
      improvementSuccesses: 3,
      reason: "Month ends are busy",
    },
  });
});

test("of two who change them at once, one is told that they have moved on", async () => {
  const ctx = await contextFor(web, admin);
  const both = await Promise.all([
    changeProgramSettings(ctx, change()),
    changeProgramSettings(ctx, change({ sessionLockDays: "5" })),
  ]);
  expect(both.map((each) => (each.ok ? "ok" : each.code)).sort()).toEqual(["ok", "settings-moved-on"]);
  // The one that was saved, posted again.
  const saved = both[0]?.ok ? change() : change({ sessionLockDays: "5" });
  expect(await changeProgramSettings(ctx, saved)).toEqual({ ok: true });
  expect(await owner`SELECT FROM domain_event WHERE program_id = ${program.id}`).toHaveLength(1);
});

test("a change that is posted twice at once is saved and told once", async () => {
  const ctx = await contextFor(web, admin);
  const post = () => changeProgramSettings(ctx, change());
  expect(await Promise.all([post(), post()])).toEqual([{ ok: true }, { ok: true }]);
  expect(await owner`SELECT FROM domain_event WHERE program_id = ${program.id}`).toHaveLength(1);
});

test("what is no number of days, or has no reason, is answered at its field", () => {
  for (const given of [
    { sessionLockDays: "-1" },
    { sessionLockDays: "2.5" },
    { acknowledgementDays: "4" },
    { improvementRecheckDays: "29" },
    { improvementRecheckDays: "46" },
    { improvementSuccesses: "0" },
    { reason: " " },
  ])
    expect(programSettings.safeParse({ ...change(), ...given }).success, JSON.stringify(given)).toBe(false);
});

test("nobody else sets them, and of the program nothing else is set", async () => {
  for (const role of ["lead", "coach", "planner"] as const) {
    const ctx = await contextFor(web, await addPerson(owner, program, { role }));
    await expect(changeProgramSettings(ctx, change())).rejects.toMatchObject({ code: "not-allowed" });
    const { count } = await inSql(ctx, async (sql) => await sql`UPDATE program SET session_lock_days = 1`);
    expect(count).toBe(0);
  }
  const ctx = await contextFor(web, admin);
  await expect(inSql(ctx, async (sql) => await sql`UPDATE program SET name = 'Mine'`)).rejects.toMatchObject({
    code: "42501",
  });
});
