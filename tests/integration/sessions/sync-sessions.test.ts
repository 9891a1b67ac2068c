import { createHash } from "node:crypto";
import { afterAll, beforeAll, expect, test } from "vitest";
import { readOfflinePack } from "#app/features/sessions/read-offline-pack.server.ts";
import type { SessionInput } from "#app/features/sessions/session.schema.ts";
import { type SyncLog, syncSessions } from "#app/features/sessions/sync-sessions.server.ts";
import { addPerson, assignCoach } from "#tests/factories/people.ts";
import { addActionStep, addGoal } from "#tests/factories/sessions.ts";
import { type Coaching, rowsOf, setUpCoaching } from "./coaching.ts";

const NOT_YOURS =
  "This person or session is not yours any more. Ask your coaching lead, and keep a copy of your words.";
let it: Coaching;
beforeAll(async () => {
  it = await setUpCoaching();
});
afterAll(() => it.close());

/** A log as a device sends it; its fields stand for the entries they were read from. */
function kept(data: SessionInput, given: Partial<SyncLog> = {}): SyncLog {
  const entries: [string, string][] = [["fields", JSON.stringify(data)]];
  const hash = createHash("sha256").update(JSON.stringify(entries)).digest("hex");
  return { id: data.id, kind: "log", entries, hash, form: { ok: true, data }, ...given };
}

async function send(logs: SyncLog[], accountId?: string) {
  const ctx = await it.as(it.coach);
  return syncSessions(ctx, { accountId: accountId ?? ctx.actor.accountId, logs });
}

test("each log is stored once and gets the same receipt however often it is sent", async () => {
  const logs = [kept(it.log()), kept(it.log({ startTime: "13:00", endTime: "13:30" }))];
  const receipts = { ok: true, results: logs.map(({ id, hash }) => ({ id, state: "stored", hash })) };
  expect(await send(logs)).toEqual(receipts);
  expect(await Promise.all([send(logs), send(logs), send(logs)])).toEqual([receipts, receipts, receipts]);
  for (const { id } of logs)
    expect(await rowsOf(it.owner, id)).toMatchObject({ coaching_session: 1, domain_event: 1 });
});

test("a log that is not right says why at its fields and holds up no other", async () => {
  const wrong = kept(it.log({ focusIds: [] }));
  const unread = kept(it.log(), {
    form: {
      ok: false,
      code: "bad-input",
      message: "Some fields need another look.",
      fieldErrors: { sessionOn: ["?"] },
    },
  });
  const right = kept(it.log());
  expect(await send([wrong, unread, right])).toEqual({
    ok: true,
    results: [
      expect.objectContaining({
        id: wrong.id,
        state: "refused",
        fieldErrors: { focusIds: ["Choose what the session was about"] },
      }),
      expect.objectContaining({ id: unread.id, state: "refused", fieldErrors: { sessionOn: ["?"] } }),
      { id: right.id, state: "stored", hash: right.hash },
    ],
  });
  expect(await rowsOf(it.owner, wrong.id)).toMatchObject({ coaching_session: 0 });
});

test("what was damaged on the way is not stored and may be sent again", async () => {
  const log = kept(it.log());
  const damaged = { ...log, entries: [["fields", "{}"]] as [string, string][] };
  expect(await send([damaged])).toEqual({ ok: true, results: [{ id: log.id, state: "failed" }] });
  expect(await rowsOf(it.owner, log.id)).toMatchObject({ coaching_session: 0 });
  expect(await send([log])).toMatchObject({ results: [{ state: "stored" }] });
});

test("a record that stands with other content stands beside what was sent", async () => {
  const log = it.log({ summary: "As it stands" });
  await send([kept(log)]);
  const other = kept({ ...log, summary: "As it was kept" });
  const edit = kept({ ...log, summary: "On an older version", rowVersion: 9 } as SessionInput, {
    kind: "edit",
  });
  for (const [sent, code] of [
    [other, "session-id-taken"],
    [edit, "session-moved-on"],
  ] as const)
    expect(await send([sent])).toMatchObject({
      results: [
        { state: "conflict", code, stored: { rowVersion: 1, values: { summary: ["As it stands"] } } },
      ],
    });
  const [stored] = await it.owner`SELECT body FROM session_summary WHERE session_id = ${log.id}`;
  expect(stored?.body).toBe("As it stands");
});

