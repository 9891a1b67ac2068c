import { randomUUID } from "node:crypto";
import { afterAll, beforeEach, expect, test } from "vitest";
import { openDatabase } from "#app/db/client.server.ts";
import { inSql } from "#app/db/in-transaction.server.ts";
import { caseloadForm, dosageForm } from "#app/features/caseload/caseload.schema.ts";
import { changeCaseload } from "#app/features/caseload/change-caseload.server.ts";
import { proposeFades } from "#app/features/caseload/propose-fades.server.ts";
import { readCaseload } from "#app/features/caseload/read-caseload.server.ts";
import { readCoachCaseload } from "#app/features/caseload/read-coach-caseload.server.ts";
import { readDosage } from "#app/features/caseload/read-dosage.server.ts";
import { setDosage } from "#app/features/caseload/set-dosage.server.ts";
import { editSession } from "#app/features/sessions/edit-session.server.ts";
import { logSession } from "#app/features/sessions/log-session.server.ts";
import { reactionsTo } from "#jobs/reactions.ts";
import { addAssessment, addInstrument, PRACTICE_CHECKLIST } from "#tests/factories/fidelity.ts";
import {
  addLeave,
  addPerson,
  addSite,
  assignCoach,
  giveRole,
  type TestPerson,
} from "#tests/factories/people.ts";
import { addDosageSchedule } from "#tests/factories/sessions.ts";
import { NOON, systemContextFor } from "#tests/support/actors.ts";
import { testDatabase } from "#tests/support/database.ts";
import { whileRowsAreHeld } from "#tests/support/held-rows.ts";
import { type Coaching, setUpCoaching } from "../sessions/coaching.ts";

const worker = openDatabase(testDatabase().workerUrl, { connections: 3 });
const worlds: Coaching[] = [];
afterAll(() => Promise.all([worker.close(), ...worlds.map((each) => each.close())]));

let world: Coaching;
let lead: TestPerson;
beforeEach(async () => {
  world = await setUpCoaching();
  worlds.push(world);
  lead = await addPerson(world.owner, world.program, { role: "lead" });
  await addDosageSchedule(world.owner, world.program, { intensity: "high", sessionsPerMonth: 4 });
  await addDosageSchedule(world.owner, world.program, {
    intensity: "low",
    sessionsPerMonth: 1,
    minutesPerSession: 30,
  });
});

const view = async (who: TestPerson, search = {}) =>
  readCaseload(await world.as(who), { sort: "name", ...search });
const change = async (form: object, who = lead, now = NOON) =>
  changeCaseload(await world.as(who, now), world.coach.id, caseloadForm.parse(form));
const assignments = () => world.owner`
  SELECT id, intensity, starts_on, ends_on, end_reason FROM coach_assignment WHERE coachee_id = ${world.coachee.id} ORDER BY starts_on`;
const assignmentId = async () => (await assignments()).at(-1)?.id as string;

test("each coach has people, planned minutes, capacity and leave; coaches without people stand there too", async () => {
  const { owner, program, site, coach } = world;
  const idle = await addPerson(owner, program, { role: "coach", site, givenName: "Ida", familyName: "Idle" });
  const away = await addPerson(owner, program, { role: "coachee", site });
  await assignCoach(owner, { coach, coachee: away, site, intensity: "high" });
  await addLeave(owner, away, { firstOn: "2026-11-10", lastOn: "2026-11-20" });
  await addLeave(owner, coach, { firstOn: "2026-11-16", lastOn: "2026-11-17" });
  expect(await change({ intent: "capacity", minutesPerMonth: "300", startsOn: "2026-11-16" })).toEqual({
    ok: true,
  });
  const page = await view(lead);
  expect(page.coaches.find(({ id }) => id === coach.id)).toMatchObject({
    ...{
      coachees: 2,
      onLeave: 1,
      minutes: 360,
      capacityMinutes: 300,
      fit: "over",
      leaveUntil: "2026-11-17",
      agreements: 0,
    },
  });
  expect(page.coaches.find(({ id }) => id === idle.id)).toMatchObject({
    coachees: 0,
    fit: "no-capacity-set",
  });
  expect(page.vacancies).toEqual([]);
  await owner`UPDATE coach_assignment SET ends_on = '2026-11-16' WHERE coachee_id = ${away.id}`;
  expect((await view(lead)).vacancies).toMatchObject([{ siteId: site.id, people: 1 }]);
  expect((await view(lead, { sort: "-minutes" })).coaches[0]?.id).toBe(coach.id);
});

