import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, expect, test } from "vitest";
import { inSql } from "#app/db/in-transaction.server.ts";
import { acknowledgeSession } from "#app/features/sessions/acknowledge-session.server.ts";
import { editSession } from "#app/features/sessions/edit-session.server.ts";
import { logSession } from "#app/features/sessions/log-session.server.ts";
import { readMyCoaching } from "#app/features/sessions/read-my-coaching.server.ts";
import { readSession } from "#app/features/sessions/read-session.server.ts";
import { replyToCoachee } from "#app/features/sessions/reply-to-coachee.server.ts";
import { addPerson, assignCoach } from "#tests/factories/people.ts";
import { until } from "#tests/support/conditions.ts";
import { type Coaching, setUpCoaching } from "./coaching.ts";

let it: Coaching;
beforeAll(async () => {
  it = await setUpCoaching();
});
afterAll(() => it.close());

const stateOf = async (id: string) =>
  (await it.owner`SELECT acknowledgement FROM coaching_session WHERE id = ${id}`)[0]?.acknowledgement;

test("a session waits until the coachee says that the record is right", async () => {
  const input = it.log();
  await logSession(await it.as(it.coach), input);
  const coachee = await it.as(it.coachee);
  const before = await readMyCoaching(coachee, { page: 1 });
  expect(before.waiting.map(({ id }) => id)).toContain(input.id);
  expect(
    await acknowledgeSession(coachee, { sessionId: input.id, state: "acknowledged", comment: "" }),
  ).toEqual({
    ok: true,
  });
  const after = await readMyCoaching(coachee, { page: 1 });
  expect(after.waiting.map(({ id }) => id)).not.toContain(input.id);
  expect(await stateOf(input.id)).toBe("acknowledged");
  const [event] =
    await it.owner`SELECT actor_id FROM domain_event WHERE subject_id = ${input.id} AND type = 'session.acknowledged'`;
  expect(event?.actor_id).toBe(it.coachee.id);
});

test("a dispute needs words, and they reach the coach", async () => {
  const input = it.log();
  await logSession(await it.as(it.coach), input);
  const coachee = await it.as(it.coachee);
  expect(
    await acknowledgeSession(coachee, { sessionId: input.id, state: "disputed", comment: "" }),
  ).toMatchObject({
    ok: false,
    fieldErrors: { comment: [expect.any(String)] },
  });
  await acknowledgeSession(coachee, {
    sessionId: input.id,
    state: "disputed",
    comment: "It was 30 minutes.",
  });
  expect(await stateOf(input.id)).toBe("disputed");
});

test("only those who were coached may acknowledge, and only what took place", async () => {
  const input = it.log();
  await logSession(await it.as(it.coach), input);
  const word = { sessionId: input.id, state: "acknowledged" as const, comment: "" };
  const stranger = await addPerson(it.owner, it.program, { role: "coachee", site: it.site });
  await expect(acknowledgeSession(await it.as(stranger), word)).rejects.toMatchObject({ code: "not-found" });
  await expect(acknowledgeSession(await it.as(it.coach), word)).rejects.toMatchObject({
    code: "not-allowed",
  });
  await expect(acknowledgeSession(await it.as(it.supervisor), word)).rejects.toMatchObject({
    code: "not-allowed",
  });
  expect(await stateOf(input.id)).toBe("pending");

  const planned = it.log({ status: "scheduled", sessionOn: "2026-12-01", focusIds: [] });
  await logSession(await it.as(it.coach), planned);
  expect(await acknowledgeSession(await it.as(it.coachee), { ...word, sessionId: planned.id })).toMatchObject(
    { ok: false, code: "not-held" },
  );
});

test("a group is acknowledged when everybody who came has answered", async () => {
  const second = await addPerson(it.owner, it.program, { role: "coachee", site: it.site });
  await assignCoach(it.owner, { coach: it.coach, coachee: second, site: it.site });
  const input = it.log({ attendeeIds: [it.coachee.id, second.id] });
  await logSession(await it.as(it.coach), input);
  const say = async (person: typeof second, state: "acknowledged" | "disputed", comment = "") =>
    acknowledgeSession(await it.as(person), { sessionId: input.id, state, comment });
  await say(it.coachee, "acknowledged");
  expect(await stateOf(input.id)).toBe("pending");
  await say(second, "disputed", "I was not there.");
  expect(await stateOf(input.id)).toBe("disputed");
  await say(it.coachee, "acknowledged");
  expect(await stateOf(input.id)).toBe("disputed");
  await say(second, "acknowledged");
  expect(await stateOf(input.id)).toBe("acknowledged");
});

const eventsOf = async (id: string, type: string) =>
  (await it.owner`SELECT FROM domain_event WHERE subject_id = ${id} AND type = ${type}`).length;

test("a word on what has changed since the page was opened is not taken", async () => {
  const input = it.log();
  const coach = await it.as(it.coach);
  await logSession(coach, input);
  const coachee = await it.as(it.coachee);
  const read = (await readSession(coachee, input.id)).session.contentVersion;
  await editSession(coach, { ...input, endTime: "09:30", rowVersion: 1 });
  const word = { sessionId: input.id, state: "acknowledged" as const, comment: "" };
  expect(await acknowledgeSession(coachee, { ...word, contentVersion: read })).toMatchObject({
    ok: false,
    code: "session-moved-on",
  });
  expect(await stateOf(input.id)).toBe("pending");
  expect(await acknowledgeSession(coachee, { ...word, contentVersion: 2 })).toEqual({ ok: true });
  expect(await stateOf(input.id)).toBe("acknowledged");
});

