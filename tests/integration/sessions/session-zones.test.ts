import { afterAll, beforeAll, expect, test } from "vitest";
import { listPeople } from "#app/features/sessions/list-people.server.ts";
import { logSession } from "#app/features/sessions/log-session.server.ts";
import { openSessionForm } from "#app/features/sessions/open-session-form.server.ts";
import { readMyMonth } from "#app/features/sessions/read-my-month.server.ts";
import { readPerson } from "#app/features/sessions/read-person.server.ts";
import { readSession } from "#app/features/sessions/read-session.server.ts";
import { addPerson, assignCoach } from "#tests/factories/people.ts";
import { type Coaching, setUpCoaching } from "./coaching.ts";

let pacific: Coaching;
let mountain: Coaching;
beforeAll(async () => {
  pacific = await setUpCoaching();
  mountain = await setUpCoaching({ zone: "America/Boise" });
});
afterAll(async () => {
  await pacific.close();
  await mountain.close();
});

const stored = async (it: Coaching, id: string) =>
  (
    await it.owner`SELECT session_on, started_at, ended_at, meeting_minutes, entry_lag_days FROM coaching_session WHERE id = ${id}`
  )[0];

test("the same wall time is another instant in the Mountain zone", async () => {
  const [west, east] = [pacific.log(), mountain.log()];
  await logSession(await pacific.as(pacific.coach), west);
  await logSession(await mountain.as(mountain.coach), east);
  expect((await stored(pacific, west.id))?.started_at).toEqual(new Date("2026-11-13T17:00:00Z"));
  expect((await stored(mountain, east.id))?.started_at).toEqual(new Date("2026-11-13T16:00:00Z"));
  const page = await readSession(await mountain.as(mountain.coach), east.id);
  expect(page.session).toMatchObject({ startTime: "09:00", zone: "America/Boise" });
});

test("half an hour before midnight in Oregon it is already tomorrow at the Mountain site", async () => {
  const late = new Date("2026-11-17T07:30:00Z");
  const [west, east] = [
    pacific.log({ sessionOn: "2026-11-17" }),
    mountain.log({ sessionOn: "2026-11-17", startTime: "00:05", endTime: "00:25" }),
  ];
  expect(await logSession(await pacific.as(pacific.coach, late), west)).toMatchObject({
    ok: false,
    fieldErrors: { sessionOn: [expect.stringContaining("Mon 16 Nov 2026")] },
  });
  expect(await logSession(await mountain.as(mountain.coach, late), east)).toMatchObject({ ok: true });
  const form = await openSessionForm(await mountain.as(mountain.coach, late), {
    personId: mountain.coachee.id,
    isPlan: false,
  });
  expect(form.today).toBe("2026-11-17");
});

test("an hour on the clock of the night that is an hour longer counts an hour", async () => {
  const now = new Date("2026-11-02T20:00:00Z");
  const input = pacific.log({ sessionOn: "2026-11-01", startTime: "01:30", endTime: "02:30" });
  expect(await logSession(await pacific.as(pacific.coach, now), input)).toMatchObject({ ok: true });
  expect(await stored(pacific, input.id)).toMatchObject({
    session_on: "2026-11-01",
    started_at: new Date("2026-11-01T09:30:00Z"),
    ended_at: new Date("2026-11-01T10:30:00Z"),
    meeting_minutes: 60,
    entry_lag_days: 1,
  });
});

test("over the clock change of that night counts what passed, and an end that the clock shows twice is the later one", async () => {
  const now = new Date("2026-11-02T20:00:00Z");
  for (const [startTime, endTime, minutes] of [
    ["00:30", "02:30", 180],
    ["01:50", "01:20", 30],
  ] as const) {
    const input = pacific.log({ sessionOn: "2026-11-01", startTime, endTime });
    expect(await logSession(await pacific.as(pacific.coach, now), input)).toMatchObject({ ok: true });
    expect(await stored(pacific, input.id)).toMatchObject({ meeting_minutes: minutes });
  }
});

test("two hours on the clock of the night that is an hour shorter count one, and a skipped time is refused", async () => {
  const now = new Date("2027-03-15T20:00:00Z");
  const input = pacific.log({ sessionOn: "2027-03-14", startTime: "01:30", endTime: "03:30" });
  expect(await logSession(await pacific.as(pacific.coach, now), input)).toMatchObject({ ok: true });
  expect(await stored(pacific, input.id)).toMatchObject({
    started_at: new Date("2027-03-14T09:30:00Z"),
    ended_at: new Date("2027-03-14T10:30:00Z"),
    meeting_minutes: 60,
  });
  const skipped = pacific.log({ sessionOn: "2027-03-14", startTime: "02:30", endTime: "03:30" });
  expect(await logSession(await pacific.as(pacific.coach, now), skipped)).toMatchObject({
    ok: false,
    fieldErrors: { startTime: [expect.stringContaining("skipped 02:30")] },
  });
});

test("just after midnight on the first in Boise, card, list and My month count the same month and day", async () => {
  const justAfter = new Date("2026-12-01T07:30:00Z");
  const { coach, coachee } = mountain;
  const held = mountain.log({ sessionOn: "2026-11-30" });
  expect(await logSession(await mountain.as(coach, justAfter), held)).toMatchObject({ ok: true });
  const planned = mountain.log({ sessionOn: "2026-12-01", status: "scheduled" });
  expect(await logSession(await mountain.as(coach, justAfter), planned)).toMatchObject({ ok: true });
  const starter = await addPerson(mountain.owner, mountain.program, { role: "coachee", site: mountain.site });
  await assignCoach(mountain.owner, { coach, coachee: starter, site: mountain.site, startsOn: "2026-12-01" });
  const ctx = await mountain.as(coach, justAfter);
  const list = await listPeople(ctx);
  const card = await readPerson(ctx, { personId: coachee.id, page: 1 });
  const month = await readMyMonth(ctx, { month: undefined });
  expect(card.dose.from).toBe("2026-12-01");
  expect(month).toMatchObject({ month: "2026-12-01", today: "2026-12-01", isRunning: true });
  for (const { id, dose } of list.people) {
    const own = month.people.find((each) => each.id === id);
    expect(dose).toMatchObject({
      from: month.month,
      plannedSessions: own?.plannedSessions,
      deliveredSessions: 0,
    });
  }
  expect(list.people.map(({ id }) => id)).toContain(starter.id);
  expect(list.people.find(({ id }) => id === coachee.id)?.nextSessionOn).toBe("2026-12-01");
  const november = await readMyMonth(ctx, { month: "2026-11" });
  expect(november.people.find(({ id }) => id === coachee.id)?.deliveredSessions).toBeGreaterThan(0);
});
