import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, expect, test } from "vitest";
import { acknowledgeSession } from "#app/features/sessions/acknowledge-session.server.ts";
import { editSession } from "#app/features/sessions/edit-session.server.ts";
import { logSession } from "#app/features/sessions/log-session.server.ts";
import { openSessionEdit } from "#app/features/sessions/open-session-edit.server.ts";
import { readSession } from "#app/features/sessions/read-session.server.ts";
import { addPerson } from "#tests/factories/people.ts";
import { addGoal } from "#tests/factories/sessions.ts";
import { type Coaching, rowsOf, setUpCoaching } from "./coaching.ts";

let it: Coaching;
beforeAll(async () => {
  it = await setUpCoaching();
});
afterAll(() => it.close());

test("an edit replaces the content, counts the version and asks for the acknowledgement again", async () => {
  const ctx = await it.as(it.coach);
  const goal = await addGoal(it.owner, it);
  const input = it.log({
    summary: "Before",
    privateNote: "Before, too",
    strategies: ["debrief:modelling"],
    progress: { [goal]: "in_progress" },
  });
  await logSession(ctx, input);
  await acknowledgeSession(await it.as(it.coachee), {
    sessionId: input.id,
    state: "acknowledged",
    comment: "",
  });
  expect((await readSession(ctx, input.id)).session.acknowledgement).toBe("acknowledged");

  const changed = {
    ...input,
    summary: "After",
    privateNote: undefined,
    startTime: "09:30",
    focusIds: it.profile.functionIds.slice(1, 3),
    strategies: ["debrief:video" as const, "follow_up:other" as const],
  };
  expect(await editSession(ctx, { ...changed, rowVersion: 1 })).toEqual({ ok: true, rowVersion: 2 });
  const page = await readSession(ctx, input.id);
  expect(page.session).toMatchObject({ rowVersion: 2, acknowledgement: "pending", startTime: "09:30" });
  expect(page.session.minutes.meeting).toBe(30);
  expect(page.session.strategies).toEqual(["debrief:video", "follow_up:other"]);
  expect(page.conversation).toMatchObject({ summary: "After", words: [{ isOutdated: true }] });
  expect(page.privateNote).toBeNull();
  expect(await rowsOf(it.owner, input.id)).toMatchObject({
    session_focus: 2,
    session_goal_progress: 1,
    session_private_note: 0,
    domain_event: 3,
  });
});

test("a stale version changes nothing, and the same edit posted twice is one edit", async () => {
  const ctx = await it.as(it.coach);
  const input = it.log({ summary: "One" });
  await logSession(ctx, input);
  const edits = await Promise.all(
    ["Two", "Three"].map((summary) => editSession(ctx, { ...input, summary, rowVersion: 1 })),
  );
  expect(edits.map((edit) => (edit.ok ? "ok" : edit.code)).sort()).toEqual(["ok", "session-moved-on"]);
  const winner = edits[0]?.ok ? "Two" : "Three";
  expect(await editSession(ctx, { ...input, summary: winner, rowVersion: 1 })).toEqual({
    ok: true,
    rowVersion: 2,
  });
  expect((await readSession(ctx, input.id)).conversation?.summary).toBe(winner);
});

test("the same change posted twice at once is one change", async () => {
  const ctx = await it.as(it.coach);
  for (let round = 0; round < 5; round += 1) {
    const input = it.log({ summary: "One" });
    await logSession(ctx, input);
    const edit = { ...input, summary: "Two", rowVersion: 1 };
    expect(await Promise.all([editSession(ctx, edit), editSession(ctx, edit)])).toEqual([
      { ok: true, rowVersion: 2 },
      { ok: true, rowVersion: 2 },
    ]);
    expect(
      await it.owner`SELECT FROM domain_event WHERE type = 'session.edited' AND subject_id = ${input.id}`,
    ).toHaveLength(1);
  }
});

