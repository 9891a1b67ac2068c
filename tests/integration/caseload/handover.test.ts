import { randomUUID } from "node:crypto";
import { afterAll, beforeEach, expect, test } from "vitest";
import { openDatabase } from "#app/db/client.server.ts";
import { inSql } from "#app/db/in-transaction.server.ts";
import { announceHandover } from "#app/features/caseload/announce-handover.server.ts";
import { carryOutHandovers } from "#app/features/caseload/carry-out-handovers.server.ts";
import { handoverForm } from "#app/features/caseload/caseload.schema.ts";
import { changeGroup } from "#app/features/caseload/change-group.server.ts";
import { changeHandover } from "#app/features/caseload/change-handover.server.ts";
import { carryOut } from "#app/features/caseload/handovers.queries.server.ts";
import { planHandover } from "#app/features/caseload/plan-handover.server.ts";
import { readHandover } from "#app/features/caseload/read-handover.server.ts";
import { reconcileGroups } from "#app/features/caseload/reconcile-groups.server.ts";
import { editSession } from "#app/features/sessions/edit-session.server.ts";
import { logSession } from "#app/features/sessions/log-session.server.ts";
import { markStep } from "#app/features/sessions/mark-step.server.ts";
import { readPerson } from "#app/features/sessions/read-person.server.ts";
import { readSession } from "#app/features/sessions/read-session.server.ts";
import { saveGoal } from "#app/features/sessions/save-goal.server.ts";
import { goalInput } from "#app/features/sessions/session.schema.ts";
import { addAssessment, addInstrument } from "#tests/factories/fidelity.ts";
import { addPerson, assignCoach, certify, placeAt, type TestPerson } from "#tests/factories/people.ts";
import { addActionStep, addGoal } from "#tests/factories/sessions.ts";
import { NOON, systemContextFor } from "#tests/support/actors.ts";
import { testDatabase } from "#tests/support/database.ts";
import { whileRowsAreHeld } from "#tests/support/held-rows.ts";
import { type Coaching, setUpCoaching } from "../sessions/coaching.ts";

const worker = openDatabase(testDatabase().workerUrl, { connections: 3 });
const other = openDatabase(testDatabase().workerUrl, { connections: 2 });
const worlds: Coaching[] = [];
afterAll(() => Promise.all([worker.close(), other.close(), ...worlds.map((each) => each.close())]));

let world: Coaching;
let lead: TestPerson;
let receiver: TestPerson;
let second: TestPerson;
let made: {
  goalId: string;
  stepId: string;
  ownStepId: string;
  oldId: string;
  plannedId: string;
  assessmentId: string;
};

const HOUR = 3_600_000;
const after = (hours: number) => new Date(NOON.getTime() + hours * HOUR);
const SECRETS = ["Old words between the two", "Old words for nobody else"];

beforeEach(async () => {
  world = await setUpCoaching();
  worlds.push(world);
  const { owner, program, site, coach, coachee } = world;
  lead = await addPerson(owner, program, { role: "lead" });
  receiver = await addPerson(owner, program, { role: "coach", site });
  await certify(owner, receiver);
  second = await addPerson(owner, program, { role: "coachee", site });
  await assignCoach(owner, { coach, coachee: second, site, intensity: "high" });
  const pair = { coach, coachee, site };
  const [goalId, stepId, ownStepId] = [
    await addGoal(owner, pair),
    await addActionStep(owner, pair),
    await addActionStep(owner, pair),
  ];
  await owner`UPDATE action_step SET owner_id = ${coach.id} WHERE id = ${ownStepId}`;
  const ctx = await world.as(coach);
  const old = world.log({
    summary: SECRETS[0],
    privateNote: SECRETS[1],
    progress: { [goalId]: "in_progress" },
    reviews: { [stepId]: "partly_done" },
  });
  const planned = world.log({ status: "scheduled", sessionOn: "2026-11-20", focusIds: [] });
  for (const log of [old, planned]) expect(await logSession(ctx, log)).toMatchObject({ state: "stored" });
  const instrument = await addInstrument(owner, program);
  const assessmentId = await addAssessment(owner, instrument, { coach, rater: coach, site }).catch(
    async () => "",
  );
  made = { goalId, stepId, ownStepId, oldId: old.id, plannedId: planned.id, assessmentId };
});

