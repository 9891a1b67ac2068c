import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, expect, test } from "vitest";
import { editSession } from "#app/features/sessions/edit-session.server.ts";
import { logSession } from "#app/features/sessions/log-session.server.ts";
import { moveSession, withdrawSession } from "#app/features/sessions/move-session.server.ts";
import { readSession } from "#app/features/sessions/read-session.server.ts";
import { plannedLog } from "#app/features/sessions/session-plan.schema.ts";
import { addPerson, type TestPerson } from "#tests/factories/people.ts";
import { type Coaching, setUpCoaching } from "./coaching.ts";

let it: Coaching;
let colleague: TestPerson;
beforeAll(async () => {
  it = await setUpCoaching();
  colleague = await addPerson(it.owner, it.program, { role: "coach", site: it.site });
});
afterAll(() => it.close());

test("a planned session that already says something is not taken out, and keeps what it says", async () => {
  const ctx = await it.as(it.coach);
  const planned = { status: "scheduled" as const, sessionOn: "2026-11-20", focusIds: [] };
  for (const said of [
    { escalation: "safety_concern" as const, escalatedTo: "supervisor" as const },
    { steps: [{ id: randomUUID(), what: "A step" }] },
  ]) {
    const log = it.log({ ...planned, ...said });
    expect(await logSession(ctx, log)).toMatchObject({ ok: true });
    expect(await withdrawSession(ctx, { sessionId: log.id, rowVersion: 1 })).toMatchObject({
      code: "cannot-withdraw",
    });
    expect((await readSession(ctx, log.id)).session.status).toBe("scheduled");
  }
});

test("who is taken out of a planned session after it was moved is out of it", async () => {
  const ctx = await it.as(it.coach);
  const times = { startTime: "09:00", endTime: "10:00" };
  const moved = { startTime: "11:00", endTime: "12:00" };
  const given = { attendeeIds: [it.coachee.id], focusIds: [], modality: "phone" as const };
  const plain = plannedLog({ id: randomUUID(), sessionOn: "2026-11-21", ...given, ...times });
  const planned = {
    ...plain,
    summary: "Words for two",
    alsoThere: [{ personId: colleague.id, role: "co_coach" as const }],
  };
  expect(await logSession(ctx, planned)).toMatchObject({ ok: true });
  const move = { sessionId: plain.id, rowVersion: 1, sessionOn: "2026-11-21", modality: given.modality };
  expect(await moveSession(ctx, { ...move, ...moved, focusIds: [] })).toEqual({ ok: true });
  expect(await editSession(ctx, { ...plain, ...moved, rowVersion: 2 })).toMatchObject({ ok: true });
  await expect(readSession(await it.as(colleague), plain.id)).rejects.toMatchObject({ code: "not-found" });
});

test("a session logged without a connection counts from when it was written, also when its plan was withdrawn", async () => {
  const planned = it.log({ status: "scheduled", sessionOn: "2026-11-20", focusIds: [] });
  await logSession(await it.as(it.coach), planned);
  expect(await withdrawSession(await it.as(it.coach), { sessionId: planned.id, rowVersion: 1 })).toEqual({
    ok: true,
  });
  const sentAt = new Date("2026-11-27T20:00:00Z");
  const held = it.log({ id: planned.id, sessionOn: "2026-11-20" });
  const device = { enteredAt: new Date("2026-11-20T20:00:00Z"), sentAt };
  expect(await editSession(await it.as(it.coach, sentAt), { ...held, rowVersion: 1 }, device)).toMatchObject({
    ok: true,
  });
  expect((await readSession(await it.as(it.coach, sentAt), planned.id)).session).toMatchObject({
    entryLagDays: 0,
    receivedLagDays: 7,
  });
});