test("an edit on the version that stands is stored, and once", async () => {
  const log = it.log();
  await send([kept(log)]);
  const edit = kept({ ...log, summary: "Changed", rowVersion: 1 } as SessionInput, { kind: "edit" });
  for (let time = 0; time < 3; time += 1)
    expect(await send([edit])).toMatchObject({ results: [{ state: "stored", hash: edit.hash }] });
  const [stored] = await it.owner`SELECT row_version FROM coaching_session WHERE id = ${log.id}`;
  expect(stored?.row_version).toBe(2);
});

test("logs of another account are not stored as one's own", async () => {
  const log = kept(it.log());
  expect(await send([log], "another-account")).toMatchObject({ ok: false, code: "other-account" });
  expect(await rowsOf(it.owner, log.id)).toMatchObject({ coaching_session: 0 });
});

test("somebody else's person is not found, stores nothing and leaves an audit row", async () => {
  const stranger = await addPerson(it.owner, it.program, { role: "coachee", site: it.site });
  const log = kept(it.log({ attendeeIds: [stranger.id] }));
  expect(await send([log])).toMatchObject({
    results: [{ state: "refused", code: "not-found", message: NOT_YOURS }],
  });
  expect(await rowsOf(it.owner, log.id)).toMatchObject({ coaching_session: 0 });
  const [audit] = await it.owner`
    SELECT payload FROM domain_event WHERE type = 'access.refused' AND subject_id = ${stranger.id}`;
  expect(audit?.payload).toEqual({ code: "not-found", method: "POST", path: "/api/sessions/sync" });
});

test("an id that is another coach's record is not found either", async () => {
  const other = await addPerson(it.owner, it.program, { role: "coach", site: it.site });
  const theirs = it.log();
  await send([kept(theirs)]);
  await assignCoach(it.owner, { coach: other, coachee: it.coachee, site: it.site, startsOn: "2026-01-05" });
  const ctx = await it.as(other);
  const answer = await syncSessions(ctx, {
    accountId: ctx.actor.accountId,
    logs: [kept({ ...theirs, summary: "Mine" })],
  });
  expect(answer).toMatchObject({ results: [{ state: "refused", code: "not-found" }] });
});

test("the pack holds what a log of each person starts from, and nobody else's people", async () => {
  const second = await addPerson(it.owner, it.program, {
    role: "coachee",
    site: it.site,
    familyName: "Zimmer",
  });
  await assignCoach(it.owner, { coach: it.coach, coachee: second, site: it.site, startsOn: "2026-06-01" });
  const goal = await addGoal(it.owner, { ...it, coachee: second });
  const step = await addActionStep(it.owner, { ...it, coachee: second });
  const pack = await readOfflinePack(await it.as(it.coach));
  expect(pack.people.map(({ id }) => id).sort()).toEqual([it.coachee.id, second.id].sort());
  expect(pack.home.people.map(({ id }) => id).sort()).toEqual([it.coachee.id, second.id].sort());
  expect(pack.functions.map(({ id }) => id)).toEqual(
    expect.arrayContaining(it.profile.functionIds.slice(0, 1)),
  );
  const found = pack.people.find(({ id }) => id === second.id);
  expect(found).toMatchObject({
    zone: "America/Los_Angeles",
    goals: [{ id: goal }],
    openSteps: [{ id: step }],
    last: null,
  });
  const first = pack.people.find(({ id }) => id === it.coachee.id);
  expect(first?.last).toMatchObject({ modality: expect.any(String), minutes: expect.any(Number) });
  expect(JSON.stringify(pack)).not.toContain("As it stands");
});
