import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, expect, test } from "vitest";
import { listSiteDose } from "#app/features/outcomes/list-site-dose.server.ts";
import { editSession } from "#app/features/sessions/edit-session.server.ts";
import { logSession } from "#app/features/sessions/log-session.server.ts";
import { openSessionEdit } from "#app/features/sessions/open-session-edit.server.ts";
import { readAgenda } from "#app/features/sessions/read-agenda.server.ts";
import { readMyMonth } from "#app/features/sessions/read-my-month.server.ts";
import { readSession } from "#app/features/sessions/read-session.server.ts";
import { rescheduleSession } from "#app/features/sessions/reschedule-session.server.ts";
import type { SessionInput } from "#app/features/sessions/session.schema.ts";
import { type Coaching, setUpCoaching } from "./coaching.ts";

let it: Coaching;
beforeAll(async () => {
  it = await setUpCoaching();
});
afterAll(() => it.close());

const off = (given: Partial<SessionInput> = {}) =>
  it.log({
    ...{ sessionOn: "2026-11-13", status: "cancelled_by_coachee", focusIds: [], notHeldReason: "court" },
    ...given,
  });
const stored = async (given: Partial<SessionInput> = {}) => {
  const log = off(given);
  expect(await logSession(await it.as(it.coach), log)).toMatchObject({ state: "stored" });
  return log;
};
const row = async (id: string) =>
  (
    await it.owner`SELECT status, not_held_reason, status_reason, row_version FROM coaching_session WHERE id = ${id}`
  )[0];

test("a reason is asked for at its field, and words only of another one", async () => {
  const ctx = await it.as(it.coach);
  const fields = async (given: Partial<SessionInput>) => {
    const result = await logSession(ctx, off(given));
    return result.ok ? [] : Object.keys(result.fieldErrors ?? {});
  };
  expect(await fields({ notHeldReason: undefined })).toEqual(["notHeldReason"]);
  expect(await fields({ notHeldReason: undefined, statusReason: "Court" })).toEqual(["notHeldReason"]);
  expect(await fields({ notHeldReason: "office_closed" })).toEqual(["notHeldReason"]);
  expect(await fields({ notHeldReason: "other" })).toEqual(["statusReason"]);
  expect(await fields({ notHeldReason: "other", statusReason: "The room was taken" })).toEqual([]);
  expect(await fields({ status: "no_show_coachee", notHeldReason: "not_known" })).toEqual([]);
});

test("a held session has none, also when the form still had one in it", async () => {
  const { id } = await stored({
    ...{ status: "held", focusIds: it.profile.functionIds.slice(0, 1) },
    statusReason: "Left over",
  });
  expect(await row(id)).toMatchObject({ status: "held", not_held_reason: null, status_reason: null });
});

test("the same log sent again is the same log; one with another reason is not", async () => {
  const log = await stored();
  const ctx = await it.as(it.coach);
  expect(await logSession(ctx, log)).toMatchObject({ state: "already-stored" });
  expect(await logSession(ctx, { ...log, notHeldReason: "workload" })).toMatchObject({
    code: "session-id-taken",
  });
});

test("oversight sees the reason, the parties its words; a change of either is kept for the same eyes", async () => {
  const log = await stored({ statusReason: "A hearing about somebody" });
  const ctx = await it.as(it.coach);
  const changed = {
    ...log,
    notHeldReason: "coachee_away",
    statusReason: "A funeral",
    rowVersion: 1,
  } as const;
  expect(await editSession(ctx, changed)).toMatchObject({ ok: true });
  const seen = await readSession(await it.as(it.supervisor), log.id);
  expect(seen.session).toMatchObject({ notHeldReason: "coachee_away", statusReason: null });
  expect(seen.history[0]?.changes).toEqual([
    { field: "notHeldReason", subjectId: null, before: "court", after: "coachee_away" },
  ]);
  expect(JSON.stringify(seen)).not.toMatch(/hearing about|funeral/);
  for (const party of [it.coach, it.coachee]) {
    const own = await readSession(await it.as(party), log.id);
    expect(own.session).toMatchObject({ notHeldReason: "coachee_away", statusReason: "A funeral" });
    expect(own.history[0]?.changes.map(({ field }) => field)).toEqual(["notHeldReason", "statusReason"]);
  }
  const form = await openSessionEdit(ctx, log.id);
  expect(form.values).toMatchObject({ notHeldReason: ["coachee_away"], statusReason: ["A funeral"] });
  const focusIds = it.profile.functionIds.slice(0, 1);
  const held = { ...log, status: "held" as const, focusIds, rowVersion: 2 };
  expect(await editSession(ctx, held)).toMatchObject({ ok: true });
  expect(await row(log.id)).toMatchObject({ not_held_reason: null, status_reason: null });
});