const form = (given: object = {}) =>
  handoverForm.parse({
    intent: "confirm",
    id: randomUUID(),
    effectiveOn: "2026-11-16",
    receiverId: receiver.id,
    ...given,
  });
const handOver = async (given: object = {}, who = lead, now = NOON) => {
  const answer = await planHandover(await world.as(who, now), world.coach.id, form(given));
  if (!answer.ok || !("handoverId" in answer)) throw new Error(JSON.stringify(answer));
  return answer.handoverId;
};
const undo = async (id: string, now = NOON) =>
  changeHandover(await world.as(lead, now), id, { intent: "undo" });
const run = (now: Date, database = worker) =>
  carryOutHandovers(systemContextFor(database, world.program, { now }));

/** Everything that a handover may touch, as it stands. */
async function everything(): Promise<string[]> {
  const rows: string[] = [];
  for (const table of [
    ...[
      "coach_assignment",
      "goal",
      "action_step",
      "coaching_session",
      "session_attendee",
      "session_focus",
      "assessment",
    ],
    ...[
      "session_summary",
      "session_private_note",
      "session_goal_progress",
      "session_action_review",
      "group_assignment",
    ],
  ]) {
    const found = await world.owner.unsafe(
      `SELECT to_jsonb(t)::text AS row FROM ${table} t WHERE program_id = '${world.program.id}'`,
    );
    rows.push(...found.map(({ row }) => `${table} ${row}`));
  }
  return rows.sort();
}
const one = async (table: string, id: string) =>
  (await world.owner`SELECT * FROM ${world.owner(table)} WHERE id = ${id}`)[0];

test("the preview shows everything that will move and changes nothing", async () => {
  const before = await everything();
  const answer = await planHandover(await world.as(lead), world.coach.id, form({ intent: "preview" }));
  expect(answer).toMatchObject({
    ok: true,
    preview: {
      isToday: true,
      staying: [],
      receivers: [
        { id: receiver.id, people: 2, before: { coachees: 0 }, after: { coachees: 2, minutes: 120 } },
      ],
    },
  });
  const lines = answer.ok && "preview" in answer ? answer.preview.lines : [];
  expect(lines.find(({ coacheeId }) => coacheeId === world.coachee.id)).toMatchObject({
    ...{ goals: 1, steps: 2, sessions: [{ on: "2026-11-20", time: "09:00" }], notes: [] },
  });
  expect(await everything()).toEqual(before);
  expect(JSON.stringify(answer)).not.toMatch(/Asks open questions|Try it once|Old words/);
});

test("what is confirmed is what was shown: other choices are shown first and change nothing", async () => {
  const ctx = await world.as(lead);
  const shown = await planHandover(ctx, world.coach.id, form({ intent: "preview" }));
  const seen = shown.ok && "preview" in shown ? shown.preview.mark : "";
  const before = await everything();
  const later = { seen, effectiveOn: "2026-11-20" };
  const answer = await planHandover(ctx, world.coach.id, form(later));
  expect(answer).toMatchObject({
    ok: false,
    code: "handover.not-shown",
    preview: { effectiveOn: "2026-11-20", mark: expect.not.stringMatching(seen) },
  });
  expect(await everything()).toEqual(before);
  await handOver({ seen });
});

