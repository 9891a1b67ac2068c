import { afterAll, beforeAll, expect, test } from "vitest";
import type { PersonContext } from "#app/access/context.ts";
import { editSession } from "#app/features/sessions/edit-session.server.ts";
import { logSession } from "#app/features/sessions/log-session.server.ts";
import { markStep } from "#app/features/sessions/mark-step.server.ts";
import { addActionStep } from "#tests/factories/sessions.ts";
import { type Coaching, setUpCoaching } from "./coaching.ts";

let it: Coaching;
let coach: PersonContext;
let coachee: PersonContext;
beforeAll(async () => {
  it = await setUpCoaching();
  [coach, coachee] = [await it.as(it.coach), await it.as(it.coachee)];
});
afterAll(() => it.close());

const stepOf = async (id: string) =>
  (
    await it.owner`SELECT status, closed_on AS "closedOn", drop_reason AS reason FROM action_step WHERE id = ${id}`
  )[0];

test("marked twice, at once or later, a step is marked and told once", async () => {
  const stepId = await addActionStep(it.owner, it);
  const mark = () => markStep(coachee, { stepId, status: "done" });
  await Promise.all([mark(), mark()]);
  await mark();
  expect(await stepOf(stepId)).toMatchObject({ status: "done", closedOn: coachee.today });
  expect(
    await it.owner`SELECT FROM domain_event WHERE type = 'action-step.updated' AND subject_id = ${stepId}`,
  ).toHaveLength(1);
});

test("what its owner says of a step after the record stays when the record is changed elsewhere", async () => {
  const stepId = await addActionStep(it.owner, it);
  const input = it.log({ reviews: { [stepId]: "partly_done" as const } });
  await logSession(coach, input);
  await markStep(coachee, { stepId, status: "done" });
  const edit = { ...input, summary: "Other words", rowVersion: 1 };
  expect(await editSession(coach, edit)).toMatchObject({ ok: true });
  expect(await stepOf(stepId)).toMatchObject({ status: "done", closedOn: coachee.today });

  const reviewed = (status: "open" | "dropped", rowVersion: number, reason = "") => ({
    ...{ ...edit, rowVersion, reviews: { [stepId]: status } },
    ...(reason && { dropReasons: { [stepId]: reason } }),
  });
  expect(await editSession(coach, reviewed("open", 2))).toMatchObject({ ok: true });
  expect(await stepOf(stepId)).toMatchObject({ status: "open" });
  for (const [rowVersion, reason] of [
    [3, "No longer needed"],
    [4, "Another way was found"],
  ] as const) {
    expect(await editSession(coach, reviewed("dropped", rowVersion, reason))).toMatchObject({ ok: true });
    expect(await stepOf(stepId)).toMatchObject({ status: "dropped", reason });
  }
});
