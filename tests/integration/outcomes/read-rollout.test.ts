import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Database, openDatabase } from "#app/db/client.server.ts";
import { listMeasures } from "#app/features/outcomes/list-measures.server.ts";
import { listSiteAssessments } from "#app/features/outcomes/list-site-assessments.server.ts";
import { listSiteSessions } from "#app/features/outcomes/list-site-sessions.server.ts";
import { readFigureBreakdown } from "#app/features/outcomes/read-figure-breakdown.server.ts";
import { readMeasure } from "#app/features/outcomes/read-measure.server.ts";
import { readRollout } from "#app/features/outcomes/read-rollout.server.ts";
import { readSite } from "#app/features/outcomes/read-site.server.ts";
import { refreshFigures } from "#app/features/outcomes/refresh-figures.server.ts";
import { addPerson, addSite, giveRole, type TestPerson, type TestSite } from "#tests/factories/people.ts";
import { contextFor, systemContextFor } from "#tests/support/actors.ts";
import { testDatabase } from "#tests/support/database.ts";
import { addCoaching, addMeasuredProgram, type GeneratedProgram } from "./generated-program.ts";

let owner: Database;
let web: Database;
let worker: Database;
let generated: GeneratedProgram;
let people: Record<"lead" | "evaluator" | "supervisor", TestPerson>;
let mine: TestSite;
let other: TestSite;

const period = { period: "3" } as const;
const records = { show: "counted", by: "due", page: 1 } as const;

beforeAll(async () => {
  const { ownerUrl, webUrl, workerUrl } = testDatabase();
  owner = openDatabase(ownerUrl, { connections: 2 });
  web = openDatabase(webUrl, { connections: 2 });
  worker = openDatabase(workerUrl, { connections: 2 });
  generated = await addMeasuredProgram(owner.sql, {
    zones: ["America/Los_Angeles", "America/Boise", "America/Los_Angeles"],
  });
  const { program } = generated;
  [mine, other] = generated.sites as [TestSite, TestSite];
  await addSite(owner.sql, program, {
    name: "Later",
    wave: 2,
    startedOn: null,
    plannedStartOn: "2027-02-01",
  });
  await addCoaching(owner.sql, generated, 11);
  await refreshFigures(systemContextFor(worker, program), { all: true });
  const supervisor = await addPerson(owner.sql, program);
  await giveRole(owner.sql, supervisor, { role: "supervisor", siteId: mine.id });
  people = {
    lead: await addPerson(owner.sql, program, { role: "lead" }),
    evaluator: await addPerson(owner.sql, program, { role: "evaluator" }),
    supervisor,
  };
});
afterAll(async () => {
  await Promise.all([owner.close(), web.close(), worker.close()]);
});

const as = (role: keyof typeof people) => contextFor(web, people[role]);
const refusal = { code: "not-found", detail: { subject: "site" } };

describe("the rollout", () => {
  test("asks five questions, ranks started sites and lists the others apart", async () => {
    const rollout = await readRollout(await as("lead"), period);
    expect(rollout.tiles.map(({ code }) => code)).toEqual([
      "sessions-delivered",
      "reach",
      "fidelity-completeness",
      "fidelity-met",
      "coach-certification",
    ]);
    expect(rollout.sites.map(({ name }) => name).sort()).toEqual(["Site A", "Site B", "Site C"]);
    expect(rollout.upcoming).toMatchObject([{ name: "Later", plannedStartOn: "2027-02-01" }]);
    expect(rollout.hiddenSites).toBe(0);
    expect(rollout.delivery.at(-1)).toMatchObject({ month: "2026-11-01", isProvisional: true });
    for (const { reasons, standing } of rollout.sites)
      expect(reasons.length > 0).toBe(standing !== "on-track");
  });

  test("pools the numbers of its sites", async () => {
    const { tiles, sites } = await readRollout(await as("lead"), period);
    const sum = sites.reduce((total, { sessions }) => total + sessions.numerator, 0);
    expect(sum).toBeGreaterThan(10);
    expect(tiles[0]?.figure).toMatchObject({ numerator: sum, asOf: "2026-11-16" });
  });

  test("narrows to a wave and says so", async () => {
    const rollout = await readRollout(await as("lead"), { ...period, wave: 2 });
    expect(rollout.sites.map(({ name }) => name)).toEqual(["Site B"]);
    expect(rollout.filters.wave).toBe(2);
  });

  test("shows a supervisor their own site alone, and tells how many are hidden", async () => {
    const rollout = await readRollout(await as("supervisor"), period);
    expect(rollout.sites.map(({ siteId }) => siteId)).toEqual([mine.id]);
    expect(rollout.hiddenSites).toBe(3);
    const figures = await readFigureBreakdown(await as("supervisor"), "reach", period);
    expect(figures.sites.map(({ siteId }) => siteId)).toEqual([mine.id]);
  });

  test("row-level security alone hides the figures of another site", async () => {
    const ctx = await as("supervisor");
    const site = ctx.actor.roles[0] ?? expect.unreachable();
    // The settings of the supervisor, and a query that forgets its scope.
    const rows = await web.sql.begin(async (sql) => {
      await sql`SELECT set_config('app.program_id', ${ctx.actor.programId}, true),
                       set_config('app.site_ids', ${`{${site.siteIds.join(",")}}`}, true),
                       set_config('app.roles', '{supervisor}', true)`;
      return sql`SELECT DISTINCT site_id FROM site_figure`;
    });
    expect(rows).toEqual([{ site_id: mine.id }]);
  });
});

