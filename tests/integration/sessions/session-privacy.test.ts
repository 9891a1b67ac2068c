import { afterAll, beforeAll, expect, test } from "vitest";
import { inSql } from "#app/db/in-transaction.server.ts";
import { editSession } from "#app/features/sessions/edit-session.server.ts";
import { logSession } from "#app/features/sessions/log-session.server.ts";
import { openSessionEdit } from "#app/features/sessions/open-session-edit.server.ts";
import { createNoteSeal } from "#app/features/sessions/private-note.server.ts";
import { readSession } from "#app/features/sessions/read-session.server.ts";
import type { SessionInput } from "#app/features/sessions/session.schema.ts";
import { addPerson, assignCoach, giveRole, type TestPerson } from "#tests/factories/people.ts";
import { addActionStep, addGoal } from "#tests/factories/sessions.ts";
import { type Coaching, setUpCoaching } from "./coaching.ts";

let it: Coaching;
let input: SessionInput;
beforeAll(async () => {
  it = await setUpCoaching();
  const goal = await addGoal(it.owner, it);
  const step = await addActionStep(it.owner, it);
  input = it.log({
    summary: "Shared words",
    privateNote: "Words for nobody else",
    progress: { [goal]: "in_progress" },
    reviews: { [step]: "partly_done" },
  });
  await logSession(await it.as(it.coach), input);
});
afterAll(() => it.close());

const CONVERSATION = [
  "session_summary",
  "session_private_note",
  "note_key",
  "session_amendment_value",
  "session_reply",
  "session_goal_progress",
  "session_action_review",
  "goal",
  "action_step",
] as const;

test.each(["supervisor", "lead", "evaluator"] as const)(
  "a %s sees the dose and nothing of the conversation",
  async (role) => {
    const person = await addPerson(it.owner, it.program);
    await giveRole(it.owner, person, { role, siteId: it.site.id });
    const ctx = await it.as(person);
    const page = await readSession(ctx, input.id);
    expect(page).toMatchObject({ viewer: "oversight", conversation: null, privateNote: null });
    expect(page.session.minutes.meeting).toBe(60);
    expect(JSON.stringify(page)).not.toMatch(/Shared words|Words for/);
    for (const table of CONVERSATION)
      expect(await inSql(ctx, (sql) => sql`SELECT 1 FROM ${sql(table)}`), table).toHaveLength(0);
    expect(await inSql(ctx, (sql) => sql`SELECT 1 FROM coaching_session`)).toHaveLength(1);
  },
);

test("oversight of another site sees no session at all", async () => {
  const person = await addPerson(it.owner, it.program, { role: "planner" });
  const ctx = await it.as(person);
  await expect(readSession(ctx, input.id)).rejects.toMatchObject({ code: "not-found" });
});

test("the coachee reads the summary and never the private note", async () => {
  const ctx = await it.as(it.coachee);
  const page = await readSession(ctx, input.id);
  expect(page).toMatchObject({
    viewer: "coachee",
    conversation: { summary: "Shared words" },
    privateNote: null,
  });
  expect(page.permissions).toEqual({
    canEdit: false,
    canAmend: false,
    canComplete: false,
    canPlanAgain: false,
    canAcknowledge: true,
    canReply: false,
  });
  expect(await inSql(ctx, (sql) => sql`SELECT 1 FROM session_private_note`)).toHaveLength(0);
});

test("the author alone reads the private note", async () => {
  expect((await readSession(await it.as(it.coach), input.id)).privateNote).toBe("Words for nobody else");
  const [row] = await it.owner`
    SELECT ciphertext, key.id, wrapped_key AS "wrappedKey" FROM session_private_note note JOIN note_key key ON key.id = note.key_id
    WHERE session_id = ${input.id}`;
  const { ciphertext, id, wrappedKey } = row as { ciphertext: Buffer; id: string; wrappedKey: Buffer };
  const key = { id, wrappedKey };
  expect(ciphertext.toString("latin1")).not.toContain("nobody");
  const seal = createNoteSeal(process.env.NOTE_KEY ?? "");
  const place = { authorId: it.coach.id, sessionId: input.id };
  expect(seal.open(ciphertext, place, key)).toBe("Words for nobody else");
  expect(() => seal.open(ciphertext, { ...place, authorId: it.coachee.id }, key)).toThrow();
  expect(() => seal.open(ciphertext, { ...place, sessionId: it.site.id }, key)).toThrow();
  expect(() => seal.open(ciphertext, place, null)).toThrow();
  expect(() => seal.open(ciphertext, place, { id, wrappedKey: null })).toThrow();
  expect(() => createNoteSeal(Buffer.alloc(32, 8).toString("base64")).open(ciphertext, place, key)).toThrow();
});

test("a query that forgets who acts returns nothing", async () => {
  for (const table of [
    "coaching_session",
    "session_attendee",
    "session_focus",
    "session_strategy",
    ...CONVERSATION,
  ])
    expect(await it.web.sql`SELECT 1 FROM ${it.web.sql(table)}`, table).toHaveLength(0);
});

