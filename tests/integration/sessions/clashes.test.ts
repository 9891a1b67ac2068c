import { randomUUID } from "node:crypto";
import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import { inSql } from "#app/db/in-transaction.server.ts";
import { findClashes } from "#app/features/sessions/find-clashes.server.ts";
import { logSession } from "#app/features/sessions/log-session.server.ts";
import { clashSearch } from "#app/features/sessions/overlap.schema.ts";
import { overlapsIn } from "#app/features/sessions/overlaps.rules.ts";
import { agendaOf } from "#app/features/sessions/read-agenda.server.ts";
import type { SessionInput } from "#app/features/sessions/session.schema.ts";
import { addPerson, assignCoach, type TestPerson } from "#tests/factories/people.ts";
import { type Coaching, setUpCoaching } from "./coaching.ts";

const DAY = "2026-11-13";
let it: Coaching;
let second: TestPerson;
/** Another coach of the same coachee. */
let colleague: TestPerson;
beforeAll(async () => {
  it = await setUpCoaching();
  const { owner, program, site } = it;
  second = await addPerson(owner, program, { role: "coachee", site, givenName: "Ana", familyName: "Alder" });
  colleague = await addPerson(owner, program, { role: "coach", site });
  await assignCoach(owner, { coach: it.coach, coachee: second, site });
  await assignCoach(owner, { coach: colleague, coachee: it.coachee, site });
});
afterAll(() => it.close());

const ask = async (given: object = {}, person = it.coach) => {
  const asked = { sessionId: randomUUID(), sessionOn: DAY, startTime: "09:30", endTime: "10:30" };
  return findClashes(await it.as(person), { ...asked, personIds: [it.coachee.id], ...given });
};
const store = async (person: TestPerson, given: Partial<SessionInput>) => {
  const log = it.log({ sessionOn: DAY, ...given });
  expect(await logSession(await it.as(person), log)).toMatchObject({ state: "stored" });
  return log;
};
/** What the function says to somebody, whatever the code around it does. */
const isElsewhere = async (person: TestPerson, coacheeId: string, from: string, until: string) =>
  inSql(await it.as(person), async (sql) => {
    const [row] = await sql<[{ said: boolean }]>`
      SELECT app.is_coached_elsewhere(${coacheeId}, ${from}::timestamptz, ${until}::timestamptz) AS said`;
    return row.said;
  });

test("own sessions at that time are named before anything is stored, the one that is edited is not", async () => {
  const first = await store(it.coach, { attendeeIds: [second.id], startTime: "09:00", endTime: "10:00" });
  expect(await ask()).toEqual({
    own: [
      ...[{ id: first.id, ofOn: DAY, on: DAY, startTime: "09:00", endTime: "10:00", names: ["Ana Alder"] }],
    ],
    elsewhereIds: [],
  });
  expect((await ask({ sessionId: first.id })).own).toEqual([]);
  expect((await ask({ startTime: "10:00" })).own).toEqual([]);
});

test("of another coach's session the coachee's own coach learns that there is one, and nothing else", async () => {
  await store(colleague, { sessionOn: "2026-11-12", startTime: "09:00", endTime: "10:00" });
  const said = await ask({ sessionOn: "2026-11-12" });
  expect(said).toEqual({ own: [], elsewhereIds: [it.coachee.id] });
  expect((await ask({ sessionOn: "2026-11-12", startTime: "10:00" })).elsewhereIds).toEqual([]);
  expect((await ask({ sessionOn: "2026-11-12", personIds: [second.id] })).elsewhereIds).toEqual([]);
});

test("what was called off, and whom a group did without, is no session elsewhere", async () => {
  const [on, fits] = ["2026-11-11", { startTime: "09:00", endTime: "10:00" }];
  await store(colleague, {
    ...{ sessionOn: on, ...fits, status: "cancelled_by_coach" },
    notHeldReason: "coach_away",
  });
  const third = await addPerson(it.owner, it.program, { role: "coachee", site: it.site });
  await assignCoach(it.owner, { coach: colleague, coachee: third, site: it.site });
  await store(colleague, {
    ...{ sessionOn: on, ...fits, attendeeIds: [it.coachee.id, third.id] },
    attendance: { [it.coachee.id]: "absent" },
  });
  expect((await ask({ sessionOn: on })).elsewhereIds).toEqual([]);
});

