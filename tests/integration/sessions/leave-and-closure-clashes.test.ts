import { randomUUID } from "node:crypto";
import { afterAll, beforeEach, expect, test } from "vitest";
import { callOffClash } from "#app/features/sessions/call-off-clash.server.ts";
import { changePlan } from "#app/features/sessions/change-plan.server.ts";
import { logSession } from "#app/features/sessions/log-session.server.ts";
import { makePlan } from "#app/features/sessions/make-plan.server.ts";
import { withdrawSession } from "#app/features/sessions/move-session.server.ts";
import { putBackSession } from "#app/features/sessions/put-back-session.server.ts";
import { readAgenda } from "#app/features/sessions/read-agenda.server.ts";
import { readSession } from "#app/features/sessions/read-session.server.ts";
import { planInput } from "#app/features/sessions/session-plan.schema.ts";
import { addClosure, addLeave, addPerson } from "#tests/factories/people.ts";
import { type Coaching, setUpCoaching } from "./coaching.ts";

let it: Coaching;
const opened: Coaching[] = [];
beforeEach(async () => {
  it = await setUpCoaching();
  opened.push(it);
});
afterAll(() => Promise.all(opened.map((each) => each.close())));

const form = (given: object = {}) =>
  planInput.parse({
    ...{ id: randomUUID(), attendeeIds: [it.coachee.id], sessionOn: "2026-11-17", repeats: "weekly" },
    ...{
      startTime: "09:00",
      endTime: "10:00",
      modality: "phone",
      focusIds: it.profile.functionIds.slice(0, 2),
    },
    ...given,
  });
const page = async (given: object = {}) => readAgenda(await it.as(it.coach), { view: "week", ...given });
const clashes = async () => (await page()).clashes ?? [];
const rowOf = async (id: string) => {
  const [row] = await it.owner`
    SELECT to_jsonb(session) - 'row_version' - 'content_version' - 'updated_at' AS session,
      (SELECT jsonb_agg(to_jsonb(own)) FROM session_attendee own WHERE session_id = session.id) AS attendees,
      (SELECT jsonb_agg(to_jsonb(own)) FROM session_coach own WHERE session_id = session.id) AS coaches,
      (SELECT jsonb_agg(to_jsonb(own) ORDER BY essential_function_id) FROM session_focus own WHERE session_id = session.id) AS focus
    FROM coaching_session session WHERE id = ${id}`;
  return row;
};

test("leave or a closure that is entered later leaves planned sessions where they are, and marks them", async () => {
  expect(await makePlan(await it.as(it.coach), form())).toMatchObject({ ok: true });
  expect(await clashes()).toEqual([]);
  await addLeave(it.owner, it.coachee, { firstOn: "2026-11-24", lastOn: "2026-11-24" });
  await addClosure(it.owner, it.program, { firstOn: "2026-12-01" });
  await addLeave(it.owner, it.coach, { firstOn: "2026-12-08", lastOn: "2026-12-08" });
  expect((await clashes()).map(({ on, clash }) => `${on} ${clash?.kind}`)).toEqual([
    "2026-11-24 coachee",
    "2026-12-01 closure",
    "2026-12-08 coach",
  ]);
  const week = await page({ on: "2026-11-24" });
  expect(week.agenda.entries[0]?.clash?.words).toBe("Elio Ember is on leave");
});

test("one tap calls it off with that as the reason, once; nothing is called off that is free again", async () => {
  expect(await makePlan(await it.as(it.coach), form())).toMatchObject({ ok: true });
  await addClosure(it.owner, it.program, { firstOn: "2026-11-24", lastOn: "2026-12-01" });
  const ctx = await it.as(it.coach);
  const [first, second] = await clashes();
  if (!first || !second) throw new Error("No clash");
  const tap = { sessionId: first.id, rowVersion: first.rowVersion };
  const taps = [1, 2, 3].map(() => callOffClash(ctx, tap));
  expect(await Promise.all(taps)).toEqual(Array(3).fill({ ok: true }));
  expect(await callOffClash(ctx, tap)).toEqual({ ok: true });
  expect(
    await it.owner`SELECT FROM domain_event WHERE type = 'session.logged' AND subject_id = ${first.id}`,
  ).toHaveLength(1);
  expect((await readSession(ctx, first.id)).session).toMatchObject({
    status: "cancelled_agency",
    statusReason: "Closed: Closed",
  });
  expect((await clashes()).map(({ id }) => id)).toEqual([second.id]);
  const colleague = await addPerson(it.owner, it.program, { role: "coach", site: it.site });
  const theirs = { sessionId: second.id, rowVersion: second.rowVersion };
  await expect(callOffClash(await it.as(colleague), theirs)).rejects.toMatchObject({ code: "not-found" });
  await it.owner`UPDATE closure SET withdrawn_at = now() WHERE program_id = ${it.program.id}`;
  expect(await callOffClash(ctx, theirs)).toMatchObject({ ok: false, code: "no-clash" });
});

