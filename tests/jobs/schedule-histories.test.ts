import { type ChildProcess, spawn } from "node:child_process";
import { randomUUID } from "node:crypto";
import { once } from "node:events";
import fc from "fast-check";
import postgres from "postgres";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openDatabase } from "#app/db/client.server.ts";
import { reconcileAssessments } from "#app/features/fidelity/reconcile-assessments.server.ts";
import { sendFidelityReminders } from "#app/features/fidelity/send-fidelity-reminders.server.ts";
import { addDays, parseCalendarDate } from "#fidelity/schedule/calendar.ts";
import { addInstrument, PRACTICE_CHECKLIST, PRACTICE_RULE } from "#tests/factories/fidelity.ts";
import {
  addClosure,
  addLeave,
  addPerson,
  addProgram,
  addSite,
  addSupervision,
  assignCoach,
  certify,
  placeAt,
  type TestPerson,
  type TestProgram,
} from "#tests/factories/people.ts";
import { systemContextFor } from "#tests/support/actors.ts";
import { BACKENDS, type Backend, startBackend } from "#tests/support/backends.ts";
import { until } from "#tests/support/conditions.ts";
import { testDatabase } from "#tests/support/database.ts";

const COACHES = 25;
const KILLS = 2;
/** The two days on which Oregon's clocks change, and a leap day; noon in Oregon, so that mail may go out. */
const MOMENTS = ["2026-11-01T20:00:00Z", "2027-03-14T19:30:00Z", "2028-02-29T20:00:00Z"];

const owner = postgres(testDatabase().ownerUrl, {
  max: 4,
  onnotice: () => {},
  types: { day: { to: 1082, from: [1082], serialize: String, parse: String } },
});
const database = openDatabase(testDatabase().workerUrl, { connections: 4 });
const children = new Set<ChildProcess>();
afterAll(async () => {
  for (const child of children) child.kill("SIGKILL");
  await Promise.all([owner.end(), database.close()]);
});

