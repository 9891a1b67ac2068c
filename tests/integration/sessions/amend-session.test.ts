import { afterAll, beforeAll, expect, test } from "vitest";
import { inSql } from "#app/db/in-transaction.server.ts";
import { listSiteSessions } from "#app/features/outcomes/list-site-sessions.server.ts";
import { acknowledgeSession } from "#app/features/sessions/acknowledge-session.server.ts";
import { editSession } from "#app/features/sessions/edit-session.server.ts";
import { listSessions } from "#app/features/sessions/list-sessions.server.ts";
import { logSession } from "#app/features/sessions/log-session.server.ts";
import { readSession } from "#app/features/sessions/read-session.server.ts";
import { addPerson, assignCoach, giveRole } from "#tests/factories/people.ts";
import { type Coaching, setUpCoaching } from "./coaching.ts";

let it: Coaching;
beforeAll(async () => {
  it = await setUpCoaching();
});
afterAll(() => it.close());

const AFTER_LOCK = new Date("2026-11-11T20:00:00Z");
const amendmentReason = "The end was written down wrongly";
const october = (given = {}) =>
  it.log({ sessionOn: "2026-10-20", summary: "First words", privateNote: "For me alone", ...given });
const logInTime = async (input: ReturnType<typeof october>) =>
  logSession(await it.as(it.coach, new Date("2026-10-21T20:00:00Z")), input);

