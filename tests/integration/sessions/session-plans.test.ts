import { randomUUID } from "node:crypto";
import { afterAll, beforeEach, expect, test } from "vitest";
import { openDatabase } from "#app/db/client.server.ts";
import { assignSite } from "#app/features/admin/assign-site.server.ts";
import { type ChangeResult, changePlan, endPlan } from "#app/features/sessions/change-plan.server.ts";
import { editSession } from "#app/features/sessions/edit-session.server.ts";
import { fillPlans } from "#app/features/sessions/fill-plans.server.ts";
import { logSession } from "#app/features/sessions/log-session.server.ts";
import { makePlan } from "#app/features/sessions/make-plan.server.ts";
import { moveSession, withdrawSession } from "#app/features/sessions/move-session.server.ts";
import { rescheduleSession } from "#app/features/sessions/reschedule-session.server.ts";
import { type PlanInput, planInput } from "#app/features/sessions/session-plan.schema.ts";
import { reactionsTo } from "#jobs/reactions.ts";
import { addClosure, addLeave, addPerson, addSite, assignCoach, placeAt } from "#tests/factories/people.ts";
import { systemContextFor } from "#tests/support/actors.ts";
import { testDatabase } from "#tests/support/database.ts";
import { type Coaching, setUpCoaching } from "./coaching.ts";

const worker = openDatabase(testDatabase().workerUrl, { connections: 3 });
const other = openDatabase(testDatabase().workerUrl, { connections: 3 });
let it: Coaching;
const opened: Coaching[] = [];
beforeEach(async () => {
  it = await setUpCoaching();
  opened.push(it);
});
afterAll(async () => {
  await Promise.all(opened.map((each) => each.close()));
  await Promise.all([worker.close(), other.close()]);
});

/** Every second Tuesday at nine from the day after the tests' noon. */
const form = (given: Partial<Record<keyof PlanInput, unknown>> = {}): PlanInput =>
  planInput.parse({
    id: randomUUID(),
    attendeeIds: [it.coachee.id],
    sessionOn: "2026-11-17",
    startTime: "09:00",
    endTime: "10:00",
    modality: "live_virtual",
    focusIds: it.profile.functionIds.slice(0, 1),
    repeats: "weekly",
    every: 2,
    ...given,
  });
const make = async (given: Partial<Record<keyof PlanInput, unknown>> = {}) => {
  const input = form(given);
  expect(await makePlan(await it.as(it.coach), input)).toMatchObject({ ok: true });
  return input;
};
const fill = (now: string, { database = worker, page = 100 } = {}) =>
  fillPlans(systemContextFor(database, it.program, { now: new Date(now) }), { page });
interface Row {
  id: string;
  on: string;
  planned: string;
  time: string;
  status: string;
  row_version: number;
  follows_plan: boolean;
  plan_id: string | null;
}
const sessions = () =>
  it.owner<Row[]>`
    SELECT id, session_on::text AS "on", occurrence_on::text AS planned, status, row_version, follows_plan, plan_id,
      to_char(scheduled_start_at AT TIME ZONE zone, 'HH24:MI') || '-' || to_char(scheduled_end_at AT TIME ZONE zone, 'HH24:MI') AS time
    FROM coaching_session WHERE program_id = ${it.program.id} ORDER BY session_on, scheduled_start_at`;
const days = async () => (await sessions()).map(({ on }) => on);
const events = async (type: string) =>
  (await it.owner`SELECT FROM domain_event WHERE program_id = ${it.program.id} AND type = ${type}`).length;
const withdrawn = () =>
  it.owner`SELECT id, session_on::text AS "on" FROM withdrawn_session WHERE program_id = ${it.program.id} ORDER BY session_on`;
const SERIES = [
  ...["2026-11-17", "2026-12-01", "2026-12-15", "2026-12-29", "2027-01-12", "2027-01-26"],
  "2027-02-09",
];

