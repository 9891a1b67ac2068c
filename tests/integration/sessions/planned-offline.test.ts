import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, expect, test } from "vitest";
import { inSql } from "#app/db/in-transaction.server.ts";
import { listSessionDose } from "#app/features/sessions/dose.queries.server.ts";
import { editSession } from "#app/features/sessions/edit-session.server.ts";
import { logSession } from "#app/features/sessions/log-session.server.ts";
import { makePlan } from "#app/features/sessions/make-plan.server.ts";
import { choicesOf, plannedSessionForm } from "#app/features/sessions/new-session-form.ts";
import { openSessionEdit } from "#app/features/sessions/open-session-edit.server.ts";
import { readAgenda } from "#app/features/sessions/read-agenda.server.ts";
import { readOfflinePack } from "#app/features/sessions/read-offline-pack.server.ts";
import { readPerson } from "#app/features/sessions/read-person.server.ts";
import { readSession } from "#app/features/sessions/read-session.server.ts";
import { rescheduleSession } from "#app/features/sessions/reschedule-session.server.ts";
import { planInput } from "#app/features/sessions/session-plan.schema.ts";
import { dosage } from "#fidelity/dosage/dosage.ts";
import { addPerson, addSite, assignCoach } from "#tests/factories/people.ts";
import { addActionStep, addGoal } from "#tests/factories/sessions.ts";
import { NOON } from "#tests/support/actors.ts";
import { type Coaching, setUpCoaching } from "./coaching.ts";

let it: Coaching;
beforeAll(async () => {
  it = await setUpCoaching();
});
afterAll(() => it.close());

const plan = async (given: Record<string, unknown>, now = NOON) => {
  const input = planInput.parse({
    ...{ id: randomUUID(), attendeeIds: [it.coachee.id], sessionOn: "2026-11-17" },
    ...{
      startTime: "09:00",
      endTime: "10:00",
      modality: "phone",
      focusIds: it.profile.functionIds.slice(1, 3),
    },
    ...given,
  });
  expect(await makePlan(await it.as(it.coach, now), input)).toMatchObject({ ok: true });
  return input.id;
};

test("the log of a planned session is the same form with and without a connection", async () => {
  const second = await addPerson(it.owner, it.program, { role: "coachee", site: it.site, familyName: "Aaa" });
  await assignCoach(it.owner, { coach: it.coach, coachee: second, site: it.site });
  for (const coachee of [it.coachee, second])
    await addGoal(it.owner, { coach: it.coach, coachee, site: it.site });
  const ctx = await it.as(it.coach);
  for (const attendeeIds of [[it.coachee.id], [it.coachee.id, second.id]]) {
    const id = await plan({ attendeeIds });
    const pack = await readOfflinePack(ctx);
    const entry = pack.agenda.entries.find((each) => each.id === id) ?? expect.unreachable();
    const person = pack.people.find((each) => each.id === entry.people[0]?.id) ?? expect.unreachable();
    const { accountId, coach, people, functions, companions = [] } = pack;
    const newId = () => "11111111-1111-4111-8111-111111111111";
    const offline = plannedSessionForm(
      { accountId, coach, person, people, ...choicesOf(people), functions, companions },
      { entry, now: ctx.now, newId },
    );
    const online = await openSessionEdit(ctx, id);
    const withoutNewId = (values: typeof online.values) => ({ ...values, "steps[0].id": [] });
    expect({ ...offline, values: withoutNewId(offline.values) }).toEqual({
      ...online,
      values: withoutNewId(online.values),
    });
  }
});

test("what was put into a planned session stands in its log without a connection, too", async () => {
  const coachee = await addPerson(it.owner, it.program, {
    role: "coachee",
    site: it.site,
    familyName: "Bbb",
  });
  await assignCoach(it.owner, { coach: it.coach, coachee, site: it.site });
  const pair = { coach: it.coach, coachee, site: it.site };
  const [goalId, stepId] = [await addGoal(it.owner, pair), await addActionStep(it.owner, pair)];
  const ctx = await it.as(it.coach);
  const planned = it.log({
    ...{ status: "scheduled", sessionOn: "2026-11-23", attendeeIds: [coachee.id] },
    ...{ barriers: ["workload", "schedule"], nextSessionOn: "2026-12-07" },
    ...{ nextFocusId: it.profile.functionIds[1], summary: "To speak of", privateNote: "Only mine" },
    ...{ progress: { [goalId]: "in_progress" as const }, reviews: { [stepId]: "partly_done" as const } },
    ...{
      steps: [{ id: randomUUID(), what: "Read the guide" }],
      strategies: ["debrief:reflective_questioning"],
    },
  });
  expect(await logSession(ctx, planned)).toMatchObject({ ok: true });
  const pack = await readOfflinePack(ctx);
  const entry = pack.agenda.entries.find(({ id }) => id === planned.id) ?? expect.unreachable();
  const person = pack.people.find(({ id }) => id === coachee.id) ?? expect.unreachable();
  const { accountId, coach, people, functions, companions = [] } = pack;
  const newId = () => "11111111-1111-4111-8111-111111111111";
  const offline = plannedSessionForm(
    { accountId, coach, person, people, ...choicesOf(people), functions, companions },
    { entry, content: pack.planned?.[planned.id], now: ctx.now, newId },
  );
  const online = await openSessionEdit(ctx, planned.id);
  expect(offline.values).toMatchObject({
    ...{ barriers: ["workload", "schedule"], nextSessionOn: ["2026-12-07"] },
    ...{ summary: ["To speak of"], privateNote: ["Only mine"] },
  });
  const withoutNewId = (values: typeof online.values) => ({ ...values, "steps[1].id": [] });
  expect({ ...offline, values: withoutNewId(offline.values) }).toEqual({
    ...online,
    values: withoutNewId(online.values),
  });
  const other = await addPerson(it.owner, it.program, { role: "coach", site: it.site });
  expect((await readOfflinePack(await it.as(other))).planned).toEqual({});
});

