import { randomUUID } from "node:crypto";
import { afterAll, beforeEach, expect, test } from "vitest";
import { openDatabase } from "#app/db/client.server.ts";
import { inSql } from "#app/db/in-transaction.server.ts";
import { carryOutHandovers } from "#app/features/caseload/carry-out-handovers.server.ts";
import { handoverForm } from "#app/features/caseload/caseload.schema.ts";
import { changeHandover } from "#app/features/caseload/change-handover.server.ts";
import { planHandover } from "#app/features/caseload/plan-handover.server.ts";
import { logSession } from "#app/features/sessions/log-session.server.ts";
import { withdrawSession } from "#app/features/sessions/move-session.server.ts";
import { readPerson } from "#app/features/sessions/read-person.server.ts";
import { readSession } from "#app/features/sessions/read-session.server.ts";
import { saveGoal } from "#app/features/sessions/save-goal.server.ts";
import { goalInput, type SessionInput } from "#app/features/sessions/session.schema.ts";
import { addPerson, assignCoach, certify, giveRole, type TestPerson } from "#tests/factories/people.ts";
import { addActionStep, addGoal } from "#tests/factories/sessions.ts";
import { type Coaching, setUpCoaching } from "#tests/integration/sessions/coaching.ts";
import { NOON, systemContextFor } from "#tests/support/actors.ts";
import { testDatabase } from "#tests/support/database.ts";

/** A coach who hands over on 16 November 2026, and who takes over. */
let it: Coaching;
let lead: TestPerson;
let receiver: TestPerson;
const opened: Coaching[] = [];
const worker = openDatabase(testDatabase().workerUrl, { connections: 2 });
beforeEach(async () => {
  it = await setUpCoaching();
  opened.push(it);
  lead = await addPerson(it.owner, it.program);
  await giveRole(it.owner, lead, { role: "lead", siteId: it.site.id });
  receiver = await addPerson(it.owner, it.program, { role: "coach", site: it.site });
  await certify(it.owner, receiver);
});
afterAll(() => Promise.all([worker.close(), ...opened.map((each) => each.close())]));

const pair = () => ({ coach: it.coach, coachee: it.coachee, site: it.site });
async function plan(given: Partial<SessionInput>): Promise<string> {
  const planned = it.log({ status: "scheduled", sessionOn: "2026-11-20", focusIds: [], ...given });
  expect(await logSession(await it.as(it.coach), planned)).toMatchObject({ state: "stored" });
  return planned.id;
}
const handOver = async (coach: TestPerson, effectiveOn = "2026-11-16") =>
  planHandover(
    await it.as(lead),
    coach.id,
    handoverForm.parse({ intent: "confirm", id: randomUUID(), effectiveOn, receiverId: receiver.id }),
  );
const leadOf = async (id: string) =>
  (await it.owner`SELECT lead_coach_id FROM coaching_session WHERE id = ${id}`)[0]?.lead_coach_id;

test("a planned session into which something was written stays with who wrote it", async () => {
  const goalId = await addGoal(it.owner, pair());
  const stepId = await addActionStep(it.owner, pair());
  const written = [
    await plan({ progress: { [goalId]: "in_progress" }, selfScale: { [goalId]: 2 } }),
    await plan({ reviews: { [stepId]: "partly_done" } }),
    await plan({ escalation: "safety_concern", escalatedTo: "supervisor" }),
    await plan({ artefactRef: "Shelf 4", observationKind: "live" }),
  ];
  const empty = await plan({ startTime: "13:00", endTime: "14:00" });
  expect(await handOver(it.coach)).toMatchObject({ ok: true });
  for (const id of written) {
    expect(await leadOf(id)).toBe(it.coach.id);
    await expect(readSession(await it.as(receiver), id)).rejects.toMatchObject({ code: "not-found" });
  }
  expect(await leadOf(empty)).toBe(receiver.id);
});