/** Coaches with generated certifications, leave, moves, supervisors and exits around a day, under rules of several kinds. */
async function generatedProgram(today: string, seed: number): Promise<TestProgram> {
  const around = (from: number, to: number) =>
    fc.integer({ min: from, max: to }).map((days) => addDays(parseCalendarDate(today), days));
  const histories = fc.sample(
    fc.record({
      site: fc.nat(1),
      supervisor: fc.nat(2),
      certifiedOn: around(-400, 20),
      certifiedFor: fc.integer({ min: 60, max: 900 }),
      leave: fc.option(fc.tuple(around(-40, 200), fc.nat(90))),
      movesOn: fc.option(around(-30, 120)),
      nextSupervisorOn: fc.option(around(-30, 120)),
      leavesOn: fc.option(around(-20, 300), { freq: 4 }),
    }),
    { numRuns: COACHES, seed },
  );
  const program = await addProgram(owner);
  const sites = [
    await addSite(owner, program, { zone: "America/Los_Angeles" }),
    await addSite(owner, program, { zone: "America/Boise" }),
  ] as const;
  const supervisors = [];
  for (let n = 0; n < 4; n += 1)
    supervisors.push(await addPerson(owner, program, { role: "supervisor", site: sites[n % 2] }));
  await addPerson(owner, program, { role: "lead" });
  await addClosure(owner, program, {
    firstOn: addDays(parseCalendarDate(today), 3),
    lastOn: addDays(parseCalendarDate(today), 5),
  });
  const instrument = await addInstrument(owner, program, { rule: { businessDays: "next" } });
  for (const [index, supervisor] of supervisors.entries())
    if (index < 3) await certify(owner, supervisor, { kind: "rater", instrumentId: instrument.id });
  const rules = [
    { id: "sweep", kind: "sweep", precedence: 200, days: [addDays(parseCalendarDate(today), 10), today] },
    {
      id: "return",
      kind: "event",
      precedence: 150,
      startOn: "2025-01-01",
      events: ["return-from-leave"],
      after: { count: 1, unit: "months" },
    },
    {
      id: "monthly",
      kind: "calendar",
      startOn: "2026-01-31",
      everyMonths: 1,
      day: { kind: "last-business-day" },
      whileCertified: true,
    },
  ];
  for (const rule of rules)
    await owner`
      INSERT INTO schedule_rule (program_id, instrument_id, code, version, title, rule, rater_type, starts_on)
      VALUES (${program.id}, ${instrument.id}, ${rule.id}, 1, ${rule.id}, ${owner.json(rule as never)},
              ${rule.id === "monthly" ? "independent" : "supervisor"}, '2025-01-01')`;
  const practice = await addInstrument(owner, program, {
    definition: PRACTICE_CHECKLIST,
    rule: { ...PRACTICE_RULE, leave: "pause", exit: "finish" },
  });
  await owner`
    INSERT INTO schedule_rule (program_id, instrument_id, code, version, title, rule, rater_type, starts_on)
    VALUES (${program.id}, ${practice.id}, 'seen', 1, 'Seen', ${owner.json({
      ...{ id: "seen", kind: "calendar", startOn: "2026-01-15", everyMonths: 2, precedence: 150 },
    } as never)}, 'independent', '2025-01-01')`;
  for (const supervisor of supervisors.slice(1))
    await certify(owner, supervisor, { kind: "rater", instrumentId: practice.id });
  let previous: TestPerson | null = null;
  for (const one of histories) {
    const site = sites[one.site] ?? sites[0];
    const coach = await addPerson(owner, program, { role: "coach", site, startsOn: "2025-01-01" });
    await certify(owner, coach, {
      awardedOn: one.certifiedOn,
      validUntil: addDays(one.certifiedOn, one.certifiedFor),
    });
    // Every coach but the first is coached by the one before, and so a practitioner as well.
    if (previous)
      await assignCoach(owner, {
        ...{ coach: previous, coachee: coach, site, startsOn: one.certifiedOn },
        endsOn: one.movesOn && one.movesOn > one.certifiedOn ? one.movesOn : null,
      });
    previous = coach;
    const supervisor = supervisors[one.supervisor];
    if (supervisor) await addSupervision(owner, { person: coach, supervisor });
    if (one.leave)
      await addLeave(owner, coach, { firstOn: one.leave[0], lastOn: addDays(one.leave[0], one.leave[1]) });
    if (one.movesOn) {
      await owner`UPDATE site_assignment SET ends_on = ${one.movesOn} WHERE person_id = ${coach.id}`;
      await placeAt(owner, coach, { site: sites[1 - one.site] ?? sites[1], startsOn: one.movesOn });
    }
    if (one.nextSupervisorOn && supervisors[one.supervisor + 1]) {
      await owner`UPDATE supervision SET ends_on = ${one.nextSupervisorOn} WHERE person_id = ${coach.id}`;
      await addSupervision(owner, {
        person: coach,
        supervisor: supervisors[one.supervisor + 1] ?? coach,
        startsOn: one.nextSupervisorOn,
      });
    }
    if (one.leavesOn) await owner`UPDATE person SET deactivated_on = ${one.leavesOn} WHERE id = ${coach.id}`;
  }
  return program;
}

/** Everything the two jobs leave behind, without the ids that every run makes anew. */
async function traces(program: TestProgram) {
  const [assessments, notices, mails, events] = await Promise.all([
    owner`SELECT occurrence_key, schedule_rule_id, subject_id, site_id, rater_id, unassigned_reason, state, opens_on, target_on,
                 due_on, grace_ends_on, schedule_reason, counts_for
          FROM assessment WHERE program_id = ${program.id} ORDER BY occurrence_key`,
    owner`SELECT recipient_id, kind, period_key, title FROM inbox_item WHERE program_id = ${program.id}
          ORDER BY recipient_id, kind, period_key, title`,
    owner`SELECT to_address, subject FROM mail WHERE program_id = ${program.id} ORDER BY to_address, subject`,
    owner`SELECT type, count(*)::int AS n FROM domain_event
          WHERE program_id = ${program.id} AND type <> 'assessments.scheduled' GROUP BY type ORDER BY type`,
  ]);
  return { assessments: [...assessments], notices: [...notices], mails: [...mails], events: [...events] };
}

