import { randomUUID } from "node:crypto";
import { afterAll, beforeEach, expect, test } from "vitest";
import { openDatabase } from "#app/db/client.server.ts";
import { inSql } from "#app/db/in-transaction.server.ts";
import { addGroup } from "#app/features/caseload/add-group.server.ts";
import { groupForm, newGroup } from "#app/features/caseload/caseload.schema.ts";
import { changeGroup } from "#app/features/caseload/change-group.server.ts";
import { matchGroup } from "#app/features/caseload/match-group.server.ts";
import { readGroup } from "#app/features/caseload/read-group.server.ts";
import { reconcileGroups } from "#app/features/caseload/reconcile-groups.server.ts";
import {
  addPerson,
  addUnit,
  assignCoach,
  placeAt,
  type TestPerson,
  type TestUnit,
} from "#tests/factories/people.ts";
import { systemContextFor } from "#tests/support/actors.ts";
import { testDatabase } from "#tests/support/database.ts";
import { type Coaching, setUpCoaching } from "../sessions/coaching.ts";

const worker = openDatabase(testDatabase().workerUrl, { connections: 3 });
const other = openDatabase(testDatabase().workerUrl, { connections: 2 });
const worlds: Coaching[] = [];
afterAll(() => Promise.all([worker.close(), other.close(), ...worlds.map((each) => each.close())]));

let world: Coaching;
let lead: TestPerson;
let unit: TestUnit;
let team: TestPerson[];
beforeEach(async () => {
  world = await setUpCoaching();
  worlds.push(world);
  const { owner, program, site } = world;
  lead = await addPerson(owner, program, { role: "lead" });
  unit = await addUnit(owner, site);
  team = [];
  for (let count = 0; count < 3; count += 1)
    team.push(await addPerson(owner, program, { role: "coachee", site, unit }));
  await addPerson(owner, program, { role: "supervisor", site, unit });
});

const add = async (given: object = {}, who = lead) => {
  const input = newGroup.parse({ id: randomUUID(), kind: "unit", name: "Intake", unitId: unit.id, ...given });
  return { id: input.id, answer: await addGroup(await world.as(who), input) };
};
const change = async (groupId: string, form: object, who = lead) =>
  changeGroup(await world.as(who), groupId, groupForm.parse(form));
const assign = (given: object = {}) => ({
  ...{
    intent: "assign-coach",
    id: randomUUID(),
    coachId: world.coach.id,
    intensity: "moderate",
    startsOn: "2026-11-01",
  },
  ...given,
});
const rows = (personId?: string) => world.owner`
  SELECT coachee_id, coach_id, starts_on, ends_on, group_assignment_id, ended_by_group FROM coach_assignment
  WHERE program_id = ${world.program.id} AND coachee_id <> ${world.coachee.id}
    ${personId ? world.owner`AND coachee_id = ${personId}` : world.owner``}
  ORDER BY coachee_id, starts_on`;
const reconcile = (database = worker) => reconcileGroups(systemContextFor(database, world.program));

test("assigning a coach to a unit assigns them to everybody in it who is coached, and ending it ends that", async () => {
  const { id } = await add();
  const form = assign();
  expect(await change(id, form)).toEqual({ ok: true });
  expect((await rows()).map(({ coachee_id }) => coachee_id)).toEqual(team.map((each) => each.id).sort());
  expect(await rows()).toMatchObject(
    team.map(() => ({ coach_id: world.coach.id, group_assignment_id: form.id, ends_on: null })),
  );
  expect(await readGroup(await world.as(lead), id)).toMatchObject({
    kind: "unit",
    coaching: [{ people: 3, state: "current" }],
  });
  expect(await change(id, { intent: "end-coach", id: form.id, endsOn: "2026-12-01" })).toEqual({ ok: true });
  expect(await rows()).toMatchObject(team.map(() => ({ ends_on: "2026-12-01", ended_by_group: true })));
});

test("joiners and leavers follow: twice, in parallel, and nothing once it is done", async () => {
  const { id } = await add();
  await change(id, assign());
  const { owner, program, site } = world;
  const joiner = await addPerson(owner, program, { role: "coachee" });
  await placeAt(owner, joiner, { site, unit, startsOn: "2026-11-10" });
  const [leaver, moved] = team as [TestPerson, TestPerson];
  await owner`UPDATE site_assignment SET ends_on = '2026-11-12' WHERE person_id = ${leaver.id}`;
  await owner`UPDATE person SET deactivated_on = '2026-11-14' WHERE id = ${moved.id}`;
  const results = await Promise.all([reconcile(), reconcile(other), reconcile()]);
  expect(results.reduce((sum, { added, ended }) => sum + added + ended, 0)).toBe(3);
  expect(await reconcile()).toEqual({ groups: 1, added: 0, ended: 0, removed: 0 });
  expect(await rows(joiner.id)).toMatchObject([{ starts_on: "2026-11-10", ends_on: null }]);
  expect(await rows(leaver.id)).toMatchObject([{ ends_on: "2026-11-12", ended_by_group: true }]);
  expect(await rows(moved.id)).toMatchObject([{ ends_on: "2026-11-14" }]);
  expect(
    await owner`SELECT FROM domain_event WHERE subject_id = ${id} AND type = 'group.reconciled'`,
  ).toHaveLength(2);
});

