import { spawn } from "node:child_process";
import { once } from "node:events";
import postgres from "postgres";
import { afterAll, beforeEach, expect, test } from "vitest";
import { openDatabase } from "#app/db/client.server.ts";
import { reconcileAssessments } from "#app/features/fidelity/reconcile-assessments.server.ts";
import { addInstrument, addRatedCoach } from "#tests/factories/fidelity.ts";
import {
  addLeave,
  addPerson,
  addProgram,
  addSite,
  addSupervision,
  certify,
  type TestPerson,
  type TestProgram,
} from "#tests/factories/people.ts";
import { systemContextFor } from "#tests/support/actors.ts";
import { testDatabase } from "#tests/support/database.ts";

const owner = postgres(testDatabase().ownerUrl, { max: 2, types: { day: asText(1082) } });
const worker = openDatabase(testDatabase().workerUrl, { connections: 3 });
const other = openDatabase(testDatabase().workerUrl, { connections: 3 });
afterAll(() => Promise.all([owner.end(), worker.close(), other.close()]));

function asText(oid: number) {
  return { to: oid, from: [oid], serialize: String, parse: String };
}

let program: TestProgram;
beforeEach(async () => {
  program = await addProgram(owner);
});

const run = (database = worker, now?: Date, input = {}) =>
  reconcileAssessments(systemContextFor(database, program, { now }), input);

const rows = (of: TestProgram = program) =>
  owner`SELECT occurrence_key, subject_id, rater_id, state, state_reason, opens_on, target_on, due_on, grace_ends_on, site_id
        FROM assessment WHERE program_id = ${of.id} ORDER BY occurrence_key`;
const targetsOf = async (coach: TestPerson, ...states: string[]) =>
  (
    await owner`SELECT target_on FROM assessment WHERE subject_id = ${coach.id} AND state = ANY (${states}::assessment_state[])
                ORDER BY target_on`
  ).map((row) => row.target_on);
const countOf = async (table: string) =>
  (await owner`SELECT count(*)::int AS n FROM ${owner(table)} WHERE program_id = ${program.id}`)[0]?.n;

test("a coach gets the first review 30 days after certification, then one every 90 days for a year", async () => {
  await addInstrument(owner, program);
  const { coach, supervisor } = await addRatedCoach(owner, program, { awardedOn: "2026-10-20" });
  await run();
  expect(await targetsOf(coach, "open")).toEqual(["2026-11-19"]);
  expect(await targetsOf(coach, "planned")).toEqual(["2027-02-17", "2027-05-18", "2027-08-16", "2027-11-14"]);
  const [first] = await rows();
  expect(first).toMatchObject({
    opens_on: "2026-11-05",
    due_on: "2026-11-26",
    grace_ends_on: "2026-12-03",
    rater_id: supervisor.id,
  });
});

test("the second run writes nothing", async () => {
  await addInstrument(owner, program);
  await addRatedCoach(owner, program);
  const first = await run();
  const before = [await rows(), await countOf("domain_event"), await countOf("inbox_item")];
  expect(first).toMatchObject({ added: 5, opened: 1 });
  expect(await run()).toEqual({ subjects: 1, added: 0, changed: 0, cancelled: 0, opened: 0, unassigned: 0 });
  expect([await rows(), await countOf("domain_event"), await countOf("inbox_item")]).toEqual(before);
});

test("a later version is taken by planned reviews where it says so, and never by open ones", async () => {
  const instrument = await addInstrument(owner, program);
  await addRatedCoach(owner, program, { awardedOn: "2026-10-20" });
  await run();
  const addVersion = async (version: number, followsId: string, takesPlanned: boolean) => {
    const [row] = await owner<[{ id: string }]>`
      INSERT INTO instrument_version (program_id, instrument_id, version, definition, content_hash, published_at,
        effective_from, follows_id, break_reason, takes_planned)
      SELECT program_id, instrument_id, ${version}, definition, 'hash', now(), '2027-03-01', ${followsId},
        'Another scale from here on', ${takesPlanned}
      FROM instrument_version WHERE id = ${instrument.versionId}
      RETURNING id`;
    return row.id;
  };
  const versionsOf = async () =>
    (
      await owner`SELECT instrument_version_id AS id FROM assessment WHERE program_id = ${program.id} ORDER BY target_on`
    ).map(({ id }) => id);
  const first = instrument.versionId;
  const second = await addVersion(2, first, false);
  await run();
  expect(await versionsOf()).toEqual([first, first, first, first, first]);
  const third = await addVersion(3, second, true);
  await run();
  // The day it comes into force decides: the windows before it stay.
  expect(await versionsOf()).toEqual([first, first, third, third, third]);
});

test("runs at the same time leave one of each assessment, event and notice", async () => {
  await addInstrument(owner, program);
  await addRatedCoach(owner, program);
  const results = await Promise.all([run(worker), run(other), run(worker), run(other)]);
  expect(results.reduce((sum, { added }) => sum + added, 0)).toBe(5);
  expect(await rows()).toHaveLength(5);
  expect(await countOf("inbox_item")).toBe(1);
  const opened =
    await owner`SELECT FROM domain_event WHERE program_id = ${program.id} AND type = 'assessment.opened'`;
  expect(opened).toHaveLength(1);
});

