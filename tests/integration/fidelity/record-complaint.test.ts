import { randomUUID } from "node:crypto";
import { afterAll, beforeEach, expect, test } from "vitest";
import { openDatabase } from "#app/db/client.server.ts";
import { inSql } from "#app/db/in-transaction.server.ts";
import { complaintForm } from "#app/features/fidelity/complaint.schema.ts";
import { reconcileAssessments } from "#app/features/fidelity/reconcile-assessments.server.ts";
import { readComplaints, recordComplaint } from "#app/features/fidelity/record-complaint.server.ts";
import { addInstrument, addRatedCoach } from "#tests/factories/fidelity.ts";
import {
  addPerson,
  addProgram,
  addSite,
  giveRole,
  type TestPerson,
  type TestProgram,
} from "#tests/factories/people.ts";
import { contextFor, systemContextFor } from "#tests/support/actors.ts";
import { testDatabase } from "#tests/support/database.ts";

const owner = openDatabase(testDatabase().ownerUrl, { connections: 2 });
const web = openDatabase(testDatabase().webUrl, { connections: 4 });
const worker = openDatabase(testDatabase().workerUrl, { connections: 2 });
const { sql } = owner;
afterAll(() => Promise.all([owner.close(), web.close(), worker.close()]));

let program: TestProgram;
let lead: TestPerson;
let coach: TestPerson;

beforeEach(async () => {
  program = await addProgram(sql);
  const instrument = await addInstrument(sql, program);
  const rule = {
    ...{ id: "after-events", title: "Extra review", kind: "event", startOn: "2026-01-01" },
    ...{ events: ["complaint"], after: { count: 14, unit: "days" } },
  };
  await sql`
    INSERT INTO schedule_rule (program_id, instrument_id, code, version, title, rule, rater_type, starts_on)
    VALUES (${program.id}, ${instrument.id}, 'after-events', 1, ${rule.title}, ${sql.json(rule)}, 'supervisor', '2026-01-01')`;
  ({ coach } = await addRatedCoach(sql, program, { awardedOn: "2026-06-20" }));
  lead = await addPerson(sql, program, { role: "lead" });
  await run();
});

const run = () => reconcileAssessments(systemContextFor(worker, program));
const form = (given: object = {}) =>
  complaintForm.parse({
    ...{ intent: "record", id: randomUUID(), subjectId: coach.id, happenedOn: "2026-11-10" },
    ...{ note: "How meetings are prepared", ...given },
  });
const asked = () => sql`
  SELECT id, state, target_on, schedule_reason FROM assessment
  WHERE subject_id = ${coach.id} AND occurrence_key LIKE 'after-events/%' AND state <> 'cancelled'`;
const events = (type: string) =>
  sql`SELECT payload FROM domain_event WHERE program_id = ${program.id} AND type = ${type}`;

test("a complaint is recorded once, asks for a review that does not say why, and is taken back", async () => {
  const ctx = await contextFor(web, lead);
  const given = form();
  for (let n = 0; n < 2; n += 1) expect(await recordComplaint(ctx, given)).toEqual({ ok: true });
  expect(await recordComplaint(ctx, { ...given, note: "How reviews end" } as typeof given)).toMatchObject({
    code: "stored-already",
  });
  expect(await recordComplaint(ctx, form())).toMatchObject({
    fieldErrors: { happenedOn: [expect.stringContaining("already")] },
  });
  expect(await events("schedule-event.recorded")).toEqual([
    { payload: { personId: coach.id, happenedOn: "2026-11-10" } },
  ]);
  await run();
  const [review] = await asked();
  expect(review).toMatchObject({ state: "open", target_on: "2026-11-24" });
  expect(review?.schedule_reason).not.toContain("complaint");
  expect(await readComplaints(ctx)).toMatchObject({
    complaints: [{ coachName: coach.name, note: "How meetings are prepared", review: "ahead" }],
    rules: ["Extra review"],
  });
  expect(await run()).toMatchObject({ added: 0, changed: 0, cancelled: 0 });

  const back = complaintForm.parse({ intent: "take-back", about: given.intent === "record" ? given.id : "" });
  for (let n = 0; n < 2; n += 1) expect(await recordComplaint(ctx, back)).toEqual({ ok: true });
  expect(await events("schedule-event.taken-back")).toHaveLength(1);
  await run();
  expect(await asked()).toEqual([]);
  // It can be recorded anew.
  expect(await recordComplaint(ctx, form())).toEqual({ ok: true });
});

