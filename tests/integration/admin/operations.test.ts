import { afterAll, beforeAll, expect, test } from "vitest";
import type { PersonContext } from "#app/access/context.ts";
import { openDatabase } from "#app/db/client.server.ts";
import { inSql } from "#app/db/in-transaction.server.ts";
import { recordEvent } from "#app/events/record-event.server.ts";
import { listEvents } from "#app/features/admin/list-events.server.ts";
import { listJobRuns } from "#app/features/admin/list-job-runs.server.ts";
import { listMail } from "#app/features/admin/list-mail.server.ts";
import { listPeople } from "#app/features/admin/list-people.server.ts";
import { listSites } from "#app/features/admin/list-sites.server.ts";
import { auditSearch } from "#app/features/admin/operations.schema.ts";
import { peopleSearch } from "#app/features/admin/person.schema.ts";
import { readAdminOverview } from "#app/features/admin/read-admin-overview.server.ts";
import {
  addPerson,
  addProgram,
  addSite,
  type TestPerson,
  type TestProgram,
} from "#tests/factories/people.ts";
import { contextFor } from "#tests/support/actors.ts";
import { testDatabase } from "#tests/support/database.ts";

const owner = openDatabase(testDatabase().ownerUrl, { connections: 2 });
const web = openDatabase(testDatabase().webUrl, { connections: 3 });
let program: TestProgram;
let person: TestPerson;
let admin: PersonContext;
let stranger: PersonContext;

beforeAll(async () => {
  program = await addProgram(owner.sql);
  const elsewhere = await addProgram(owner.sql);
  const site = await addSite(owner.sql, program, { name: "Bend" });
  person = await addPerson(owner.sql, program, { role: "admin", givenName: "Ada", familyName: "Adminis" });
  await addPerson(owner.sql, program, { role: "coach", givenName: "Cleo", familyName: "Coach", site });
  await addPerson(owner.sql, program, { givenName: "Una", familyName: "Assigned" });
  const other = await addPerson(owner.sql, elsewhere, { role: "admin" });
  const as = async (who: TestPerson) => ({ ...(await contextFor(owner, who)), database: web });
  admin = await as(person);
  stranger = await as(other);
});
afterAll(() => Promise.all([owner.close(), web.close()]));

const search = (given: Record<string, string>) => auditSearch.parse(given);

test("people are found by part of a name or address, and by the role they hold today", async () => {
  const found = async (given: Record<string, string>) =>
    (await listPeople(admin, peopleSearch.parse(given))).items.map(({ name, roles, siteName }) => [
      name,
      roles,
      siteName,
    ]);
  expect(await found({ q: "CLEO co" })).toEqual([["Cleo Coach", ["coach"], "Bend"]]);
  expect(await found({ role: "admin" })).toEqual([["Ada Adminis", ["admin"], null]]);
  expect(await found({ q: "100%" })).toEqual([]);
  expect(await found({ role: "no-such-role" })).toHaveLength(3);
});

test("people come in pages, each person once", async () => {
  const crowd = await addProgram(owner.sql);
  const boss = await addPerson(owner.sql, crowd, { role: "admin", familyName: "Zz" });
  for (let number = 0; number < 60; number++)
    await addPerson(owner.sql, crowd, { familyName: `Name${String(number).padStart(2, "0")}` });
  const ctx = { ...(await contextFor(owner, boss)), database: web };
  const pages = await Promise.all(["1", "2"].map((page) => listPeople(ctx, peopleSearch.parse({ page }))));
  expect(pages.map(({ items, hasNext }) => [items.length, hasNext])).toEqual([
    [50, true],
    [11, false],
  ]);
  expect(new Set(pages.flatMap(({ items }) => items.map(({ id }) => id))).size).toBe(61);
});

test("the audit log is read in pages of equal instants without a gap or a repeat", async () => {
  await inSql(admin, async (sql) => {
    for (let number = 0; number < 60; number++)
      await recordEvent(sql, admin, {
        type: "access.refused",
        subjectType: "route",
        subjectId: `/page/${number}`,
      });
  });
  const first = await listEvents(admin, search({ type: "access.refused" }));
  const second = await listEvents(admin, search({ type: "access.refused", before: first.next ?? "" }));
  expect([first.events.length, second.events.length, second.next]).toEqual([50, 10, null]);
  expect(new Set([...first.events, ...second.events].map(({ subjectId }) => subjectId)).size).toBe(60);
  expect(first.events[0]).toMatchObject({ actorName: "Ada Adminis", day: admin.today, time: "12:00" });
});

