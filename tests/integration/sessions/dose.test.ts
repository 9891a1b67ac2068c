import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { editSession } from "#app/features/sessions/edit-session.server.ts";
import { listPeople } from "#app/features/sessions/list-people.server.ts";
import { logSession } from "#app/features/sessions/log-session.server.ts";
import { readMyMonth } from "#app/features/sessions/read-my-month.server.ts";
import { readPerson } from "#app/features/sessions/read-person.server.ts";
import type { SessionInput } from "#app/features/sessions/session.schema.ts";
import { addLeave, addPerson, assignCoach, type TestPerson } from "#tests/factories/people.ts";
import { type Coaching, setUpCoaching } from "./coaching.ts";

/** Two sessions of an hour a month; today is Monday, 16 November 2026. */
let it: Coaching;
let mountain: Coaching;
const others: Record<"away" | "unseen" | "former", TestPerson> = {} as never;

beforeAll(async () => {
  it = await setUpCoaching();
  mountain = await setUpCoaching({ zone: "America/Boise" });
  const { owner, program, site, coach } = it;
  const join = async (familyName: string, startsOn: string, endsOn: string | null = null) => {
    const coachee = await addPerson(owner, program, { role: "coachee", site, givenName: "Pat", familyName });
    await assignCoach(owner, { coach, coachee, site, startsOn, endsOn });
    return coachee;
  };
  others.away = await join("Away", "2026-10-01");
  await addLeave(owner, others.away, { firstOn: "2026-11-01", lastOn: "2026-11-15" });
  others.unseen = await join("Unseen", "2026-11-11");
  others.former = await join("Former", "2026-09-01", "2026-11-06");
});
afterAll(async () => {
  await it.close();
  await mountain.close();
});

const at = (day: string) => new Date(`${day}T20:00:00Z`);
async function log(given: Partial<SessionInput>, now?: Date): Promise<string> {
  const input = it.log(given);
  expect(await logSession(await it.as(it.coach, now), input)).toMatchObject({ ok: true });
  return input.id;
}