describe("behind a number", () => {
  test.each([
    "sessions-delivered",
    "reach",
    "fidelity-completeness",
    "fidelity-met",
    "coach-certification",
  ] as const)("the total of %s equals its tile", async (code) => {
    const ctx = await as("lead");
    const { tiles } = await readRollout(ctx, period);
    const breakdown = await readFigureBreakdown(ctx, code, period);
    const tile = tiles.find((one) => one.code === code);
    expect(breakdown.total).toMatchObject(tile?.figure ?? {});
    const parts = breakdown.sites.reduce((sum, site) => sum + site.total.numerator, 0);
    expect(parts).toBe(tile?.figure.numerator);
  });

  test.each(["2026-07", "2026-09", "2026-11"])("the records of %s add up to the figure", async (month) => {
    const ctx = await as("lead");
    const numbers: number[] = [];
    for (const site of generated.sites) {
      const sessions = await listSiteSessions(ctx, site.id, { ...records, month });
      expect(sessions.totals.counted).toBe(sessions.figure?.numerator);
      expect(sessions.rows.reduce((sum, { counted }) => sum + counted, 0)).toBe(sessions.totals.counted);
      for (const by of ["due", "submitted"] as const) {
        const { totals, figure } = await listSiteAssessments(ctx, site.id, { ...records, month, by });
        expect(totals).toMatchObject({ numerator: figure?.numerator, denominator: figure?.denominator });
        numbers.push(totals.records);
      }
      numbers.push(sessions.totals.counted);
    }
    expect(numbers.filter((number) => number > 0).length).toBeGreaterThan(4);
  });

  test("all sessions of the month can be listed, also those not held, which count zero", async () => {
    const { rows, totals } = await listSiteSessions(await as("lead"), mine.id, {
      ...records,
      month: "2026-09",
      show: "all",
    });
    expect(rows).toHaveLength(totals.records);
    expect(totals.records).toBeGreaterThan(totals.sessions);
    for (const row of rows) expect(row.counted > 0).toBe(row.status.startsWith("held"));
  });
});

describe("a site", () => {
  test("outside the scope does not exist, on any of its pages", async () => {
    const ctx = await as("supervisor");
    await expect(readSite(ctx, other.id, period)).rejects.toMatchObject(refusal);
    await expect(listSiteSessions(ctx, other.id, records)).rejects.toMatchObject(refusal);
    await expect(listSiteAssessments(ctx, other.id, records)).rejects.toMatchObject(refusal);
  });

  test("shows its coaches to its supervisor, and records that they were looked at", async () => {
    const view = await readSite(await as("supervisor"), mine.id, period);
    expect(view.coaches?.length).toBeGreaterThan(0);
    const sessions = await listSiteSessions(await as("supervisor"), mine.id, {
      ...records,
      month: "2026-09",
    });
    expect(sessions.rows.every(({ coach }) => coach !== null)).toBe(true);
    const events = await owner.sql`
      SELECT actor_id FROM domain_event WHERE type = 'coach-figures.viewed' AND site_id = ${mine.id}`;
    expect(events).toEqual([{ actor_id: people.supervisor.id }]);
  });

  test("shows an evaluator figures and records without people", async () => {
    const ctx = await as("evaluator");
    const view = await readSite(ctx, mine.id, period);
    expect(view.coaches).toBeNull();
    expect(view.assessments.length).toBeGreaterThan(0);
    expect(view.assessments.every(({ subject }) => subject === null)).toBe(true);
    const { rows } = await listSiteSessions(ctx, mine.id, { ...records, month: "2026-09" });
    expect(rows.length).toBeGreaterThan(0);
    expect(rows.every(({ coach }) => coach === null)).toBe(true);
  });

  test("derives the status of an assessment from the day", async () => {
    const [past] = await Promise.all([
      listSiteAssessments(await as("lead"), mine.id, { ...records, month: "2026-08" }),
    ]);
    for (const { status, submittedOn } of past.rows)
      expect(["submitted", "missed", "waived", "cancelled"]).toContain(
        submittedOn ? "submitted" : status === "submitted" ? "wrong" : status,
      );
  });
});

describe("measures", () => {
  test("stand with their definition and their last full month over the scope", async () => {
    const { measures, sites } = await listMeasures(await as("evaluator"));
    expect(measures).toHaveLength(9);
    expect(sites).toBe(4);
    expect(measures[0]).toMatchObject({
      code: "sessions-delivered",
      version: 1,
      target: 80,
      latestMonth: "2026-10-01",
    });
    expect(measures[0]?.latest.numerator).toBeGreaterThan(0);
  });

  test("have a series that adds up the sites", async () => {
    const { months, versions } = await readMeasure(await as("evaluator"), "late-entry");
    expect(versions).toMatchObject([{ version: 1, target: 10 }]);
    const [october] = await owner.sql`
      SELECT sum(f.numerator) AS numerator, sum(f.denominator) AS denominator FROM site_figure f
      JOIN measure_version v ON v.id = f.measure_version_id JOIN measure m ON m.id = v.measure_id
      WHERE m.code = 'late-entry' AND f.month_on = '2026-10-01' AND f.program_id = ${generated.program.id}`;
    expect(months.find(({ month }) => month === "2026-10-01")).toMatchObject({ ...october });
  });

  test("belong to no scope of a supervisor", async () => {
    const { months } = await readMeasure(await as("supervisor"), "reach");
    expect(months).toEqual([]);
  });
});