test("a run that is killed in the middle is made whole by the next", { timeout: 120_000 }, async () => {
  const addMany = async (of: TestProgram) => {
    await addInstrument(owner, of);
    const site = await addSite(owner, of);
    const supervisor = await addPerson(owner, of, { role: "supervisor", site });
    await owner`
      WITH coach AS (
        INSERT INTO person (id, program_id, given_name, family_name, email)
        SELECT gen_random_uuid(), ${of.id}, 'Coach', n::text, 'coach-' || n || '@example.test' FROM generate_series(1, 3000) n
        RETURNING id),
      placed AS (
        INSERT INTO site_assignment (program_id, person_id, site_id, starts_on)
        SELECT ${of.id}, id, ${site.id}, '2025-01-01' FROM coach),
      supervised AS (
        INSERT INTO supervision (program_id, person_id, supervisor_id, starts_on)
        SELECT ${of.id}, id, ${supervisor.id}, '2025-01-01' FROM coach)
      INSERT INTO certification (program_id, person_id, kind, awarded_on, valid_from, valid_until)
      SELECT ${of.id}, id, 'coach', '2026-10-20', '2026-10-20', '2030-01-01' FROM coach`;
  };
  await addMany(program);
  const script = `
    import { openDatabase } from "#app/db/client.server.ts";
    import { reconcileAssessments } from "#app/features/fidelity/reconcile-assessments.server.ts";
    const database = openDatabase(${JSON.stringify(testDatabase().workerUrl)}, { connections: 2 });
    const actor = { kind: "system", programId: ${JSON.stringify(program.id)}, zone: "America/Los_Angeles" };
    const now = new Date("2026-11-16T20:00:00Z");
    await reconcileAssessments({ actor, database, now, today: "2026-11-16", requestId: "killed" });`;
  const child = spawn(process.execPath, ["--import", "tsx", "--input-type=module", "-e", script], {
    stdio: "ignore",
  });
  const exited = once(child, "exit");
  for (;;) {
    const [done] = await owner`SELECT count(*)::int AS n FROM assessment WHERE program_id = ${program.id}`;
    if (done?.n > 0 || child.exitCode !== null) break;
  }
  child.kill("SIGKILL");
  await exited;
  const [half] = await owner`SELECT count(*)::int AS n FROM assessment WHERE program_id = ${program.id}`;
  expect(half?.n % 5).toBe(0);
  expect(half?.n).toBeLessThan(15_000);
  expect(half?.n).toBeGreaterThan(0);

  await run();
  const shape = (list: Awaited<ReturnType<typeof rows>>) =>
    list.map(({ state, opens_on, target_on, due_on, grace_ends_on }) =>
      [state, opens_on, target_on, due_on, grace_ends_on].join(" "),
    );
  const made = shape(await rows()).sort();
  expect(made).toHaveLength(15_000);
  expect(new Set(made).size).toBe(5);
  expect(await run()).toMatchObject({ added: 0, changed: 0 });
  const [events] = await owner`
    SELECT count(*)::int AS n FROM domain_event WHERE program_id = ${program.id} AND type = 'assessment.opened'`;
  expect(events?.n).toBe(3000);
});

test("a corrected certification moves what is planned and leaves what is finished", async () => {
  await addInstrument(owner, program);
  const { coach } = await addRatedCoach(owner, program, { awardedOn: "2026-10-20" });
  await run();
  await owner`
    UPDATE assessment SET state = 'final', submitted_at = now(), submitted_on = '2026-11-16'
    WHERE subject_id = ${coach.id} AND state = 'open'`;
  await owner`UPDATE certification SET awarded_on = '2026-10-25', valid_from = '2026-10-25' WHERE person_id = ${coach.id}`;
  expect(await run()).toMatchObject({ added: 0, changed: 4, cancelled: 0 });
  expect(await targetsOf(coach, "final")).toEqual(["2026-11-19"]);
  expect(await targetsOf(coach, "planned")).toEqual(
    ["2027-02-22", "2027-05-23", "2027-08-21", "2027-11-19"].slice(0, 4),
  );
});

test("leave shifts the windows it touches", async () => {
  await addInstrument(owner, program);
  const { coach } = await addRatedCoach(owner, program, { awardedOn: "2026-10-20" });
  await run();
  await addLeave(owner, coach, { firstOn: "2027-02-10", lastOn: "2027-03-01" });
  expect(await run()).toMatchObject({ added: 0, changed: 1, cancelled: 0 });
  expect((await targetsOf(coach, "planned"))[0]).toBe("2027-03-02");
});

