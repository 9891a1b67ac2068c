import postgres from "postgres";
import { afterAll, beforeEach, expect, test } from "vitest";
import { openDatabase } from "#app/db/client.server.ts";
import { sendFidelityReminders } from "#app/features/fidelity/send-fidelity-reminders.server.ts";
import {
  addAssessment,
  addInstrument,
  addRatedCoach,
  type TestInstrument,
} from "#tests/factories/fidelity.ts";
import {
  addPerson,
  addProgram,
  addSite,
  addSupervision,
  type TestPerson,
  type TestProgram,
  type TestSite,
} from "#tests/factories/people.ts";
import { systemContextFor } from "#tests/support/actors.ts";
import { testDatabase } from "#tests/support/database.ts";

const owner = postgres(testDatabase().ownerUrl, { max: 2 });
const worker = openDatabase(testDatabase().workerUrl, { connections: 3 });
const other = openDatabase(testDatabase().workerUrl, { connections: 3 });
afterAll(() => Promise.all([owner.end(), worker.close(), other.close()]));

let program: TestProgram;
let instrument: TestInstrument;
let site: TestSite;
let coach: TestPerson;
let supervisor: TestPerson;
const window = {
  opensOn: "2026-11-05",
  targetOn: "2026-11-19",
  dueOn: "2026-11-26",
  graceEndsOn: "2026-12-03",
};

beforeEach(async () => {
  program = await addProgram(owner);
  instrument = await addInstrument(owner, program);
  ({ coach, supervisor, site } = await addRatedCoach(owner, program));
});

/** Ten in the morning in Portland on a day. */
const morning = (day: string) => new Date(`${day}T18:00:00Z`);
const run = (now: Date, database = worker) =>
  sendFidelityReminders(systemContextFor(database, program, { now }));
const mails = () =>
  owner`SELECT to_address, subject, body FROM mail WHERE program_id = ${program.id} ORDER BY created_at, key`;
const inbox = () =>
  owner`SELECT recipient_id, title FROM inbox_item WHERE program_id = ${program.id} ORDER BY created_at`;
const add = (more: Partial<typeof window> = {}, rater: TestPerson | null = supervisor) =>
  addAssessment(owner, instrument, { coach, rater, site, ...window, ...more });

test("nothing due, nothing sent", async () => {
  expect(await run(morning("2026-11-06"))).toEqual({ recipients: 0, reminders: 0, announced: 0 });
  await addAssessment(owner, instrument, { coach, rater: supervisor, site, ...window, state: "planned" });
  expect(await run(morning("2026-11-04"))).toEqual({ recipients: 0, reminders: 0, announced: 0 });
  expect(await mails()).toEqual([]);
});

test("each step of the ladder goes out once, on its day, in inbox and mail", async () => {
  await add();
  const days = [
    "2026-11-05",
    "2026-11-06",
    "2026-11-19",
    "2026-11-20",
    "2026-11-25",
    "2026-11-27",
    "2026-11-28",
  ];
  const sent = [];
  for (const day of days) sent.push((await run(morning(day))).reminders);
  expect(sent).toEqual([1, 0, 1, 0, 1, 1, 0]);
  expect(await mails()).toHaveLength(4);
  expect(await inbox()).toHaveLength(4);
});

test("twice and at the same time sends once", async () => {
  await add();
  const now = morning("2026-11-05");
  const results = await Promise.all([run(now), run(now, other), run(now), run(now, other)]);
  expect(results.reduce((sum, { reminders }) => sum + reminders, 0)).toBe(1);
  expect(await mails()).toHaveLength(1);
  expect(await run(now)).toMatchObject({ reminders: 0 });
});

test("several at once are one notice a day with every due day and link, and no rating", async () => {
  const ids = [await add(), await add({ dueOn: "2026-11-27" }), await add({ dueOn: "2026-11-28" })];
  await run(morning("2026-11-05"));
  const [mail, ...more] = await mails();
  expect(more).toEqual([]);
  expect(mail).toMatchObject({ to_address: supervisor.email, subject: "3 fidelity reviews to complete" });
  for (const id of ids) expect(mail?.body).toContain(`/reviews/${id}`);
  expect(mail?.body).toContain("Thu 26 Nov 2026");
  // What opens later that day waits for tomorrow's notice.
  await add();
  expect(await run(new Date("2026-11-05T22:00:00Z"))).toMatchObject({ reminders: 0 });
  expect(await run(morning("2026-11-06"))).toMatchObject({ recipients: 1, reminders: 1 });
});