test("a coachee who did not come to a session of several reads its facts, and nothing of what was said", async () => {
  const absentee = await addPerson(it.owner, it.program, { role: "coachee", site: it.site });
  await assignCoach(it.owner, { coach: it.coach, coachee: absentee, site: it.site });
  const goal = await addGoal(it.owner, it);
  const own = await addActionStep(it.owner, { coach: it.coach, coachee: absentee, site: it.site });
  const together = it.log({
    ...{ attendeeIds: [it.coachee.id, absentee.id], summary: "Said without them" },
    ...{ attendance: { [absentee.id]: "absent" as const }, progress: { [goal]: "in_progress" as const } },
    ...{ artefactRef: "Folder 3", observationKind: "live" as const, escalation: "policy_concern" as const },
  });
  expect(await logSession(await it.as(it.coach), together)).toMatchObject({ ok: true });
  const changed = { ...together, summary: "Said otherwise", rowVersion: 1 };
  expect(await editSession(await it.as(it.coach), changed)).toMatchObject({ ok: true });
  const ctx = await it.as(absentee);
  const page = await readSession(ctx, together.id);
  expect(page).toMatchObject({ viewer: "coachee", conversation: null, session: { escalation: null } });
  expect(page.permissions.canAcknowledge).toBe(false);
  expect(JSON.stringify(page)).not.toMatch(/Said|Folder 3/);
  for (const table of [
    "session_summary",
    "session_detail",
    "session_goal_progress",
    "session_amendment_value",
  ])
    expect(
      await inSql(ctx, (sql) => sql`SELECT 1 FROM ${sql(table)} WHERE session_id = ${together.id}`),
      table,
    ).toHaveLength(0);
  const mine = await inSql(ctx, (sql) => sql`SELECT id FROM action_step`);
  expect(mine).toEqual([{ id: own }]);
  expect((await readSession(await it.as(it.coachee), together.id)).conversation?.summary).toBe(
    "Said otherwise",
  );

  const missed = it.log({
    ...{ attendeeIds: [absentee.id], sessionOn: "2026-11-12", status: "no_show_coachee" as const },
    ...{ notHeldReason: "not_known" as const, summary: "Is everything all right?" },
  });
  expect(await logSession(await it.as(it.coach), missed)).toMatchObject({ ok: true });
  expect((await readSession(ctx, missed.id)).conversation?.summary).toBe("Is everything all right?");
});

test("of a session of a pair each reads the goals that are theirs, the coach both, also in what was changed", async () => {
  const second = await addPerson(it.owner, it.program, { role: "coachee", site: it.site });
  await assignCoach(it.owner, { coach: it.coach, coachee: second, site: it.site });
  const goals = [
    await addGoal(it.owner, it),
    await addGoal(it.owner, { coach: it.coach, coachee: second, site: it.site }),
  ] as const;
  const together = it.log({
    ...{ attendeeIds: [it.coachee.id, second.id], sessionOn: "2026-11-13" },
    progress: { [goals[0]]: "in_progress" as const, [goals[1]]: "not_started" as const },
    selfScale: { [goals[0]]: 3, [goals[1]]: 7 },
  });
  const coach = await it.as(it.coach);
  expect(await logSession(coach, together)).toMatchObject({ ok: true });
  const form = await openSessionEdit(coach, together.id);
  const offered = new Map(form.goals.map(({ id, personId }) => [id, personId]));
  expect(goals.map((id) => offered.get(id))).toEqual([it.coachee.id, second.id]);
  expect(form.values[`selfScale.${goals[1]}`]).toEqual(["7"]);
  const changed = { ...together, selfScale: { [goals[0]]: 4, [goals[1]]: 8 }, rowVersion: 1 };
  expect(await editSession(coach, changed)).toMatchObject({ ok: true });

  const readBy = async (person: TestPerson) => {
    const page = await readSession(await it.as(person), together.id);
    return {
      progress: page.conversation?.progress.map(({ goalId, selfScale }) => [goalId, selfScale]).sort(),
      changed: page.history.flatMap(({ changes }) => changes.map(({ subjectId }) => subjectId)).sort(),
    };
  };
  const both = [
    [goals[0], 4],
    [goals[1], 8],
  ].sort();
  expect(await readBy(it.coach)).toEqual({ progress: both, changed: [...goals].sort() });
  expect(await readBy(it.coachee)).toEqual({ progress: [[goals[0], 4]], changed: [goals[0]] });
  expect(await readBy(second)).toEqual({ progress: [[goals[1], 8]], changed: [goals[1]] });
  const rows = await inSql(
    await it.as(second),
    (sql) => sql`SELECT goal_id FROM session_goal_progress WHERE session_id = ${together.id}`,
  );
  expect(rows).toEqual([{ goal_id: goals[1] }]);
});
