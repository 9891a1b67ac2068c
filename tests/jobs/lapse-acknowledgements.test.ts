import postgres from "postgres";
import { afterAll, beforeEach, expect, test } from "vitest";
import { type Database, openDatabase } from "#app/db/client.server.ts";
import { inSql } from "#app/db/in-transaction.server.ts";
import { acknowledgeSession } from "#app/features/sessions/acknowledge-session.server.ts";
import { lapse } from "#app/features/sessions/acknowledgements.queries.server.ts";
import { announceWords } from "#app/features/sessions/announce-words.server.ts";
import { editSession } from "#app/features/sessions/edit-session.server.ts";
import { lapseAcknowledgements } from "#app/features/sessions/lapse-acknowledgements.server.ts";
import { logSession } from "#app/features/sessions/log-session.server.ts";
import { readMyCoaching } from "#app/features/sessions/read-my-coaching.server.ts";
import type { SessionInput } from "#app/features/sessions/session.schema.ts";
import {
  addPerson,
  addProgram,
  addSite,
  assignCoach,
  type TestPerson,
  type TestProgram,
} from "#tests/factories/people.ts";
import { addPracticeProfile, sessionLog } from "#tests/factories/sessions.ts";
import { contextFor, systemContextFor } from "#tests/support/actors.ts";
import { testDatabase } from "#tests/support/database.ts";

const owner = postgres(testDatabase().ownerUrl, { max: 2 });
const web = openDatabase(testDatabase().webUrl, { connections: 4 });
const worker = openDatabase(testDatabase().workerUrl, { connections: 3 });
const other = openDatabase(testDatabase().workerUrl, { connections: 3 });
afterAll(() => Promise.all([owner.end(), web.close(), worker.close(), other.close()]));

let program: TestProgram;
let coach: TestPerson;
let coachee: TestPerson;
let focusIds: string[];
beforeEach(async () => {
  program = await addProgram(owner);
  const site = await addSite(owner, program);
  coach = await addPerson(owner, program, { role: "coach", site });
  coachee = await addPerson(owner, program, { role: "coachee", site });
  await assignCoach(owner, { coach, coachee, site });
  focusIds = (await addPracticeProfile(owner, program)).functionIds.slice(0, 1);
});

/** Asked on 3 November: reminded from the 14th, answered until the 17th, lapsed on the 18th. */
const ASKED = new Date("2026-11-03T20:00:00Z");
const morning = (day: string) => new Date(`${day}T17:15:00Z`);
const log = async (given: Partial<SessionInput> = {}, now = ASKED) => {
  const input = sessionLog({ attendeeIds: [coachee.id], focusIds, sessionOn: "2026-11-02", ...given });
  expect(await logSession(await contextFor(web, coach, { now }), input)).toMatchObject({ ok: true });
  return input;
};
const run = (day: string, database: Database = worker, page?: number) =>
  lapseAcknowledgements(systemContextFor(database, program, { now: morning(day) }), { page });
const states = async () =>
  (
    await owner`SELECT acknowledgement AS state FROM coaching_session WHERE program_id = ${program.id} ORDER BY id`
  ).map((row) => row.state);
const events = () => owner`
  SELECT subject_id FROM domain_event WHERE program_id = ${program.id} AND type = 'session.acknowledgement-lapsed'`;
const inbox = () => owner`
  SELECT subject_id, title, body FROM inbox_item WHERE recipient_id = ${coachee.id} ORDER BY created_at, subject_id`;
const mails = () => owner`SELECT subject, body FROM mail WHERE to_address = ${coachee.email}`;

test("reminded once three days before, lapsed on the day after the last", async () => {
  await log();
  expect(await run("2026-11-13")).toEqual({ reminded: 0, lapsed: 0 });
  expect(await run("2026-11-14")).toEqual({ reminded: 1, lapsed: 0 });
  for (const day of ["2026-11-15", "2026-11-16", "2026-11-17"])
    expect(await run(day)).toEqual({ reminded: 0, lapsed: 0 });
  expect(await run("2026-11-18")).toEqual({ reminded: 0, lapsed: 1 });
  expect(await run("2026-11-19")).toEqual({ reminded: 0, lapsed: 0 });
  expect(await states()).toEqual(["lapsed"]);
  expect(await inbox()).toHaveLength(1);
  expect(await mails()).toHaveLength(1);
});

test("several records are one mail, each with its own notice, and nothing of what was said", async () => {
  for (const sessionOn of ["2026-10-30", "2026-11-01", "2026-11-02"])
    await log({ sessionOn, summary: "Shared words", privateNote: "Words for nobody else" });
  expect(await run("2026-11-15")).toEqual({ reminded: 3, lapsed: 0 });
  const [mail, ...more] = await mails();
  expect(more).toEqual([]);
  expect(mail?.subject).toBe("3 session records wait for your word");
  expect(mail?.body).toMatch(/^\/sessions\/[0-9a-f-]{36}$/m);
  expect(await inbox()).toHaveLength(3);
  expect(JSON.stringify([mail, await inbox()])).not.toMatch(/words for|Shared words/i);
});