test("a plan fills thirteen weeks with planned sessions, complete like any other", async () => {
  const { id } = await make();
  const rows = await sessions();
  expect(rows.map(({ on }) => on)).toEqual(SERIES);
  expect(new Set(rows.map(({ time, status }) => `${time} ${status}`))).toEqual(
    new Set(["09:00-10:00 scheduled"]),
  );
  const [row] = await it.owner`
    SELECT session.*, (SELECT array_agg(person_id) FROM session_attendee WHERE session_id = session.id) AS people,
      (SELECT array_agg(essential_function_id) FROM session_focus WHERE session_id = session.id) AS focus
    FROM coaching_session session WHERE id = ${rows[0]?.id ?? ""}`;
  expect(row).toMatchObject({
    ...{
      plan_id: id,
      lead_coach_id: it.coach.id,
      entered_by_id: it.coach.id,
      site_id: it.site.id,
      format: "individual",
    },
    ...{
      modality: "live_virtual",
      is_coach_certified: true,
      practice_profile_id: it.profile.id,
      follows_plan: true,
    },
    ...{ people: [it.coachee.id], focus: it.profile.functionIds.slice(0, 1) },
  });
});

test("posted twice, also at the same time, it is one plan; somebody else's id is not found", async () => {
  const input = form();
  const ctx = await it.as(it.coach);
  const results = await Promise.all([makePlan(ctx, input), makePlan(ctx, input), makePlan(ctx, input)]);
  expect(results.map((each) => each.ok)).toEqual([true, true, true]);
  expect(await makePlan(ctx, input)).toMatchObject({ ok: true });
  expect(await makePlan(ctx, { ...input, startTime: "08:00" })).toMatchObject({ code: "plan-id-taken" });
  const [one, other] = [form(), form({ startTime: "08:00" })];
  const different = await Promise.all([makePlan(ctx, one), makePlan(ctx, { ...other, id: one.id })]);
  expect(different.map((each) => (each.ok ? "ok" : each.code)).sort()).toEqual(["ok", "plan-id-taken"]);
  expect((await sessions()).filter(({ plan_id }) => plan_id === input.id).map(({ on }) => on)).toEqual(
    SERIES,
  );
  expect(await events("session-plan.made")).toBe(2);
  const stranger = await addPerson(it.owner, it.program, { role: "coach", site: it.site });
  const theirs = await addPerson(it.owner, it.program, { role: "coachee", site: it.site });
  await assignCoach(it.owner, { coach: stranger, coachee: theirs, site: it.site });
  await expect(makePlan(await it.as(stranger), { ...input, attendeeIds: [theirs.id] })).rejects.toMatchObject(
    { code: "not-found" },
  );
  await expect(makePlan(await it.as(stranger), form())).rejects.toMatchObject({ code: "not-found" });
});

test("the job adds what has come over the horizon: twice, in parallel, in small pages, and only once", async () => {
  await make();
  await make({ sessionOn: "2026-11-18", every: 1, startTime: "13:00", endTime: "13:45" });
  expect(await fill("2026-11-16T20:00:00Z")).toEqual({ plans: 2, sessions: 0, moved: 0 });
  const later = "2026-12-20T12:20:00Z";
  const runs = await Promise.all([
    fill(later),
    fill(later, { database: other, page: 1 }),
    fill(later, { page: 1 }),
  ]);
  expect(runs.reduce((sum, each) => sum + each.sessions, 0)).toBe(2 + 5);
  expect(await fill(later)).toMatchObject({ sessions: 0 });
  const all = await sessions();
  expect(new Set(all.map(({ plan_id, planned }) => `${plan_id} ${planned}`)).size).toBe(all.length);
  expect(all.at(-1)?.on).toBe("2027-03-17");
});

