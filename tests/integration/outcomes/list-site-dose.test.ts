import { afterAll, beforeAll, expect, test } from "vitest";
import { listSiteDose } from "#app/features/outcomes/list-site-dose.server.ts";
import { readProgramDose } from "#app/features/outcomes/read-program-dose.server.ts";
import { listPeople } from "#app/features/sessions/list-people.server.ts";
import { logSession } from "#app/features/sessions/log-session.server.ts";
import {
  addClosure,
  addLeave,
  addPerson,
  addSite,
  assignCoach,
  giveRole,
  type TestPerson,
} from "#tests/factories/people.ts";
import { type Coaching, setUpCoaching } from "#tests/integration/sessions/coaching.ts";

/** Two sessions of an hour a month; today is Monday, 16 November 2026. */
let it: Coaching;
let people: Record<"supervisor" | "lead" | "evaluator" | "elsewhere", TestPerson>;
const late = { show: "late", page: 1 } as const;
const all = { show: "all", page: 1 } as const;

beforeAll(async () => {
  it = await setUpCoaching();
  const { owner, program, site, coach, coachee } = it;
  const other = await addSite(owner, program, { name: "Other site" });
  people = {
    supervisor: await addPerson(owner, program),
    lead: await addPerson(owner, program, { role: "lead" }),
    evaluator: await addPerson(owner, program, { role: "evaluator" }),
    elsewhere: await addPerson(owner, program),
  };
  await giveRole(owner, people.supervisor, { role: "supervisor", siteId: site.id });
  await giveRole(owner, people.elsewhere, { role: "supervisor", siteId: other.id });
  const substitute = await addPerson(owner, program, {
    role: "coach",
    site,
    givenName: "Sam",
    familyName: "Stand",
  });
  const join = async (familyName: string, startsOn: string, endsOn: string | null = null, by = coach) => {
    const person = await addPerson(owner, program, { role: "coachee", site, givenName: "Pat", familyName });
    await assignCoach(owner, { coach: by, coachee: person, site, startsOn, endsOn });
    return person;
  };
  const away = await join("Away", "2026-10-01");
  await addLeave(owner, away, { firstOn: "2026-10-05", lastOn: "2026-11-20" });
  await join("Vacant", "2026-01-05", "2026-10-20");
  const covered = await join("Covered", "2026-01-05");
  await assignCoach(owner, {
    coach: substitute,
    coachee: covered,
    site,
    startsOn: "2026-10-01",
    endsOn: "2026-11-12",
  });
  const log = (by: TestPerson, who: TestPerson, sessionOn: string) =>
    it
      .as(by)
      .then((ctx) =>
        logSession(ctx, it.log({ attendeeIds: [who.id], sessionOn, summary: "Said in confidence" })),
      );
  expect(await log(coach, coachee, "2026-10-25")).toMatchObject({ ok: true });
  expect(await log(coach, covered, "2026-10-02")).toMatchObject({ ok: true });
  expect(await log(substitute, covered, "2026-11-04")).toMatchObject({ ok: true });
});
afterAll(() => it.close());

test("those overdue longest come first; a substitute's session counts, leave plans nothing", async () => {
  const view = await listSiteDose(await it.as(people.supervisor), it.site.id, all);
  expect(view.rows.map(({ name, due, lastOn }) => [name, due.status, due.dueOn, lastOn])).toEqual([
    [it.coachee.name, "overdue", "2026-11-10", "2026-10-25"],
    ["Pat Covered", "due-soon", "2026-11-19", "2026-11-04"],
    ["Pat Away", "paused", "2026-12-02", null],
  ]);
  expect(view.counts).toEqual({ all: 3, overdue: 1, dueSoon: 1 });
  expect(view.reach).toEqual({ reached: 1, eligible: 3, atMinimum: 0 });
  expect(view.rows[2]).toMatchObject({ coaches: [it.coach.name] });
  expect((await listSiteDose(await it.as(people.lead), it.site.id, late)).rows).toHaveLength(2);
});

test("whoever lost their coach stands apart and in no figure", async () => {
  const { vacant } = await listSiteDose(await it.as(people.supervisor), it.site.id, late);
  expect(vacant).toMatchObject([{ name: "Pat Vacant", since: "2026-10-20" }]);
});

test("nothing of the conversation leaves, and looking is recorded", async () => {
  const view = await listSiteDose(await it.as(people.supervisor), it.site.id, all);
  expect(JSON.stringify(view)).not.toContain("confidence");
  const looked = await it.owner`
    SELECT DISTINCT actor_id FROM domain_event WHERE type = 'coach-figures.viewed' AND site_id = ${it.site.id}`;
  expect(looked.map(({ actor_id }) => actor_id)).toContain(people.supervisor.id);
});

test.each(["evaluator", "elsewhere"] as const)("for the %s there is no such site", async (who) => {
  await expect(listSiteDose(await it.as(people[who]), it.site.id, all)).rejects.toMatchObject({
    code: "not-found",
  });
});

test("a page past the end is empty and says how many there are", async () => {
  const view = await listSiteDose(await it.as(people.lead), it.site.id, { show: "all", page: 2 });
  expect(view).toMatchObject({ rows: [], hasNext: false, shown: 3 });
});

test("on a closed day whoever is overdue stays overdue, as late as on the day of work before, in every list", async () => {
  const { owner, program, site } = it;
  const dueOf = async () => (await listSiteDose(await it.as(people.supervisor), site.id, late)).rows;
  const [before] = await dueOf();
  expect(before?.due).toEqual({ status: "overdue", dueOn: "2026-11-10", daysOverdue: 6 });
  await addClosure(owner, program, { firstOn: "2026-11-16", lastOn: "2026-11-17" });
  expect((await dueOf()).map(({ name, due }) => [name, due])).toEqual([
    [it.coachee.name, { status: "overdue", dueOn: "2026-11-10", daysOverdue: 5 }],
    ["Pat Covered", { status: "due-soon", dueOn: "2026-11-21", daysOverdue: 0 }],
  ]);
  const dose = await readProgramDose(await it.as(people.lead), { sort: "-overdue", page: 1 });
  expect(dose.total).toMatchObject({ overdue: 1, dueSoon: 1 });
  expect(dose.people?.rows.map(({ name }) => name)).toEqual([it.coachee.name, "Pat Covered"]);
  const own = await listPeople(await it.as(it.coach), { show: "overdue" });
  expect(own.people.find(({ id }) => id === it.coachee.id)?.due).toMatchObject({ daysOverdue: 5 });
});