async function forget(program: TestProgram): Promise<void> {
  for (const table of ["assessment_reminder", "assessment", "inbox_item", "mail", "domain_event", "job_run"])
    await owner`DELETE FROM ${owner(table)} WHERE program_id = ${program.id}`;
}

/** A worker with a clock of its own, that takes jobs from the real queue. */
function startWorker(backend: Backend, now: string): ChildProcess {
  const script = `
    import { openDatabase } from "#app/db/client.server.ts";
    import { openQueueConnections } from "#jobs/queue-connections.ts";
    import { runJob } from "#jobs/run-job.ts";
    const database = openDatabase(process.env.DATABASE_URL, { connections: 6 });
    const { worker } = openQueueConnections({ databaseUrl: process.env.DATABASE_URL, redisUrl: process.env.REDIS_URL });
    worker((job) => runJob(database, { name: job.name, key: job.id, data: job.data, now: new Date(${JSON.stringify(now)}) }),
      { concurrency: 3, lockDuration: 2_000, stalledInterval: 500, maxStalledCount: 50 });
    process.stdout.write("ready");`;
  const child = spawn(process.execPath, ["--import", "tsx", "--input-type=module", "-e", script], {
    env: { ...process.env, DATABASE_URL: testDatabase().workerUrl, LOG_LEVEL: "silent", ...backend.env },
    stdio: ["ignore", "pipe", "inherit"],
  });
  children.add(child);
  child.once("exit", () => children.delete(child));
  return child;
}

async function end(child: ChildProcess): Promise<void> {
  const exited = once(child, "exit");
  child.kill("SIGKILL");
  await exited;
}

describe.each(BACKENDS)("with the queue on %s", (name) => {
  let backend: Backend | null;
  beforeAll(async () => {
    backend = await startBackend(name);
  });
  afterAll(() => backend?.stop());

  test.each(MOMENTS)(
    "workers killed at random, jobs doubled and side by side leave what one quiet run leaves, at %s",
    { timeout: 300_000 },
    async (now) => {
      if (!backend) return;
      const seed = Date.parse(now) / 1000 + name.length;
      const program = await generatedProgram(now.slice(0, 10), seed);
      const ctx = systemContextFor(database, program, { now: new Date(now) });
      await reconcileAssessments(ctx);
      await sendFidelityReminders(ctx);
      const quiet = await traces(program);
      expect(quiet.assessments.length).toBeGreaterThan(COACHES);
      expect(quiet.mails.length).toBeGreaterThan(0);
      await forget(program);

      const connections = backend.open();
      const queue = connections.queue();
      const keys: string[] = [];
      const enqueue = async (job: string) => {
        const jobId = `${job}-${randomUUID()}`;
        await queue.add(job, { programId: program.id }, { jobId, attempts: 20 });
        keys.push(jobId);
      };
      const done = async () =>
        (
          await owner`SELECT DISTINCT key FROM job_run WHERE program_id = ${program.id} AND outcome = 'succeeded'`
        ).length;
      const [delays] = fc.sample(fc.array(fc.nat(1200), { minLength: KILLS, maxLength: KILLS }), {
        seed,
        numRuns: 1,
      });
      for (let n = 0; n < 3; n += 1) await enqueue("reconcile-assessments");
      for (const delay of delays ?? []) {
        const child = startWorker(backend, now);
        await once(child.stdout ?? child, "data");
        await new Promise((resolve) => setTimeout(resolve, delay));
        await end(child);
        await enqueue("reconcile-assessments");
      }
      const last = [startWorker(backend, now), startWorker(backend, now)];
      await until("all reconciliations", async () => (await done()) === keys.length, 120_000);
      for (let n = 0; n < 3; n += 1) await enqueue("send-fidelity-reminders");
      await until("all reminders", async () => (await done()) === keys.length, 120_000);
      for (const child of last) await end(child);
      await queue.close();
      await connections.close();

      expect(await traces(program)).toEqual(quiet);
      expect(await reconcileAssessments(ctx)).toMatchObject({ added: 0, changed: 0, cancelled: 0 });
      expect(await sendFidelityReminders(ctx)).toMatchObject({ recipients: 0, reminders: 0 });
    },
  );
});