test("a run that dies leaves whole pages, and the next does the rest", async () => {
  for (const startTime of ["08:00", "10:00", "12:00"]) await make({ startTime, endTime: "16:00", every: 1 });
  const later = "2026-11-30T12:20:00Z";
  const ctx = systemContextFor(worker, it.program, { now: new Date(later) });
  // The second page finds its database gone.
  let pages = 0;
  const dying = {
    ...ctx,
    database: {
      ...worker,
      connections: {
        ...worker.connections,
        transaction: (work) => {
          pages += 1;
          if (pages > 1) throw new Error("The process ended");
          return worker.connections.transaction(work);
        },
      },
    },
  } as typeof ctx;
  await expect(fillPlans(dying, { page: 1 })).rejects.toThrow("The process ended");
  expect((await days()).filter((day) => day > "2027-02-16")).toHaveLength(1);
  expect(await fill(later)).toMatchObject({ sessions: 4 });
  expect((await days()).filter((day) => day > "2027-02-16")).toHaveLength(3);
});

test("nine o'clock stays nine o'clock over both changes of the clocks, in both zones", async () => {
  const boise = await addSite(it.owner, it.program, { zone: "America/Boise" });
  const far = await addPerson(it.owner, it.program, { role: "coachee", site: boise });
  await assignCoach(it.owner, { coach: it.coach, coachee: far, site: boise });
  const now = new Date("2026-10-12T19:00:00Z");
  const ctx = await it.as(it.coach, now);
  for (const attendeeIds of [[it.coachee.id], [far.id]])
    expect(await makePlan(ctx, form({ attendeeIds, sessionOn: "2026-10-13", every: 1 }))).toMatchObject({
      ok: true,
    });
  await fill("2027-01-05T12:20:00Z");
  const rows = await it.owner`
    SELECT zone, session_on::text AS "on", to_char(scheduled_start_at AT TIME ZONE 'UTC', 'HH24:MI') AS utc,
      to_char(scheduled_start_at AT TIME ZONE zone, 'HH24:MI') AS wall
    FROM coaching_session WHERE program_id = ${it.program.id} ORDER BY session_on`;
  expect(new Set(rows.map(({ wall }) => wall))).toEqual(new Set(["09:00"]));
  const utc = (zone: string, on: string) => rows.find((row) => row.zone === zone && row.on === on)?.utc;
  const pacific = "America/Los_Angeles";
  expect(["2026-10-27", "2026-11-03", "2027-03-09", "2027-03-16"].map((on) => utc(pacific, on))).toEqual([
    ...["16:00", "17:00", "17:00", "16:00"],
  ]);
  expect(
    ["2026-10-27", "2026-11-03", "2027-03-09", "2027-03-16"].map((on) => utc("America/Boise", on)),
  ).toEqual([...["15:00", "16:00", "16:00", "15:00"]]);
});

