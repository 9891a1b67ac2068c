import { randomUUID } from "node:crypto";
import fc from "fast-check";
import { afterAll, beforeEach, expect, test } from "vitest";
import { openDatabase } from "#app/db/client.server.ts";
import { inSql } from "#app/db/in-transaction.server.ts";
import { listWithdrawnSessions } from "#app/features/calendar/calendars.queries.server.ts";
import { handoverForm } from "#app/features/caseload/caseload.schema.ts";
import { changeHandover } from "#app/features/caseload/change-handover.server.ts";
import { planHandover } from "#app/features/caseload/plan-handover.server.ts";
import { fillPlans } from "#app/features/sessions/fill-plans.server.ts";
import { makePlan } from "#app/features/sessions/make-plan.server.ts";
import { moveSession, withdrawSession } from "#app/features/sessions/move-session.server.ts";
import { daysOfPlan } from "#app/features/sessions/session-plan.rules.ts";
import { type PlanInput, planInput } from "#app/features/sessions/session-plan.schema.ts";
import { addPerson, assignCoach, certify, giveRole, type TestPerson } from "#tests/factories/people.ts";
import { type Coaching, setUpCoaching } from "#tests/integration/sessions/coaching.ts";
import { NOON, systemContextFor } from "#tests/support/actors.ts";
import { testDatabase } from "#tests/support/database.ts";

const worker = openDatabase(testDatabase().workerUrl, { connections: 2 });
const opened: Coaching[] = [];
let it: Coaching;
let lead: TestPerson;
let receiver: TestPerson;
beforeEach(async () => {
  it = await setUpCoaching();
  opened.push(it);
  lead = await addPerson(it.owner, it.program);
  await giveRole(it.owner, lead, { role: "lead", siteId: it.site.id });
  receiver = await addPerson(it.owner, it.program, { role: "coach", site: it.site });
  await certify(it.owner, receiver);
});
afterAll(() => Promise.all([worker.close(), ...opened.map((each) => each.close())]));

/** Every second Tuesday at nine, from 17 November 2026. */
async function makeSeries(given: Partial<Record<keyof PlanInput, unknown>> = {}): Promise<string> {
  const input = planInput.parse({
    ...{ id: randomUUID(), attendeeIds: [it.coachee.id], sessionOn: "2026-11-17" },
    ...{ startTime: "09:00", endTime: "10:00", modality: "live_virtual", repeats: "weekly", every: 2 },
    focusIds: it.profile.functionIds.slice(0, 1),
    ...given,
  });
  expect(await makePlan(await it.as(it.coach), input)).toMatchObject({ ok: true });
  return input.id;
}
const posted = (given: object = {}) =>
  handoverForm.parse({
    ...{ intent: "confirm", id: randomUUID(), effectiveOn: "2026-11-16", receiverId: receiver.id },
    ...given,
  });
async function handOver(given: object = {}): Promise<string> {
  const answer = await planHandover(await it.as(lead), it.coach.id, posted(given));
  if (!answer.ok || !("handoverId" in answer)) throw new Error(JSON.stringify(answer));
  return answer.handoverId;
}
const undo = async (id: string, now = NOON) => changeHandover(await it.as(lead, now), id, { intent: "undo" });
const fill = (now = NOON) => fillPlans(systemContextFor(worker, it.program, { now }));
const daysOf = async (coach: TestPerson) =>
  (
    await it.owner<{ on: string }[]>`
      SELECT session_on::text AS "on" FROM coaching_session
      WHERE lead_coach_id = ${coach.id} AND status = 'scheduled' ORDER BY session_on`
  ).map(({ on }) => on);
const plans = () =>
  it.owner<{ id: string; coach_id: string; starts_on: string; ends_on: string | null }[]>`
    SELECT id, coach_id, starts_on::text, ends_on::text FROM session_plan
    WHERE program_id = ${it.program.id} ORDER BY created_at, starts_on`;
const SERIES = [
  ...["2026-11-17", "2026-12-01", "2026-12-15", "2026-12-29", "2027-01-12", "2027-01-26"],
  "2027-02-09",
];
const LATER = new Date("2026-12-14T20:00:00Z");

