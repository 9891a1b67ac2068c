import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, expect, test } from "vitest";
import { inSql } from "#app/db/in-transaction.server.ts";
import { editSession } from "#app/features/sessions/edit-session.server.ts";
import { logSession } from "#app/features/sessions/log-session.server.ts";
import { choicesOf } from "#app/features/sessions/new-session-form.ts";
import { openSessionEdit } from "#app/features/sessions/open-session-edit.server.ts";
import { openSessionForm } from "#app/features/sessions/open-session-form.server.ts";
import { readOfflinePack } from "#app/features/sessions/read-offline-pack.server.ts";
import { readSession } from "#app/features/sessions/read-session.server.ts";
import { addPerson, assignCoach, type TestPerson } from "#tests/factories/people.ts";
import { addActionStep } from "#tests/factories/sessions.ts";
import { type Coaching, setUpCoaching } from "./coaching.ts";

let it: Coaching;
let second: TestPerson;
let steps: [string, string];
beforeAll(async () => {
  it = await setUpCoaching();
  second = await addPerson(it.owner, it.program, { role: "coachee", site: it.site });
  await assignCoach(it.owner, { coach: it.coach, coachee: second, site: it.site });
  steps = [await addActionStep(it.owner, it), await addActionStep(it.owner, { ...it, coachee: second })];
});
afterAll(() => it.close());

const stepsAskedFor = async (personId: string) => {
  const { openSteps } = await openSessionForm(await it.as(it.coach), { personId, isPlan: false });
  return openSteps.map((step) => [step.id, step.personId]).sort();
};

test("the log of a pair asks after the steps of both, on the device too, and a new step is carried to whoever takes it", async () => {
  const coach = await it.as(it.coach);
  const asked = [
    [steps[0], it.coachee.id],
    [steps[1], second.id],
  ].sort();
  expect(await stepsAskedFor(it.coachee.id)).toEqual(asked);
  const { people } = await readOfflinePack(coach);
  expect(
    choicesOf(people)
      .openSteps.map(({ id, personId }) => [id, personId])
      .sort(),
  ).toEqual(asked);

  const agreed = "0197b1f0-0000-7000-8000-00000000abcd";
  const together = it.log({
    ...{ attendeeIds: [it.coachee.id, second.id], sessionOn: "2026-11-13" },
    reviews: { [steps[0]]: "done" as const, [steps[1]]: "partly_done" as const },
    steps: [{ id: agreed, what: "Call the partner agency", ownerId: second.id }],
  });
  expect(await logSession(coach, together)).toMatchObject({ ok: true });
  const [added] = await it.owner<{ id: string; coacheeId: string }[]>`
    SELECT id, coachee_id AS "coacheeId" FROM action_step WHERE session_id = ${together.id}`;
  expect(added?.coacheeId).toBe(second.id);
  expect(await stepsAskedFor(second.id)).toEqual(
    [
      [steps[1], second.id],
      [added?.id, second.id],
    ].sort(),
  );

  const form = await openSessionEdit(coach, together.id);
  expect(form.openSteps.map(({ id, personId }) => [id, personId]).sort()).toEqual(asked);
  expect(form.values[`reviews.${steps[1]}`]).toEqual(["partly_done"]);
  expect((await readSession(await it.as(second), together.id)).conversation?.reviews).toMatchObject([
    { stepId: steps[1], personId: second.id, status: "partly_done" },
  ]);

  const taken = [{ id: added?.id as string, what: "Call the partner agency", ownerId: it.coachee.id }];
  expect(await editSession(coach, { ...together, steps: taken, rowVersion: 1 })).toMatchObject({ ok: true });
  expect(await stepsAskedFor(it.coachee.id)).toEqual(
    [
      [added?.id, it.coachee.id],
      [steps[1], second.id],
    ].sort(),
  );
  const own = [{ ...taken[0], ownerId: it.coach.id }] as typeof taken;
  expect(await editSession(coach, { ...together, steps: own, rowVersion: 2 })).toMatchObject({ ok: true });
  const [kept] = await it.owner`SELECT coachee_id, owner_id FROM action_step WHERE id = ${added?.id ?? null}`;
  expect(kept).toEqual({ coachee_id: it.coachee.id, owner_id: it.coach.id });
});

test("a step of somebody who was not there cannot be told of", async () => {
  const alone = it.log({
    attendeeIds: [it.coachee.id],
    sessionOn: "2026-11-12",
    reviews: { [steps[1]]: "done" },
  });
  await expect(logSession(await it.as(it.coach), alone)).rejects.toMatchObject({ code: "not-found" });
  const [step] = await inSql(
    await it.as(it.coach),
    (sql) => sql`SELECT status FROM action_step WHERE id = ${steps[1]}`,
  );
  expect(step).toEqual({ status: "partly_done" });
});