test("who changes site takes the plan's hour along from the first day there; what was moved by hand keeps its instant", async () => {
  const boise = await addSite(it.owner, it.program, { zone: "America/Boise" });
  const admin = await addPerson(it.owner, it.program, { role: "admin" });
  await placeAt(it.owner, it.coachee, { site: it.site, startsOn: "2026-01-01" }).catch(() => {});
  const { id } = await make();
  const [, , third, fourth] = await sessions();
  const moved = { sessionId: third?.id ?? "", rowVersion: third?.row_version ?? 0 };
  expect(
    await moveSession(await it.as(it.coach), {
      ...{ ...moved, sessionOn: "2026-12-16", startTime: "13:00", endTime: "14:00" },
      ...{ modality: "live_virtual" as const, focusIds: [] },
    }),
  ).toMatchObject({ ok: true });
  const place = { kind: "site" as const, id: boise.id };
  expect(
    await assignSite(await it.as(admin), {
      ...{ personId: it.coachee.id, place, startsOn: "2026-12-01", endsCurrent: true },
    } as never),
  ).toEqual({ ok: true });
  const reactions = reactionsTo({ type: "site.assigned", subjectId: it.coachee.id, payload: {} } as never);
  expect(reactions).toContainEqual({ job: "fill-session-plans", payload: { personId: it.coachee.id } });
  const job = systemContextFor(worker, it.program);
  expect(await fillPlans(job, { personId: randomUUID() })).toEqual({ plans: 0, sessions: 0, moved: 0 });
  expect(await fillPlans(job, { personId: it.coachee.id })).toEqual({ plans: 1, sessions: 0, moved: 5 });
  expect(await fillPlans(job)).toMatchObject({ moved: 0 });
  const rows = await it.owner<
    { id: string; on: string; zone: string; utc: string; site: string; seen: string }[]
  >`
    SELECT session.id, session.session_on::text AS "on", session.zone, session.site_id AS site, guest.site_id AS seen,
      to_char(scheduled_start_at AT TIME ZONE 'UTC', 'HH24:MI') AS utc
    FROM coaching_session session JOIN session_attendee guest ON guest.session_id = session.id
    WHERE session.program_id = ${it.program.id} ORDER BY session.session_on`;
  expect(rows.map(({ on, zone, utc }) => `${on} ${zone} ${utc}`)).toEqual([
    "2026-11-17 America/Los_Angeles 17:00",
    "2026-12-01 America/Boise 16:00",
    "2026-12-16 America/Los_Angeles 21:00",
    ...SERIES.slice(3).map((on) => `${on} America/Boise 16:00`),
  ]);
  expect(rows[3]).toMatchObject({ id: fourth?.id, site: boise.id, seen: boise.id });
  await fill("2026-12-14T12:20:00Z");
  expect((await sessions()).at(-1)).toMatchObject({ on: "2027-03-09", time: "09:00-10:00" });
  const [plan] = await it.owner`SELECT zone FROM session_plan WHERE id = ${id}`;
  expect(plan).toEqual({ zone: "America/Boise" });
});

test("leave keeps days free, and so does an assignment that has ended by then", async () => {
  await addLeave(it.owner, it.coach, { firstOn: "2026-11-28", lastOn: "2026-12-05" });
  await addLeave(it.owner, it.coachee, { firstOn: "2026-12-29", lastOn: "2026-12-29" });
  await it.owner`UPDATE coach_assignment SET ends_on = '2027-01-26' WHERE coach_id = ${it.coach.id}`;
  await make();
  expect(await days()).toEqual(["2026-11-17", "2026-12-15", "2027-01-12"]);
});

test("a closure of the agency or of the site keeps its days free, that of another site does not", async () => {
  const elsewhere = await addSite(it.owner, it.program);
  await addClosure(it.owner, it.program, { firstOn: "2026-12-01" });
  await addClosure(it.owner, it.program, { firstOn: "2026-12-14", lastOn: "2026-12-20", site: it.site });
  await addClosure(it.owner, it.program, { firstOn: "2026-12-29", site: elsewhere });
  await addClosure(it.owner, it.program, { firstOn: "2027-01-12", withdrawnAt: new Date("2026-11-01") });
  await make();
  expect(await days()).toEqual(["2026-11-17", "2026-12-29", "2027-01-12", "2027-01-26", "2027-02-09"]);
  await it.owner`UPDATE closure SET withdrawn_at = now() WHERE first_on = '2026-12-01'`;
  expect(await fill("2026-11-20T12:20:00Z")).toMatchObject({ sessions: 1 });
  expect(await days()).toContain("2026-12-01");
});