test("a plan ends with the coach who leaves and goes on with who takes over, in the same weeks", async () => {
  const planId = await makeSeries();
  await handOver();
  expect(await plans()).toMatchObject([
    { id: planId, coach_id: it.coach.id, ends_on: "2026-11-16" },
    { coach_id: receiver.id, starts_on: "2026-11-17", ends_on: null },
  ]);
  expect(await daysOf(receiver)).toEqual(SERIES);
  // The plan fills on, for the receiver alone.
  await fill(LATER);
  expect(await daysOf(receiver)).toEqual([...SERIES, "2027-02-23", "2027-03-09"]);
  expect(await daysOf(it.coach)).toEqual([]);
});

test("a handover between two sessions keeps every second week", async () => {
  await makeSeries();
  const effectiveOn = "2026-11-16";
  await it.owner`UPDATE session_plan SET starts_on = '2026-11-03' WHERE program_id = ${it.program.id}`;
  await handOver({ effectiveOn });
  expect((await plans())[1]).toMatchObject({ coach_id: receiver.id, starts_on: "2026-11-16" });
  await it.owner`UPDATE session_plan SET starts_on = '2026-11-10' WHERE coach_id = ${receiver.id}`;
  await handBack();
  // 10 November began the turn: the week of the 16th is the one between.
  expect((await plans()).at(-1)).toMatchObject({ coach_id: it.coach.id, starts_on: "2026-11-23" });
});
async function handBack() {
  const answer = await planHandover(
    await it.as(lead),
    receiver.id,
    posted({ receiverId: it.coach.id, effectiveOn: "2026-11-16" }),
  );
  expect(answer).toMatchObject({ ok: true });
}

test("the first day of a plan that goes on leaves its days as they were", async () => {
  const day = (offset: number) => new Date(Date.UTC(2026, 0, 1 + offset)).toISOString().slice(0, 10);
  const cases = fc.sample(
    fc.record({
      startsOn: fc.integer({ min: 0, max: 200 }).map(day),
      from: fc.integer({ min: 0, max: 700 }).map(day),
      every: fc.integer({ min: 1, max: 12 }),
      weekdays: fc.uniqueArray(fc.integer({ min: 1, max: 7 }), { minLength: 1, maxLength: 3 }),
      weekOfMonth: fc.constantFrom(null, -1, 1, 2, 3, 4),
    }),
    { numRuns: 300, seed: 11 },
  );
  const rows = await it.owner<{ at: number; starts: string }[]>`
    SELECT given.at, app.plan_start_from(jsonb_populate_record(NULL::session_plan, given.plan), given."from")::text AS starts
    FROM jsonb_to_recordset(${JSON.stringify(
      cases.map(({ startsOn, from, every, weekOfMonth }, at) => ({
        ...{ at, from },
        plan: { starts_on: startsOn, every, week_of_month: weekOfMonth },
      })),
    )}::text::jsonb) AS given (at int, "from" date, plan jsonb) ORDER BY at`;
  for (const [at, { startsOn, from, every, weekdays, weekOfMonth }] of cases.entries()) {
    const rule = {
      ...{ endsOn: null, every, weekdays: weekOfMonth === null ? weekdays : weekdays.slice(0, 1) },
      ...{ weekOfMonth, startTime: "09:00", minutes: 60, zone: "America/Los_Angeles" },
    };
    const span = { from, until: "2029-12-31" };
    expect(daysOfPlan({ ...rule, startsOn: rows[at]?.starts ?? "" }, span)).toEqual(
      daysOfPlan({ ...rule, startsOn }, span),
    );
  }
});