test("a supervisor sees the coaches of their site, an administrator all, a coach themself", async () => {
  const { owner, program, coach } = world;
  const elsewhere = await addSite(owner, program);
  const colleague = await addPerson(owner, program, { role: "coach", site: elsewhere });
  const local = await addPerson(owner, program);
  await giveRole(owner, local, { role: "supervisor", siteId: world.site.id });
  const admin = await addPerson(owner, program, { role: "admin" });
  const seen = async (who: TestPerson) => (await view(who)).coaches.map(({ id }) => id).sort();
  expect(await seen(local)).toEqual([coach.id]);
  expect(await seen(admin)).toEqual([coach.id, colleague.id].sort());
  expect(await seen(lead)).toEqual([coach.id, colleague.id].sort());
  expect(await seen(coach)).toEqual([coach.id]);
  for (const who of [local, coach])
    await expect(readCoachCaseload(await world.as(who), colleague.id)).rejects.toMatchObject({
      code: "not-found",
    });
  expect((await readCoachCaseload(await world.as(coach), coach.id)).permissions).toEqual({
    canManage: false,
  });
  expect((await readCoachCaseload(await world.as(admin), coach.id)).people).toHaveLength(1);
});

test("the intensity changes from a day on as another row; nothing before it is touched", async () => {
  const id = await assignmentId();
  const form = { intent: "intensity", id, intensity: "low", fromOn: "2026-12-01" };
  expect(await change(form)).toEqual({ ok: true });
  expect(await change(form)).toEqual({ ok: true });
  expect(await assignments()).toMatchObject([
    { id, intensity: "moderate", starts_on: "2025-01-01", ends_on: "2026-12-01" },
    { intensity: "low", starts_on: "2026-12-01", ends_on: null },
  ]);
  for (const fromOn of ["2026-11-15", "2026-12-05"])
    expect(await change({ ...form, intensity: "high", fromOn })).toMatchObject({
      ok: false,
      fieldErrors: { fromOn: [expect.any(String)] },
    });
});

test("somebody is assigned once however often it is posted, and ended by a lead of the site alone", async () => {
  const person = await addPerson(world.owner, world.program, { role: "coachee", site: world.site });
  const form = { intent: "assign", personId: person.id, intensity: "high", startsOn: "2026-11-16" };
  expect(await Promise.all([change(form), change(form)])).toEqual([{ ok: true }, { ok: true }]);
  expect(await world.owner`SELECT FROM coach_assignment WHERE coachee_id = ${person.id}`).toHaveLength(1);
  const end = { intent: "end", id: await assignmentId(), endsOn: "2026-11-20" };
  await expect(change(end, world.supervisor)).rejects.toMatchObject({ code: "not-allowed" });
  await expect(change(end, world.coach)).rejects.toMatchObject({ code: "not-allowed" });
  expect(await change(end)).toEqual({ ok: true });
  expect(await change(end)).toEqual({ ok: true });
  const span = { ...form, intensity: "low", startsOn: "2026-09-01", endsOn: "2026-10-01" };
  const past = () => change(span);
  expect([...(await Promise.all([past(), past()])), await past()]).toEqual(Array(3).fill({ ok: true }));
  expect(await world.owner`SELECT FROM coach_assignment WHERE coachee_id = ${person.id}`).toHaveLength(2);
  // A coach writes no assignment past the forms either.
  const ctx = await world.as(world.coach);
  const { count } = await inSql(
    ctx,
    async (sql) => await sql`UPDATE coach_assignment SET intensity = 'high'`,
  );
  expect(count).toBe(0);
});