/** A log of both with one step that the second takes, as it is stored. */
async function agreedWithSecond(sessionOn: string) {
  const together = it.log({
    ...{ attendeeIds: [it.coachee.id, second.id], sessionOn },
    steps: [{ id: randomUUID(), what: "Words for the second", ownerId: second.id }],
  });
  expect(await logSession(await it.as(it.coach), together)).toMatchObject({ ok: true });
  const [step] = await it.owner<
    { id: string }[]
  >`SELECT id FROM action_step WHERE session_id = ${together.id}`;
  const changed = (given: { what: string; ownerId: string }) => ({
    ...{ ...together, rowVersion: 1 },
    steps: [{ id: step?.id as string, ...given }],
  });
  return { together, stepId: step?.id as string, changed };
}

test("whoever gets a step of another coachee reads nothing of what it said before", async () => {
  const { together, changed } = await agreedWithSecond("2026-11-09");
  const handed = changed({ what: "Words for the first", ownerId: it.coachee.id });
  expect(await editSession(await it.as(it.coach), handed)).toMatchObject({ ok: true });
  const seenBy = async (person: TestPerson) =>
    JSON.stringify(await readSession(await it.as(person), together.id));
  expect(await seenBy(it.coachee)).toContain("Words for the first");
  expect(await seenBy(it.coachee)).not.toContain("Words for the second");
  expect(await seenBy(second)).not.toContain("Words for the first");
  expect(await seenBy(it.coach)).toContain("Words for the second");
  const later = { ...changed({ what: "Other words", ownerId: it.coachee.id }), rowVersion: 2 };
  expect(await editSession(await it.as(it.coach), later)).toMatchObject({ ok: true });
  expect(await seenBy(it.coachee)).toContain("Words for the first");
});

test("a step whose becoming another record tells stays with its person, and that record can be changed", async () => {
  const coach = await it.as(it.coach);
  const { stepId, changed } = await agreedWithSecond("2026-11-10");
  const alone = it.log({
    attendeeIds: [second.id],
    sessionOn: "2026-11-11",
    reviews: { [stepId]: "partly_done" },
  });
  expect(await logSession(coach, alone)).toMatchObject({ ok: true });
  expect(await editSession(coach, changed({ what: "Call", ownerId: it.coachee.id }))).toMatchObject({
    fieldErrors: { "steps[0].ownerId": [expect.any(String)] },
  });
  expect(await editSession(coach, { ...alone, summary: "Other words", rowVersion: 1 })).toMatchObject({
    ok: true,
  });
});

test("a change to a record leaves the steps that went to another coach as they are, and makes no second one", async () => {
  const other = await addPerson(it.owner, it.program, { role: "coach", site: it.site });
  const { together, stepId, changed } = await agreedWithSecond("2026-11-12");
  await it.owner`UPDATE action_step SET coach_id = ${other.id}, earlier_coach_ids = ${[it.coach.id]} WHERE id = ${stepId}`;
  const same = { ...changed({ what: "Words for the second", ownerId: second.id }), summary: "Other words" };
  expect(await editSession(await it.as(it.coach), same)).toMatchObject({ ok: true });
  expect(await it.owner`SELECT id, coach_id FROM action_step WHERE session_id = ${together.id}`).toEqual([
    { id: stepId, coach_id: other.id },
  ]);
  const rewritten = { ...changed({ what: "Written anew", ownerId: second.id }), rowVersion: 2 };
  expect(await editSession(await it.as(it.coach), rewritten)).toMatchObject({
    fieldErrors: { "steps[0].what": [expect.stringContaining("went to another coach")] },
  });
});

test("a step of the coach's own leaves somebody who is taken out of the log", async () => {
  const coach = await it.as(it.coach);
  const together = it.log({
    ...{ attendeeIds: [second.id, it.coachee.id], sessionOn: "2026-11-06" },
    steps: [{ id: randomUUID(), what: "Ask the lead", ownerId: it.coach.id }],
  });
  await logSession(coach, together);
  const agreed = async () => {
    const [step] = await it.owner<{ id: string; coacheeId: string }[]>`
      SELECT id, coachee_id AS "coacheeId" FROM action_step WHERE session_id = ${together.id}`;
    return step as { id: string; coacheeId: string };
  };
  const { id, coacheeId } = await agreed();
  expect(coacheeId).toBe(second.id);
  const steps = [{ id, what: "Ask the lead", ownerId: it.coach.id }];
  const swapped = {
    ...together,
    steps,
    attendeeIds: [it.coachee.id, second.id],
    rowVersion: 1,
    summary: "Both",
  };
  expect(await editSession(coach, swapped)).toMatchObject({ ok: true });
  expect((await agreed()).coacheeId).toBe(second.id);
  const alone = { ...together, steps, attendeeIds: [it.coachee.id], rowVersion: 2 };
  expect(await editSession(coach, alone)).toMatchObject({ ok: true });
  expect((await agreed()).coacheeId).toBe(it.coachee.id);
});
