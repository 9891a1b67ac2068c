import { randomUUID } from "node:crypto";
import { afterAll, beforeEach, expect, test } from "vitest";
import { logSession } from "#app/features/sessions/log-session.server.ts";
import { makePlan } from "#app/features/sessions/make-plan.server.ts";
import { readPlan } from "#app/features/sessions/read-plans.server.ts";
import { readSession } from "#app/features/sessions/read-session.server.ts";
import { planInput } from "#app/features/sessions/session-plan.schema.ts";
import { addPerson, assignCoach, type TestPerson } from "#tests/factories/people.ts";
import { type Coaching, setUpCoaching } from "./coaching.ts";

let it: Coaching;
let second: TestPerson;
const opened: Coaching[] = [];
beforeEach(async () => {
  it = await setUpCoaching();
  opened.push(it);
  second = await addPerson(it.owner, it.program, {
    ...{ role: "coachee", site: it.site, givenName: "Ana", familyName: "Alder" },
  });
  await assignCoach(it.owner, { coach: it.coach, coachee: second, site: it.site });
});
afterAll(() => Promise.all(opened.map((each) => each.close())));

const plan = async (given: Record<string, unknown>) => {
  const input = planInput.parse({
    ...{ id: randomUUID(), attendeeIds: [second.id], sessionOn: "2026-11-17", startTime: "09:30" },
    ...{ endTime: "10:30", modality: "phone" },
    ...given,
  });
  expect(await makePlan(await it.as(it.coach), input)).toMatchObject({ ok: true });
  return input.id;
};
const overlapsOf = async (id: string, person = it.coach) =>
  (await readSession(await it.as(person), id)).overlaps;

test("a log at the time of another is stored, and both say so; one that begins as the other ends does not", async () => {
  const logs = [
    it.log({ sessionOn: "2026-11-13", startTime: "09:00", endTime: "10:00" }),
    it.log({ sessionOn: "2026-11-13", startTime: "09:59", endTime: "10:30", attendeeIds: [second.id] }),
    it.log({ sessionOn: "2026-11-13", startTime: "10:30", endTime: "11:00" }),
  ];
  for (const log of logs)
    expect(await logSession(await it.as(it.coach), log)).toMatchObject({ state: "stored" });
  const [first, between, last] = logs.map(({ id }) => id) as [string, string, string];
  expect(await overlapsOf(between)).toEqual([
    {
      id: first,
      ofOn: "2026-11-13",
      on: "2026-11-13",
      startTime: "09:00",
      endTime: "10:00",
      names: ["Elio Ember"],
    },
  ]);
  expect(await overlapsOf(first)).toMatchObject([{ id: between, names: ["Ana Alder"] }]);
  expect(await overlapsOf(last)).toEqual([]);
  expect(await overlapsOf(first, it.coachee)).toEqual([]);
});

test("what was called off takes nobody's time", async () => {
  const off = it.log({
    sessionOn: "2026-11-13",
    status: "cancelled_by_coachee",
    notHeldReason: "court",
    statusReason: "Court",
  });
  const held = it.log({ sessionOn: "2026-11-13", attendeeIds: [second.id] });
  for (const log of [off, held]) await logSession(await it.as(it.coach), log);
  expect(await overlapsOf(held.id)).toEqual([]);
  expect(await overlapsOf(off.id)).toEqual([]);
});

test("a series names the days on which the coach has something else", async () => {
  for (const sessionOn of ["2026-11-24", "2026-12-08"])
    await plan({ attendeeIds: [it.coachee.id], sessionOn, startTime: "10:00", endTime: "11:00" });
  const planId = await plan({ repeats: "weekly" });
  const { overlaps } = await readPlan(await it.as(it.coach), { planId });
  expect(overlaps.map(({ ofOn, names }) => [ofOn, names])).toEqual([
    ["2026-11-24", ["Elio Ember"]],
    ["2026-12-08", ["Elio Ember"]],
  ]);
});

test("a session that the coach only joins takes their time, without the names of people that are not theirs", async () => {
  const colleague = await addPerson(it.owner, it.program, { role: "coach", site: it.site });
  const theirs = await addPerson(it.owner, it.program, { role: "coachee", site: it.site });
  await assignCoach(it.owner, { coach: colleague, coachee: theirs, site: it.site });
  const joined = it.log({
    ...{ sessionOn: "2026-11-13", attendeeIds: [theirs.id] },
    alsoThere: [{ personId: it.coach.id, role: "co_coach" }],
  });
  const own = it.log({ sessionOn: "2026-11-13" });
  expect(await logSession(await it.as(colleague), joined)).toMatchObject({ ok: true });
  expect(await logSession(await it.as(it.coach), own)).toMatchObject({ ok: true });
  expect(await overlapsOf(own.id)).toMatchObject([{ id: joined.id, names: [] }]);
});