test("one is moved: it keeps its place, the plan makes no second one, and a change leaves it alone", async () => {
  const plan = await make();
  const second = (await sessions())[1] as Row;
  const move = { sessionId: second.id, rowVersion: 1, modality: "phone", focusIds: [] as string[] } as const;
  const to = { sessionOn: "2026-12-03", startTime: "14:00", endTime: "14:30" };
  const ctx = await it.as(it.coach);
  const moves = [1, 2, 3].map(() => moveSession(ctx, { ...move, ...to }));
  expect(await Promise.all(moves)).toEqual(Array(3).fill({ ok: true }));
  expect(await moveSession(ctx, { ...move, ...to })).toEqual({ ok: true });
  expect(await events("session.edited")).toBe(1);
  for (const other of [
    { sessionOn: "2026-12-04" },
    { startTime: "13:30" },
    { modality: "in_person_field" as const },
  ])
    expect(await moveSession(ctx, { ...move, ...to, ...other })).toMatchObject({ code: "session-moved-on" });
  expect(
    await moveSession(ctx, { ...move, ...to, focusIds: it.profile.functionIds.slice(0, 1) }),
  ).toMatchObject({ code: "session-moved-on" });
  await fill("2026-11-16T20:00:00Z");
  expect((await sessions())[1]).toMatchObject({
    id: second.id,
    on: "2026-12-03",
    planned: "2026-12-01",
    time: "14:00-14:30",
  });
  const change = {
    ...form({ sessionOn: "2026-11-17", startTime: "11:00", endTime: "12:00" }),
    planId: plan.id,
    rowVersion: 1,
  };
  expect(await changePlan(await it.as(it.coach), change)).toMatchObject({
    ok: true,
    planId: plan.id,
    withdrawn: 0,
  });
  const rows = await sessions();
  expect(rows[1]).toMatchObject({
    on: "2026-12-03",
    planned: "2026-12-01",
    time: "14:00-14:30",
    row_version: 2,
  });
  expect(rows.filter(({ id }) => id !== second.id).every(({ time }) => time === "11:00-12:00")).toBe(true);
  expect(rows).toHaveLength(SERIES.length);
});

test("moved by hand, or called off, while its plan changes or ends: never deleted, never moved back", async () => {
  for (let round = 0; round < 5; round += 1)
    for (const [change, touch] of [
      ["change", "move"],
      ["end", "move"],
      ["change", "call off"],
    ] as const) {
      const ctx = await it.as(it.coach);
      const plan = await make();
      const { id: sessionId = "" } = (await sessions()).filter(({ plan_id }) => plan_id === plan.id)[2] ?? {};
      const own = { sessionId, rowVersion: 1 };
      const [changed, touched] = await Promise.allSettled([
        change === "end"
          ? endPlan(ctx, { planId: plan.id, rowVersion: 1, lastOn: "2026-11-20" })
          : changePlan(ctx, {
              ...form({ sessionOn: "2026-11-30", startTime: "11:00", endTime: "12:00" }),
              ...{ planId: plan.id, rowVersion: 1 },
            }),
        touch === "move"
          ? moveSession(ctx, {
              ...{ ...own, modality: "phone", focusIds: [] },
              ...{ sessionOn: "2026-12-16", startTime: "14:00", endTime: "14:30" },
            })
          : rescheduleSession(ctx, {
              ...{ ...own, newId: randomUUID() },
              ...{ status: "cancelled_by_coachee", notHeldReason: "court" },
            }),
      ]);
      expect(changed).toMatchObject({ status: "fulfilled", value: { ok: true } });
      const row = (await sessions()).find(({ id }) => id === sessionId);
      if (touched.status === "fulfilled" && touched.value.ok)
        expect(row).toMatchObject(
          touch === "move"
            ? { on: "2026-12-16", time: "14:00-14:30", row_version: 2 }
            : { on: "2026-12-15", status: "cancelled_by_coachee", row_version: 2 },
        );
      else if (change === "change") {
        expect(touched).toMatchObject({ value: { code: "session-moved-on" } });
        expect(row).toMatchObject({ time: "11:00-12:00", row_version: 2 });
      } else {
        expect(touched).toMatchObject({ reason: { code: "not-found" } });
        expect((await withdrawn()).map(({ id }) => id)).toContain(sessionId);
      }
    }
});