test("an amendment keeps who, when, why, and every value before and after, but never the private note", async () => {
  const input = october();
  await logInTime(input);
  await acknowledgeSession(await it.as(it.coachee), {
    sessionId: input.id,
    state: "acknowledged",
    comment: "",
  });
  const coach = await it.as(it.coach, AFTER_LOCK);
  const changed = {
    ...input,
    endTime: "09:45",
    focusIds: it.profile.functionIds.slice(1, 2),
    summary: "Other words",
    privateNote: "Also for me alone",
  };
  expect(await editSession(coach, { ...changed, rowVersion: 1, amendmentReason })).toEqual({
    ok: true,
    rowVersion: 2,
  });

  const page = await readSession(coach, input.id);
  expect(page.session).toMatchObject({ isAmended: true, acknowledgement: "pending", contentVersion: 2 });
  expect(page.history).toMatchObject([
    {
      on: "2026-11-11",
      wasLocked: true,
      reason: amendmentReason,
      restatedMonths: ["2026-10-01"],
      doseBefore: 60,
      doseAfter: 45,
      changes: [
        { field: "endTime", before: "10:00", after: "09:45" },
        { field: "meetingMinutes", before: 60, after: 45 },
        { field: "focusIds", before: [it.profile.functionIds[0]], after: [it.profile.functionIds[1]] },
        { field: "summary", before: "First words", after: "Other words" },
      ],
    },
  ]);
  expect(page.labels[it.profile.functionIds[1] ?? ""]).toBe("Function 2");
  const kept =
    await it.owner`SELECT before, after FROM session_amendment_value WHERE session_id = ${input.id}`;
  expect(JSON.stringify(kept)).not.toContain("alone");

  const coachee = await readSession(await it.as(it.coachee, AFTER_LOCK), input.id);
  expect(coachee.history[0]?.changes.map(({ field }) => field)).toContain("summary");
  const oversight = await readSession(await it.as(it.supervisor, AFTER_LOCK), input.id);
  expect(oversight.history[0]?.changes.map(({ field }) => field)).toEqual([
    "endTime",
    "meetingMinutes",
    "focusIds",
  ]);
  expect(JSON.stringify(oversight)).not.toMatch(/words"|Other words|First words/);
  const [event] = await it.owner`
    SELECT payload FROM domain_event WHERE subject_id = ${input.id} AND type = 'session.amended'`;
  expect(JSON.stringify(event)).not.toContain(amendmentReason);
});

test("the history can be neither changed nor taken away, by the coach neither", async () => {
  const coach = await it.as(it.coach);
  for (const table of ["session_amendment", "session_amendment_value", "session_reply"])
    for (const statement of [`DELETE FROM ${table}`, `UPDATE ${table} SET session_id = session_id`])
      await expect(
        inSql(coach, async (sql) => await sql.unsafe(statement)),
        statement,
      ).rejects.toMatchObject({ code: "42501" });
  expect(await it.owner`SELECT FROM session_amendment`).not.toHaveLength(0);
});

test("a change before the lock is kept too, without a reason, and restates nothing in the running month", async () => {
  const input = it.log();
  const coach = await it.as(it.coach);
  await logSession(coach, input);
  await editSession(coach, { ...input, endTime: "09:30", rowVersion: 1 });
  const { session, history } = await readSession(coach, input.id);
  expect(session.isAmended).toBe(false);
  expect(history).toMatchObject([{ wasLocked: false, reason: "", restatedMonths: [] }]);
});

test("only the private note changed: no acknowledgement is asked for again, and nobody else learns of it", async () => {
  const input = october();
  await logInTime(input);
  await acknowledgeSession(await it.as(it.coachee), {
    sessionId: input.id,
    state: "acknowledged",
    comment: "",
  });
  const coach = await it.as(it.coach, AFTER_LOCK);
  const before = await readSession(await it.as(it.coachee), input.id);
  expect(await editSession(coach, { ...input, privateNote: "Thought again", rowVersion: 1 })).toMatchObject({
    ok: true,
  });
  const after = await readSession(coach, input.id);
  expect(after).toMatchObject({
    privateNote: "Thought again",
    history: [],
    session: { acknowledgement: "acknowledged" },
  });
  expect(after.conversation?.words).toMatchObject([{ isOutdated: false }]);
  const seen = await readSession(await it.as(it.coachee), input.id);
  expect({ ...seen, replyId: "", session: { ...seen.session, rowVersion: 1 } }).toEqual({
    ...before,
    replyId: "",
  });
});

test("a record that is moved into a locked month needs a reason, and both months and sites are brought up to date", async () => {
  const input = it.log({ sessionOn: "2026-11-05" });
  await logSession(await it.as(it.coach), input);
  const coach = await it.as(it.coach);
  const moved = { ...input, sessionOn: "2026-10-30", rowVersion: 1 };
  expect(await editSession(coach, moved)).toMatchObject({ ok: false, code: "reason-missing" });
  expect(await editSession(coach, { ...moved, amendmentReason })).toMatchObject({ ok: true });
  const [event] = await it.owner`
    SELECT payload FROM domain_event WHERE subject_id = ${input.id} AND type = 'session.amended'`;
  expect(event?.payload).toMatchObject({
    monthOn: "2026-10-01",
    previousMonthOn: "2026-11-01",
    previousSiteId: it.site.id,
  });
});

test("a log entered after its month was locked says so", async () => {
  const input = october();
  await logSession(await it.as(it.coach), input);
  expect((await readSession(await it.as(it.coach), input.id)).session).toMatchObject({
    entryLagDays: 27,
    isLate: true,
    isEnteredAfterLock: true,
  });
});

test("of a group each coachee sees the changes that are theirs", async () => {
  const second = await addPerson(it.owner, it.program, { role: "coachee", site: it.site });
  await assignCoach(it.owner, { coach: it.coach, coachee: second, site: it.site });
  const input = it.log({ attendeeIds: [it.coachee.id, second.id] });
  const coach = await it.as(it.coach);
  await logSession(coach, input);
  await editSession(coach, {
    ...input,
    attendance: { [it.coachee.id]: "excused", [second.id]: "partial" },
    attendeeMinutes: { [second.id]: 20 },
    rowVersion: 1,
  });
  const subjects = async (ctx: typeof coach) =>
    (await readSession(ctx, input.id)).history[0]?.changes.map(({ subjectId }) => subjectId).sort();
  expect(await subjects(coach)).toEqual([it.coachee.id, second.id].sort());
  expect(await subjects(await it.as(second))).toEqual([second.id]);
  expect(
    await inSql(
      await it.as(second),
      (sql) => sql`
    SELECT FROM session_amendment_value WHERE subject_id = ${it.coachee.id}`,
    ),
  ).toHaveLength(0);
});

test("two amendments at once: one is stored, the other stands beside it", async () => {
  const input = october();
  await logInTime(input);
  const coach = await it.as(it.coach, AFTER_LOCK);
  const results = await Promise.all(
    ["09:40", "09:50"].map((endTime) =>
      editSession(coach, { ...input, endTime, rowVersion: 1, amendmentReason }),
    ),
  );
  expect(results.map((result) => (result.ok ? "ok" : result.code)).sort()).toEqual([
    "ok",
    "session-moved-on",
  ]);
  expect(await it.owner`SELECT FROM session_amendment WHERE session_id = ${input.id}`).toHaveLength(1);
});

test("another coach cannot amend, and neither can somebody who only oversees", async () => {
  const input = october();
  await logInTime(input);
  const other = await addPerson(it.owner, it.program, { role: "coach", site: it.site });
  const edit = { ...input, endTime: "09:30", rowVersion: 1, amendmentReason };
  await expect(editSession(await it.as(other, AFTER_LOCK), edit)).rejects.toMatchObject({
    code: "not-found",
  });
  const lead = await addPerson(it.owner, it.program);
  await giveRole(it.owner, lead, { role: "lead" });
  await expect(editSession(await it.as(lead, AFTER_LOCK), edit)).rejects.toMatchObject({ code: "not-found" });
});

test("the coach's list counts what is disputed, waited for and lapsed, and shows each alone", async () => {
  const mine = await setUpCoaching();
  const input = mine.log();
  await logSession(await mine.as(mine.coach), input);
  await acknowledgeSession(await mine.as(mine.coachee), {
    sessionId: input.id,
    state: "disputed",
    comment: "It was shorter",
  });
  await logSession(await mine.as(mine.coach), mine.log({ sessionOn: "2026-11-12" }));
  const page = await listSessions(await mine.as(mine.coach), { page: 1, word: "disputed" });
  expect(page.words).toEqual({ pending: 1, disputed: 1, lapsed: 0 });
  expect(page.sessions.items.map(({ id }) => id)).toEqual([input.id]);
  await mine.close();
});

test("what was entered and changed after a month had ended is measured for the site", async () => {
  const mine = await setUpCoaching();
  const at = async (person: typeof mine.coach, instant: string) => mine.as(person, new Date(instant));
  const inTime = mine.log({ sessionOn: "2026-10-20" });
  await logSession(await at(mine.coach, "2026-10-21T20:00:00Z"), inTime);
  const edit = { ...inTime, endTime: "09:40", rowVersion: 1, amendmentReason };
  expect(await editSession(await at(mine.coach, "2026-11-03T20:00:00Z"), edit)).toMatchObject({ ok: true });
  const again = { ...edit, endTime: "09:30", rowVersion: 2 };
  expect(await editSession(await at(mine.coach, "2026-11-12T20:00:00Z"), again)).toMatchObject({ ok: true });
  await logSession(await at(mine.coach, "2026-11-02T20:00:00Z"), mine.log({ sessionOn: "2026-10-29" }));
  const view = { month: "2026-10", show: "all" as const, by: "due" as const, page: 1 };
  const { restated } = await listSiteSessions(await mine.as(mine.supervisor), mine.site.id, view);
  expect(restated).toEqual({ entered: 1, enteredMinutes: 60, changed: 1, changedMinutes: -30 });
  await mine.close();
});