test("people, goals, open steps and planned sessions move; what is past stays where it was", async () => {
  await handOver();
  const { owner, coach, coachee } = world;
  expect(
    await owner`SELECT coach_id, intensity, starts_on, ends_on, end_reason FROM coach_assignment WHERE coachee_id = ${coachee.id} ORDER BY starts_on`,
  ).toMatchObject([
    { coach_id: coach.id, ends_on: "2026-11-16", end_reason: "Handed over" },
    { coach_id: receiver.id, intensity: "moderate", starts_on: "2026-11-16", ends_on: null },
  ]);
  expect(await one("goal", made.goalId)).toMatchObject({
    coach_id: receiver.id,
    earlier_coach_ids: [coach.id],
  });
  expect(await one("action_step", made.stepId)).toMatchObject({
    coach_id: receiver.id,
    owner_id: coachee.id,
  });
  expect(await one("action_step", made.ownStepId)).toMatchObject({
    coach_id: receiver.id,
    owner_id: receiver.id,
  });
  expect(await one("coaching_session", made.plannedId)).toMatchObject({
    lead_coach_id: receiver.id,
    is_coach_certified: true,
  });
  expect(await one("coaching_session", made.oldId)).toMatchObject({ lead_coach_id: coach.id });
  const page = await readPerson(await world.as(receiver), { personId: coachee.id, page: 1 });
  expect(page.goals).toHaveLength(1);
  expect(page.steps).toHaveLength(2);
  expect(page.planned.map(({ id }) => id)).toEqual([made.plannedId]);
});

test("the receiving coach sees no earlier session, summary or note, on no way", async () => {
  await handOver();
  const ctx = await world.as(receiver);
  await expect(readSession(ctx, made.oldId)).rejects.toMatchObject({ code: "not-found" });
  for (const table of [
    ...[
      "session_summary",
      "session_private_note",
      "session_goal_progress",
      "session_action_review",
      "note_key",
    ],
    ...["session_acknowledgement", "session_amendment_value", "session_reply"],
  ])
    expect(await inSql(ctx, (sql) => sql`SELECT FROM ${sql(table)}`), table).toHaveLength(0);
  const seen = await inSql(ctx, (sql) => sql`SELECT id FROM coaching_session`);
  expect(seen.map(({ id }) => id)).toEqual([made.plannedId]);
  expect(await inSql(ctx, (sql) => sql`SELECT FROM session_focus`)).toHaveLength(0);
});

test("the receiver is given structured facts: dose, focus, goals, steps, and no narrative", async () => {
  const id = await handOver();
  const page = await readHandover(await world.as(receiver), id);
  expect(page.viewer).toBe("receiver");
  const line = page.lines.find(({ coacheeId }) => coacheeId === world.coachee.id);
  expect(line).toMatchObject({
    isMine: true,
    facts: {
      heldSessions: 1,
      minutes: 60,
      heldLast90Days: 1,
      lastOn: "2026-11-13",
      focus: [{ title: "Function 1", sessions: 1 }],
    },
    goals: [{ title: "Asks open questions" }],
    steps: [{ what: "Try it once" }, { what: "Try it once" }],
  });
  for (const secret of SECRETS) expect(JSON.stringify(page)).not.toContain(secret);
  const stored =
    await world.owner`SELECT facts, before FROM handover_line JOIN handover_item USING (handover_id) WHERE handover_id = ${id}`;
  expect(JSON.stringify(stored)).not.toMatch(/Old words|Asks open|Try it once/);
  await expect(
    readHandover(await world.as(await addPerson(world.owner, world.program, { role: "coach" })), id),
  ).rejects.toMatchObject({
    code: "not-found",
  });
  // Oversight sees the dose, and no goals or steps.
  const shown = await readHandover(await world.as(world.supervisor), id);
  expect(shown.lines[0]?.goals).toEqual([]);
});

