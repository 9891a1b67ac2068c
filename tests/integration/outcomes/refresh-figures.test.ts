import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Database, openDatabase } from "#app/db/client.server.ts";
import { refreshFigures } from "#app/features/outcomes/refresh-figures.server.ts";
import { dayIn } from "#app/time/days.ts";
import { addPerson, assignCoach, certify } from "#tests/factories/people.ts";
import { NOON, systemContextFor } from "#tests/support/actors.ts";
import { testDatabase } from "#tests/support/database.ts";
import { addCoaching, addMeasuredProgram, addSession, type GeneratedProgram } from "./generated-program.ts";
import { slowFigures } from "./slow-figures.ts";

const ZONES = ["America/Los_Angeles", "America/Boise", "America/Los_Angeles"];
let owner: Database;
let worker: Database;

beforeAll(() => {
  owner = openDatabase(testDatabase().ownerUrl, { connections: 2 });
  worker = openDatabase(testDatabase().workerUrl, { connections: 4 });
});
afterAll(async () => {
  await Promise.all([owner.close(), worker.close()]);
});

const figuresOf = (programId: string) => owner.sql<
  {
    siteId: string;
    code: string;
    month: string;
    numerator: number;
    denominator: number;
    asOf: string;
    refreshedAt: Date;
  }[]
>`
  SELECT site_id AS "siteId", code, month_on AS month, f.numerator, f.denominator, as_of AS "asOf", refreshed_at AS "refreshedAt"
  FROM site_figure f
  JOIN measure_version v ON v.id = f.measure_version_id JOIN measure m ON m.id = v.measure_id
  WHERE f.program_id = ${programId}
  ORDER BY site_id, code, month_on`;

const figure = async ({ program }: GeneratedProgram, siteId: string, code: string, month: string) =>
  (await figuresOf(program.id)).find((f) => f.siteId === siteId && f.code === code && f.month === month);

describe("figures", () => {
  test.each([1, 2, 3])("equal a recomputation day by day, over generated coaching %i", async (seed) => {
    const generated = await addMeasuredProgram(owner.sql, { zones: ZONES });
    await addCoaching(owner.sql, generated, seed);
    // 30 November 23:30 in Los Angeles is already December in Boise.
    for (const now of [NOON, new Date("2026-12-01T07:30:00Z")]) {
      await refreshFigures(systemContextFor(worker, generated.program, { now }), { all: true });
      const figures = await figuresOf(generated.program.id);
      for (const site of generated.sites) {
        const today = dayIn(site.zone, now);
        for (const month of [
          "2026-06-01",
          "2026-07-01",
          "2026-08-01",
          "2026-09-01",
          "2026-10-01",
          "2026-11-01",
        ]) {
          const slow = await slowFigures(owner.sql, { siteId: site.id, month, today });
          for (const [code, [numerator, denominator]] of Object.entries(slow)) {
            const fast = figures.find((f) => f.siteId === site.id && f.month === month && f.code === code);
            expect(fast, `${site.name} ${month} ${code}`).toMatchObject({ numerator, asOf: today });
            expect(fast?.denominator, `${site.name} ${month} ${code}`).toBeCloseTo(denominator, 5);
          }
        }
      }
      // The generated year is worth the comparison: nothing is trivially zero.
      for (const code of new Set(figures.map((f) => f.code)))
        expect(figures.filter((f) => f.code === code && f.numerator > 0).length, code).toBeGreaterThan(3);
    }
  });

  test("a session at 23:30 on the last day of a month counts in that month of its site", async () => {
    const generated = await addMeasuredProgram(owner.sql, { zones: ["America/Boise"] });
    const { program, sites } = generated;
    const site = sites[0] ?? expect.unreachable();
    const [coach, coachee] = [await addPerson(owner.sql, program), await addPerson(owner.sql, program)];
    await assignCoach(owner.sql, { coach, coachee, site, startsOn: "2026-09-01" });
    await addSession(owner.sql, generated, {
      site,
      coach,
      on: "2026-09-30",
      at: "23:30",
      attendees: [{ person: coachee }],
    });
    await refreshFigures(systemContextFor(worker, program), { siteId: site.id, month: "2026-09-01" });
    await refreshFigures(systemContextFor(worker, program), { siteId: site.id, month: "2026-10-01" });
    expect(await figure(generated, site.id, "sessions-delivered", "2026-09-01")).toMatchObject({
      numerator: 1,
    });
    expect(await figure(generated, site.id, "sessions-delivered", "2026-10-01")).toMatchObject({
      numerator: 0,
    });
  });

  test("a group session counts once for each coachee present, and once among sessions", async () => {
    const generated = await addMeasuredProgram(owner.sql);
    const { program, sites } = generated;
    const site = sites[0] ?? expect.unreachable();
    const people = await Promise.all([1, 2, 3, 4].map(() => addPerson(owner.sql, program)));
    const [coach, ana, ben, cal] = people as [
      (typeof people)[0],
      (typeof people)[0],
      (typeof people)[0],
      (typeof people)[0],
    ];
    for (const coachee of [ana, ben, cal])
      await assignCoach(owner.sql, { coach, coachee, site, startsOn: "2026-09-01" });
    await certify(owner.sql, coach);
    await addSession(owner.sql, generated, {
      site,
      coach,
      on: "2026-10-05",
      meetingMinutes: 90,
      lag: 5,
      attendees: [
        { person: ana },
        { person: ben, attendance: "partial", minutes: 30 },
        { person: cal, attendance: "absent" },
      ],
    });
    await refreshFigures(systemContextFor(worker, program), { siteId: site.id, month: "2026-10-01" });
    const of = (code: string) => figure(generated, site.id, code, "2026-10-01");
    expect(await of("sessions-delivered")).toMatchObject({ numerator: 2, denominator: 6 });
    expect(await of("minutes-delivered")).toMatchObject({ numerator: 120, denominator: 270 });
    expect(await of("reach")).toMatchObject({ numerator: 2, denominator: 3 });
    expect(await of("late-entry")).toMatchObject({ numerator: 1, denominator: 1 });
    expect(await of("coach-certification")).toMatchObject({ numerator: 1, denominator: 1 });
  });
});

test("the running month plans only the days that have come", async () => {
  const generated = await addMeasuredProgram(owner.sql);
  const { program, sites } = generated;
  const site = sites[0] ?? expect.unreachable();
  const [coach, coachee] = [await addPerson(owner.sql, program), await addPerson(owner.sql, program)];
  await assignCoach(owner.sql, { coach, coachee, site, startsOn: "2026-11-02" });
  await refreshFigures(systemContextFor(worker, program), { siteId: site.id, month: "2026-11-01" });
  // 15 of 30 days, two sessions a month
  expect(await figure(generated, site.id, "sessions-delivered", "2026-11-01")).toMatchObject({
    numerator: 0,
    denominator: 1,
    asOf: "2026-11-16",
  });
});