test("the last assignment of somebody who is no coach any more ends once, however often it is posted", async () => {
  await world.owner`UPDATE role_assignment SET ends_on = '2026-11-10' WHERE person_id = ${world.coach.id}`;
  const form = { intent: "end", id: await assignmentId(), endsOn: "2026-11-16" };
  const end = () => change(form);
  expect([...(await Promise.all([end(), end()])), await end()]).toEqual(Array(3).fill({ ok: true }));
  const told =
    await world.owner`SELECT FROM domain_event WHERE program_id = ${world.program.id} AND type = 'coach.ended'`;
  expect(told).toHaveLength(1);
  const elsewhere = await addSite(world.owner, world.program);
  const other = await addPerson(world.owner, world.program);
  await giveRole(world.owner, other, { role: "lead", siteId: elsewhere.id });
  await expect(change(form, other)).rejects.toMatchObject({
    code: expect.stringMatching(/not-allowed|not-found/),
  });
});

const DOSE = {
  intensity: "moderate",
  sessionsPerMonth: "3",
  minutesPerSession: "45",
  startsOn: "2026-12-01",
};
const plan = async (given: object = {}, who = lead) =>
  setDosage(await world.as(who), dosageForm.parse({ ...DOSE, ...given }));

test("the planned dose changes from a day on, posted twice once, and not for days that have passed", async () => {
  expect(await Promise.all([plan(), plan()])).toEqual([{ ok: true }, { ok: true }]);
  const page = await readDosage(await world.as(lead));
  expect(page.rows.filter(({ intensity }) => intensity === "moderate")).toMatchObject([
    { sessionsPerMonth: 3, startsOn: "2026-12-01", endsOn: null, state: "planned" },
    { sessionsPerMonth: 2, endsOn: "2026-12-01", state: "current" },
  ]);
  expect(await plan({ startsOn: "2026-11-15" })).toMatchObject({
    fieldErrors: { startsOn: [expect.any(String)] },
  });
  const events = await world.owner`
    SELECT FROM domain_event WHERE program_id = ${world.program.id} AND type = 'dosage-schedule.set'`;
  expect(events).toHaveLength(1);
  await expect(plan({}, world.supervisor)).rejects.toMatchObject({ code: "not-allowed" });
  const local = await addPerson(world.owner, world.program);
  await addSite(world.owner, world.program);
  await giveRole(world.owner, local, { role: "lead", siteId: world.site.id });
  await expect(plan({}, local)).rejects.toMatchObject({ code: "not-allowed" });
});

test("a result fades the coaching, and what somebody thinks of their own work does not", async () => {
  const { owner, program, site, coachee } = world;
  await owner`UPDATE dosage_schedule SET fade_after_results = 1 WHERE intensity = 'moderate' AND program_id = ${program.id}`;
  const instrument = await addInstrument(owner, program, { definition: PRACTICE_CHECKLIST });
  const id = await addAssessment(owner, instrument, {
    ...{ coach: coachee, rater: coachee, raterType: "self", site },
  });
  await owner`UPDATE assessment SET state = 'final', submitted_at = now(), submitted_on = '2026-11-12' WHERE id = ${id}`;
  await owner`
    INSERT INTO assessment_score (assessment_id, score_version, program_id, site_id, points, possible, percent, result,
      critical_failures, sections, computed_at)
    VALUES (${id}, 1, ${program.id}, ${site.id}, 8, 8, 100, 'met', '{}', '[]', now())`;
  const propose = () => proposeFades(systemContextFor(worker, program));
  expect(await propose()).toMatchObject({ proposed: 0 });
  await owner`UPDATE assessment SET rater_type = 'supervisor', rater_id = ${world.supervisor.id} WHERE id = ${id}`;
  expect(await propose()).toMatchObject({ proposed: 1 });
});

test("met fade rules are proposed once, and accepted as a row from today on", async () => {
  await world.owner`UPDATE dosage_schedule SET fade_after_sessions = 2 WHERE intensity = 'moderate' AND program_id = ${world.program.id}`;
  const propose = () => proposeFades(systemContextFor(worker, world.program));
  const log = async (sessionOn: string) => logSession(await world.as(world.coach), world.log({ sessionOn }));
  await log("2026-11-03");
  expect(await propose()).toMatchObject({ proposed: 0 });
  await log("2026-11-10");
  const runs = await Promise.all([propose(), propose(), propose()]);
  expect(runs.reduce((sum, { proposed }) => sum + proposed, 0)).toBe(1);
  const own = async () => (await readCoachCaseload(await world.as(world.coach), world.coach.id)).proposals;
  const [proposal] = await own();
  expect(proposal).toMatchObject({
    from: "moderate",
    to: "low",
    basis: "sessions",
    count: 2,
    metOn: "2026-11-10",
    proposedOn: "2026-11-16",
    canDecide: true,
  });
  const form = { intent: "accept-fade", id: proposal?.id };
  await expect(change(form, world.supervisor)).rejects.toMatchObject({ code: "not-allowed" });
  expect(await Promise.all([change(form, world.coach), change(form, lead)])).toEqual([
    { ok: true },
    { ok: true },
  ]);
  expect(await assignments()).toMatchObject([
    { intensity: "moderate", ends_on: "2026-11-16", end_reason: "Intensity changed" },
    { intensity: "low", starts_on: "2026-11-16", ends_on: null },
  ]);
  expect(await own()).toEqual([]);
  expect(await propose()).toMatchObject({ proposed: 0 });
  expect(
    await world.owner`SELECT FROM inbox_item WHERE recipient_id = ${world.coach.id} AND kind = 'fade-proposed'`,
  ).toHaveLength(1);
});