test("the former coach keeps reading what they wrote, and a log of a session held before still goes in", async () => {
  await handOver();
  const ctx = await world.as(world.coach);
  const session = await readSession(ctx, made.oldId);
  expect(JSON.stringify(session)).toContain("Asks open questions");
  expect(JSON.stringify(session)).toContain(SECRETS[0]);
  const late = world.log({
    sessionOn: "2026-11-12",
    progress: { [made.goalId]: "in_progress" },
    reviews: { [made.stepId]: "done" },
  });
  expect(await logSession(ctx, late)).toMatchObject({ state: "stored" });
  // The step is the new coach's to move on.
  expect(await one("action_step", made.stepId)).toMatchObject({
    status: "partly_done",
    coach_id: receiver.id,
  });
});

test("posted twice, and by two at once, it is one handover", async () => {
  const ctx = await world.as(lead);
  const posted = form();
  const answers = await Promise.all([1, 2, 3].map(() => planHandover(ctx, world.coach.id, posted)));
  expect(answers.map(({ ok }) => ok)).toEqual([true, true, true]);
  expect(await planHandover(ctx, world.coach.id, posted)).toMatchObject({ ok: true, isCarriedOut: true });
  expect(await planHandover(ctx, world.coach.id, { ...posted, effectiveOn: "2026-11-17" })).toMatchObject({
    code: "handover.id-taken",
  });
  expect(await world.owner`SELECT FROM handover WHERE program_id = ${world.program.id}`).toHaveLength(1);
  expect(await world.owner`SELECT FROM coach_assignment WHERE coach_id = ${receiver.id}`).toHaveLength(2);
  const types =
    await world.owner`SELECT type FROM domain_event WHERE subject_id = ${posted.id} ORDER BY sequence`;
  expect(types.map(({ type }) => type)).toEqual(["handover.planned", "handover.carried-out"]);
});

test("posted again, the handover of somebody who is no coach any more is the one that is stored", async () => {
  await world.owner`UPDATE role_assignment SET ends_on = '2026-11-10' WHERE person_id = ${world.coach.id}`;
  const posted = form();
  const post = async (who = lead) => planHandover(await world.as(who), world.coach.id, posted);
  const stored = { ok: true, handoverId: posted.id, isCarriedOut: true };
  expect([...(await Promise.all([post(), post()])), await post()]).toEqual([stored, stored, stored]);
  const told =
    await world.owner`SELECT type FROM domain_event WHERE subject_id = ${posted.id} ORDER BY sequence`;
  expect(told.map(({ type }) => type)).toEqual(["handover.planned", "handover.carried-out"]);
  for (const who of [world.coach, receiver, world.supervisor])
    await expect(post(who)).rejects.toMatchObject({ code: expect.stringMatching(/not-allowed|not-found/) });
});

test("two leads who hand the same people to different coaches at once: each person has one coach", async () => {
  const third = await addPerson(world.owner, world.program, { role: "coach", site: world.site });
  const ctx = await world.as(lead);
  const both = await Promise.all([
    planHandover(ctx, world.coach.id, form()),
    planHandover(ctx, world.coach.id, form({ receiverId: third.id })),
  ]);
  expect(both.filter(({ ok }) => ok).length).toBeGreaterThan(0);
  for (const { id } of [world.coachee, second])
    expect(
      await world.owner`SELECT FROM coach_assignment WHERE coachee_id = ${id} AND ends_on IS NULL`,
      "one coach",
    ).toHaveLength(1);
});

test("undone within a day, every row is exactly as it was", async () => {
  const before = await everything();
  const id = await handOver();
  expect(await everything()).not.toEqual(before);
  expect(await undo(id, after(23))).toEqual({ ok: true });
  expect(await everything()).toEqual(before);
  expect(await undo(id, after(23))).toEqual({ ok: true });
  expect(await one("handover", id)).toMatchObject({ state: "undone" });
  // And it may be done again.
  await handOver();
});

test("it is not undone after a day", async () => {
  const id = await handOver();
  expect(await undo(id, after(24))).toMatchObject({ ok: false, message: expect.stringMatching(/24 hours/) });
});