describe("a coach's people", () => {
  beforeAll(async () => {
    await log({ sessionOn: "2026-10-29" }, at("2026-10-29"));
    await log({ sessionOn: "2026-11-13", observationKind: "live", observationMinutes: 20 });
    await log({ sessionOn: "2026-11-14", attendeeIds: [others.away.id] });
    await log({ sessionOn: "2026-11-05", attendeeIds: [others.former.id] });
  });
  const cardOf = async (name: string, now?: Date) =>
    (await listPeople(await it.as(it.coach, now))).people.find((person) => person.name === name) ??
    expect.unreachable();

  test("a card says what this month has delivered and planned, and when the next session is due", async () => {
    expect(await cardOf(it.coachee.name)).toMatchObject({
      lastContactOn: "2026-11-13",
      dose: {
        from: "2026-11-01",
        until: "2026-11-30",
        plannedSessions: 2,
        deliveredSessions: 1,
        plannedMinutes: 120,
        deliveredMinutes: 60,
      },
      due: { status: "on-track", dueOn: "2026-11-28", daysOverdue: 0 },
    });
  });

  test("leave plans nothing, and a session in it is delivered all the same", async () => {
    expect(await cardOf("Pat Away")).toMatchObject({
      dose: { plannedSessions: 1, deliveredSessions: 1 },
      due: { dueOn: "2026-11-30" },
    });
  });

  test("somebody new counts from the first day with the coach", async () => {
    expect(await cardOf("Pat Unseen")).toMatchObject({
      lastContactOn: null,
      dose: { plannedSessions: expect.closeTo(4 / 3, 9), deliveredSessions: 0 },
      due: { status: "on-track", dueOn: "2026-11-25" },
    });
  });

  test("the marks follow the day and are nowhere stored", async () => {
    const statuses = async (day: string) => (await cardOf("Pat Unseen", at(day))).due;
    expect(await statuses("2026-11-18")).toMatchObject({ status: "due-soon" });
    expect(await statuses("2026-11-25")).toMatchObject({ status: "due-soon", daysOverdue: 0 });
    expect(await statuses("2026-11-27")).toMatchObject({ status: "overdue", daysOverdue: 2 });
  });

  test("the list narrows to those overdue or due soon, and counts all", async () => {
    const ctx = await it.as(it.coach, at("2026-11-27"));
    const overdue = await listPeople(ctx, { show: "overdue" });
    expect(overdue.people.map(({ name }) => name)).toEqual(["Pat Unseen"]);
    expect(overdue.counts).toEqual({ all: 3, overdue: 1, "due-soon": 2 });
    const soon = await listPeople(ctx, { show: "due-soon" });
    expect(soon.people.map(({ name }) => name).sort()).toEqual([it.coachee.name, "Pat Away"].sort());
  });

  test("the month is that of the person's site", async () => {
    const lastHour = new Date("2026-12-01T07:30:00Z");
    expect((await cardOf(it.coachee.name, lastHour)).dose.from).toBe("2026-11-01");
    const [card] = (await listPeople(await mountain.as(mountain.coach, lastHour))).people;
    expect(card?.dose).toMatchObject({ from: "2026-12-01", until: "2026-12-31", plannedSessions: 2 });
  });

  test("a colleague's session counts for the coachee, and is not theirs to see", async () => {
    const colleague = await addPerson(it.owner, it.program, { role: "coach", site: it.site });
    await assignCoach(it.owner, {
      coach: colleague,
      coachee: it.coachee,
      site: it.site,
      startsOn: "2026-11-01",
    });
    const [card] = (await listPeople(await it.as(colleague))).people;
    expect(card).toMatchObject({
      ...{ lastContactOn: "2026-11-13", isLastContactOwn: false },
      dose: { deliveredSessions: 1 },
    });
    const page = await readPerson(await it.as(colleague), { personId: it.coachee.id, page: 1 });
    expect(page.sessions.items).toEqual([]);
  });

  test("the person's page tells the same, and how the last 90 days went", async () => {
    const page = await readPerson(await it.as(it.coach), { personId: it.coachee.id, page: 1 });
    const card = await cardOf(it.coachee.name);
    expect(page.dose).toEqual(card.dose);
    expect(page.due).toEqual(card.due);
    expect(page.pattern).toMatchObject({
      from: "2026-08-19",
      deliveredSessions: 2,
      meanMinutes: 60,
      dueSessions: 2,
      sessionsPerWeek: expect.closeTo(2 / (90 / 7), 9),
    });
  });
});

