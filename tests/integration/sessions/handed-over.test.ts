import { createHash, randomUUID } from "node:crypto";
import { afterAll, beforeAll, expect, test } from "vitest";
import { handoverForm } from "#app/features/caseload/caseload.schema.ts";
import { changeHandover } from "#app/features/caseload/change-handover.server.ts";
import { planHandover } from "#app/features/caseload/plan-handover.server.ts";
import { logSession } from "#app/features/sessions/log-session.server.ts";
import type { SessionInput } from "#app/features/sessions/session.schema.ts";
import { syncSessions } from "#app/features/sessions/sync-sessions.server.ts";
import { addPerson, certify, type TestPerson } from "#tests/factories/people.ts";
import { type Coaching, setUpCoaching } from "./coaching.ts";

const TODAY = "2026-11-16";
let it: Coaching;
let lead: TestPerson;
let receiver: TestPerson;
let planned: SessionInput;
let handoverId: string;
beforeAll(async () => {
  it = await setUpCoaching();
  lead = await addPerson(it.owner, it.program, { role: "lead" });
  receiver = await addPerson(it.owner, it.program, {
    ...{ role: "coach", site: it.site, givenName: "Nia", familyName: "New" },
  });
  await certify(it.owner, receiver);
  planned = it.log({ status: "scheduled", sessionOn: "2026-11-17" });
  expect(await logSession(await it.as(it.coach), planned)).toMatchObject({ ok: true });
  const form = { intent: "confirm", id: randomUUID(), effectiveOn: TODAY, receiverId: receiver.id };
  const answer = await planHandover(await it.as(lead), it.coach.id, handoverForm.parse(form));
  handoverId = answer.ok && "handoverId" in answer ? answer.handoverId : expect.unreachable();
});
afterAll(() => it.close());

async function send(data: SessionInput, given: { kind?: "log" | "edit"; at?: string } = {}) {
  const { kind = "log", at = "2026-11-17T20:00:00Z" } = given;
  const entries: [string, string][] = [["fields", JSON.stringify(data)]];
  const hash = createHash("sha256").update(JSON.stringify(entries)).digest("hex");
  const ctx = await it.as(it.coach, new Date(at));
  const log = { id: data.id, kind, entries, hash, form: { ok: true as const, data } };
  const answer = await syncSessions(ctx, { accountId: ctx.actor.accountId, logs: [log] });
  return answer.ok ? answer.results[0] : expect.unreachable();
}

const WORDS = /^Elio Ember was handed over to Nia New on Mon 16 Nov 2026\./;

test("a log for a day after the handover is refused with the name of whoever coaches the person now", async () => {
  expect(await send(it.log({ sessionOn: TODAY }))).toMatchObject({
    ...{ state: "refused", message: expect.stringMatching(WORDS) },
    fieldErrors: { sessionOn: [expect.stringContaining("the last one ended on Sun 15 Nov 2026")] },
  });
});

test("so is a planned session that went along, and a session from before is still the former coach's", async () => {
  const held = { ...planned, status: "held" as const, rowVersion: 1 };
  expect(await send(held, { kind: "edit", at: "2026-11-17T23:00:00Z" })).toMatchObject({
    ...{ state: "refused", code: "not-found", message: expect.stringMatching(WORDS) },
  });
  expect(await send(it.log({ sessionOn: "2026-11-13" }))).toMatchObject({ state: "stored" });
});

test("another mistake says what it is, and whoever is no coach any more is not named", async () => {
  const wrong = await send(it.log({ sessionOn: "2026-11-12", focusIds: [] }));
  expect(wrong).toMatchObject({ state: "refused", fieldErrors: { focusIds: [expect.any(String)] } });
  expect(JSON.stringify(wrong)).not.toContain("Nia New");
  await it.owner`UPDATE role_assignment SET ends_on = '2026-11-17' WHERE person_id = ${receiver.id}`;
  expect(await send(it.log({ sessionOn: TODAY }))).toMatchObject({
    message: expect.stringContaining("was handed over to another coach on Mon 16 Nov 2026"),
  });
  await it.owner`UPDATE role_assignment SET ends_on = NULL WHERE person_id = ${receiver.id}`;
});

test("a handover that was undone is no reason", async () => {
  expect(await changeHandover(await it.as(lead), handoverId, { intent: "undo" })).toMatchObject({ ok: true });
  expect(await send(it.log({ sessionOn: TODAY }))).toMatchObject({ state: "stored" });
});