test("an exit cancels what is planned and open with its reason, and coming back revives it", async () => {
  await addInstrument(owner, program);
  const { coach } = await addRatedCoach(owner, program);
  await run();
  await owner`UPDATE site_assignment SET ends_on = '2026-11-17' WHERE person_id = ${coach.id}`;
  expect(await run()).toMatchObject({ cancelled: 5 });
  expect(await targetsOf(coach, "open", "planned")).toEqual([]);
  expect((await rows())[0]?.state_reason).toBe("Schedule: the coach's last day is 2026-11-16");
  expect(await run()).toMatchObject({ cancelled: 0, changed: 0 });
  await owner`UPDATE site_assignment SET ends_on = NULL WHERE person_id = ${coach.id}`;
  expect(await run()).toMatchObject({ changed: 5, added: 0 });
  expect(await targetsOf(coach, "open")).toEqual(["2026-11-19"]);
});

test("work that was started is never touched", async () => {
  await addInstrument(owner, program);
  const { coach } = await addRatedCoach(owner, program);
  await run();
  await owner`UPDATE assessment SET state = 'in_progress' WHERE subject_id = ${coach.id} AND state = 'open'`;
  await owner`UPDATE site_assignment SET ends_on = '2026-11-17' WHERE person_id = ${coach.id}`;
  expect(await run()).toMatchObject({ cancelled: 4 });
  expect(await targetsOf(coach, "in_progress")).toEqual(["2026-11-19"]);
});

test("a window opens on the day of the site, an hour earlier in the Mountain zone", async () => {
  await addInstrument(owner, program);
  const boise = await addSite(owner, program, { zone: "America/Boise" });
  const portland = await addSite(owner, program, { zone: "America/Los_Angeles" });
  const east = await addRatedCoach(owner, program, { site: boise });
  const west = await addRatedCoach(owner, program, { site: portland });
  // Half past midnight in Boise, half past eleven the evening before in Portland.
  await run(worker, new Date("2026-11-05T07:30:00Z"));
  expect(await targetsOf(east.coach, "open")).toEqual(["2026-11-19"]);
  expect(await targetsOf(west.coach, "open")).toEqual([]);
  await run(worker, new Date("2026-11-05T08:00:00Z"));
  expect(await targetsOf(west.coach, "open")).toEqual(["2026-11-19"]);
});

test("the days on which the clock changes, and 29 February, are days like any other", async () => {
  await addInstrument(owner, program, {
    rule: { every: { count: 1, unit: "months" }, first: { count: 1, unit: "months" } },
  });
  const spring = await addRatedCoach(owner, program, { awardedOn: "2027-10-31", startsOn: "2027-01-01" });
  await run(worker, new Date("2027-11-07T12:00:00Z"));
  expect((await targetsOf(spring.coach, "planned", "open")).slice(0, 5)).toEqual([
    "2027-11-30",
    "2027-12-31",
    "2028-01-31",
    "2028-02-29",
    "2028-03-31",
  ]);
  // 14 March 2027 has 23 hours in Oregon: its window opens at its own midnight.
  await owner`UPDATE certification SET awarded_on = '2027-02-28', valid_from = '2027-02-28' WHERE person_id = ${spring.coach.id}`;
  await run(worker, new Date("2027-03-14T07:59:00Z"));
  const opened = () => targetsOf(spring.coach, "open");
  expect(await opened()).toEqual([]);
  await run(worker, new Date("2027-03-14T08:00:00Z"));
  expect(await opened()).toEqual(["2027-03-28"]);
});

test("a supervisor without rater certification is not assigned where raters are certified, and the lead is told", async () => {
  const { id: instrumentId } = await addInstrument(owner, program);
  const { coach, supervisor } = await addRatedCoach(owner, program);
  const lead = await addPerson(owner, program, { role: "lead" });
  const otherRater = await addPerson(owner, program, { role: "supervisor" });
  await certify(owner, otherRater, { kind: "rater", instrumentId });
  expect(await run()).toMatchObject({ opened: 1, unassigned: 1 });
  const notices = await owner`SELECT recipient_id, kind FROM inbox_item WHERE program_id = ${program.id}`;
  expect(notices).toEqual([{ recipient_id: lead.id, kind: "assessment-unassigned" }]);
  await certify(owner, supervisor, { kind: "rater", instrumentId });
  await run(worker, undefined, { subjectId: coach.id });
  const [open] =
    await owner`SELECT rater_id, unassigned_reason FROM assessment WHERE subject_id = ${coach.id} AND state = 'open'`;
  expect(open).toEqual({ rater_id: supervisor.id, unassigned_reason: null });
});

test("planned reviews follow the supervisor of their day, an open one keeps its rater", async () => {
  await addInstrument(owner, program);
  const { coach, supervisor } = await addRatedCoach(owner, program);
  await run();
  const next = await addPerson(owner, program, { role: "supervisor" });
  await owner`UPDATE supervision SET ends_on = '2026-11-16' WHERE person_id = ${coach.id}`;
  await addSupervision(owner, { person: coach, supervisor: next, startsOn: "2026-11-16" });
  await run();
  const raters =
    await owner`SELECT state, rater_id FROM assessment WHERE subject_id = ${coach.id} ORDER BY target_on`;
  expect(raters.map(({ rater_id }) => rater_id)).toEqual([supervisor.id, next.id, next.id, next.id, next.id]);
});
