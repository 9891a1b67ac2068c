import { randomUUID } from "node:crypto";
import { afterAll, beforeEach, expect, test } from "vitest";
import { openDatabase } from "#app/db/client.server.ts";
import { inSql } from "#app/db/in-transaction.server.ts";
import { endMembership } from "#app/features/admin/end-membership.server.ts";
import { changeCaseload } from "#app/features/caseload/change-caseload.server.ts";
import { readCoachee } from "#app/features/caseload/read-coachee.server.ts";
import { listSiteDose } from "#app/features/outcomes/list-site-dose.server.ts";
import { listContacts } from "#app/features/sessions/dose.queries.server.ts";
import { editSession } from "#app/features/sessions/edit-session.server.ts";
import { fillPlans } from "#app/features/sessions/fill-plans.server.ts";
import { listPeople } from "#app/features/sessions/list-people.server.ts";
import { logSession } from "#app/features/sessions/log-session.server.ts";
import { makePlan } from "#app/features/sessions/make-plan.server.ts";
import { readMyMonth } from "#app/features/sessions/read-my-month.server.ts";
import { readPerson } from "#app/features/sessions/read-person.server.ts";
import { readSession } from "#app/features/sessions/read-session.server.ts";
import type { SessionInput } from "#app/features/sessions/session.schema.ts";
import { planInput } from "#app/features/sessions/session-plan.schema.ts";
import {
  addClosure,
  addPerson,
  addSite,
  assignCoach,
  placeAt,
  type TestPerson,
} from "#tests/factories/people.ts";
import { addActionStep, addGoal } from "#tests/factories/sessions.ts";
import { NOON, systemContextFor } from "#tests/support/actors.ts";
import { testDatabase } from "#tests/support/database.ts";
import { type Coaching, setUpCoaching } from "./coaching.ts";

/** The same facts give the same numbers wherever they are shown; today is Monday, 16 November 2026. */
const worker = openDatabase(testDatabase().workerUrl, { connections: 2 });
const opened: Coaching[] = [];
let it: Coaching;
beforeEach(async () => {
  it = await setUpCoaching();
  opened.push(it);
});
afterAll(() => Promise.all([worker.close(), ...opened.map((each) => each.close())]));

const at = (day: string) => new Date(`${day}T20:00:00Z`);
async function log(given: Partial<SessionInput>, who: TestPerson = it.coach): Promise<SessionInput> {
  const input = it.log(given);
  expect(await logSession(await it.as(who), input)).toMatchObject({ ok: true });
  return input;
}
const cardOf = async (personId: string, who = it.coach, now = NOON) =>
  (await listPeople(await it.as(who, now))).people.find(({ id }) => id === personId);
const lead = () => addPerson(it.owner, it.program, { role: "lead" });

test("what a coach held beside another is dose, last contact and effort of both", async () => {
  const { owner, program, site, coach, coachee } = it;
  const other = await addPerson(owner, program, { role: "coach", site });
  await assignCoach(owner, { coach: other, coachee, site, startsOn: "2026-01-01" });
  await log({ sessionOn: "2026-11-12", alsoThere: [{ personId: coach.id, role: "co_coach" }] }, other);
  expect(await cardOf(coachee.id)).toMatchObject({
    lastContactOn: "2026-11-12",
    dose: { deliveredSessions: 1 },
    due: { status: expect.not.stringMatching("overdue") },
  });
  const page = await readPerson(await it.as(coach), { personId: coachee.id, page: 1 });
  expect(page).toMatchObject({ due: { daysOverdue: 0 }, lastContact: { lastContactOn: "2026-11-12" } });
});