test("the audit log is filtered by subject, actor and the day in the program's zone", async () => {
  const lateEvening = { ...admin, now: new Date("2026-11-11T07:30:00Z") };
  await inSql(lateEvening, (sql) =>
    recordEvent(sql, lateEvening, { type: "person.added", subjectType: "person", subjectId: person.id }),
  );
  const types = async (given: Record<string, string>) =>
    (await listEvents(admin, search(given))).events.map(({ type, subjectName }) => [type, subjectName]);
  expect(await types({ day: "2026-11-10" })).toEqual([["person.added", "Ada Adminis"]]);
  expect(await types({ day: "2026-11-11" })).toEqual([]);
  expect(await types({ subject: person.id })).toEqual([["person.added", "Ada Adminis"]]);
  expect(await types({ actor: person.id, type: "person.added" })).toHaveLength(1);
  expect(await types({ actor: "system" })).toEqual([]);
});

test("jobs show their last runs, and the overview what failed", async () => {
  const run = (
    name: string,
    at: string,
    outcome: string,
    error: string | null,
    programId: string | null,
  ) => owner.sql`
    INSERT INTO job_run (name, key, program_id, started_at, finished_at, outcome, error)
    VALUES (${name}, ${at}, ${programId}, ${at}, ${new Date(Date.parse(at) + 1500)}, ${outcome}, ${error})`;
  await run("deliver-mail", "2026-11-16T19:00:00Z", "succeeded", null, null);
  await run("refresh-figures", "2026-11-16T09:00:00Z", "failed", "The database was away", program.id);
  await run("refresh-figures", "2026-11-15T09:00:00Z", "succeeded", null, program.id);
  const { jobs } = await listJobRuns(admin, { page: 1 });
  expect(
    jobs.map(({ name, runs }) => [name, runs.map(({ outcome, seconds }) => [outcome, seconds])]),
  ).toEqual([
    ["deliver-mail", [["succeeded", 1.5]]],
    [
      "refresh-figures",
      [
        ["failed", 1.5],
        ["succeeded", 1.5],
      ],
    ],
  ]);
  const overview = await readAdminOverview(admin);
  expect(overview.failedJobsInDay).toBe(1);
  expect(overview.jobs.map(({ name, outcome }) => [name, outcome])).toEqual([
    ["deliver-mail", "succeeded"],
    ["refresh-figures", "failed"],
  ]);
  expect(overview.counts).toEqual({ people: 3, withoutRole: 1, sites: 1, sitesStarted: 1, regions: 1 });
  expect((await listJobRuns(admin, { job: "refresh-figures", page: 1 })).history?.runs.items).toHaveLength(2);
});

test("mail shows by state, and mail of accounts does not", async () => {
  await owner.sql`
    INSERT INTO mail (program_id, key, to_address, subject, body, state) VALUES
      (${program.id}, 'one', 'a@example.test', 'A review opened', 'Open it', 'queued'),
      (${program.id}, 'two', 'b@example.test', 'A review is due', 'Open it', 'failed'),
      (NULL, 'three', 'c@example.test', 'Choose a new password', 'Secret link', 'sent')`;
  const subjects = async (state?: "failed") =>
    (await listMail(admin, { state, page: 1 })).mail.items.map(({ subject }) => subject).sort();
  expect(await subjects()).toEqual(["A review is due", "A review opened"]);
  expect(await subjects("failed")).toEqual(["A review is due"]);
  expect((await readAdminOverview(admin)).mail).toEqual({ queued: 1, failed: 1, sentToday: 0 });
});

test("an administrator of another program sees nothing of this one", async () => {
  expect((await listPeople(stranger, peopleSearch.parse({ q: "Ada" }))).items).toEqual([]);
  expect((await listEvents(stranger, search({}))).events).toEqual([]);
  expect((await listMail(stranger, { page: 1 })).mail.items).toEqual([]);
  expect((await listSites(stranger)).sites).toEqual([]);
  expect((await listJobRuns(stranger, { page: 1 })).jobs.map(({ name }) => name)).toEqual(["deliver-mail"]);
});
