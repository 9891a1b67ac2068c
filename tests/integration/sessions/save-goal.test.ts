import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, expect, test } from "vitest";
import { saveGoal } from "#app/features/sessions/save-goal.server.ts";
import { goalInput } from "#app/features/sessions/session.schema.ts";
import { type Coaching, setUpCoaching } from "./coaching.ts";

let it: Coaching;
beforeAll(async () => {
  it = await setUpCoaching();
});
afterAll(() => it.close());

const form = (given: object = {}) => ({
  ...goalInput.parse({ title: "Asks before advising", quality: ["observable"], ...given }),
  personId: it.coachee.id,
});
const goals = (id: string) => it.owner`
  SELECT title, (SELECT count(*)::int FROM domain_event WHERE subject_id = goal.id::text) AS events FROM goal WHERE id = ${id}`;

test("a new goal posted twice, also at once, is one goal and one event", async () => {
  const posted = form({ id: randomUUID() });
  const ctx = await it.as(it.coach);
  expect(await Promise.all([1, 2, 3].map(() => saveGoal(ctx, posted)))).toEqual(Array(3).fill({ ok: true }));
  expect(await saveGoal(ctx, posted)).toEqual({ ok: true });
  expect(await goals(posted.id ?? "")).toEqual([{ title: "Asks before advising", events: 1 }]);
});

test("a change of a goal posted twice, also at once, is one; another change of it meanwhile is refused", async () => {
  const added = form({ id: randomUUID() });
  const ctx = await it.as(it.coach);
  expect(await saveGoal(ctx, added)).toEqual({ ok: true });
  const edit = form({ goalId: added.id, rowVersion: 1, title: "Listens first" });
  expect(await Promise.all([1, 2, 3].map(() => saveGoal(ctx, edit)))).toEqual(Array(3).fill({ ok: true }));
  expect(await saveGoal(ctx, edit)).toEqual({ ok: true });
  expect(await saveGoal(ctx, { ...edit, title: "Asks first" })).toMatchObject({ code: "goal-moved-on" });
  expect(await goals(added.id ?? "")).toEqual([{ title: "Listens first", events: 2 }]);
});

test("posted again with other words it is refused, and the first stays", async () => {
  const posted = form({ id: randomUUID() });
  const ctx = await it.as(it.coach);
  expect(await saveGoal(ctx, posted)).toEqual({ ok: true });
  expect(await saveGoal(ctx, { ...posted, title: "Listens first" })).toMatchObject({ code: "goal-moved-on" });
  expect(await goals(posted.id ?? "")).toEqual([{ title: "Asks before advising", events: 1 }]);
});