test("a run that dies leaves whole groups, and one for a person looks at their groups alone", async () => {
  const { id } = await add();
  await change(id, assign());
  const joiner = await addPerson(world.owner, world.program, { role: "coachee", site: world.site, unit });
  const ctx = systemContextFor(worker, world.program);
  const dying = inSql(ctx, async (sql) => {
    expect(await matchGroup(sql, ctx, id)).toMatchObject({ added: 1 });
    throw new Error("The process ended");
  });
  await expect(dying).rejects.toThrow("The process ended");
  expect(await rows(joiner.id)).toHaveLength(0);
  expect(await reconcileGroups(ctx, { personId: world.coachee.id })).toMatchObject({ groups: 0 });
  expect(await reconcileGroups(ctx, { personId: joiner.id })).toMatchObject({ groups: 1, added: 1 });
});

test("an assignment that somebody ended by hand stays ended, and one that was there already is not doubled", async () => {
  const [first, second] = team as [TestPerson, TestPerson];
  await assignCoach(world.owner, {
    coach: world.coach,
    coachee: first,
    site: world.site,
    startsOn: "2026-01-01",
  });
  const { id } = await add();
  await change(id, assign());
  expect(await rows(first.id)).toMatchObject([{ group_assignment_id: null }]);
  await world.owner`UPDATE coach_assignment SET ends_on = '2026-11-10' WHERE coachee_id = ${second.id}`;
  expect(await reconcile()).toMatchObject({ added: 0, ended: 0, removed: 0 });
});

test("a pair has two members who are coached from their day on", async () => {
  const { id } = await add({ kind: "pair", name: "Two of them", siteId: world.site.id, unitId: undefined });
  await change(id, assign());
  const [one, two, three] = team as [TestPerson, TestPerson, TestPerson];
  for (const person of [one, two])
    expect(await change(id, { intent: "add-member", personId: person.id, startsOn: "2026-11-16" })).toEqual({
      ok: true,
    });
  expect(
    await change(id, { intent: "add-member", personId: three.id, startsOn: "2026-11-16" }),
  ).toMatchObject({
    fieldErrors: { personId: [expect.any(String)] },
  });
  expect(await rows()).toMatchObject([{ starts_on: "2026-11-16" }, { starts_on: "2026-11-16" }]);
  const [member] = (await readGroup(await world.as(lead), id)).members;
  const leave = { intent: "end-member", id: member?.id, endsOn: "2026-12-01" };
  expect(await change(id, leave)).toEqual({ ok: true });
  expect(await change(id, leave)).toEqual({ ok: true });
  expect(await rows(member?.personId)).toMatchObject([{ ends_on: "2026-12-01", ended_by_group: true }]);
});

test("who leaves a group today leaves it once, however often it is posted", async () => {
  const { id } = await add({ kind: "group", name: "Some", siteId: world.site.id, unitId: undefined });
  await change(id, { intent: "add-member", personId: team[0]?.id, startsOn: "2026-11-02" });
  const [member] = (await readGroup(await world.as(lead), id)).members;
  const leave = { intent: "end-member", id: member?.id, endsOn: "2026-11-16" };
  const post = () => change(id, leave);
  expect([...(await Promise.all([post(), post()])), await post()]).toEqual(Array(3).fill({ ok: true }));
  const told =
    await world.owner`SELECT FROM domain_event WHERE subject_id = ${id} AND type = 'group.member-left'`;
  expect(told).toHaveLength(1);
  expect(await change(id, { ...leave, endsOn: "2026-12-01" })).toMatchObject({ code: "group.dates" });
});

test("posted twice and at once it is one group and one assignment", async () => {
  const input = newGroup.parse({ id: randomUUID(), kind: "unit", name: "Intake", unitId: unit.id });
  const ctx = await world.as(lead);
  expect(await Promise.all([addGroup(ctx, input), addGroup(ctx, input)])).toEqual([
    { ok: true, id: input.id },
    { ok: true, id: input.id },
  ]);
  expect(await addGroup(ctx, { ...input, name: "Other" })).toMatchObject({ code: "stored-already" });
  expect(await addGroup(ctx, input)).toEqual({ ok: true, id: input.id });
  expect(
    await world.owner`SELECT type FROM domain_event WHERE subject_id = ${input.id} ORDER BY sequence`,
  ).toEqual([{ type: "group.added" }]);
  const form = groupForm.parse(assign());
  const both = await Promise.all([changeGroup(ctx, input.id, form), changeGroup(ctx, input.id, form)]);
  expect(both).toEqual([{ ok: true }, { ok: true }]);
  expect(await rows()).toHaveLength(3);
  expect((await add({ name: "Other" })).answer).toMatchObject({
    ok: false,
    fieldErrors: { unitId: [expect.any(String)] },
  });
});

test("a lead of the site and administrators change groups, nobody else", async () => {
  const { id } = await add();
  for (const role of ["supervisor", "coach", "evaluator"] as const) {
    const who = await addPerson(world.owner, world.program, { role });
    const refused = { code: expect.stringMatching(/not-allowed|not-found/) };
    await expect(change(id, assign(), who), role).rejects.toMatchObject(refused);
    await expect(add({ name: "Another" }, who), role).rejects.toMatchObject(refused);
  }
  const elsewhere = await setUpCoaching();
  worlds.push(elsewhere);
  await expect(change(id, assign({ coachId: elsewhere.coach.id }))).rejects.toMatchObject({
    code: "not-found",
  });
  const stranger = await addPerson(elsewhere.owner, elsewhere.program, { role: "lead" });
  await expect(readGroup(await elsewhere.as(stranger), id)).rejects.toMatchObject({ code: "not-found" });
});