describe("a coach's month", () => {
  const month = (asked?: string, now?: Date) =>
    it.as(it.coach, now).then((ctx) => readMyMonth(ctx, { month: asked }));

  beforeAll(async () => {
    const { coachee } = it;
    // A group of two with one absent, entered eight days later and after the end of its month.
    await log(
      {
        sessionOn: "2026-10-28",
        attendeeIds: [coachee.id, others.away.id],
        attendance: { [others.away.id]: "absent" },
        preparationMinutes: 15,
        travelMinutes: 40,
        strengthNoted: true,
      },
      at("2026-11-05"),
    );
    await log({ sessionOn: "2026-10-20", attendeeIds: [coachee.id, others.away.id] }, at("2026-10-20"));
    // Planned, then cancelled an hour before, two days before, and told afterwards.
    const cancel = async (sessionOn: string, plannedOn: string, now: Date) => {
      const plan = it.log({ sessionOn, status: "scheduled", startTime: "09:00", endTime: "10:00" });
      await logSession(await it.as(it.coach, at(plannedOn)), plan);
      const result = await editSession(await it.as(it.coach, now), {
        ...plan,
        status: "cancelled_by_coachee",
        notHeldReason: "coachee_away",
        statusReason: "Ill",
        rowVersion: 1,
      });
      expect(result).toMatchObject({ ok: true });
    };
    await cancel("2026-10-12", "2026-10-01", new Date("2026-10-12T15:00:00Z"));
    await cancel("2026-10-14", "2026-10-01", at("2026-10-12"));
    await cancel("2026-10-15", "2026-10-01", at("2026-10-16"));
    await log(
      { sessionOn: "2026-10-16", status: "no_show_coachee", notHeldReason: "court", statusReason: "Court" },
      at("2026-10-16"),
    );
    await log(
      { sessionOn: "2026-10-19", status: "rescheduled", notHeldReason: "court", statusReason: "Court" },
      at("2026-10-19"),
    );
    await log({ sessionOn: "2026-10-22", status: "scheduled" }, at("2026-10-02"));
  });

  test("planned against delivered, each person's own and each session once", async () => {
    const page = await month("2026-10");
    expect(page).toMatchObject({
      month: "2026-10-01",
      until: "2026-10-31",
      isRunning: false,
      nextMonth: "2026-11-01",
    });
    // Held: 20 October with two, 28 October with one of two, 29 October with one.
    expect(page.dose).toMatchObject({
      plannedSessions: 6,
      plannedMinutes: 360,
      contacts: 4,
      contactMinutes: 240,
      sessions: 3,
      sessionsWithOwn: 3,
      sessionMinutes: 180,
      eligibleCoachees: 3,
      reachedCoachees: 2,
      feedbackSessions: 1,
    });
    expect(
      page.people.map(({ name, deliveredSessions, plannedSessions }) => [
        name,
        deliveredSessions,
        plannedSessions,
      ]),
    ).toEqual([
      [it.coachee.name, 3, 2],
      ["Pat Away", 1, 2],
      ["Pat Former", 0, 2],
    ]);
    expect(page.minutes).toEqual({
      observation: 0,
      meeting: 180,
      preparation: 15,
      travel: 40,
      documentation: 0,
    });
  });

  test("what did not take place, by kind, with notice where it is known", async () => {
    const { missed } = await month("2026-10");
    expect(missed).toMatchObject({
      dueSessions: 8,
      byCoachee: 3,
      byCoach: 0,
      byAgency: 0,
      noShowCoachee: 1,
      rescheduled: 1,
      unresolved: 1,
      lateCancelled: 1,
      knownNotice: 2,
      cancellationRate: 3 / 8,
      noShowRate: 1 / 8,
    });
  });

  test("late entries are listed, and what the month's end did not know", async () => {
    const { late } = await month("2026-10");
    expect(late).toMatchObject({
      count: 1,
      deliveredByMonthEnd: 2,
      entries: [{ sessionOn: "2026-10-28", entryLagDays: 8 }],
    });
  });

  test("the running month plans as a whole and has no next; a month to come is the running one", async () => {
    const page = await month("2027-03");
    expect(page).toMatchObject({
      month: "2026-11-01",
      isRunning: true,
      nextMonth: null,
      previousMonth: "2026-10-01",
    });
    expect(page.people.find(({ name }) => name === "Pat Former")).toMatchObject({
      plannedSessions: expect.closeTo(1 / 3, 9),
      deliveredSessions: 1,
    });
    expect(page.people.find(({ name }) => name === "Pat Away")?.leaveDays).toBe(15);
  });
});

test("sessions of the nights on which clocks change count what passed, in both zones", async () => {
  for (const each of [it, mountain]) {
    const now = new Date("2027-03-15T20:00:00Z");
    const longer = each.log({ sessionOn: "2026-11-01", startTime: "00:30", endTime: "02:30" });
    const shorter = each.log({ sessionOn: "2027-03-14", startTime: "01:30", endTime: "03:30" });
    expect(await logSession(await each.as(each.coach, now), shorter)).toMatchObject({ ok: true });
    expect(await logSession(await each.as(each.coach, at("2026-11-01")), longer)).toMatchObject({ ok: true });
    const ctx = await each.as(each.coach, now);
    const march = await readMyMonth(ctx, { month: "2027-03" });
    expect(march.dose).toMatchObject({ sessions: 1, sessionMinutes: 60 });
    const [card] = (await listPeople(ctx)).people.filter(({ id }) => id === each.coachee.id);
    expect(card).toMatchObject({
      dose: { deliveredSessions: 1, deliveredMinutes: 60 },
      lastContactOn: "2027-03-14",
    });
    const november = await each.owner`
      SELECT observation_minutes + meeting_minutes AS minutes, entry_lag_days FROM coaching_session WHERE id = ${longer.id}`;
    expect(november).toMatchObject([{ minutes: 180, entry_lag_days: 0 }]);
  }
});
