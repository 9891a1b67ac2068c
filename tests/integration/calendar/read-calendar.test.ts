import { randomUUID } from "node:crypto";
import ICAL from "ical.js";
import { DateTime } from "luxon";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openDatabase } from "#app/db/client.server.ts";
import { endCalendar } from "#app/features/calendar/end-calendar.server.ts";
import { feedTokenHash } from "#app/features/calendar/feed-token.server.ts";
import { readCalendar } from "#app/features/calendar/read-calendar.server.ts";
import { readFeedState } from "#app/features/calendar/read-feed-state.server.ts";
import { renewCalendar } from "#app/features/calendar/renew-calendar.server.ts";
import { changePlan, endPlan } from "#app/features/sessions/change-plan.server.ts";
import { editSession } from "#app/features/sessions/edit-session.server.ts";
import { fillPlans } from "#app/features/sessions/fill-plans.server.ts";
import { logSession } from "#app/features/sessions/log-session.server.ts";
import { makePlan } from "#app/features/sessions/make-plan.server.ts";
import { planInput } from "#app/features/sessions/session-plan.schema.ts";
import { type Day, instantOf } from "#app/time/days.ts";
import { addAssessment, addInstrument } from "#tests/factories/fidelity.ts";
import { addPerson, addSite, assignCoach, type TestPerson, type TestSite } from "#tests/factories/people.ts";
import { type Coaching, setUpCoaching } from "#tests/integration/sessions/coaching.ts";
import { NOON, systemContextFor } from "#tests/support/actors.ts";
import { testDatabase } from "#tests/support/database.ts";

const ZONES = ["America/Los_Angeles", "America/Boise"] as const;
const TIME = "09:00";
/** Tuesdays around both changes of the clocks, 1 November 2026 and 14 March 2027. */
const TUESDAYS = ["2026-10-20", "2026-10-27", "2026-11-03", "2026-11-10", "2027-03-09", "2027-03-16"];

let it: Coaching;
let sites: TestSite[];
beforeAll(async () => {
  it = await setUpCoaching();
  sites = [it.site, await addSite(it.owner, it.program, { zone: "America/Boise" })];
});
afterAll(() => it.close());

async function addSession(given: {
  coach: TestPerson;
  coachee: TestPerson;
  site: TestSite;
  on: Day;
  status?: string;
  time?: string | null;
}): Promise<string> {
  const id = randomUUID();
  const { site, on, status = "scheduled", time = TIME } = given;
  const startsAt = time && instantOf(on, time, site.zone);
  await it.owner`INSERT INTO coaching_session ${it.owner({
    ...{ id, program_id: it.program.id, site_id: site.id, lead_coach_id: given.coach.id },
    ...{ practice_profile_id: it.profile.id, format: "individual", status, session_on: on, zone: site.zone },
    scheduled_start_at: startsAt,
    scheduled_end_at: startsAt && new Date(startsAt.getTime() + 3_600_000),
    ...{ modality: "phone", is_coach_certified: true, entered_by_id: given.coach.id, recorded_at: NOON },
    ...{ entry_lag_days: 0, content_hash: "", updated_at: NOON },
    not_held_reason: status === "scheduled" ? null : "travel_or_weather",
    status_reason: status === "scheduled" ? null : "Snow",
  })}`;
  await it.owner`INSERT INTO session_attendee ${it.owner({
    ...{ session_id: id, person_id: given.coachee.id, program_id: it.program.id, site_id: site.id },
    ...{ lead_coach_id: given.coach.id, session_on: on },
  })}`;
  return id;
}

const tokenOf = async (person: TestPerson) => (await renewCalendar(await it.as(person))).token;
const open = (token: string, now = NOON) =>
  readCalendar(
    { database: it.web, now, requestId: randomUUID() },
    { tokenHash: feedTokenHash(token), publicUrl: "https://coaching.example" },
  );

/** What an independent library reads in a feed, by the id of the record. */
async function eventsOf(person: TestPerson): Promise<Map<string, ICAL.Event>> {
  const calendar = new ICAL.Component(ICAL.parse((await open(await tokenOf(person)))?.text ?? ""));
  ICAL.TimezoneService.reset();
  for (const zone of calendar.getAllSubcomponents("vtimezone")) ICAL.TimezoneService.register(zone);
  const events = calendar.getAllSubcomponents("vevent").map((component) => new ICAL.Event(component));
  return new Map(events.map((event) => [event.uid.replace(/^\w+-(.+)@throughline$/, "$1"), event]));
}

async function addPair(given: { givenName?: string; familyName?: string; site?: TestSite } = {}) {
  const site = given.site ?? it.site;
  const coach = await addPerson(it.owner, it.program, { role: "coach", site });
  const coachee = await addPerson(it.owner, it.program, { role: "coachee", site, ...given });
  await assignCoach(it.owner, { coach, coachee, site });
  return { coach, coachee, site };
}

