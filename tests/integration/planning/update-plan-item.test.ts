import { afterAll, beforeAll, expect, test } from "vitest";
import type { PersonContext } from "#app/access/context.ts";
import { openDatabase } from "#app/db/client.server.ts";
import { addPlanEvidence } from "#app/features/planning/add-plan-evidence.server.ts";
import type { PlanItem } from "#app/features/planning/plan.types.ts";
import { readPlanItem } from "#app/features/planning/read-plan-item.server.ts";
import { readStep } from "#app/features/planning/read-step.server.ts";
import { updatePlanItem } from "#app/features/planning/update-plan-item.server.ts";
import { addPerson, addProgram } from "#tests/factories/people.ts";
import { addPlan } from "#tests/factories/planning.ts";
import { contextFor } from "#tests/support/actors.ts";
import { testDatabase } from "#tests/support/database.ts";

const owner = openDatabase(testDatabase().ownerUrl, { connections: 2 });
const web = openDatabase(testDatabase().webUrl, { connections: 3 });
let planner: PersonContext;
let coach: PersonContext;
let outsider: PersonContext;
let coachId: string;

beforeAll(async () => {
  const program = await addProgram(owner.sql);
  const elsewhere = await addProgram(owner.sql);
  const person = await addPerson(owner.sql, program, {
    role: "planner",
    givenName: "Pat",
    familyName: "Planner",
  });
  const other = await addPerson(owner.sql, program, { role: "coach" });
  coachId = other.id;
  await addPlan(owner, program, { owners: { planner: person.id } });
  planner = await contextFor(owner, person).then((ctx) => ({ ...ctx, database: web }));
  coach = await contextFor(owner, other).then((ctx) => ({ ...ctx, database: web }));
  outsider = await contextFor(owner, await addPerson(owner.sql, elsewhere, { role: "planner" })).then(
    (ctx) => ({
      ...ctx,
      database: web,
    }),
  );
});
afterAll(() => Promise.all([owner.close(), web.close()]));

async function activity(title: string): Promise<PlanItem> {
  const { activities } = await readStep(planner, { stepNumber: 7 });
  const found = activities.find((item) => item.title === title);
  if (!found) throw new Error(`No activity ${title}`);
  return found;
}
const eventsOf = (itemId: string) =>
  owner.sql`SELECT type, subject_type, actor_id, payload FROM domain_event WHERE subject_id = ${itemId} ORDER BY sequence`;

test("a planner changes an item, and the change has its event", async () => {
  const item = await activity("Conduct the readiness assessment");
  const answer = await updatePlanItem(planner, {
    kind: "activity",
    itemId: item.id,
    baseVersion: item.version,
    status: "done",
    startsOn: item.startsOn ?? undefined,
    note: "Every site has answered.",
  });
  expect(answer).toEqual({ ok: true, stepNumber: 7 });
  expect(await activity(item.title)).toMatchObject({
    status: "done",
    doneOn: planner.today,
    dueOn: null,
    ownerId: null,
    note: "Every site has answered.",
    version: item.version + 1,
  });
  const [event, ...rest] = await eventsOf(item.id);
  expect(rest).toEqual([]);
  expect(event).toMatchObject({
    type: "plan.item-changed",
    subject_type: "plan-activity",
    actor_id: planner.actor.personId,
    payload: { stepNumber: 7, status: "done" },
  });
  expect(JSON.stringify(event)).not.toContain("Every site has answered");
});

test("a change to an older version is not stored and comes back with what is stored", async () => {
  const item = await activity("Communicate the coaching model implementation plan to staff");
  const change = {
    kind: "activity",
    itemId: item.id,
    baseVersion: item.version,
    status: "in_progress",
  } as const;
  await updatePlanItem(planner, { ...change, note: "First writer" });
  const answer = await updatePlanItem(planner, { ...change, status: "at_risk", note: "Second writer" });
  expect(answer).toMatchObject({
    ok: false,
    code: "plan-item.stale",
    stored: { note: "First writer", status: "in_progress", version: item.version + 1 },
  });
  expect(await activity(item.title)).toMatchObject({ note: "First writer", status: "in_progress" });
  expect(await eventsOf(item.id)).toHaveLength(1);
});

test("of two simultaneous changes to one version one is stored and the other told", async () => {
  const item = await activity("Plan the training of coaches");
  const change = {
    kind: "activity",
    itemId: item.id,
    baseVersion: item.version,
    status: "in_progress",
  } as const;
  const answers = await Promise.all(
    ["one", "two"].map((note) => updatePlanItem(planner, { ...change, note })),
  );
  expect(answers.map(({ ok }) => ok).sort()).toEqual([false, true]);
});

