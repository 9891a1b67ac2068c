import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, expect, test } from "vitest";
import { logSession } from "#app/features/sessions/log-session.server.ts";
import { addPerson, assignCoach } from "#tests/factories/people.ts";
import { addActionStep, addGoal } from "#tests/factories/sessions.ts";
import { type Coaching, rowsOf, setUpCoaching } from "./coaching.ts";

let it: Coaching;
beforeAll(async () => {
  it = await setUpCoaching();
});
afterAll(() => it.close());

test("a whole log is stored with all its parts and one event", async () => {
  const goal = await addGoal(it.owner, it);
  const step = await addActionStep(it.owner, it);
  const input = it.log({
    strategies: ["debrief:modelling", "observation:prompting"],
    progress: { [goal]: "in_progress" },
    selfScale: { [goal]: 6 },
    reviews: { [step]: "done" },
    steps: [
      { id: randomUUID(), what: "Ask two open questions", ownerId: it.coachee.id, dueOn: "2026-11-27" },
    ],
    barriers: ["workload", "schedule"],
    summary: "We looked at the first visit.",
    privateNote: "Elio seems tired.",
  });
  expect(await logSession(await it.as(it.coach), input)).toEqual({
    ok: true,
    state: "stored",
    sessionId: input.id,
    rowVersion: 1,
  });
  expect(await rowsOf(it.owner, input.id)).toEqual({
    coaching_session: 1,
    session_attendee: 1,
    session_focus: 1,
    session_strategy: 2,
    session_goal_progress: 1,
    session_action_review: 1,
    session_summary: 1,
    session_private_note: 1,
    action_step: 1,
    domain_event: 1,
  });
  const [session] = await it.owner`SELECT * FROM coaching_session WHERE id = ${input.id}`;
  expect(session).toMatchObject({
    site_id: it.site.id,
    session_on: "2026-11-13",
    started_at: new Date("2026-11-13T17:00:00Z"),
    ended_at: new Date("2026-11-13T18:00:00Z"),
    meeting_minutes: 60,
    observation_minutes: 0,
    format: "individual",
    is_coach_certified: true,
    acknowledgement: "pending",
    entry_lag_days: 3,
    row_version: 1,
  });
  const [reviewed] = await it.owner`SELECT status, closed_on FROM action_step WHERE id = ${step}`;
  expect(reviewed).toEqual({ status: "done", closed_on: "2026-11-13" });
  const [event] =
    await it.owner`SELECT type, payload, actor_id FROM domain_event WHERE subject_id = ${input.id}`;
  expect(event).toEqual({
    type: "session.logged",
    actor_id: it.coach.id,
    payload: { monthOn: "2026-11-01", siteId: it.site.id, coachId: it.coach.id },
  });
});

test("posting the same log again stores nothing more", async () => {
  const ctx = await it.as(it.coach);
  const input = it.log({ summary: "Once" });
  await logSession(ctx, input);
  expect(await logSession(ctx, { ...input })).toMatchObject({ ok: true, state: "already-stored" });
  expect(await rowsOf(it.owner, input.id)).toMatchObject({ coaching_session: 1, domain_event: 1 });
});

test("posting the same log many times at once makes one record", async () => {
  const ctx = await it.as(it.coach);
  const step = { id: randomUUID(), what: "Call back" };
  const input = it.log({ summary: "Once", privateNote: "Only here", steps: [step] });
  const results = await Promise.all(Array.from({ length: 6 }, () => logSession(ctx, input)));
  const states = results.map((result) => (result.ok ? result.state : result.code)).sort();
  expect(states).toEqual([...Array(5).fill("already-stored"), "stored"]);
  expect(await rowsOf(it.owner, input.id)).toMatchObject({
    coaching_session: 1,
    session_attendee: 1,
    action_step: 1,
    domain_event: 1,
  });
});

test("other content under the same id is refused and changes nothing", async () => {
  const ctx = await it.as(it.coach);
  const input = it.log({ summary: "First" });
  await logSession(ctx, input);
  expect(await logSession(ctx, { ...input, summary: "Second" })).toMatchObject({
    ok: false,
    code: "session-id-taken",
  });
  const [row] = await it.owner`SELECT body FROM session_summary WHERE session_id = ${input.id}`;
  expect(row?.body).toBe("First");
});