test("the answer is for the coachee's coach on that day alone, and for the time of one session", async () => {
  const [from, until] = ["2026-11-12T09:30:00-08:00", "2026-11-12T10:30:00-08:00"];
  const saidTo = (person: TestPerson) => isElsewhere(person, it.coachee.id, from, until);
  expect(await saidTo(it.coach)).toBe(true);
  const { owner, program, site } = it;
  const stranger = await addPerson(owner, program, { role: "coach", site });
  const lead = await addPerson(owner, program, { role: "lead" });
  const former = await addPerson(owner, program, { role: "coach", site });
  const next = await addPerson(owner, program, { role: "coach", site });
  await assignCoach(owner, { coach: former, coachee: it.coachee, site, endsOn: "2026-11-12" });
  await assignCoach(owner, { coach: next, coachee: it.coachee, site, startsOn: "2026-11-13" });
  for (const person of [stranger, lead, it.supervisor, it.coachee, former, next])
    expect(await saidTo(person), person.name).toBe(false);
  // A span of days would be a search for when somebody is coached.
  expect(await isElsewhere(it.coach, it.coachee.id, "2026-11-12T02:00:00-08:00", until)).toBe(false);
  expect(await isElsewhere(it.coach, it.coachee.id, until, from)).toBe(false);
  // Of another program nobody learns anything.
  const abroad = await setUpCoaching();
  expect(await isElsewhere(abroad.coach, it.coachee.id, from, until)).toBe(false);
  await abroad.close();
});

test("the function returns one yes or no, and the processes have no other way to a colleague's session", async () => {
  const [definition] = await it.owner`
    SELECT prorettype::regtype::text AS returns, proretset AS "isSet", provolatile AS volatile,
      ARRAY(SELECT grantee::regrole::text FROM aclexplode(proacl) WHERE grantee <> proowner) AS grantees
    FROM pg_proc WHERE proname = 'is_coached_elsewhere'`;
  expect(definition).toEqual({
    ...{ returns: "boolean", isSet: false, volatile: "s", grantees: ["throughline_web"] },
  });
  const seen = await inSql(await it.as(it.coach), (sql) =>
    Promise.all([
      sql`SELECT id FROM coaching_session WHERE lead_coach_id = ${colleague.id}`,
      sql`SELECT session_id FROM session_attendee WHERE lead_coach_id = ${colleague.id}`,
    ]),
  );
  expect(seen.map((rows) => rows.length)).toEqual([0, 0]);
});

test("somebody else's person looks like nobody, and a question that is none is answered with nothing", async () => {
  const theirs = await addPerson(it.owner, it.program, { role: "coachee", site: it.site });
  await assignCoach(it.owner, { coach: colleague, coachee: theirs, site: it.site });
  await expect(ask({ personIds: [it.coachee.id, theirs.id] })).rejects.toMatchObject({ code: "not-found" });
  for (const given of [{ startTime: "11:00" }, { sessionOn: "2019-01-07" }])
    expect(await ask(given)).toEqual({ own: [], elsewhereIds: [] });
  const whole = { session: randomUUID(), on: DAY, start: "09:00", end: "10:00", person: second.id };
  expect(clashSearch.parse(whole)).toMatchObject({ personIds: [second.id] });
  expect(clashSearch.parse({ ...whole, person: [second.id, second.id] })).toMatchObject({
    personIds: [second.id],
  });
  for (const wrong of [{ start: "9" }, { on: "soon" }, { person: "x" }, { session: undefined }])
    expect(clashSearch.parse({ ...whole, ...wrong })).toBeNull();
});

test("the device says of its own calendar what the server says, whatever the time", async () => {
  const day = "2026-10-20";
  const clock = (at: number) =>
    `${String(Math.floor(at / 60)).padStart(2, "0")}:${String(at % 60).padStart(2, "0")}`;
  for (const [start, end, status] of [
    [480, 540, "held"],
    [520, 600, "held"],
    [600, 630, "held_partial"],
    [605, 700, "no_show_coachee"],
    [1380, 1439, "held"],
  ] as const)
    await store(it.coach, {
      ...{ sessionOn: day, startTime: clock(start), endTime: clock(end), status },
      ...{ attendeeIds: [second.id], ...(status === "no_show_coachee" && { notHeldReason: "not_known" }) },
    });
  const ctx = await it.as(it.coach);
  const { entries } = await inSql(ctx, (sql) =>
    agendaOf(sql, ctx, { from: "2026-10-01", until: "2026-10-31" }),
  );
  const ownIds = new Set([it.coachee.id, second.id]);
  await fc.assert(
    fc.asyncProperty(fc.nat(1379), fc.integer({ min: 1, max: 60 }), async (from, minutes) => {
      const time = { sessionOn: day, startTime: clock(from), endTime: clock(from + minutes) };
      const { own } = await ask(time);
      const asked = { sessionId: randomUUID(), ...time };
      expect(overlapsIn(entries, asked, { zone: it.site.zone, ownIds })).toEqual(own);
    }),
    { numRuns: 60 },
  );
});