test("a change that is posted twice, at once or later, is stored and told once", async () => {
  for (const title of ["Plan the training of coaches", "Plan the selection of coaches"]) {
    const item = await activity(title);
    const before = await eventsOf(item.id);
    const save = () =>
      updatePlanItem(planner, {
        ...{ kind: "activity", itemId: item.id, baseVersion: item.version, status: "done" },
        ...{ startsOn: "2026-11-02", note: "Saved twice" },
      });
    expect([...(await Promise.all([save(), save()])), await save()]).toEqual(
      Array(3).fill({ ok: true, stepNumber: 7 }),
    );
    expect((await activity(title)).version).toBe(item.version + 1);
    expect(await eventsOf(item.id)).toHaveLength(before.length + 1);
  }
});

test("a coach reads the plan with its owners' names, but does not change it", async () => {
  const step = await readStep(coach, { stepNumber: 4 });
  expect(step.permissions).toEqual({ canEdit: false });
  expect(step.step.ownerName).toBe("Pat Planner");
  const change = { itemId: step.step.id, baseVersion: 1, status: "reopened", note: "" } as const;
  await expect(updatePlanItem(coach, { kind: "step", ...change })).rejects.toMatchObject({ status: 403 });
  await expect(
    addPlanEvidence(coach, { kind: "step", itemId: step.step.id, title: "A paper" }),
  ).rejects.toMatchObject({ status: 403 });
  expect((await readPlanItem(coach, { kind: "step", itemId: step.step.id })).people).toEqual([]);
});

test("the database refuses a coach's write even without the policy in front", async () => {
  const { updateItem } = await import("#app/features/planning/plan.queries.server.ts");
  const { inTransaction } = await import("#app/db/in-transaction.server.ts");
  const { step } = await readStep(coach, { stepNumber: 5 });
  const values = { ...step, approverId: null, note: "Overwritten" };
  const wrote = await inTransaction(coach, (db) =>
    updateItem(db, { kind: "step", itemId: step.id }, step.version, values),
  );
  expect(wrote).toBe(false);
});

test("an item of another program is not found", async () => {
  const item = await activity("Plan the selection of coaches");
  const ref = { kind: "activity", itemId: item.id } as const;
  await expect(readPlanItem(outsider, ref)).rejects.toMatchObject({ status: 404 });
  await expect(
    updatePlanItem(outsider, { ...ref, baseVersion: 1, status: "done", note: "" }),
  ).rejects.toMatchObject({ status: 404 });
});

test("an owner who is not on the planning team is refused at the field, and nothing is stored", async () => {
  const item = await activity("Plan the selection of coaches");
  const answer = await updatePlanItem(planner, {
    kind: "activity",
    itemId: item.id,
    baseVersion: item.version,
    status: "done",
    ownerId: coachId,
    note: "",
  });
  expect(answer).toMatchObject({ ok: false, fieldErrors: { ownerId: [expect.any(String)] } });
  expect((await activity(item.title)).version).toBe(item.version);
});

test("a complete step is reopened and keeps the first day on which it was complete", async () => {
  const { step } = await readStep(planner, { stepNumber: 2 });
  const change = { kind: "step", itemId: step.id, baseVersion: step.version, note: "" } as const;
  await updatePlanItem(planner, { ...change, status: "reopened", doneOn: step.doneOn ?? undefined });
  expect((await readStep(planner, { stepNumber: 2 })).step).toMatchObject({
    status: "reopened",
    doneOn: step.doneOn,
  });
});

test("evidence is added to a milestone and counted there, once if posted twice", async () => {
  const {
    milestones: [milestone],
  } = await readStep(planner, { stepNumber: 5 });
  if (!milestone) throw new Error("Step 5 has no milestone");
  const ref = { kind: "milestone", itemId: milestone.id } as const;
  const given = { ...ref, title: "Ratings", link: "https://example.test/r" };
  const [{ evidenceId }, again] = await Promise.all([
    addPlanEvidence(planner, given),
    addPlanEvidence(planner, given),
  ]);
  expect(again).toEqual({ ok: true, evidenceId });
  const { evidence, item } = await readPlanItem(planner, ref);
  expect(item.evidenceCount).toBe(1);
  expect(evidence).toEqual([
    {
      id: evidenceId,
      itemId: milestone.id,
      title: "Ratings",
      link: "https://example.test/r",
      addedOn: planner.today,
      addedBy: "Pat Planner",
    },
  ]);
  expect(await eventsOf(milestone.id)).toMatchObject([
    { type: "plan.evidence-added", payload: { evidenceId } },
  ]);
});