const asReceiver = () => world.as(receiver, after(1));
const goal = (given: object) => ({
  ...goalInput.parse({ title: "Another title", ...given }),
  personId: world.coachee.id,
});
test.each<[string, () => Promise<unknown>]>([
  [
    "action step was moved on",
    async () => markStep(await world.as(world.coachee), { stepId: made.stepId, status: "done" }),
  ],
  [
    "goal was changed",
    async () => saveGoal(await asReceiver(), goal({ goalId: made.goalId, rowVersion: 2 })),
  ],
  [
    "planned session was changed or logged",
    async () => {
      const moved = world.log({
        id: made.plannedId,
        status: "scheduled",
        sessionOn: "2026-11-21",
        focusIds: [],
      });
      expect(await editSession(await asReceiver(), { ...moved, rowVersion: 2 })).toMatchObject({ ok: true });
    },
  ],
  [
    "has logged or planned a session",
    async () => logSession(await asReceiver(), world.log({ sessionOn: "2026-11-16" })),
  ],
  ["has added a goal", async () => saveGoal(await asReceiver(), goal({}))],
  [
    "assignment was changed",
    () =>
      world.owner`UPDATE coach_assignment SET intensity = 'low'
        WHERE coach_id = ${receiver.id} AND coachee_id = ${world.coachee.id}`,
  ],
])("it is not undone once: %s", async (why, change) => {
  const id = await handOver();
  await change();
  const before = await everything();
  const answer = await undo(id, after(2));
  expect(answer).toMatchObject({ ok: false, message: expect.stringContaining(why) });
  expect(answer).toMatchObject({ message: expect.stringContaining(world.coachee.name) });
  expect(await everything()).toEqual(before);
});

test("a handover for a later day waits, is carried out once by the job, and moves what is there then", async () => {
  const before = await everything();
  const id = await handOver({ effectiveOn: "2026-12-01" });
  expect(await everything()).toEqual(before);
  const stepId = await addActionStep(world.owner, {
    coach: world.coach,
    coachee: world.coachee,
    site: world.site,
  });
  // 30 November is not over at the site until 08:00 in London.
  expect(await run(new Date("2026-12-01T07:59:00Z"))).toEqual({ due: 0, carriedOut: 0 });
  const now = new Date("2026-12-01T08:08:00Z");
  const runs = await Promise.all([run(now), run(now, other), run(now)]);
  expect(runs.reduce((sum, { carriedOut }) => sum + carriedOut, 0)).toBe(1);
  expect(await run(now)).toEqual({ due: 0, carriedOut: 0 });
  expect(await one("action_step", stepId)).toMatchObject({ coach_id: receiver.id });
  // Planned for a day before, so it is the leaving coach's.
  expect(await one("coaching_session", made.plannedId)).toMatchObject({ lead_coach_id: world.coach.id });
  expect(
    await world.owner`SELECT FROM coach_assignment WHERE coach_id = ${receiver.id} AND starts_on = '2026-12-01'`,
  ).toHaveLength(2);
  const events = await world.owner`SELECT type FROM domain_event WHERE subject_id = ${id} ORDER BY sequence`;
  expect(events.map(({ type }) => type)).toEqual(["handover.planned", "handover.carried-out"]);
});

test("a run that dies in the middle leaves nothing, and the next one does it all", async () => {
  const id = await handOver({ effectiveOn: "2026-12-01" });
  const before = await everything();
  const now = new Date("2026-12-01T08:08:00Z");
  const ctx = systemContextFor(worker, world.program, { now });
  const dying = inSql(ctx, async (sql) => {
    expect(await carryOut(sql, { id, at: now, today: "2026-12-01" })).not.toBeNull();
    throw new Error("The process ended");
  });
  await expect(dying).rejects.toThrow("The process ended");
  expect(await everything()).toEqual(before);
  expect(await run(now)).toEqual({ due: 1, carriedOut: 1 });
});