test("the same weekday and hour across both clock changes, in both zones, are read back as they were planned", async () => {
  const { coach, coachee } = await addPair();
  const planned = new Map<string, { on: Day; zone: string }>();
  for (const site of sites)
    for (const on of TUESDAYS)
      planned.set(await addSession({ coach, coachee, site, on }), { on, zone: site.zone });
  const events = await eventsOf(coach);
  expect(events.size).toBe(planned.size);
  for (const [id, { on, zone }] of planned) {
    const event = events.get(id) ?? expect.unreachable();
    expect(event.startDate.toString()).toBe(`${on}T09:00:00`);
    expect(event.endDate.toString()).toBe(`${on}T10:00:00`);
    expect(event.startDate.zone.tzid).toBe(zone);
    const instant = DateTime.fromISO(`${on}T09:00:00`, { zone }).toJSDate();
    expect(event.startDate.toJSDate()).toEqual(instant);
    expect(event.startDate.toUnixTime() * 1_000).toBe(instant.getTime());
  }
  expect(new Set([...planned.values()].map(({ zone }) => zone))).toEqual(new Set(ZONES));
});

test("recurring sessions filled night by night are read back at nine o'clock on every week of both clock changes, in both zones", async () => {
  const started = new Date("2026-09-28T18:00:00Z");
  const coach = await addPerson(it.owner, it.program, { role: "coach", site: it.site });
  const plans = new Map<string, string>();
  for (const site of sites) {
    const coachee = await addPerson(it.owner, it.program, { role: "coachee", site });
    await assignCoach(it.owner, { coach, coachee, site });
    const plan = planInput.parse({
      ...{ id: randomUUID(), attendeeIds: [coachee.id], repeats: "weekly", sessionOn: "2026-09-29" },
      ...{ startTime: TIME, endTime: "10:00" },
    });
    expect(await makePlan(await it.as(coach, started), plan)).toMatchObject({ ok: true });
    plans.set(plan.id, site.zone);
  }
  const worker = openDatabase(testDatabase().workerUrl, { connections: 2 });
  for (const night of ["2026-11-01T12:20:00Z", "2026-12-20T12:20:00Z", "2027-01-10T12:20:00Z"])
    await fillPlans(systemContextFor(worker, it.program, { now: new Date(night) }));
  await worker.close();
  const rows = await it.owner<{ id: string; on: Day; plan: string }[]>`
    SELECT id, session_on::text AS "on", plan_id AS plan FROM coaching_session WHERE lead_coach_id = ${coach.id}`;
  // Two plans, 28 Tuesdays from 29 September to 6 April.
  expect(rows).toHaveLength(2 * 28);
  const events = await eventsOf(coach);
  expect(events.size).toBe(rows.length);
  for (const { id, on, plan } of rows) {
    const event = events.get(id) ?? expect.unreachable();
    expect(event.startDate.toString()).toBe(`${on}T09:00:00`);
    expect(event.endDate.toString()).toBe(`${on}T10:00:00`);
    expect(event.startDate.zone.tzid).toBe(plans.get(plan));
    const instant = DateTime.fromISO(`${on}T09:00:00`, { zone: plans.get(plan) }).toJSDate();
    expect(event.startDate.toJSDate()).toEqual(instant);
  }
});

test("a recurring session keeps its id when its plan changes, and is cancelled when the plan gives it up", async () => {
  const { coach, coachee } = await addPair();
  const ctx = await it.as(coach);
  const given = {
    ...{ id: randomUUID(), attendeeIds: [coachee.id], repeats: "weekly", sessionOn: "2026-11-17" },
    ...{ startTime: TIME, endTime: "10:00" },
  };
  expect(await makePlan(ctx, planInput.parse(given))).toMatchObject({ ok: true });
  const before = await eventsOf(coach);
  const change = { ...planInput.parse({ ...given, startTime: "11:00", endTime: "12:00" }), planId: given.id };
  expect(await changePlan(ctx, { ...change, rowVersion: 1 })).toMatchObject({ ok: true });
  const moved = await eventsOf(coach);
  expect([...moved.keys()]).toEqual([...before.keys()]);
  for (const [id, event] of moved) {
    expect(event.startDate.toString().slice(11)).toBe("11:00:00");
    expect(event.sequence).toBeGreaterThan(before.get(id)?.sequence ?? 0);
  }
  expect(await endPlan(ctx, { planId: given.id, rowVersion: 2, lastOn: "2026-11-30" })).toMatchObject({
    ok: true,
  });
  const states = (events: Map<string, ICAL.Event>) =>
    [...events.values()].map(({ component }) => component.getFirstPropertyValue("status"));
  const ended = await eventsOf(coach);
  expect([...ended.keys()].sort()).toEqual([...before.keys()].sort());
  expect(states(ended)).toEqual(["CONFIRMED", "CONFIRMED", ...Array(before.size - 2).fill("CANCELLED")]);
  for (const [id, event] of ended)
    if (event.startDate.toString() > "2026-12")
      expect(event.sequence).toBeGreaterThan(moved.get(id)?.sequence ?? 0);
  expect(states(await eventsOf(coachee))).toEqual(states(ended));
});

