import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { PersonContext } from "#app/access/context.ts";
import { inSql } from "#app/db/in-transaction.server.ts";
import { listCalendarSessions } from "#app/features/calendar/calendars.queries.server.ts";
import { editSession } from "#app/features/sessions/edit-session.server.ts";
import { listSessions } from "#app/features/sessions/list-sessions.server.ts";
import { logSession } from "#app/features/sessions/log-session.server.ts";
import { openSessionForm } from "#app/features/sessions/open-session-form.server.ts";
import { readAgenda } from "#app/features/sessions/read-agenda.server.ts";
import { readMyMonth } from "#app/features/sessions/read-my-month.server.ts";
import { readPerson } from "#app/features/sessions/read-person.server.ts";
import { readSession } from "#app/features/sessions/read-session.server.ts";
import type { SessionInput } from "#app/features/sessions/session.schema.ts";
import { addPerson, type TestPerson } from "#tests/factories/people.ts";
import { addActionStep, addGoal } from "#tests/factories/sessions.ts";
import { type Coaching, setUpCoaching } from "./coaching.ts";

let it: Coaching;
let colleague: TestPerson;
let learner: TestPerson;
let together: SessionInput;
let alone: SessionInput;

beforeAll(async () => {
  it = await setUpCoaching();
  colleague = await addPerson(it.owner, it.program, {
    role: "coach",
    givenName: "Kai",
    familyName: "Colleague",
  });
  learner = await addPerson(it.owner, it.program, {
    role: "coach",
    givenName: "Lena",
    familyName: "Learner",
  });
  await it.owner`INSERT INTO supervision (program_id, person_id, supervisor_id, starts_on)
                 VALUES (${it.program.id}, ${it.coachee.id}, ${it.supervisor.id}, '2026-01-05')`;
  await it.owner`UPDATE person SET given_name = 'Suri', family_name = 'Supervisor' WHERE id = ${it.supervisor.id}`;
  const pair = { coach: it.coach, coachee: it.coachee, site: it.site };
  const [goal, step] = [await addGoal(it.owner, pair), await addActionStep(it.owner, pair)];
  const words = {
    progress: { [goal]: "in_progress" as const },
    reviews: { [step]: "partly_done" as const },
    summary: "What we said",
    privateNote: "For myself",
    nextFocusId: it.profile.functionIds[0],
  };
  together = it.log({
    ...words,
    alsoThere: [
      { personId: colleague.id, role: "co_coach" },
      { personId: learner.id, role: "shadow" },
      { personId: it.supervisor.id, role: "observer" },
    ],
  });
  alone = it.log({
    sessionOn: "2026-11-12",
    summary: "Said without you",
    progress: { [goal]: "in_progress" },
  });
  for (const log of [together, alone])
    expect(await logSession(await it.as(it.coach), log)).toMatchObject({ state: "stored" });
});
afterAll(() => it.close());

const conversationOf = async (ctx: PersonContext) => {
  const tables = [
    "session_summary",
    "session_detail",
    "session_goal_progress",
    "session_action_review",
    "session_private_note",
    "session_acknowledgement",
  ];
  const seen = await inSql(ctx, (sql) =>
    Promise.all(tables.map((table) => sql`SELECT session_id AS id FROM ${sql(table)}`)),
  );
  return Object.fromEntries(tables.map((table, index) => [table, seen[index]?.map(({ id }) => id)]));
};

describe("a co-coach", () => {
  test("reads the conversation of this session, and no private note", async () => {
    const page = await readSession(await it.as(colleague), together.id);
    expect(page).toMatchObject({
      viewer: "co_coach",
      privateNote: null,
      conversation: {
        summary: "What we said",
        progress: [{ title: "Asks open questions" }],
        reviews: [{ what: "Try it once" }],
        detail: { nextFocusId: it.profile.functionIds[0] },
      },
      permissions: { canEdit: false, canAmend: false, canAcknowledge: false, canReply: false },
    });
    expect(page.session.attendees.map(({ name }) => name)).toEqual(["Elio Ember"]);
    expect(page.session.coach.name).toBe("Cora Coach");
  });

  test("reads nothing of a session without them, and of the tables only this one", async () => {
    const ctx = await it.as(colleague);
    await expect(readSession(ctx, alone.id)).rejects.toMatchObject({ code: "not-found" });
    expect(await conversationOf(ctx)).toEqual({
      session_summary: [together.id],
      session_detail: [together.id],
      session_goal_progress: [together.id],
      session_action_review: [together.id],
      session_private_note: [],
      session_acknowledgement: [],
    });
  });

  test("changes nothing of it", async () => {
    const edit = { ...together, summary: "Not mine to write", rowVersion: 1 };
    await expect(editSession(await it.as(colleague), edit)).rejects.toMatchObject({ code: "not-found" });
    const ctx = await it.as(colleague);
    for (const table of ["session_summary", "session_detail", "session_coach", "coaching_session"]) {
      const column = table === "coaching_session" ? "id" : "session_id";
      const { count } = await inSql(
        ctx,
        (sql) => sql`DELETE FROM ${sql(table)} WHERE ${sql(column)} = ${together.id}`,
      ).catch(() => ({ count: 0 }));
      expect(count, table).toBe(0);
    }
  });

  test("finds it in their list, month and calendar, and the effort is theirs", async () => {
    const ctx = await it.as(colleague);
    const { sessions } = await listSessions(ctx, { page: 1 });
    expect(sessions.items).toMatchObject([{ id: together.id, ownRole: "co_coach", coachName: "Cora Coach" }]);
    const month = await readMyMonth(ctx, { month: "2026-11" });
    expect(month.dose).toMatchObject({ sessions: 1, sessionMinutes: 60, contacts: 0 });
    expect(month.minutes).toMatchObject({ meeting: 60, documentation: 0 });
    const span = { personId: colleague.id, from: "2026-11-01", until: "2026-11-30" };
    expect(await inSql(ctx, (sql) => listCalendarSessions(sql, span))).toMatchObject([
      { id: together.id, isLead: false, attendeeNames: ["Elio Ember"] },
    ]);
  });
});