test("what belongs to another coach is not found, and nothing is stored", async () => {
  const other = await addPerson(it.owner, it.program, { role: "coach", site: it.site });
  const theirs = await addPerson(it.owner, it.program, { role: "coachee", site: it.site });
  await assignCoach(it.owner, { coach: other, coachee: theirs, site: it.site });
  const pair = { coach: other, coachee: theirs, site: it.site };
  const [goal, step] = [await addGoal(it.owner, pair), await addActionStep(it.owner, pair)];
  const ctx = await it.as(it.coach);

  const attempts = [
    it.log({ attendeeIds: [theirs.id] }),
    it.log({ attendeeIds: [it.coachee.id, theirs.id] }),
    it.log({ progress: { [goal]: "met" } }),
    it.log({ steps: [{ id: randomUUID(), what: "Try", goalId: goal }] }),
    it.log({ steps: [{ id: randomUUID(), what: "Try", ownerId: theirs.id }] }),
    it.log({ reviews: { [step]: "dropped" } }),
  ];
  for (const input of attempts) {
    await expect(logSession(ctx, input)).rejects.toMatchObject({ code: "not-found" });
    expect(await rowsOf(it.owner, input.id)).toMatchObject({ coaching_session: 0, domain_event: 0 });
  }
  const foreign = it.log({ attendeeIds: [theirs.id] });
  await logSession(await it.as(other), foreign);
  await expect(logSession(ctx, it.log({ id: foreign.id }))).rejects.toMatchObject({ code: "not-found" });
  const [untouched] = await it.owner`SELECT status FROM action_step WHERE id = ${step}`;
  expect(untouched?.status).toBe("open");
});

test("a new step never takes the id of a step that stands", async () => {
  const step = await addActionStep(it.owner, { ...it, what: "Stands" });
  const input = it.log({ steps: [{ id: step, what: "New" }] });
  await logSession(await it.as(it.coach), input);
  const rows =
    await it.owner`SELECT what FROM action_step WHERE id = ${step} OR session_id = ${input.id} ORDER BY what`;
  expect(rows.map(({ what }) => what)).toEqual(["New", "Stands"]);
});

test("every problem comes back at its field, and nothing is stored", async () => {
  const input = it.log({
    sessionOn: "2026-11-17",
    startTime: "10:00",
    endTime: "09:00",
    focusIds: [],
    status: "held",
  });
  const result = await logSession(await it.as(it.coach), input);
  expect(result).toMatchObject({ ok: false, code: "session-not-valid" });
  expect(Object.keys((result as { fieldErrors: object }).fieldErrors).sort()).toEqual([
    "endTime",
    "focusIds",
    "sessionOn",
  ]);
  expect(await rowsOf(it.owner, input.id)).toMatchObject({ coaching_session: 0 });
});

test("a function of another practice profile is not found", async () => {
  const log = logSession(await it.as(it.coach), it.log({ focusIds: [randomUUID()] }));
  await expect(log).rejects.toMatchObject({ code: "not-found" });
});

test("a log of an uncertified coach is stored and says so", async () => {
  const coach = await addPerson(it.owner, it.program, { role: "coach", site: it.site });
  await assignCoach(it.owner, { coach, coachee: it.coachee, site: it.site });
  const input = it.log();
  await logSession(await it.as(coach), input);
  const [row] = await it.owner`SELECT is_coach_certified FROM coaching_session WHERE id = ${input.id}`;
  expect(row?.is_coach_certified).toBe(false);
});

test("a late entry keeps its day and the days it took", async () => {
  const input = it.log({ sessionOn: "2026-10-01" });
  await logSession(await it.as(it.coach), input);
  const [row] =
    await it.owner`SELECT session_on, entry_lag_days, recorded_at FROM coaching_session WHERE id = ${input.id}`;
  expect(row).toEqual({
    session_on: "2026-10-01",
    entry_lag_days: 46,
    recorded_at: new Date("2026-11-16T20:00:00Z"),
  });
});

test("a planned session lies ahead and has no dose", async () => {
  const input = it.log({ status: "scheduled", sessionOn: "2026-11-30", focusIds: [] });
  expect(await logSession(await it.as(it.coach), input)).toMatchObject({ ok: true });
  const [row] = await it.owner`SELECT status, meeting_minutes, started_at, scheduled_start_at, entry_lag_days
                               FROM coaching_session WHERE id = ${input.id}`;
  expect(row).toEqual({
    status: "scheduled",
    meeting_minutes: 0,
    started_at: null,
    scheduled_start_at: new Date("2026-11-30T17:00:00Z"),
    entry_lag_days: 0,
  });
  const [event] = await it.owner`SELECT type FROM domain_event WHERE subject_id = ${input.id}`;
  expect(event?.type).toBe("session.planned");
});

test("a group is one session with everybody's attendance", async () => {
  const second = await addPerson(it.owner, it.program, { role: "coachee", site: it.site });
  const third = await addPerson(it.owner, it.program, { role: "coachee", site: it.site });
  for (const coachee of [second, third])
    await assignCoach(it.owner, { coach: it.coach, coachee, site: it.site });
  const input = it.log({
    attendeeIds: [it.coachee.id, second.id, third.id],
    attendance: { [second.id]: "partial", [third.id]: "absent" },
    attendeeMinutes: { [second.id]: 20 },
  });
  expect(await logSession(await it.as(it.coach), input)).toMatchObject({ ok: true });
  const [session] = await it.owner`SELECT format FROM coaching_session WHERE id = ${input.id}`;
  expect(session?.format).toBe("group");
  const rows =
    await it.owner`SELECT attendance, minutes FROM session_attendee WHERE session_id = ${input.id} ORDER BY attendance`;
  expect(rows).toEqual([
    { attendance: "full", minutes: null },
    { attendance: "partial", minutes: 20 },
    { attendance: "absent", minutes: null },
  ]);
});