test("this and following: the days before stay, the others move under their ids", async () => {
  const plan = await make();
  const before = await sessions();
  const input = form({ sessionOn: "2026-12-15", weekdays: ["4"], startTime: "15:00", endTime: "16:00" });
  // The plan's own day is a Tuesday: the first Thursday from then on is the 17th.
  const result = await changePlan(await it.as(it.coach), { ...input, planId: plan.id, rowVersion: 1 });
  expect(result).toEqual({ ok: true, planId: input.id, withdrawn: 0 });
  const after = await sessions();
  expect(after.map(({ on }) => on)).toEqual([
    ...["2026-11-17", "2026-12-01", "2026-12-17", "2026-12-31", "2027-01-14", "2027-01-28", "2027-02-11"],
  ]);
  expect(after.map(({ id }) => id)).toEqual(before.map(({ id }) => id));
  expect(after.map(({ row_version }) => row_version)).toEqual([1, 1, 2, 2, 2, 2, 2]);
  const plans = await it.owner`
    SELECT id, starts_on::text, ends_on::text, follows_id FROM session_plan WHERE coach_id = ${it.coach.id} ORDER BY starts_on`;
  expect(plans).toMatchObject([
    { id: plan.id, ends_on: "2026-12-14" },
    { id: input.id, starts_on: "2026-12-15", ends_on: null, follows_id: plan.id },
  ]);
  await fill("2026-11-16T20:00:00Z");
  expect(await days()).toHaveLength(7);
});

test("fewer days than before: what has none any more is withdrawn, what was held or called off stays", async () => {
  const plan = await make({ every: 1 });
  const [first, second, third] = await sessions();
  const ctx = await it.as(it.coach, new Date("2026-11-24T20:00:00Z"));
  const held = it.log({ id: first?.id, sessionOn: "2026-11-17" });
  expect(await editSession(ctx, { ...held, rowVersion: 1 })).toMatchObject({ ok: true });
  const off = {
    status: "cancelled_by_coachee",
    notHeldReason: "court" as const,
    statusReason: "Court that day",
    newId: randomUUID(),
  } as const;
  expect(await rescheduleSession(ctx, { sessionId: second?.id ?? "", rowVersion: 1, ...off })).toEqual({
    ok: true,
  });
  expect(await withdrawSession(ctx, { sessionId: third?.id ?? "", rowVersion: 1 })).toEqual({ ok: true });
  const input = form({ sessionOn: "2026-11-24", every: 4, weekdays: ["2"] });
  expect(await changePlan(ctx, { ...input, planId: plan.id, rowVersion: 1 })).toMatchObject({ ok: true });
  const rows = await sessions();
  expect(rows.map(({ on, status }) => [on, status])).toEqual([
    ["2026-11-17", "held"],
    ["2026-11-24", "cancelled_by_coachee"],
    ["2026-12-22", "scheduled"],
    ["2027-01-19", "scheduled"],
    ["2027-02-16", "scheduled"],
  ]);
  expect((await withdrawn()).length).toBe(1 + 8);
  await fill("2026-11-24T20:00:00Z");
  expect(await sessions()).toHaveLength(5);
});