describe.each(["shadow", "observer"] as const)("a %s", (role) => {
  test("reads that it took place, who was there and how long, and nothing of what was said", async () => {
    const ctx = await it.as(role === "shadow" ? learner : it.supervisor);
    const page = await readSession(ctx, together.id);
    expect(page).toMatchObject({ viewer: "present", conversation: null, privateNote: null });
    expect(page.session).toMatchObject({ minutes: { meeting: 60 }, escalation: null });
    expect(Object.values(await conversationOf(ctx)).flat()).toEqual([]);
    expect(await inSql(ctx, (sql) => sql`SELECT FROM goal`)).toHaveLength(0);
  });
});

test("lead and coachee see who else was there by name, and the dose of the coachee counts once", async () => {
  for (const person of [it.coach, it.coachee]) {
    const { session } = await readSession(await it.as(person), together.id);
    expect(session.companions.map(({ name, role }) => `${role} ${name}`)).toEqual([
      "co_coach Kai Colleague",
      "observer Suri Supervisor",
      "shadow Lena Learner",
    ]);
  }
  const { dose } = await readPerson(await it.as(it.coach), { personId: it.coachee.id, page: 1 });
  expect(dose).toMatchObject({ deliveredSessions: 2, deliveredMinutes: 120 });
});

test("colleagues and supervisors are offered by name, and nobody else can be named", async () => {
  const ctx = await it.as(it.coach);
  const { companions } = await openSessionForm(ctx, { personId: it.coachee.id, isPlan: false });
  expect(companions.map(({ name }) => name)).toEqual(["Kai Colleague", "Lena Learner", "Suri Supervisor"]);
  const stranger = await addPerson(it.owner, it.program, { role: "coachee" });
  const log = it.log({ alsoThere: [{ personId: stranger.id, role: "observer" }] });
  await expect(logSession(ctx, log)).rejects.toMatchObject({ code: "not-found" });
});

test("who is taken out of a record loses sight of it, and the history says so", async () => {
  const ctx = await it.as(it.coach);
  const log = it.log({ sessionOn: "2026-11-11", alsoThere: [{ personId: colleague.id, role: "co_coach" }] });
  await logSession(ctx, log);
  expect((await readSession(await it.as(colleague), log.id)).viewer).toBe("co_coach");
  const edited = await editSession(ctx, { ...log, alsoThere: undefined, rowVersion: 1 });
  expect(edited).toMatchObject({ ok: true });
  await expect(readSession(await it.as(colleague), log.id)).rejects.toMatchObject({ code: "not-found" });
  const { history, labels } = await readSession(ctx, log.id);
  expect(history[0]?.changes).toEqual([
    { field: "companions", subjectId: colleague.id, before: "co_coach", after: null },
  ]);
  expect(labels).toEqual({ [colleague.id]: "Kai Colleague" });
});

test("a co-coach has the session in the calendar, marked, and a shadow has not", async () => {
  const entries = async (person: TestPerson) =>
    (await readAgenda(await it.as(person), { view: "month", on: "2026-11-10" })).agenda.entries;
  const [entry] = await entries(colleague);
  expect(entry).toMatchObject({ id: together.id, isCoCoach: true });
  expect(entry?.people).toHaveLength(1);
  expect(await entries(learner)).toEqual([]);
  expect((await entries(it.coach)).filter(({ isCoCoach }) => isCoCoach)).toEqual([]);
});