test("whoever is taken out of a session finds its event cancelled, and the others keep it", async () => {
  const { coach, coachee: stays, site } = await addPair();
  const leaves = await addPerson(it.owner, it.program, { role: "coachee", site });
  await assignCoach(it.owner, { coach, coachee: leaves, site });
  const ctx = await it.as(coach);
  const given = {
    ...{ id: randomUUID(), attendeeIds: [stays.id, leaves.id], repeats: "weekly", sessionOn: "2026-11-17" },
    ...{ startTime: TIME, endTime: "10:00" },
  };
  expect(await makePlan(ctx, planInput.parse(given))).toMatchObject({ ok: true });
  const planned = it.log({
    ...{ status: "scheduled", sessionOn: "2026-11-18", attendeeIds: [stays.id, leaves.id] },
    ...{ alsoThere: [{ personId: it.coach.id, role: "co_coach" as const }] },
  });
  expect(await logSession(ctx, planned)).toMatchObject({ ok: true });
  const before = await eventsOf(leaves);
  expect(before.has(planned.id)).toBe(true);
  const statesOf = async (person: TestPerson) =>
    new Map(
      [...(await eventsOf(person))].map(([id, { component }]) => [
        id,
        component.getFirstPropertyValue("status"),
      ]),
    );
  const change = { ...planInput.parse({ ...given, attendeeIds: [stays.id] }), planId: given.id };
  expect(await changePlan(ctx, { ...change, rowVersion: 1 })).toMatchObject({ ok: true });
  const alone = { ...planned, attendeeIds: [stays.id], alsoThere: [], rowVersion: 1 };
  expect(await editSession(ctx, alone)).toMatchObject({ ok: true });
  const after = await eventsOf(leaves);
  expect([...after.keys()].sort()).toEqual([...before.keys()].sort());
  expect(new Set((await statesOf(leaves)).values())).toEqual(new Set(["CANCELLED"]));
  for (const [id, { startDate, sequence, summary }] of after) {
    expect(startDate.toString()).toBe(before.get(id)?.startDate.toString());
    expect(sequence).toBeGreaterThan(before.get(id)?.sequence ?? 0);
    expect(summary).toContain("Coaching session");
  }
  expect(new Set((await statesOf(stays)).values())).toEqual(new Set(["CONFIRMED"]));
  expect((await statesOf(it.coach)).get(planned.id)).toBe("CANCELLED");
  const back = { ...planned, rowVersion: 2 };
  expect(await editSession(ctx, back)).toMatchObject({ ok: true });
  expect((await statesOf(leaves)).get(planned.id)).toBe("CONFIRMED");
  expect((await statesOf(it.coach)).get(planned.id)).toBe("CONFIRMED");
});

test("coach and coachee read the same session under the same id, each with the other's name", async () => {
  const pair = await addPair({ givenName: "Łucja", familyName: "Ñandú 李" });
  const id = await addSession({ ...pair, on: "2026-11-24" });
  const [coachs, coachees] = [await eventsOf(pair.coach), await eventsOf(pair.coachee)];
  expect(coachs.get(id)?.summary).toBe("Coaching session with Łucja Ñandú 李");
  expect(coachees.get(id)?.summary).toBe(`Coaching session with ${pair.coach.name}`);
});

test("cancelled and moved sessions stay in the feed as cancelled, without the reason", async () => {
  const pair = await addPair();
  const states = {
    cancelled_by_coach: "CANCELLED",
    cancelled_by_coachee: "CANCELLED",
    cancelled_agency: "CANCELLED",
    rescheduled: "CANCELLED",
    no_show_coachee: "CANCELLED",
    no_show_coach: "CANCELLED",
    scheduled: "CONFIRMED",
  };
  const ids = new Map<string, string>();
  for (const [status, expected] of Object.entries(states))
    ids.set(await addSession({ ...pair, on: "2026-11-24", status }), expected);
  const untimed = await addSession({ ...pair, on: "2026-11-25", status: "cancelled_agency", time: null });
  const events = await eventsOf(pair.coach);
  for (const [id, expected] of ids)
    expect(events.get(id)?.component.getFirstPropertyValue("status")).toBe(expected);
  expect(events.get(untimed)?.startDate.toString()).toBe("2026-11-25");
  expect(events.get(untimed)?.endDate.toString()).toBe("2026-11-26");
  expect((await open(await tokenOf(pair.coach)))?.text).not.toContain("Snow");
});