test("a private note in a planned session is told by nothing: the session goes along, and the note stays with its author", async () => {
  const noted = await plan({ privateNote: "Only mine" });
  const plain = await plan({ startTime: "13:00", endTime: "14:00" });
  const answer = await handOver(it.coach);
  if (!answer.ok || !("handoverId" in answer)) throw new Error(JSON.stringify(answer));
  expect([await leadOf(noted), await leadOf(plain)]).toEqual([receiver.id, receiver.id]);
  const asReceiver = await it.as(receiver);
  expect(await readSession(asReceiver, noted)).toMatchObject({ privateNote: null, isNoteGone: false });
  for (const who of [receiver, lead, it.coachee])
    expect(await inSql(await it.as(who), (sql) => sql`SELECT 1 FROM kept_note`)).toEqual([]);
  const notesOf = async () =>
    (await readPerson(await it.as(it.coach), { personId: it.coachee.id, page: 1 })).keptNotes;
  expect(await notesOf()).toEqual([{ id: noted, on: "2026-11-20", note: "Only mine" }]);

  expect(await changeHandover(await it.as(lead), answer.handoverId, { intent: "undo" })).toMatchObject({
    ok: true,
  });
  expect(await notesOf()).toEqual([]);
  expect((await readSession(await it.as(it.coach), noted)).privateNote).toBe("Only mine");

  // Whatever the successor does with the session, the note is no part of it.
  expect(await handOver(it.coach)).toMatchObject({ ok: true });
  const [row] = await it.owner`SELECT row_version FROM coaching_session WHERE id = ${noted}`;
  expect(await withdrawSession(asReceiver, { sessionId: noted, rowVersion: row?.row_version })).toEqual({
    ok: true,
  });
  expect(await notesOf()).toMatchObject([{ note: "Only mine" }]);
});

test("a planned session in which the receiver stands already stays, and the rest moves", async () => {
  const shared = await plan({ alsoThere: [{ personId: receiver.id, role: "co_coach" }] });
  const other = await plan({ startTime: "13:00", endTime: "14:00" });
  expect(await handOver(it.coach)).toMatchObject({ ok: true });
  expect([await leadOf(shared), await leadOf(other)]).toEqual([it.coach.id, receiver.id]);
});

test("who handed a person over adds no goal with them any more, and who took over does", async () => {
  const goal = { ...goalInput.parse({ title: "Asks before advising" }), personId: it.coachee.id };
  expect(await handOver(it.coach)).toMatchObject({ ok: true });
  await expect(saveGoal(await it.as(it.coach), goal)).rejects.toMatchObject({ code: "not-allowed" });
  expect(await saveGoal(await it.as(receiver), goal)).toEqual({ ok: true });
});

test("a handover that fails holds up no other, and the run says that it failed", async () => {
  const second = await addPerson(it.owner, it.program, { role: "coach", site: it.site });
  const coachee = await addPerson(it.owner, it.program, { role: "coachee", site: it.site });
  await assignCoach(it.owner, { coach: second, coachee, site: it.site });
  expect(await handOver(it.coach, "2026-11-18")).toMatchObject({ ok: true });
  expect(await handOver(second, "2026-11-19")).toMatchObject({ ok: true });
  // Something that the database refuses: the first assignment cannot be ended.
  await it.owner.unsafe(`
    CREATE FUNCTION refuse_for_test() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'refused for the test'; END $$;
    CREATE TRIGGER refuse_for_test BEFORE UPDATE ON coach_assignment FOR EACH ROW
      WHEN (OLD.coach_id = '${it.coach.id}') EXECUTE FUNCTION refuse_for_test()`);
  const now = new Date(NOON.getTime() + 5 * 86_400_000);
  try {
    await expect(carryOutHandovers(systemContextFor(worker, it.program, { now }))).rejects.toThrow(
      "refused for the test",
    );
  } finally {
    await it.owner.unsafe(
      "DROP TRIGGER refuse_for_test ON coach_assignment; DROP FUNCTION refuse_for_test()",
    );
  }
  const states = () => it.owner`
    SELECT state FROM handover WHERE program_id = ${it.program.id} ORDER BY effective_on`;
  expect((await states()).map(({ state }) => state)).toEqual(["planned", "carried_out"]);
  expect(await carryOutHandovers(systemContextFor(worker, it.program, { now }))).toEqual({
    due: 1,
    carriedOut: 1,
  });
});