test("after a substitute and a change of coach the card says of month, contact and due day what the site's page says", async () => {
  const { owner, program, site, coach } = it;
  const [earlier, coachee] = [
    await addPerson(owner, program, { role: "coach", site }),
    await addPerson(owner, program, { role: "coachee", site }),
  ];
  await assignCoach(owner, { coach: earlier, coachee, site, startsOn: "2026-06-01", endsOn: "2026-11-10" });
  await assignCoach(owner, { coach, coachee, site, startsOn: "2026-11-10" });
  const met = (sessionOn: string, who: TestPerson) => log({ attendeeIds: [coachee.id], sessionOn }, who);
  await met("2026-11-04", earlier);
  const viewer = await it.as(await lead());
  const shownTo = async (who: TestPerson) => {
    const card = await cardOf(coachee.id, who);
    const person = await readPerson(await it.as(who), { personId: coachee.id, page: 1 });
    expect(person).toMatchObject({ due: card?.due, dose: card?.dose });
    return card;
  };
  const agree = async () => {
    const card = await shownTo(coach);
    const { rows } = await listSiteDose(viewer, site.id, { show: "all", page: 1 });
    const row = rows.find(({ id }) => id === coachee.id);
    expect({ due: card?.due, on: card?.lastContactOn }).toEqual({ due: row?.due, on: row?.lastOn });
    expect(card?.dose.deliveredSessions).toBe(row?.deliveredSessions);
    expect(card?.dose.plannedSessions).toBeCloseTo(row?.plannedSessions ?? Number.NaN);
    return card;
  };
  expect(await agree()).toMatchObject({
    ...{ lastContactOn: "2026-11-04", isLastContactOwn: false },
    dose: { plannedSessions: 2, deliveredSessions: 1 },
  });
  const substitute = await addPerson(owner, program, { role: "coach", site });
  await assignCoach(owner, {
    coach: substitute,
    coachee,
    site,
    startsOn: "2026-11-12",
    endsOn: "2026-11-14",
  });
  await met("2026-11-13", substitute);
  expect(await agree()).toMatchObject({ lastContactOn: "2026-11-13", dose: { deliveredSessions: 2 } });
  await met("2026-11-13", coach);
  expect(await agree()).toMatchObject({ isLastContactOwn: true, dose: { deliveredSessions: 3 } });

  // Whoever coached earlier keeps what is their own.
  const past = await readPerson(await it.as(earlier), { personId: coachee.id, page: 1 });
  expect(past).toMatchObject({
    lastContact: { lastContactOn: "2026-11-04" },
    dose: { deliveredSessions: 1 },
  });
  expect(past.dose.plannedSessions).toBeCloseTo((2 * 9) / 30);
  const stranger = await it.as(await addPerson(owner, program, { role: "coach", site }));
  for (const read of ["contacts_of_coachees", "assignments_of_coachees"])
    expect(
      await inSql(
        stranger,
        (sql) => sql`SELECT * FROM app.${sql(read)}(${[coachee.id]}::uuid[], '2026-11-16', '2026-01-01')`,
      ),
      read,
    ).toEqual([]);
});

test("of somebody coached earlier a coach keeps the own last contact, however many sessions others held since", async () => {
  const { owner, program, site, coachee } = it;
  const earlier = await addPerson(owner, program, { role: "coach", site });
  await assignCoach(owner, { coach: earlier, coachee, site, endsOn: "2026-02-01" });
  await log({ sessionOn: "2026-01-15" }, earlier);
  const { id } = await log({ sessionOn: "2026-03-02" });
  await owner`
    WITH held AS (
      INSERT INTO coaching_session SELECT (jsonb_populate_record(session, jsonb_build_object('id', gen_random_uuid()))).*
      FROM coaching_session session, generate_series(1, 300) WHERE session.id = ${id} RETURNING id)
    INSERT INTO session_attendee SELECT (jsonb_populate_record(attendee, jsonb_build_object('session_id', held.id))).*
    FROM session_attendee attendee, held WHERE attendee.session_id = ${id}`;
  const { lastContact } = await readPerson(await it.as(earlier), { personId: coachee.id, page: 1 });
  expect(lastContact).toEqual({ lastContactOn: "2026-01-15", isLastContactOwn: true });
});