test("a withdrawn day stays free; one that was held after all is recorded once", async () => {
  await make();
  const second = (await sessions())[1] as Row;
  const ctx = await it.as(it.coach);
  const first = (await sessions())[0] as Row;
  expect(
    await withdrawSession(await it.as(it.coach, new Date("2026-11-17T20:00:00Z")), {
      sessionId: first.id,
      rowVersion: 1,
    }),
  ).toMatchObject({ code: "cannot-withdraw" });
  const out = { sessionId: second.id, rowVersion: 1 };
  const results = await Promise.all([withdrawSession(ctx, out), withdrawSession(ctx, out)]);
  expect([...results, await withdrawSession(ctx, out)]).toEqual(Array(3).fill({ ok: true }));
  expect(await events("session.withdrawn")).toBe(1);
  const stranger = await it.as(await addPerson(it.owner, it.program, { role: "coach", site: it.site }));
  await expect(withdrawSession(stranger, out)).rejects.toMatchObject({ code: "not-found" });
  await fill("2026-11-16T20:00:00Z");
  expect(await days()).toEqual(SERIES.filter((day) => day !== "2026-12-01"));
  // Another device still had it as planned, and logs it.
  const later = await it.as(it.coach, new Date("2026-12-02T20:00:00Z"));
  const held = { ...it.log({ id: second.id, sessionOn: "2026-12-01" }), rowVersion: 1 };
  // It goes on counting, so that calendars which have cancelled it show it again.
  expect(await editSession(later, held)).toEqual({ ok: true, rowVersion: 3 });
  expect(await editSession(later, held)).toEqual({ ok: true, rowVersion: 3 });
  const onAnotherDevice = { ...it.log({ id: second.id, sessionOn: "2026-12-01" }), rowVersion: 1 };
  expect(await editSession(later, { ...onAnotherDevice, summary: "Other words" })).toMatchObject({
    code: "session-moved-on",
  });
  expect((await sessions()).filter(({ on }) => on === "2026-12-01")).toHaveLength(1);
  expect(await logSession(later, it.log({ id: second.id, sessionOn: "2026-12-01" }))).toMatchObject({
    state: "already-stored",
  });
});

test("a plan ends with a day and can be taken up again", async () => {
  const plan = await make();
  const ctx = await it.as(it.coach);
  const end = { planId: plan.id, rowVersion: 1, lastOn: "2026-12-15" };
  expect(await endPlan(ctx, end)).toEqual({ ok: true, planId: plan.id, withdrawn: 4 });
  expect(await endPlan(ctx, end)).toEqual({ ok: true, planId: plan.id, withdrawn: 0 });
  expect(await days()).toEqual(SERIES.slice(0, 3));
  await fill("2026-12-20T20:00:00Z");
  expect(await days()).toEqual(SERIES.slice(0, 3));
  expect(await endPlan(ctx, { ...end, lastOn: "2026-11-01", rowVersion: 2 })).toMatchObject({
    code: "plan-not-valid",
  });
  const stranger = await addPerson(it.owner, it.program, { role: "coach", site: it.site });
  await expect(endPlan(await it.as(stranger), end)).rejects.toMatchObject({ code: "not-found" });
});

test("a change or an end posted twice, at once or later, is one; another one at the same moment is refused", async () => {
  const ctx = await it.as(it.coach);
  const twice = async <T extends ChangeResult>(post: () => Promise<T>) => {
    const results = [...(await Promise.all([post(), post()])), await post()];
    expect(results.map((each) => each.ok && each.planId)).toEqual(
      Array(3).fill(results[0]?.ok && results[0].planId),
    );
  };
  for (const sessionOn of ["2026-12-01", "2026-11-17"]) {
    const plan = await make();
    const change = { ...form({ sessionOn, startTime: "11:00", endTime: "12:00" }), planId: plan.id };
    await twice(() => changePlan(ctx, { ...change, rowVersion: 1 }));
    expect(await changePlan(ctx, { ...change, rowVersion: 1, startTime: "10:00" })).toMatchObject({
      code: "plan-moved-on",
    });
  }
  expect(await events("session-plan.changed")).toBe(2);
  const later = await make({ sessionOn: "2026-12-01" });
  const end = { planId: later.id, rowVersion: 1, lastOn: "2026-11-20" };
  await twice(() => endPlan(ctx, end));
  expect(await endPlan(ctx, { ...end, lastOn: "2026-12-15" })).toMatchObject({ code: "plan-moved-on" });
  expect(await events("session-plan.ended")).toBe(1);
});

test("all problems of a plan at once", async () => {
  const result = await makePlan(
    await it.as(it.coach),
    form({
      sessionOn: "2026-11-10",
      endTime: "08:00",
      endsOn: "2026-11-01",
      focusIds: it.profile.functionIds,
    }),
  );
  expect(Object.keys((result.ok ? {} : result.fieldErrors) ?? {}).sort()).toEqual([
    ...["endTime", "endsOn", "focusIds", "sessionOn"],
  ]);
  expect(await days()).toEqual([]);
});