test("the pack is the same text while nothing changes, and another after a change", async () => {
  const text = async () => JSON.stringify(await readOfflinePack(await it.as(it.coach)));
  const before = await text();
  expect(await text()).toBe(before);
  await plan({ sessionOn: "2026-11-20" });
  expect(await text()).not.toBe(before);
});

test("the calendar shows each session at the time of its site, and nobody else's", async () => {
  const boise = await addSite(it.owner, it.program, { zone: "America/Boise" });
  const far = await addPerson(it.owner, it.program, { role: "coachee", site: boise });
  await assignCoach(it.owner, { coach: it.coach, coachee: far, site: boise });
  const id = await plan({ attendeeIds: [far.id], sessionOn: "2026-12-08" });
  const { agenda, zone } = await readAgenda(await it.as(it.coach), { view: "week", on: "2026-12-09" });
  expect(agenda).toMatchObject({ from: "2026-12-07", until: "2026-12-13" });
  expect(agenda.entries).toMatchObject([
    { id, on: "2026-12-08", startTime: "09:00", endTime: "10:00", zone: "America/Boise" },
  ]);
  expect(zone).toBe("America/Los_Angeles");
  const other = await addPerson(it.owner, it.program, { role: "coach", site: it.site });
  expect((await readAgenda(await it.as(other), { view: "month", on: "2026-12-09" })).agenda.entries).toEqual(
    [],
  );
});

test("a person's page has what is planned: what was not logged, what comes next, and the plan", async () => {
  const coachee = await addPerson(it.owner, it.program, { role: "coachee", site: it.site });
  await assignCoach(it.owner, { coach: it.coach, coachee, site: it.site });
  const planId = await plan({ attendeeIds: [coachee.id], repeats: "weekly" });
  const later = await it.as(it.coach, new Date("2026-11-25T20:00:00Z"));
  const page = await readPerson(later, { personId: coachee.id, page: 1 });
  expect(page.planned.map(({ on, startTime }) => `${on} ${startTime}`)).toEqual([
    ...["2026-11-17 09:00", "2026-11-24 09:00", "2026-12-01 09:00", "2026-12-08 09:00", "2026-12-15 09:00"],
  ]);
  expect(page.plans).toMatchObject([{ id: planId, nextOn: "2026-12-01" }]);
  expect(page.sessions.items.map(({ sessionOn }) => sessionOn)).toEqual(["2026-11-24", "2026-11-17"]);
});

test("moved twice and held at last: one session due and delivered, nothing called off, and each leads to the others", async () => {
  const coachee = await addPerson(it.owner, it.program, { role: "coachee", site: it.site });
  await assignCoach(it.owner, { coach: it.coach, coachee, site: it.site });
  const ids = [await plan({ attendeeIds: [coachee.id], sessionOn: "2026-11-17" })];
  const ctx = await it.as(it.coach);
  for (const newOn of ["2026-11-18", "2026-11-19"]) {
    const newId = randomUUID();
    const given = {
      sessionId: ids.at(-1) ?? "",
      rowVersion: 1,
      status: "rescheduled" as const,
      newId,
      newOn,
    };
    const times = {
      newStartTime: "13:00",
      newEndTime: "14:00",
      notHeldReason: "other" as const,
      statusReason: "Asked for by the coachee",
    };
    expect(await rescheduleSession(ctx, { ...given, ...times })).toEqual({ ok: true });
    ids.push(newId);
  }
  const later = await it.as(it.coach, new Date("2026-11-20T20:00:00Z"));
  const held = it.log({
    id: ids[2],
    attendeeIds: [coachee.id],
    sessionOn: "2026-11-19",
    startTime: "13:10",
    endTime: "14:00",
  });
  expect(await editSession(later, { ...held, rowVersion: 1 })).toMatchObject({ ok: true });

  const sessions = await inSql(later, (sql) =>
    listSessionDose(sql, { coacheeId: coachee.id, from: "2026-11-01", until: "2026-11-30" }),
  );
  const dose = dosage(sessions, [], {
    from: "2026-11-01",
    until: "2026-11-30",
    asOf: "2026-11-20",
    coacheeId: coachee.id,
  });
  expect(dose).toMatchObject({
    ...{
      deliveredSessions: 1,
      deliveredMinutes: 50,
      dueSessions: 1,
      cancelledSessions: 0,
      noShowSessions: 0,
    },
    ...{ rescheduledSessions: 2, cancellationRate: 0 },
  });
  for (const id of ids) {
    const page = await readSession(later, id);
    expect(page.chain.map((link) => link.id)).toEqual(ids);
  }
  const page = await readSession(later, ids[2] ?? "");
  expect(page.session).toMatchObject({
    startTime: "13:10",
    ...{ plannedOn: "2026-11-19", plannedStart: "13:00", plannedEnd: "14:00" },
  });
  expect(await logSession(later, held)).toMatchObject({ state: "already-stored" });
});