test("the same word posted twice is one word", async () => {
  const input = it.log();
  await logSession(await it.as(it.coach), input);
  const coachee = await it.as(it.coachee);
  const word = { sessionId: input.id, state: "disputed" as const, comment: "It was shorter" };
  for (const answer of [
    ...(await Promise.all([acknowledgeSession(coachee, word), acknowledgeSession(coachee, word)])),
    await acknowledgeSession(coachee, word),
  ])
    expect(answer).toEqual({ ok: true });
  expect(await eventsOf(input.id, "session.disputed")).toBe(1);
  expect((await readSession(coachee, input.id)).conversation?.words).toHaveLength(1);
});

test("a dispute is answered, settled, and every word stays with the record", async () => {
  const input = it.log();
  const coach = await it.as(it.coach);
  await logSession(coach, input);
  const coachee = await it.as(it.coachee);
  const say = (state: "acknowledged" | "disputed", comment: string) =>
    acknowledgeSession(coachee, { sessionId: input.id, state, comment });
  await say("disputed", "It was shorter");
  const reply = {
    id: randomUUID(),
    sessionId: input.id,
    personId: it.coachee.id,
    reply: "We went on in the car",
  };
  const later = await it.as(it.coach, new Date("2026-11-16T21:00:00Z"));
  for (const answer of await Promise.all([replyToCoachee(later, reply), replyToCoachee(later, reply)]))
    expect(answer).toEqual({ ok: true });
  expect(await replyToCoachee(later, { ...reply, reply: "In other words" })).toMatchObject({
    code: "stored-already",
  });
  expect(await eventsOf(input.id, "session.answered")).toBe(1);
  expect(await stateOf(input.id)).toBe("disputed");
  await acknowledgeSession(await it.as(it.coachee, new Date("2026-11-16T22:00:00Z")), {
    sessionId: input.id,
    state: "acknowledged",
    comment: "",
  });
  expect(await stateOf(input.id)).toBe("acknowledged");
  for (const ctx of [coach, coachee])
    expect((await readSession(ctx, input.id)).conversation?.words).toMatchObject([
      { state: "disputed", comment: "It was shorter", isLast: false },
      { state: null, comment: "We went on in the car" },
      { state: "acknowledged", isLast: true },
    ]);
  const supervisor = await readSession(await it.as(it.supervisor), input.id);
  expect(supervisor).toMatchObject({ conversation: null, session: { acknowledgement: "acknowledged" } });
});

test("only the session's coach answers, and only somebody who said something", async () => {
  const input = it.log();
  await logSession(await it.as(it.coach), input);
  const reply = { id: randomUUID(), sessionId: input.id, personId: it.coachee.id, reply: "Yes" };
  await expect(replyToCoachee(await it.as(it.coach), reply)).rejects.toMatchObject({ code: "not-found" });
  await acknowledgeSession(await it.as(it.coachee), {
    sessionId: input.id,
    state: "disputed",
    comment: "No",
  });
  for (const person of [it.coachee, it.supervisor])
    await expect(replyToCoachee(await it.as(person), reply)).rejects.toMatchObject({
      code: expect.stringMatching(/not-found|not-allowed/),
    });
  const other = await addPerson(it.owner, it.program, { role: "coach", site: it.site });
  await expect(replyToCoachee(await it.as(other), reply)).rejects.toMatchObject({ code: "not-found" });
});

test("two words that are both stored before either is counted are counted one after the other", async () => {
  const second = await addPerson(it.owner, it.program, { role: "coachee", site: it.site });
  await assignCoach(it.owner, { coach: it.coach, coachee: second, site: it.site });
  const input = it.log({ attendeeIds: [it.coachee.id, second.id] });
  await logSession(await it.as(it.coach), input);
  let stored = 0;
  await Promise.all(
    [it.coachee, second].map(async (person) =>
      inSql(await it.as(person), async (sql) => {
        await sql`
          INSERT INTO session_acknowledgement (session_id, person_id, program_id, lead_coach_id, state, comment, at, row_version)
          VALUES (${input.id}, ${person.id}, ${it.program.id}, ${it.coach.id}, 'acknowledged', '', now(), 1)`;
        stored += 1;
        await until("both are stored", async () => stored === 2);
        await sql`SELECT app.mark_acknowledged(${input.id})`;
      }),
    ),
  );
  expect(await stateOf(input.id)).toBe("acknowledged");
});

test("two of a group who answer at the same moment make it acknowledged", async () => {
  const second = await addPerson(it.owner, it.program, { role: "coachee", site: it.site });
  await assignCoach(it.owner, { coach: it.coach, coachee: second, site: it.site });
  for (let round = 0; round < 5; round += 1) {
    const input = it.log({ attendeeIds: [it.coachee.id, second.id] });
    await logSession(await it.as(it.coach), input);
    const people = await Promise.all([it.as(it.coachee), it.as(second)]);
    await Promise.all(
      people.map((ctx) =>
        acknowledgeSession(ctx, { sessionId: input.id, state: "acknowledged", comment: "" }),
      ),
    );
    expect(await stateOf(input.id)).toBe("acknowledged");
  }
});
