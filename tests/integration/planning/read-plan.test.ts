import { afterAll, beforeAll, expect, test } from "vitest";
import type { PersonContext } from "#app/access/context.ts";
import { openDatabase } from "#app/db/client.server.ts";
import { readPlan } from "#app/features/planning/read-plan.server.ts";
import { readPracticeProfile } from "#app/features/planning/read-practice-profile.server.ts";
import { readStep } from "#app/features/planning/read-step.server.ts";
import { addPerson, addProgram } from "#tests/factories/people.ts";
import { addPlan, addPracticeProfile } from "#tests/factories/planning.ts";
import { contextFor } from "#tests/support/actors.ts";
import { testDatabase } from "#tests/support/database.ts";

const owner = openDatabase(testDatabase().ownerUrl, { connections: 2 });
const web = openDatabase(testDatabase().webUrl, { connections: 3 });
let lead: PersonContext;
let coachee: PersonContext;
let newcomer: PersonContext;

beforeAll(async () => {
  const program = await addProgram(owner.sql);
  const leader = await addPerson(owner.sql, program, { role: "lead" });
  const person = await addPerson(owner.sql, program, { role: "coachee" });
  const empty = await addProgram(owner.sql);
  await addPlan(owner, program, { owners: { lead: leader.id } });
  await addPracticeProfile(owner, program);
  const as = async (who: typeof leader) => ({ ...(await contextFor(owner, who)), database: web });
  lead = await as(leader);
  coachee = await as(person);
  newcomer = await as(await addPerson(owner.sql, empty, { role: "planner" }));
});
afterAll(() => Promise.all([owner.close(), web.close()]));

test("the plan shows three phases with Steps 2 to 7", async () => {
  const overview = await readPlan(coachee);
  expect(overview?.phases.map(({ number, steps }) => [number, steps.map((step) => step.number)])).toEqual([
    [1, [2, 3, 4]],
    [2, [5, 6]],
    [3, [7]],
  ]);
  expect(overview?.plan.desiredChange).toContain("will select a coaching model");
  expect(overview?.permissions).toEqual({ canEdit: false });
});

test("milestone numbers start again in each step, and unlisted numbers are not adopted", async () => {
  const overview = await readPlan(coachee);
  const steps = overview?.phases.flatMap((phase) => phase.steps) ?? [];
  expect(steps.map((step) => [step.number, step.milestones.map((milestone) => milestone.number)])).toEqual([
    [2, [1]],
    [3, [2]],
    [4, [2]],
    [5, [2]],
    [6, [3]],
    [7, [4]],
  ]);
  expect((await readStep(coachee, { stepNumber: 7 })).notAdopted).toEqual([1, 2, 3]);
});

test("late items are open and past their due day, and my tasks are the open ones I own", async () => {
  const overview = await readPlan(lead);
  expect(overview?.late.map(({ title }) => title)).toEqual([
    "Communicate the coaching model implementation plan to staff",
    "Review readiness findings and develop strategies to build capacity and strengthen motivation",
  ]);
  expect(overview?.myTasks.length).toBeGreaterThan(0);
  expect(overview?.myTasks.every(({ ownerId }) => ownerId === lead.actor.personId)).toBe(true);
  expect((await readPlan(coachee))?.myTasks).toEqual([]);
});

test("the practice profile is readable down to the levels, and says where it comes from", async () => {
  const profile = await readPracticeProfile(coachee);
  const functions = profile?.components.flatMap((component) => component.functions) ?? [];
  expect(profile?.components).toHaveLength(5);
  expect(functions.map(({ code }) => code)).toEqual(
    Array.from({ length: 12 }, (_, index) => `PC-${index + 1}`),
  );
  expect(functions[0]?.activities[0]?.levels.map(({ label }) => label)).toEqual([
    "Ideal",
    "Acceptable",
    "Developmental",
    "Unacceptable",
  ]);
  expect(profile?.origin).toMatchObject({
    stepNumber: 6,
    milestone: "Staff (practitioner) requirements specified",
  });
});

test("a program without plan and profile shows none, and no step", async () => {
  expect(await readPlan(newcomer)).toBeNull();
  expect(await readPracticeProfile(newcomer)).toBeNull();
  await expect(readStep(newcomer, { stepNumber: 2 })).rejects.toMatchObject({ status: 404 });
});