test("others' sessions are read by who is a coach, and of a day that is over as they were then", async () => {
  const { owner, program, site, coachee } = it;
  const [noCoach, earlier] = [
    await addPerson(owner, program, { role: "supervisor", site }),
    await addPerson(owner, program, { role: "coach", site }),
  ];
  await assignCoach(owner, { coach: noCoach, coachee, site });
  await assignCoach(owner, { coach: earlier, coachee, site, endsOn: "2026-05-01" });
  for (const sessionOn of ["2026-04-02", "2026-11-12"]) await log({ sessionOn });
  const readBy = async (who: TestPerson, day: string) =>
    inSql(await it.as(who), async (sql) =>
      (await listContacts(sql, { coacheeId: coachee.id, day, from: "2026-01-01" })).map(({ on }) => on),
    );
  expect(await readBy(noCoach, "2026-11-16")).toEqual([]);
  expect(await readBy(earlier, "2026-11-16")).toEqual([]);
  expect(await readBy(earlier, "2026-04-20")).toEqual(["2026-04-02"]);
  expect(await readBy(it.coach, "2026-11-16")).toEqual(["2026-11-12", "2026-04-02"]);
});

test("a person who left is due and planned no more, on no page, and no plan is filled", async () => {
  const { owner, program, site, coach, coachee } = it;
  const admin = await addPerson(owner, program, { role: "admin" });
  const series = planInput.parse({
    ...{ id: randomUUID(), attendeeIds: [coachee.id], sessionOn: "2026-11-04", repeats: "weekly" },
    ...{ startTime: "09:00", endTime: "10:00", modality: "phone", focusIds: [] },
  });
  expect(await makePlan(await it.as(coach, at("2026-11-03")), series)).toMatchObject({ ok: true });
  await endMembership(await it.as(admin, at("2026-11-05")), { personId: coachee.id, leftOn: "2026-11-05" });
  expect(await cardOf(coachee.id)).toBeUndefined();
  const month = await readMyMonth(await it.as(coach), { month: "2026-11" });
  expect(month.dose.plannedSessions).toBeCloseTo((2 * 4) / 30);
  const shown = await listSiteDose(await it.as(await lead()), site.id, { show: "all", page: 1 });
  expect(shown.rows.map(({ id }) => id)).not.toContain(coachee.id);
  await fillPlans(systemContextFor(worker, program, { now: at("2026-12-16") }));
  const [newest] =
    await owner`SELECT max(session_on)::text AS "on" FROM coaching_session WHERE lead_coach_id = ${coach.id}`;
  expect(newest?.on < "2027-02-10").toBe(true);
  expect(await logSession(await it.as(coach), it.log({ sessionOn: "2026-11-13" }))).toMatchObject({
    ok: false,
  });
});

test("who lost a coach that left stands among those without one", async () => {
  const { owner, program, site, coach, coachee } = it;
  const admin = await addPerson(owner, program, { role: "admin" });
  await placeAt(owner, coachee, { site, startsOn: "2026-01-01" }).catch(() => {});
  await endMembership(await it.as(admin, at("2026-11-05")), { personId: coach.id, leftOn: "2026-11-05" });
  const shown = await listSiteDose(await it.as(await lead()), site.id, { show: "all", page: 1 });
  expect(shown.vacant).toMatchObject([{ id: coachee.id, since: "2026-11-05" }]);
});

test("a site's closure excuses its own sessions, however many sites a coach has", async () => {
  const { owner, program } = it;
  const [here, there] = [await addSite(owner, program), await addSite(owner, program)];
  const coach = await addPerson(owner, program, { role: "coach", site: here });
  const join = async (site: typeof here) => {
    const person = await addPerson(owner, program, { role: "coachee", site });
    await assignCoach(owner, { coach, coachee: person, site });
    return person;
  };
  const [near, far] = [await join(here), await join(there)];
  await addClosure(owner, program, { firstOn: "2026-11-10", site: here });
  for (const person of [near, far])
    await log(
      {
        sessionOn: "2026-11-10",
        attendeeIds: [person.id],
        status: "cancelled_agency",
        notHeldReason: "office_closed",
        statusReason: "Closed",
      },
      coach,
    );
  const { missed } = await readMyMonth(await it.as(coach), { month: undefined });
  expect(missed).toMatchObject({ dueSessions: 1, byAgency: 1 });
});

test("a next day that was only named is no next session once that day was missed", async () => {
  const { coachee } = it;
  await log({ sessionOn: "2026-11-13", nextSessionOn: "2026-11-16" });
  expect(await cardOf(coachee.id)).toMatchObject({ nextSessionOn: "2026-11-16" });
  await log({
    sessionOn: "2026-11-16",
    status: "no_show_coachee",
    notHeldReason: "not_known",
    startTime: "08:00",
  });
  expect(await cardOf(coachee.id)).toMatchObject({ nextSessionOn: null });
});