test("one that waits may be cancelled, and another is not planned beside it", async () => {
  const id = await handOver({ effectiveOn: "2026-12-01" });
  const again = await planHandover(await world.as(lead), world.coach.id, form({ effectiveOn: "2026-12-05" }));
  expect(again).toMatchObject({ ok: false, fieldErrors: { effectiveOn: [expect.any(String)] } });
  const ctx = await world.as(lead);
  const cancel = () => changeHandover(ctx, id, { intent: "cancel" });
  const both = await whileRowsAreHeld(
    world.owner,
    (sql) => sql`SELECT FROM handover WHERE id = ${id} FOR UPDATE`,
    [cancel, cancel],
  );
  expect(both.map((each) => "value" in each && each.value)).toEqual([{ ok: true }, { ok: true }]);
  expect(await cancel()).toEqual({ ok: true });
  const told =
    await world.owner`SELECT FROM domain_event WHERE subject_id = ${id} AND type = 'handover.cancelled'`;
  expect(told).toHaveLength(1);
  expect(await run(new Date("2026-12-02T08:08:00Z"))).toEqual({ due: 0, carriedOut: 0 });
});

test("people go to several coaches, some stay; a session of people who part stays and so does one with words in it", async () => {
  const third = await addPerson(world.owner, world.program, { role: "coach", site: world.site });
  const ctx = await world.as(world.coach);
  const both = world.log({
    ...{ status: "scheduled", sessionOn: "2026-11-24", focusIds: [], format: "pair" },
    attendeeIds: [world.coachee.id, second.id],
  });
  const written = world.log({ status: "scheduled", sessionOn: "2026-11-25", focusIds: [] });
  for (const log of [both, written]) expect(await logSession(ctx, log)).toMatchObject({ state: "stored" });
  await world.owner`INSERT INTO session_summary (session_id, program_id, coach_id, body)
    VALUES (${written.id}, ${world.program.id}, ${world.coach.id}, 'Prepared words')`;
  await handOver({ receiverId: undefined, to: { [world.coachee.id]: receiver.id, [second.id]: third.id } });
  const leads = async (id: string) => (await one("coaching_session", id))?.lead_coach_id;
  expect(await leads(made.plannedId)).toBe(receiver.id);
  expect(await leads(both.id)).toBe(world.coach.id);
  expect(await leads(written.id)).toBe(world.coach.id);
  expect(
    await world.owner`SELECT FROM coach_assignment WHERE coach_id = ${third.id} AND coachee_id = ${second.id}`,
  ).toHaveLength(1);
});

test("somebody whom the receiver coaches already is not assigned twice", async () => {
  await assignCoach(world.owner, {
    coach: receiver,
    coachee: world.coachee,
    site: world.site,
    endsOn: "2026-12-01",
  });
  const before = await everything();
  const id = await handOver();
  expect(
    await world.owner`SELECT starts_on, ends_on FROM coach_assignment WHERE coach_id = ${receiver.id} AND coachee_id = ${world.coachee.id} ORDER BY starts_on`,
  ).toMatchObject([{ ends_on: "2026-12-01" }, { starts_on: "2026-12-01", ends_on: null }]);
  expect(await undo(id)).toEqual({ ok: true });
  expect(await everything()).toEqual(before);
});