test("a record whose review was begun stays", async () => {
  const ctx = await contextFor(web, lead);
  const given = form();
  await recordComplaint(ctx, given);
  await run();
  const [review] = await asked();
  await sql`UPDATE assessment SET state = 'in_progress' WHERE id = ${review?.id}`;
  const back = complaintForm.parse({ intent: "take-back", about: given.intent === "record" ? given.id : "" });
  expect(await recordComplaint(ctx, back)).toMatchObject({ ok: false, code: "complaint.begun" });
  expect((await readComplaints(ctx)).complaints).toMatchObject([{ review: "begun", takenBackOn: null }]);
});

test("a review that was given back was begun: its record stays", async () => {
  const ctx = await contextFor(web, lead);
  const given = form();
  await recordComplaint(ctx, given);
  await run();
  const [review] = await asked();
  await sql`
    UPDATE assessment SET state = 'returned', submitted_at = now(), submitted_on = '2026-11-16', is_held = true
    WHERE id = ${review?.id}`;
  const back = complaintForm.parse({ intent: "take-back", about: given.intent === "record" ? given.id : "" });
  expect(await recordComplaint(ctx, back)).toMatchObject({ ok: false, code: "complaint.begun" });
  expect((await readComplaints(ctx)).complaints).toMatchObject([{ review: "begun" }]);
});

test("whoever it is about neither reads nor records one, though they lead the site", async () => {
  const given = form();
  await recordComplaint(await contextFor(web, lead), given);
  await giveRole(sql, coach, { role: "lead" });
  const own = await contextFor(web, coach);
  expect(await readComplaints(own)).toMatchObject({ complaints: [] });
  expect((await readComplaints(own)).coaches.map(({ id }) => id)).not.toContain(coach.id);
  expect(await recordComplaint(own, form({ happenedOn: "2026-11-11" }))).toMatchObject({
    fieldErrors: { subjectId: [expect.any(String)] },
  });
  const back = complaintForm.parse({ intent: "take-back", about: given.intent === "record" ? given.id : "" });
  await expect(recordComplaint(own, back)).rejects.toMatchObject({ code: "not-found" });
  expect(await inSql(own, (held) => held`SELECT FROM schedule_event`)).toHaveLength(0);
});

test("the log of events, which administrators read, does not say that there was one", async () => {
  await recordComplaint(await contextFor(web, lead), form());
  expect(await events("schedule-event.recorded")).toHaveLength(1);
  const admin = await contextFor(web, await addPerson(sql, program, { role: "admin" }));
  expect(
    await inSql(admin, (held) => held`SELECT FROM domain_event WHERE type LIKE 'schedule-event.%'`),
  ).toHaveLength(0);
});

test("days to come and people elsewhere are refused at their field, and leads elsewhere see nothing", async () => {
  const ctx = await contextFor(web, lead);
  const other = await addRatedCoach(sql, await addProgram(sql));
  for (const [given, field] of [
    [{ happenedOn: "2026-11-17" }, "happenedOn"],
    [{ subjectId: other.coach.id }, "subjectId"],
  ] as const)
    expect(await recordComplaint(ctx, form(given))).toMatchObject({
      ok: false,
      fieldErrors: { [field]: [expect.any(String)] },
    });
  const given = form();
  await recordComplaint(ctx, given);
  const stranger = await addPerson(sql, program);
  await giveRole(sql, stranger, { role: "lead", siteId: (await addSite(sql, program)).id });
  const elsewhere = await contextFor(web, stranger);
  expect(await readComplaints(elsewhere)).toMatchObject({ complaints: [], coaches: [] });
  expect(await recordComplaint(elsewhere, form())).toMatchObject({
    fieldErrors: { subjectId: [expect.stringContaining("lead")] },
  });
  const back = complaintForm.parse({ intent: "take-back", about: given.intent === "record" ? given.id : "" });
  await expect(recordComplaint(elsewhere, back)).rejects.toMatchObject({ code: "not-found" });
});
