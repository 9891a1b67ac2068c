import { afterAll, beforeAll, expect, test } from "vitest";
import { type Database, openDatabase } from "#app/db/client.server.ts";
import { listSiteDose } from "#app/features/outcomes/list-site-dose.server.ts";
import { readFigureBreakdown } from "#app/features/outcomes/read-figure-breakdown.server.ts";
import { readProgramDose } from "#app/features/outcomes/read-program-dose.server.ts";
import { refreshFigures } from "#app/features/outcomes/refresh-figures.server.ts";
import { addPerson, assignCoach, giveRole, type TestPerson, type TestSite } from "#tests/factories/people.ts";
import { contextFor, systemContextFor } from "#tests/support/actors.ts";
import { testDatabase } from "#tests/support/database.ts";
import { addCoaching, addMeasuredProgram, type GeneratedProgram } from "./generated-program.ts";

let owner: Database;
let web: Database;
let worker: Database;
let generated: GeneratedProgram;
let people: Record<"lead" | "evaluator" | "supervisor", TestPerson>;
let sites: TestSite[];
const search = { sort: "site", page: 1 };

beforeAll(async () => {
  const { ownerUrl, webUrl, workerUrl } = testDatabase();
  owner = openDatabase(ownerUrl, { connections: 2 });
  web = openDatabase(webUrl, { connections: 2 });
  worker = openDatabase(workerUrl, { connections: 2 });
  generated = await addMeasuredProgram(owner.sql, { zones: ["America/Los_Angeles", "America/Boise"] });
  const { program } = generated;
  sites = generated.sites;
  await addCoaching(owner.sql, generated, 23);
  const [here, there] = sites as [TestSite, TestSite];
  const atBoth = await addPerson(owner.sql, program);
  for (const site of [here, there]) {
    const coach = await addPerson(owner.sql, program);
    await assignCoach(owner.sql, { coach, coachee: atBoth, site, startsOn: "2026-06-01" });
  }
  await refreshFigures(systemContextFor(worker, program), { all: true });
  const supervisor = await addPerson(owner.sql, program);
  await giveRole(owner.sql, supervisor, { role: "supervisor", siteId: here.id });
  people = {
    lead: await addPerson(owner.sql, program, { role: "lead" }),
    evaluator: await addPerson(owner.sql, program, { role: "evaluator" }),
    supervisor,
  };
});
afterAll(() => Promise.all([owner.close(), web.close(), worker.close()]));

const as = (role: keyof typeof people) => contextFor(web, people[role]);

test("each site has the numbers of its own page, and the same people are overdue", async () => {
  const lead = await as("lead");
  const dose = await readProgramDose(lead, search);
  expect(dose.sites.map(({ name }) => name)).toEqual(["Site A", "Site B"]);
  for (const { siteId, people: all, overdue, dueSoon } of dose.sites) {
    const page = await listSiteDose(lead, siteId, { show: "late", page: 1 });
    expect({ all, overdue, dueSoon }).toEqual(page.counts);
    const listed = dose.people?.rows.filter((row) => row.siteId === siteId) ?? [];
    const plain = (rows: readonly { name: string; lastOn: string | null; nextPlannedOn: string | null }[]) =>
      rows.map(({ name, lastOn, nextPlannedOn }) => `${name} ${lastOn} ${nextPlannedOn}`).sort();
    expect(plain(listed)).toEqual(plain(page.rows));
    expect(listed.map(({ due }) => due)).toEqual(expect.arrayContaining(page.rows.map(({ due }) => due)));
  }
  const days = dose.people?.rows.map(({ due }) => (due.status === "overdue" ? due.dueOn : "later"));
  expect(days).toEqual([...(days ?? [])].sort());
});

test("the total adds up people and months, and averages nothing", async () => {
  const lead = await as("lead");
  const { sites: rows, total } = await readProgramDose(lead, { ...search, month: "2026-09" });
  const sum = (of: (row: (typeof rows)[number]) => number) => rows.reduce((all, row) => all + of(row), 0);
  for (const key of ["sessions", "minutes", "reach", "late"] as const) {
    expect(total[key].numerator).toBe(sum((row) => row[key].numerator));
    expect(total[key].denominator).toBeCloseTo(
      sum((row) => row[key].denominator),
      6,
    );
  }
  // One person is coached at both sites.
  expect(total.people).toBe(sum((row) => row.people) - 1);
  const breakdown = await readFigureBreakdown(lead, "sessions-delivered", { period: "1", month: "2026-09" });
  expect(total.sessions).toMatchObject({
    numerator: breakdown.total.numerator,
    value: breakdown.total.value,
    asOf: "2026-11-16",
  });
});

test("people are listed by page and site", async () => {
  const lead = await as("lead");
  const [site] = sites as [TestSite];
  const all = await readProgramDose(lead, search);
  const one = await readProgramDose(lead, { ...search, site: site.id });
  expect(one.people?.rows).toEqual(all.people?.rows.filter(({ siteId }) => siteId === site.id));
  expect(one.sites).toEqual(all.sites);
  const past = await readProgramDose(lead, { ...search, page: 2 });
  expect(past.people).toMatchObject({ rows: [], shown: all.people?.shown, hasNext: false });
});

test("an evaluator reads numbers and no person, a supervisor their own site alone", async () => {
  const read = await readProgramDose(await as("evaluator"), search);
  expect(read.people).toBeNull();
  expect(read.total.people).toBeGreaterThan(0);
  expect(read.sites.every(({ canSeePeople }) => !canSeePeople)).toBe(true);
  const own = await readProgramDose(await as("supervisor"), search);
  expect(own.sites.map(({ name }) => name)).toEqual(["Site A"]);
  expect(own.hiddenSites).toBe(1);
  expect(own.people?.rows.every(({ siteId }) => siteId === sites[0]?.id)).toBe(true);
});

test("a site outside of one's people is not found, and showing people is recorded", async () => {
  const site = sites[1]?.id ?? expect.unreachable();
  for (const role of ["supervisor", "evaluator"] as const)
    await expect(readProgramDose(await as(role), { ...search, site })).rejects.toMatchObject({
      code: "not-found",
    });
  const seen = await owner.sql<{ actorId: string; siteIds: string[] }[]>`
    SELECT actor_id AS "actorId", payload -> 'siteIds' AS "siteIds" FROM domain_event
    WHERE type = 'coach-figures.viewed' AND subject_type = 'program'`;
  expect(seen.map(({ actorId }) => actorId)).toContain(people.lead.id);
  expect(seen.map(({ actorId }) => actorId)).not.toContain(people.evaluator.id);
  expect(seen.find(({ actorId }) => actorId === people.supervisor.id)?.siteIds).toEqual([sites[0]?.id]);
});