test("a proposal that the corrected records no longer bear out goes by itself", async () => {
  await world.owner`UPDATE dosage_schedule SET fade_after_sessions = 1 WHERE intensity = 'moderate' AND program_id = ${world.program.id}`;
  const log = world.log({ sessionOn: "2026-11-10" });
  expect(await logSession(await world.as(world.coach), log)).toMatchObject({ ok: true });
  const job = systemContextFor(worker, world.program);
  expect(await proposeFades(job, { sessionId: log.id })).toMatchObject({ looked: 1, proposed: 1 });
  expect(await proposeFades(job, { sessionId: randomUUID() })).toMatchObject({ looked: 0 });
  const missed = {
    ...log,
    status: "no_show_coachee" as const,
    notHeldReason: "not_known" as const,
    rowVersion: 1,
  };
  expect(await editSession(await world.as(world.coach), missed)).toMatchObject({ ok: true });
  const change = { type: "session.edited", subjectId: log.id, siteId: world.site.id, payload: {} } as never;
  expect(reactionsTo(change)).toContainEqual({ job: "propose-fades", payload: { sessionId: log.id } });
  expect(await proposeFades(job, { sessionId: log.id })).toMatchObject({ proposed: 0, lapsed: 1 });
  expect((await readCoachCaseload(await world.as(world.coach), world.coach.id)).proposals).toEqual([]);
});

test("what was declined has to be met anew, and a proposal lapses with its assignment", async () => {
  await world.owner`UPDATE dosage_schedule SET fade_after_sessions = 1 WHERE intensity = 'moderate' AND program_id = ${world.program.id}`;
  const propose = (now = NOON) => proposeFades(systemContextFor(worker, world.program, { now }));
  await logSession(await world.as(world.coach), world.log({ sessionOn: "2026-11-10" }));
  await propose();
  const [{ id }] = await world.owner<
    [{ id: string }]
  >`SELECT id FROM fade_proposal WHERE coach_id = ${world.coach.id}`;
  const decline = { intent: "decline-fade", id };
  const ctx = await world.as(world.coach);
  const post = () => changeCaseload(ctx, world.coach.id, caseloadForm.parse(decline));
  const both = await whileRowsAreHeld(
    world.owner,
    (sql) => sql`SELECT FROM fade_proposal WHERE id = ${id} FOR UPDATE`,
    [post, post],
  );
  expect(both.map((each) => "value" in each && each.value)).toEqual([{ ok: true }, { ok: true }]);
  expect(await post()).toEqual({ ok: true });
  const told =
    await world.owner`SELECT FROM domain_event WHERE program_id = ${world.program.id} AND type = 'fade.declined'`;
  expect(told).toHaveLength(1);
  expect(await change({ intent: "accept-fade", id }, world.coach)).toMatchObject({ code: "fade.moved-on" });
  expect(await propose()).toMatchObject({ proposed: 0 });
  const later = new Date("2026-11-18T20:00:00Z");
  await logSession(await world.as(world.coach, later), world.log({ sessionOn: "2026-11-18" }));
  expect(await propose(later)).toMatchObject({ proposed: 1 });
  await world.owner`UPDATE coach_assignment SET ends_on = '2026-11-18' WHERE coach_id = ${world.coach.id}`;
  expect(await propose(later)).toMatchObject({ lapsed: 1, proposed: 0 });
});