test("what was taken out is put back under its id as it was, once", async () => {
  const ctx = await it.as(it.coach);
  const colleague = await addPerson(it.owner, it.program, { role: "coach", site: it.site });
  const single = it.log({
    ...{ status: "scheduled", sessionOn: "2026-11-20", focusIds: it.profile.functionIds.slice(0, 2) },
    ...{ alsoThere: [{ personId: colleague.id, role: "co_coach" as const }], nextSessionOn: "2026-12-04" },
  });
  expect(await logSession(ctx, single)).toMatchObject({ ok: true });
  const plan = form();
  expect(await makePlan(ctx, plan)).toMatchObject({ ok: true });
  const [ofPlan] = await it.owner<{ id: string }[]>`
    SELECT id FROM coaching_session WHERE plan_id = ${plan.id} ORDER BY session_on LIMIT 1`;
  for (const sessionId of [single.id, ofPlan?.id ?? ""]) {
    const before = await rowOf(sessionId);
    expect(await withdrawSession(ctx, { sessionId, rowVersion: 1 })).toEqual({ ok: true });
    expect((await page({ out: sessionId })).takenOut).toMatchObject({ id: sessionId, names: "Elio Ember" });
    await expect(putBackSession(await it.as(colleague), { sessionId })).rejects.toMatchObject({
      code: "not-found",
    });
    expect(
      await Promise.all([putBackSession(ctx, { sessionId }), putBackSession(ctx, { sessionId })]),
    ).toEqual([{ ok: true }, { ok: true }]);
    expect(await rowOf(sessionId)).toEqual(before);
    expect((await page({ out: sessionId })).takenOut).toBeNull();
  }
  expect(await it.owner`SELECT FROM withdrawn_session WHERE program_id = ${it.program.id}`).toHaveLength(0);
  const events =
    await it.owner`SELECT FROM domain_event WHERE type = 'session.put-back' AND program_id = ${it.program.id}`;
  expect(events).toHaveLength(2);
});

test("it is put back neither after its day nor with somebody who is no longer the coach's, and keeps its place in a changed plan", async () => {
  const ctx = await it.as(it.coach);
  const plan = form();
  expect(await makePlan(ctx, plan)).toMatchObject({ ok: true });
  const [first] = await it.owner<{ id: string }[]>`
    SELECT id FROM coaching_session WHERE plan_id = ${plan.id} ORDER BY session_on LIMIT 1`;
  const sessionId = first?.id ?? "";
  expect(await withdrawSession(ctx, { sessionId, rowVersion: 1 })).toEqual({ ok: true });
  const later = await it.as(it.coach, new Date("2026-11-18T20:00:00Z"));
  expect(await putBackSession(later, { sessionId })).toMatchObject({ code: "cannot-put-back" });
  await it.owner`UPDATE coach_assignment SET ends_on = '2026-11-17' WHERE coach_id = ${it.coach.id}`;
  expect(await putBackSession(ctx, { sessionId })).toMatchObject({ code: "cannot-put-back" });
  await it.owner`UPDATE coach_assignment SET ends_on = NULL WHERE coach_id = ${it.coach.id}`;
  const change = { ...form({ id: plan.id, startTime: "11:00", endTime: "12:00" }), planId: plan.id };
  expect(await changePlan(ctx, { ...change, rowVersion: 1 })).toMatchObject({ ok: true });
  expect(await putBackSession(ctx, { sessionId })).toEqual({ ok: true });
  const [row] =
    await it.owner`SELECT plan_id, occurrence_on::text AS "on" FROM coaching_session WHERE id = ${sessionId}`;
  expect(row).toEqual({ plan_id: plan.id, on: "2026-11-17" });
});
