import { afterAll, beforeAll, expect, test } from "vitest";
import { acknowledgeSession } from "#app/features/sessions/acknowledge-session.server.ts";
import { logSession } from "#app/features/sessions/log-session.server.ts";
import { readMyCoaching } from "#app/features/sessions/read-my-coaching.server.ts";
import { addPerson, assignCoach } from "#tests/factories/people.ts";
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