test("late work goes to the rater, then to the rater's supervisor, then to the lead", async () => {
  const manager = await addPerson(owner, program, { role: "supervisor", site });
  const lead = await addPerson(owner, program, { role: "lead" });
  await addSupervision(owner, { person: supervisor, supervisor: manager });
  await add();
  for (const day of ["2026-11-27", "2026-12-01", "2026-12-06"]) await run(morning(day));
  expect((await inbox()).map((row) => row.recipient_id)).toEqual([supervisor.id, manager.id, lead.id]);
});

test("late work without a rater or a rater's supervisor goes to the lead", async () => {
  const lead = await addPerson(owner, program, { role: "lead" });
  await add({}, null);
  await run(morning("2026-11-27"));
  expect((await inbox()).map((row) => row.recipient_id)).toEqual([lead.id]);
});

test("of a self-rating its subject alone is told, in words for it, and late it is nobody else's news", async () => {
  const manager = await addPerson(owner, program, { role: "supervisor", site });
  await addPerson(owner, program, { role: "lead" });
  await addSupervision(owner, { person: supervisor, supervisor: manager });
  const id = await addAssessment(owner, instrument, {
    ...{ coach, rater: coach, raterType: "self", site, ...window },
  });
  for (const day of ["2026-11-05", "2026-11-19", "2026-11-27", "2026-12-01", "2026-12-06"])
    await run(morning(day));
  expect(await mails()).toMatchObject([
    { to_address: coach.email, subject: "1 self-rating to complete" },
    { to_address: coach.email, subject: "1 self-rating to complete" },
    { to_address: coach.email, subject: "1 self-rating, 1 late" },
  ]);
  expect((await mails())[0]?.body).toContain(`Your self-rating: due Thu 26 Nov 2026 (/reviews/${id})`);
  expect((await inbox()).map((row) => row.recipient_id)).toEqual([coach.id, coach.id, coach.id]);
});

test("several self-ratings lead to one's own page; beside reviews of others they are one notice", async () => {
  const own = { coach, rater: coach, raterType: "self" as const, site, ...window };
  await addAssessment(owner, instrument, own);
  await addAssessment(owner, instrument, own);
  await run(morning("2026-11-05"));
  const [notice] = await owner`SELECT title, href FROM inbox_item WHERE recipient_id = ${coach.id}`;
  expect(notice).toEqual({ title: "2 self-ratings to complete", href: "/my-fidelity" });
  const boss = { coach: supervisor, rater: supervisor, raterType: "self" as const, site, ...window };
  await addAssessment(owner, instrument, boss);
  await add();
  await run(morning("2026-11-06"));
  const [both] = await owner`SELECT title, href, body FROM inbox_item WHERE recipient_id = ${supervisor.id}`;
  expect(both).toMatchObject({ title: "2 fidelity reviews to complete", href: "/reviews" });
  expect(both?.body).toContain("Your self-rating: ");
});

test("after days of silence the latest step alone is sent", async () => {
  await add();
  expect(await run(morning("2026-11-30"))).toMatchObject({ reminders: 1 });
  expect((await inbox())[0]?.title).toBe("1 fidelity review, 1 late");
});

test("nobody is written to at night; the zone is that of the person's site", async () => {
  await add();
  const boise = await addSite(owner, program, { zone: "America/Boise" });
  const east = await addRatedCoach(owner, program, { site: boise });
  await addAssessment(owner, instrument, {
    coach: east.coach,
    rater: east.supervisor,
    site: boise,
    ...window,
  });
  // 06:59 in Portland, 07:59 in Boise.
  expect(await run(new Date("2026-11-05T14:59:00Z"))).toMatchObject({ recipients: 1 });
  expect((await inbox()).map((row) => row.recipient_id)).toEqual([east.supervisor.id]);
  expect(await run(new Date("2026-11-06T03:00:00Z"))).toMatchObject({ recipients: 0 });
  expect(await run(new Date("2026-11-06T02:59:00Z"))).toMatchObject({ recipients: 1 });
});

test("a submitted review is not reminded of, and a moved one anew", async () => {
  const id = await add();
  await run(morning("2026-11-25"));
  await owner`UPDATE assessment SET due_on = '2026-11-30', grace_ends_on = '2026-12-07' WHERE id = ${id}`;
  expect(await run(morning("2026-11-29"))).toMatchObject({ reminders: 1 });
  await owner`UPDATE assessment SET state = 'final', submitted_at = now(), submitted_on = '2026-11-29' WHERE id = ${id}`;
  expect(await run(morning("2026-12-01"))).toMatchObject({ reminders: 0 });
});