test("a group goes with its people and those to come", async () => {
  const { owner, program, site, coach } = world;
  const [groupId, groupAssignmentId] = [randomUUID(), randomUUID()];
  await owner`INSERT INTO coaching_group (id, program_id, site_id, kind, name) VALUES (${groupId}, ${program.id}, ${site.id}, 'group', 'Intake')`;
  const ctx = await world.as(lead);
  const member = await addPerson(owner, program, { role: "coachee", site });
  await changeGroup(ctx, groupId, { intent: "add-member", personId: member.id, startsOn: "2026-11-01" });
  const assigned = {
    intent: "assign-coach" as const,
    id: groupAssignmentId,
    coachId: coach.id,
    intensity: "moderate" as const,
  };
  expect(await changeGroup(ctx, groupId, { ...assigned, startsOn: "2026-11-01" })).toEqual({ ok: true });
  const before = await everything();
  const id = await handOver();
  const joiner = await addPerson(owner, program, { role: "coachee" });
  await placeAt(owner, joiner, { site, startsOn: "2026-11-01" });
  const rows = async () =>
    owner`SELECT coachee_id, coach_id FROM coach_assignment WHERE coachee_id = ${member.id} AND ends_on IS NULL`;
  expect(await rows()).toMatchObject([{ coach_id: receiver.id }]);
  expect(await reconcileGroups(systemContextFor(worker, program))).toMatchObject({
    groups: 1,
    added: 0,
    ended: 0,
    removed: 0,
  });
  expect(await undo(id)).toEqual({ ok: true });
  expect(await everything()).toEqual(before);
  const again = await handOver();
  await changeGroup(ctx, groupId, { intent: "add-member", personId: joiner.id, startsOn: "2026-11-16" });
  expect(await owner`SELECT coach_id FROM coach_assignment WHERE coachee_id = ${joiner.id}`).toMatchObject([
    { coach_id: receiver.id },
  ]);
  // Whoever joined since has the receiving coach only: nothing could be put back for them.
  expect(await undo(again)).toMatchObject({ ok: false, message: expect.stringMatching(/assigned anew/) });
});

test("leads of the site and administrators hand over, nobody else, and nobody's people of another place", async () => {
  const { owner, program, coach } = world;
  for (const role of ["supervisor", "coach", "evaluator"] as const) {
    const who = await addPerson(owner, program, { role });
    const asked = planHandover(await world.as(who), coach.id, form());
    await expect(asked, role).rejects.toMatchObject({ code: expect.stringMatching(/not-allowed|not-found/) });
  }
  const admin = await addPerson(owner, program, { role: "admin" });
  const stranger = await addPerson(owner, program, { role: "coachee" });
  await expect(
    planHandover(await world.as(admin), coach.id, form({ receiverId: stranger.id })),
  ).rejects.toMatchObject({ code: "not-found" });
  const id = await handOver({}, admin);
  await expect(
    changeHandover(await world.as(world.supervisor), id, { intent: "undo" }),
  ).rejects.toMatchObject({ code: "not-allowed" });
  const direct = async (who: TestPerson) =>
    inSql(
      await world.as(who),
      (sql) => sql<[{ why: string | null }]>`SELECT app.undo_handover(${id}, ${NOON}) AS why`,
    );
  for (const who of [coach, receiver, world.supervisor]) expect((await direct(who))[0].why).toBe("state");
  expect(await one("handover", id)).toMatchObject({ state: "carried_out" });
});

test("coaches and coachees are told once, and nothing that was said is in it", async () => {
  const id = await handOver();
  const tell = () => announceHandover(systemContextFor(worker, world.program), { handoverId: id });
  const told = await Promise.all([tell(), tell()]);
  expect(told[0].told + told[1].told).toBe(4);
  expect(await tell()).toEqual({ told: 0 });
  const inbox = await world.owner`SELECT title, body FROM inbox_item WHERE subject_id = ${id}`;
  expect(inbox.map(({ title }) => title)).toContain(`${receiver.name} is your coach from Mon 16 Nov 2026 on`);
  expect(JSON.stringify(inbox)).not.toMatch(/Old words|Asks open|Try it/);
});

test("nobody hands over in the name of nobody", async () => {
  const id = await handOver({ effectiveOn: "2026-11-20" });
  const web = openDatabase(testDatabase().webUrl, { connections: 1 });
  try {
    const nobody = { ...systemContextFor(web, world.program), now: after(200) };
    const moved = await inSql(nobody, (sql) => carryOut(sql, { id, at: after(200), today: "2026-11-24" }));
    expect(moved).toBeNull();
  } finally {
    await web.close();
  }
  expect(await run(after(200))).toEqual({ due: 1, carriedOut: 1 });
});