test("a month whose whole dose was held is not overdue, however many sessions that is", async () => {
  const { owner, program, coachee } = it;
  await owner`UPDATE dosage_schedule SET sessions_per_month = 12 WHERE program_id = ${program.id}`;
  for (let day = 1; day <= 12; day += 1) await log({ sessionOn: `2026-11-${String(day).padStart(2, "0")}` });
  expect((await cardOf(coachee.id, it.coach, at("2026-11-25")))?.due.status).not.toBe("overdue");
});

test("a step closed and a goal met by mistake come back when the record is corrected", async () => {
  const pair = { coach: it.coach, coachee: it.coachee, site: it.site };
  const [goalId, stepId] = [await addGoal(it.owner, pair), await addActionStep(it.owner, pair)];
  await log({ sessionOn: "2026-11-10", reviews: { [stepId]: "partly_done" } });
  const mistaken = await log({
    sessionOn: "2026-11-13",
    reviews: { [stepId]: "done" },
    progress: { [goalId]: "met" },
  });
  const states = async () => [
    (await it.owner`SELECT status FROM goal WHERE id = ${goalId}`)[0]?.status,
    (await it.owner`SELECT status, closed_on FROM action_step WHERE id = ${stepId}`)[0],
  ];
  expect(await states()).toMatchObject(["met", { status: "done" }]);
  const versionOf = async () =>
    (await it.owner`SELECT row_version FROM goal WHERE id = ${goalId}`)[0]?.row_version;
  const before = await versionOf();
  const other = { ...mistaken, summary: "Only other words", rowVersion: 1 };
  expect(await editSession(await it.as(it.coach), other)).toMatchObject({ ok: true });
  expect([await versionOf(), ...(await states())]).toMatchObject([before, "met", { status: "done" }]);
  const corrected = {
    ...mistaken,
    reviews: {},
    progress: { [goalId]: "in_progress" as const },
    rowVersion: 2,
  };
  expect(await editSession(await it.as(it.coach), corrected)).toMatchObject({ ok: true });
  expect(await states()).toEqual(["active", { status: "partly_done", closed_on: null }]);
});

test("the last session of a coachee's card is one at which the person was", async () => {
  const second = await addPerson(it.owner, it.program, { role: "coachee", site: it.site });
  await assignCoach(it.owner, { coach: it.coach, coachee: second, site: it.site });
  await log({ sessionOn: "2026-11-06" });
  await log({
    ...{ sessionOn: "2026-11-12", attendeeIds: [it.coachee.id, second.id] },
    attendance: { [it.coachee.id]: "absent", [second.id]: "full" },
  });
  expect((await readCoachee(await it.as(it.supervisor), it.coachee.id)).lastOn).toBe("2026-11-06");
});

test("why a session did not take place is for its parties", async () => {
  const { id } = await log({
    status: "cancelled_by_coachee",
    notHeldReason: "coachee_away",
    statusReason: "A death in the family",
  });
  expect((await readSession(await it.as(it.coachee), id)).session.statusReason).toBe("A death in the family");
  const seen = await readSession(await it.as(it.supervisor), id);
  expect(JSON.stringify(seen)).not.toContain("death");
});

test("coaching cannot end before a session that is on record", async () => {
  const { owner, program, coach, coachee } = it;
  await log({ sessionOn: "2026-11-12" });
  const [assigned] =
    await owner`SELECT id FROM coach_assignment WHERE coach_id = ${coach.id} AND coachee_id = ${coachee.id}`;
  const end = async (endsOn: string) =>
    changeCaseload(await it.as(await addPerson(owner, program, { role: "lead" })), coach.id, {
      ...{ intent: "end" as const, id: assigned?.id, endsOn },
    } as never);
  expect(await end("2026-11-05")).toMatchObject({
    ok: false,
    fieldErrors: { endsOn: [expect.stringContaining("on record")] },
  });
  expect(await end("2026-11-13")).toEqual({ ok: true });
});