test("moved to another time: linked, once, and a circle of moves is refused by the database", async () => {
  await make();
  const first = (await sessions())[0] as Row;
  const ctx = await it.as(it.coach);
  const input = {
    ...{
      sessionId: first.id,
      rowVersion: 1,
      status: "rescheduled" as const,
      notHeldReason: "court" as const,
      statusReason: "A hearing came up",
    },
    ...{ newId: randomUUID(), newOn: "2026-11-19", newStartTime: "10:00", newEndTime: "11:00" },
  };
  const results = await Promise.all([rescheduleSession(ctx, input), rescheduleSession(ctx, input)]);
  expect(results).toEqual([{ ok: true }, { ok: true }]);
  const rows = await sessions();
  expect(rows.slice(0, 2)).toMatchObject([
    { id: first.id, on: "2026-11-17", status: "rescheduled", planned: "2026-11-17" },
    { id: input.newId, on: "2026-11-19", status: "scheduled", time: "10:00-11:00", plan_id: null },
  ]);
  const next = { ...input, sessionId: input.newId, newId: randomUUID(), newOn: "2026-11-20" };
  expect(await rescheduleSession(ctx, next)).toEqual({ ok: true });
  await expect(
    it.owner`UPDATE coaching_session SET status = 'rescheduled', not_held_reason = 'court', rescheduled_to_id = ${first.id} WHERE id = ${next.newId}`,
  ).rejects.toThrow("its chain of moves comes back to it");
  await expect(
    it.owner`UPDATE coaching_session SET rescheduled_to_id = ${first.id} WHERE id = ${rows[2]?.id ?? ""}`,
  ).rejects.toThrow();
});

test("not held without a new time, and a new time later on; what is missing is said at its field", async () => {
  await make();
  const [first, second] = await sessions();
  const noon = await it.as(it.coach);
  const wrong = await rescheduleSession(noon, {
    sessionId: second?.id ?? "",
    rowVersion: 1,
    status: "no_show_coachee",
    newId: randomUUID(),
    newOn: "2026-11-01",
  });
  expect(wrong.ok ? null : Object.keys(wrong.fieldErrors ?? {}).sort()).toEqual([
    ...["newEndTime", "newStartTime", "notHeldReason", "status"],
  ]);
  const late = await it.as(it.coach, new Date("2026-11-17T22:00:00Z"));
  const given = {
    sessionId: first?.id ?? "",
    notHeldReason: "not_known" as const,
    statusReason: "Nobody came",
    newId: randomUUID(),
  };
  const missed = { ...given, rowVersion: 1, status: "no_show_coachee" as const };
  const posts = [1, 2, 3].map(() => rescheduleSession(late, { ...missed, newId: randomUUID() }));
  expect(await Promise.all(posts)).toEqual(Array(3).fill({ ok: true }));
  expect(await rescheduleSession(late, missed)).toEqual({ ok: true });
  expect(await events("session.logged")).toBe(1);
  for (const other of [{ statusReason: "Snow" }, { status: "rescheduled" as const }, { newOn: "2026-11-20" }])
    expect(await rescheduleSession(late, { ...missed, ...other })).toMatchObject({
      code: "session-moved-on",
    });
  const again = { ...given, rowVersion: 2, newOn: "2026-11-20", newStartTime: "09:00", newEndTime: "09:30" };
  expect(await rescheduleSession(late, again)).toEqual({ ok: true });
  const rows =
    await it.owner`SELECT status, rescheduled_to_id FROM coaching_session WHERE id = ${given.sessionId}`;
  expect(rows[0]).toEqual({ status: "no_show_coachee", rescheduled_to_id: given.newId });
  expect(await rescheduleSession(late, { ...again, newId: randomUUID(), rowVersion: 3 })).toMatchObject({
    code: "not-planned",
  });
});