test("exceptions stay exceptions: a day taken out stays free, a moved one is not planned twice", async () => {
  await makeSeries();
  const coach = await it.as(it.coach);
  const [first, second] = await it.owner<{ id: string; row_version: number }[]>`
    SELECT id, row_version FROM coaching_session WHERE program_id = ${it.program.id} ORDER BY session_on LIMIT 2`;
  if (!first || !second) throw new Error("No series");
  expect(await withdrawSession(coach, { sessionId: first.id, rowVersion: first.row_version })).toMatchObject({
    ok: true,
  });
  expect(
    await moveSession(coach, {
      ...{ sessionId: second.id, rowVersion: second.row_version },
      ...{ sessionOn: "2026-12-03", startTime: "11:00", endTime: "12:00" },
      ...{ modality: "live_virtual" as const, focusIds: [] },
    }),
  ).toMatchObject({ ok: true });
  await handOver();
  await fill(LATER);
  expect(await daysOf(receiver)).toEqual(["2026-12-03", ...SERIES.slice(2), "2027-02-23", "2027-03-09"]);
  // The day that was taken out is in the receiver's calendar as little as in their plan.
  const span = { personId: receiver.id, from: "2026-11-01", until: "2027-04-01" };
  expect(await inSql(await it.as(receiver), (sql) => listWithdrawnSessions(sql, span))).toEqual([]);
});

test("a plan of two who go to different coaches goes on in two plans; one who stays keeps it", async () => {
  const [second, third] = [
    await addPerson(it.owner, it.program, { role: "coachee", site: it.site }),
    await addPerson(it.owner, it.program, { role: "coach", site: it.site }),
  ];
  await certify(it.owner, third);
  await assignCoach(it.owner, { coach: it.coach, coachee: second, site: it.site });
  const both = await makeSeries({ attendeeIds: [it.coachee.id, second.id] });
  const id = await handOver({
    receiverId: undefined,
    to: { [it.coachee.id]: receiver.id, [second.id]: third.id },
  });
  expect(await plans()).toHaveLength(3);
  expect((await plans()).find((plan) => plan.id === both)?.ends_on).toBe("2026-11-16");
  expect(await undo(id)).toEqual({ ok: true });
  expect(await plans()).toMatchObject([{ id: both, ends_on: null }]);
  await handOver({ receiverId: undefined, to: { [it.coachee.id]: receiver.id } });
  expect(await plans()).toMatchObject([
    { id: both, ends_on: null },
    { coach_id: receiver.id, ends_on: null },
  ]);
});

test("undone, plan and sessions are as they were, also after the nightly run has planned on", async () => {
  await makeSeries();
  await it.owner`DELETE FROM coaching_session WHERE program_id = ${it.program.id} AND session_on = '2027-02-09'`;
  const rows = () => it.owner`
    SELECT to_jsonb(p) AS row FROM session_plan p WHERE program_id = ${it.program.id}
    UNION ALL SELECT to_jsonb(s) FROM coaching_session s WHERE program_id = ${it.program.id} ORDER BY 1`;
  const before = await rows();
  const id = await handOver();
  const tonight = new Date(NOON.getTime() + 12 * 3_600_000);
  expect(await fill(tonight)).toMatchObject({ sessions: 1 });
  expect(await undo(id, tonight)).toEqual({ ok: true });
  expect(await rows()).toEqual(before);
  // Whose calendar held the session that the run made is told that it is gone.
  expect(await it.owner`SELECT coach_id FROM withdrawn_session WHERE program_id = ${it.program.id}`).toEqual([
    { coach_id: receiver.id },
  ]);
});

test("a plan that the receiver has changed since is not put back", async () => {
  await makeSeries();
  const id = await handOver();
  await it.owner`UPDATE session_plan SET minutes = 45, row_version = row_version + 1 WHERE coach_id = ${receiver.id}`;
  expect(await undo(id)).toMatchObject({
    ok: false,
    message: expect.stringMatching(/recurring plan was changed/),
  });
});

test("the preview says that a plan goes on", async () => {
  await makeSeries();
  const answer = await planHandover(await it.as(lead), it.coach.id, posted({ intent: "preview" }));
  const lines = answer.ok && "preview" in answer ? answer.preview.lines : [];
  expect(lines.find(({ coacheeId }) => coacheeId === it.coachee.id)?.notes).toContainEqual(
    expect.stringMatching(/^A recurring plan goes on with /),
  );
});