test("a record can be changed through the tenth day of the next month and then is locked", async () => {
  const input = it.log({ sessionOn: "2026-10-20" });
  await logSession(await it.as(it.coach), input);
  const lastEvening = await it.as(it.coach, new Date("2026-11-11T07:30:00Z"));
  expect(await editSession(lastEvening, { ...input, summary: "In time", rowVersion: 1 })).toMatchObject({
    ok: true,
  });
  const nextDay = await it.as(it.coach, new Date("2026-11-11T08:30:00Z"));
  const late = { ...input, summary: "Late", rowVersion: 2 };
  for (const amendmentReason of [undefined, "   ", "Too short"])
    expect(await editSession(nextDay, { ...late, amendmentReason })).toMatchObject({
      ok: false,
      code: "reason-missing",
      fieldErrors: { amendmentReason: [expect.any(String)] },
    });
  expect(await openSessionEdit(nextDay, input.id)).toMatchObject({ isAmendment: true, editableUntil: null });
  expect((await readSession(nextDay, input.id)).conversation?.summary).toBe("In time");
});

test("a planned session is logged when it has taken place", async () => {
  const input = it.log({ status: "scheduled", sessionOn: "2026-11-18", focusIds: [] });
  await logSession(await it.as(it.coach), input);
  const after = await it.as(it.coach, new Date("2026-11-20T20:00:00Z"));
  const form = await openSessionEdit(after, input.id);
  expect(form).toMatchObject({ purpose: "complete", rowVersion: 1 });
  expect(form.values).toMatchObject({ status: ["held"], sessionOn: ["2026-11-18"], startTime: ["09:00"] });

  const held = {
    ...input,
    status: "held" as const,
    focusIds: it.profile.functionIds.slice(0, 1),
    rowVersion: 1,
  };
  expect(await editSession(after, held)).toEqual({ ok: true, rowVersion: 2 });
  const [row] =
    await it.owner`SELECT status, meeting_minutes, entry_lag_days FROM coaching_session WHERE id = ${input.id}`;
  expect(row).toEqual({ status: "held", meeting_minutes: 60, entry_lag_days: 2 });
  const events =
    await it.owner`SELECT type FROM domain_event WHERE subject_id = ${input.id} ORDER BY sequence`;
  expect(events.map(({ type }) => type)).toEqual(["session.planned", "session.logged"]);
  expect(await editSession(after, { ...held, status: "scheduled", rowVersion: 2 })).toMatchObject({
    ok: false,
    fieldErrors: { status: [expect.any(String)] },
  });
});

test("the steps of a session keep their ids through an edit", async () => {
  const ctx = await it.as(it.coach);
  const input = it.log({ steps: [{ id: randomUUID(), what: "Call the school" }] });
  await logSession(ctx, input);
  const [stored] = (await readSession(ctx, input.id)).conversation?.steps ?? [];
  const steps = [
    { id: stored?.id ?? "", what: "Call the school twice", ownerId: it.coachee.id },
    { id: randomUUID(), what: "Write it down", ownerId: it.coach.id },
  ];
  await editSession(ctx, { ...input, steps, rowVersion: 1 });
  const after = (await readSession(ctx, input.id)).conversation?.steps ?? [];
  expect(after.map(({ what }) => what).sort()).toEqual(["Call the school twice", "Write it down"]);
  expect(after.map(({ id }) => id)).toContain(stored?.id);
});

test("another coach finds no such session", async () => {
  const input = it.log();
  await logSession(await it.as(it.coach), input);
  const other = await it.as(await addPerson(it.owner, it.program, { role: "coach", site: it.site }));
  await expect(readSession(other, input.id)).rejects.toMatchObject({ code: "not-found" });
  await expect(openSessionEdit(other, input.id)).rejects.toMatchObject({ code: "not-found" });
  await expect(editSession(other, { ...input, rowVersion: 1 })).rejects.toMatchObject({ code: "not-found" });
});