test("the feed reaches 90 days back and a year ahead", async () => {
  const pair = await addPair();
  const ids = [];
  for (const on of ["2026-08-17", "2026-08-18", "2027-11-17", "2027-11-18"])
    ids.push(await addSession({ ...pair, on }));
  expect([...(await eventsOf(pair.coach)).keys()]).toEqual(ids.slice(1, 3));
});

test("a change is a higher sequence and a new tag, and what was said is in neither", async () => {
  const words = {
    summary: "Shared words",
    privateNote: "Private words",
    steps: [{ id: randomUUID(), what: "Stepwise words" }],
  };
  const log = it.log(words);
  const ctx = await it.as(it.coach);
  expect(await logSession(ctx, log)).toMatchObject({ ok: true });
  const first = await open(await tokenOf(it.coach));
  const again = await open(await tokenOf(it.coach));
  expect(again).toEqual(first);
  const later = await it.as(it.coach, new Date(NOON.getTime() + 60_000));
  expect(await editSession(later, { ...log, endTime: "09:45", rowVersion: 1 })).toMatchObject({ ok: true });
  const second = await open(await tokenOf(it.coach));
  expect(second?.etag).not.toBe(first?.etag);
  expect((await eventsOf(it.coach)).get(log.id)?.sequence).toBe(2);
  for (const { text } of [first, second].map((calendar) => calendar ?? expect.unreachable()))
    for (const word of ["words", "Function 1", "goal"]) expect(text).not.toContain(word);
});

test("a rater reads the windows of open assessments as days, and nobody else does", async () => {
  const { coach, site } = await addPair();
  const rater = await addPerson(it.owner, it.program, { role: "supervisor", site });
  const instrument = await addInstrument(it.owner, it.program);
  const days = { opensOn: "2026-11-10", targetOn: "2026-11-20", dueOn: "2026-11-27" };
  const parties = { coach, rater, site, ...days };
  const id = await addAssessment(it.owner, instrument, { ...parties, state: "open" });
  await addAssessment(it.owner, instrument, { ...parties, state: "planned" });
  const events = await eventsOf(rater);
  expect([...events.keys()]).toEqual([id]);
  const event = events.get(id) ?? expect.unreachable();
  expect([event.summary, event.startDate.toString(), event.endDate.toString()]).toEqual([
    `Fidelity assessment of ${coach.name}`,
    "2026-11-10",
    "2026-11-28",
  ]);
  expect((await eventsOf(coach)).has(id)).toBe(false);
});

test("oversight of a site brings nobody else's sessions into one's calendar", async () => {
  await addSession({ ...(await addPair()), on: "2026-11-24" });
  expect((await eventsOf(it.supervisor)).size).toBe(0);
});

test("an address works until a new one is made or it is taken back, and is kept only as a hash", async () => {
  const { coach } = await addPair();
  const ctx = await it.as(coach);
  expect(await readFeedState(ctx)).toBeNull();
  const first = await tokenOf(coach);
  expect(await open(first)).not.toBeNull();
  const second = await tokenOf(coach);
  expect(await open(first)).toBeNull();
  expect(await open(second)).not.toBeNull();
  expect(await readFeedState(ctx)).toEqual({ since: "2026-11-16" });
  const [stored] =
    await it.owner`SELECT to_jsonb(f)::text AS row FROM calendar_feed f WHERE person_id = ${coach.id}`;
  expect(stored?.row).not.toContain(second);
  await endCalendar(ctx);
  await endCalendar(ctx);
  expect(await open(second)).toBeNull();
  expect(await open("unknown")).toBeNull();
  const events =
    await it.owner`SELECT type FROM domain_event WHERE subject_id = ${coach.id} ORDER BY sequence`;
  expect(events.map(({ type }) => type)).toEqual([
    "calendar-feed.renewed",
    "calendar-feed.renewed",
    "calendar-feed.ended",
  ]);
});

test("the address of somebody who has left opens nothing", async () => {
  const { coach } = await addPair();
  const token = await tokenOf(coach);
  await it.owner`UPDATE person SET deactivated_on = '2026-01-01' WHERE id = ${coach.id}`;
  expect(await open(token)).toBeNull();
  await it.owner`UPDATE person SET deactivated_on = NULL WHERE id = ${coach.id}`;
  expect(await open(token)).not.toBeNull();
});