test("twice, at the same time and in small pages: the same rows, one event and one notice each", async () => {
  const ids = [];
  for (let day = 10; day < 30; day += 1) ids.push((await log({ sessionOn: `2026-10-${day}` })).id);
  const reminded = await Promise.all([
    run("2026-11-15"),
    run("2026-11-15", other, 3),
    run("2026-11-15", worker, 7),
  ]);
  expect(reminded.reduce((sum, each) => sum + each.reminded, 0)).toBe(20);
  const results = await Promise.all([
    run("2026-11-18"),
    run("2026-11-18", other, 3),
    run("2026-11-18", worker, 7),
  ]);
  expect(results.reduce((sum, each) => sum + each.lapsed, 0)).toBe(20);
  expect(await states()).toEqual(Array(20).fill("lapsed"));
  expect((await events()).map((row) => row.subject_id).sort()).toEqual(ids.sort());
  expect(await inbox()).toHaveLength(20);
});

test("a run that dies in the middle leaves whole pages, and the next one does the rest", async () => {
  for (let day = 10; day < 16; day += 1) await log({ sessionOn: `2026-10-${day}` });
  const ctx = systemContextFor(worker, program, { now: morning("2026-11-18") });
  expect(await inSql(ctx, (sql) => lapse(sql, ctx, { days: 14, limit: 2 }))).toBe(2);
  const dying = inSql(ctx, async (sql) => {
    expect(await lapse(sql, ctx, { days: 14, limit: 2 })).toBe(2);
    throw new Error("The process ended");
  });
  await expect(dying).rejects.toThrow("The process ended");
  expect((await states()).filter((state) => state === "lapsed")).toHaveLength(2);
  expect(await events()).toHaveLength(2);
  expect(await run("2026-11-18")).toMatchObject({ lapsed: 4 });
  expect(await events()).toHaveLength(6);
});

test("an edit asks again and counts from then; what was answered or did not take place never lapses", async () => {
  const edited = await log();
  const answered = await log({ sessionOn: "2026-11-01" });
  await log({
    sessionOn: "2026-10-30",
    status: "no_show_coachee",
    notHeldReason: "not_known",
    statusReason: "Did not come",
    focusIds: [],
  });
  await acknowledgeSession(await contextFor(web, coachee, { now: ASKED }), {
    sessionId: answered.id,
    state: "acknowledged",
    comment: "",
  });
  const later = await contextFor(web, coach, { now: new Date("2026-11-16T20:00:00Z") });
  await editSession(later, { ...edited, endTime: "09:30", rowVersion: 1 });
  expect(await run("2026-11-18")).toEqual({ reminded: 0, lapsed: 0 });
  expect(await run("2026-11-28")).toEqual({ reminded: 1, lapsed: 0 });
  expect(await run("2026-12-01")).toEqual({ reminded: 0, lapsed: 1 });
});

test("after a lapse the word of the coachee still counts", async () => {
  const { id } = await log();
  await run("2026-11-18");
  const ctx = await contextFor(web, coachee, { now: morning("2026-11-20") });
  expect((await readMyCoaching(ctx, { page: 1 })).waiting).toEqual([]);
  expect(await acknowledgeSession(ctx, { sessionId: id, state: "acknowledged", comment: "" })).toEqual({
    ok: true,
  });
  expect(await states()).toEqual(["acknowledged"]);
});

test("the program's own number of days holds, and the day is that of the site", async () => {
  await owner`UPDATE program SET acknowledgement_days = 5 WHERE id = ${program.id}`;
  const east = await addSite(owner, program, { zone: "America/Boise" });
  const nia = await addPerson(owner, program, { role: "coachee", site: east });
  await assignCoach(owner, { coach, coachee: nia, site: east });
  await log();
  const { id } = await log({ attendeeIds: [nia.id] });
  // Half past eleven at night in Portland, half past midnight of the next day in Boise.
  const night = systemContextFor(worker, program, { now: new Date("2026-11-09T07:30:00Z") });
  expect(await lapseAcknowledgements(night)).toMatchObject({ lapsed: 1 });
  expect((await events()).map((row) => row.subject_id)).toEqual([id]);
});

test("a disputed record is told to the coach once, its answer to the coachee, without their words", async () => {
  const { id } = await log();
  await acknowledgeSession(await contextFor(web, coachee, { now: ASKED }), {
    sessionId: id,
    state: "disputed",
    comment: "It was shorter",
  });
  const tell = (database: Database) => announceWords(systemContextFor(database, program), { sessionId: id });
  const told = await Promise.all([tell(worker), tell(other), tell(worker)]);
  expect(told.reduce((sum, each) => sum + each.told, 0)).toBe(1);
  const notices = await owner`SELECT title, body FROM inbox_item WHERE recipient_id = ${coach.id}`;
  expect(notices).toMatchObject([{ title: expect.stringContaining("disputes the record of") }]);
  expect(JSON.stringify(notices)).not.toContain("shorter");
});