test("a planned session that is moved keeps why, and the calendar says it", async () => {
  const ctx = await it.as(it.coach);
  const plan = it.log({ sessionOn: "2026-11-18", status: "scheduled" });
  expect(await logSession(ctx, plan)).toMatchObject({ ok: true });
  const given = { sessionId: plan.id, rowVersion: 1, status: "rescheduled", newId: randomUUID() } as const;
  const time = { newOn: "2026-11-19", newStartTime: "09:00", newEndTime: "10:00" };
  expect(await rescheduleSession(ctx, { ...given, ...time })).toMatchObject({
    ok: false,
    fieldErrors: { notHeldReason: [expect.any(String)] },
  });
  expect(await rescheduleSession(ctx, { ...given, ...time, notHeldReason: "workload" })).toEqual({
    ok: true,
  });
  expect(await row(plan.id)).toMatchObject({ status: "rescheduled", not_held_reason: "workload" });
  const { agenda } = await readAgenda(ctx, { view: "week", on: "2026-11-18" });
  expect(agenda.entries.map(({ id, notHeldReason }) => [id, notHeldReason])).toEqual([
    [plan.id, "workload"],
    [given.newId, null],
  ]);
});

test("the database holds to it: no reason of a held session, a reason of every other, words of another one", async () => {
  const { id } = await stored();
  const set = (columns: Record<string, string | null>) =>
    it.owner`UPDATE coaching_session SET ${it.owner(columns)} WHERE id = ${id}`;
  const refused = async (columns: Record<string, string | null>, constraint_name: string) =>
    expect(set(columns), JSON.stringify(columns)).rejects.toMatchObject({ code: "23514", constraint_name });
  await refused({ status: "scheduled" }, "coaching_session_reason_of_not_held");
  await refused({ not_held_reason: null }, "coaching_session_not_held_has_reason");
  await refused({ not_held_reason: "other" }, "coaching_session_other_has_words");
  const planned = it.log({ sessionOn: "2026-11-20", status: "scheduled" });
  expect(await logSession(await it.as(it.coach), planned)).toMatchObject({ ok: true });
  await expect(
    it.owner`UPDATE coaching_session SET status = 'no_show_coach' WHERE id = ${planned.id}`,
  ).rejects.toMatchObject({ constraint_name: "coaching_session_not_held_has_reason" });
});

test("a record from before the codes stays as it is, and gets one when it is edited", async () => {
  const log = await stored({ statusReason: "Snow" });
  await it.owner.begin(async (sql) => {
    await sql`SET LOCAL session_replication_role = replica`;
    await sql`UPDATE coaching_session SET not_held_reason = NULL WHERE id = ${log.id}`;
  });
  await it.owner`UPDATE coaching_session SET travel_minutes = 20, status = status WHERE id = ${log.id}`;
  const ctx = await it.as(it.coach);
  expect((await readSession(ctx, log.id)).session).toMatchObject({
    ...{ notHeldReason: null, statusReason: "Snow" },
  });
  const edit = { ...log, travelMinutes: 30, rowVersion: 1 };
  expect(await editSession(ctx, { ...edit, notHeldReason: undefined })).toMatchObject({
    fieldErrors: { notHeldReason: [expect.any(String)] },
  });
  expect(await editSession(ctx, { ...edit, notHeldReason: "travel_or_weather" })).toMatchObject({ ok: true });
  expect((await readSession(ctx, log.id)).history[0]?.changes).toContainEqual({
    ...{ field: "notHeldReason", subjectId: null, before: null, after: "travel_or_weather" },
  });
});

test("the coach's month and the site's dose count the same reasons, and zero where nobody gave one", async () => {
  const fresh = await setUpCoaching();
  const ctx = await fresh.as(fresh.coach);
  const site = await fresh.as(fresh.supervisor);
  const none = { sessions: 0, withoutReason: 0 };
  expect((await readMyMonth(ctx, {})).reasons).toMatchObject(none);
  expect(
    (await listSiteDose(site, fresh.site.id, { show: "late", page: 1 })).reasons.reasons.map(
      ({ sessions }) => sessions,
    ),
  ).toEqual(Array(13).fill(0));
  for (const given of [
    { sessionOn: "2026-11-09", status: "cancelled_by_coachee", notHeldReason: "court" },
    { sessionOn: "2026-11-10", status: "no_show_coachee", notHeldReason: "court" },
    { sessionOn: "2026-11-11", status: "cancelled_by_coach", notHeldReason: "coach_away" },
    { sessionOn: "2026-11-20", status: "cancelled_by_coach", notHeldReason: "workload" },
  ] as const)
    expect(await logSession(ctx, fresh.log({ ...given, focusIds: [] }))).toMatchObject({ ok: true });
  const month = (await readMyMonth(ctx, {})).reasons;
  expect(month).toMatchObject({ sessions: 3, withoutReason: 0 });
  expect(month.reasons.slice(0, 3)).toEqual([
    { reason: "court", sessions: 2 },
    { reason: "coach_away", sessions: 1 },
    { reason: "coachee_away", sessions: 0 },
  ]);
  expect((await listSiteDose(site, fresh.site.id, { show: "late", page: 1 })).reasons).toEqual(month);
  await fresh.close();
});
