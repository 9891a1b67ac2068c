import { afterAll, beforeAll, expect, test } from "vitest";
import { type Database, openDatabase } from "#app/db/client.server.ts";
import { refreshFigures } from "#app/features/outcomes/refresh-figures.server.ts";
import { addClosure, addPerson, assignCoach } from "#tests/factories/people.ts";
import {
  addCoaching,
  addMeasuredProgram,
  addSession,
} from "#tests/integration/outcomes/generated-program.ts";
import { NOON, systemContextFor } from "#tests/support/actors.ts";
import { testDatabase } from "#tests/support/database.ts";

let owner: Database;
let worker: Database;

beforeAll(() => {
  owner = openDatabase(testDatabase().ownerUrl, { connections: 2 });
  worker = openDatabase(testDatabase().workerUrl, { connections: 8 });
});
afterAll(async () => {
  await Promise.all([owner.close(), worker.close()]);
});

const rows = (programId: string) => owner.sql`
  SELECT * FROM site_figure WHERE program_id = ${programId} ORDER BY site_id, measure_version_id, month_on`;
const later = (days: number) => new Date(NOON.getTime() + days * 86_400_000);

test("running twice or in parallel leaves the same rows, and the second run writes none", async () => {
  const generated = await addMeasuredProgram(owner.sql, { zones: ["America/Los_Angeles", "America/Boise"] });
  await addCoaching(owner.sql, generated, 7);
  const ctx = systemContextFor(worker, generated.program);
  const runs = await Promise.all([1, 2, 3].map(() => refreshFigures(ctx, { all: true })));
  const first = await rows(generated.program.id);
  expect(first.length).toBeGreaterThan(100);
  expect(runs.reduce((sum, { figures }) => sum + figures, 0)).toBe(first.length);
  expect(
    await refreshFigures({ ...ctx, now: new Date(NOON.getTime() + 60_000) }, { all: true }),
  ).toMatchObject({ figures: 0 });
  expect(await rows(generated.program.id)).toEqual(first);
});

test("the nightly run covers everything at first, then two months and those with late entries", async () => {
  const generated = await addMeasuredProgram(owner.sql);
  const { program, sites } = generated;
  const site = sites[0] ?? expect.unreachable();
  const [coach, coachee] = [await addPerson(owner.sql, program), await addPerson(owner.sql, program)];
  await owner.sql`UPDATE site SET started_on = '2026-06-01' WHERE id = ${site.id}`;
  await assignCoach(owner.sql, { coach, coachee, site, startsOn: "2026-06-01" });
  expect(await refreshFigures(systemContextFor(worker, program), {})).toEqual({ siteMonths: 6, figures: 54 });
  expect(await refreshFigures(systemContextFor(worker, program, { now: later(1) }), {})).toEqual({
    siteMonths: 2,
    figures: 18,
  });
  await addSession(owner.sql, generated, {
    site,
    coach,
    on: "2026-07-14",
    lag: 127,
    updatedAt: later(2),
    attendees: [{ person: coachee }],
  });
  expect(await refreshFigures(systemContextFor(worker, program, { now: later(3) }), {})).toMatchObject({
    siteMonths: 3,
  });
  const [july] = await owner.sql`
    SELECT f.numerator, as_of FROM site_figure f
    JOIN measure_version v ON v.id = f.measure_version_id JOIN measure m ON m.id = v.measure_id
    WHERE f.site_id = ${site.id} AND month_on = '2026-07-01' AND code = 'sessions-delivered'`;
  expect(july).toEqual({ numerator: 1, as_of: "2026-11-19" });

  // A closure told of afterwards: its months at every site.
  await addClosure(owner.sql, program, {
    ...{ firstOn: "2026-07-30", lastOn: "2026-08-02", announcedOn: "2026-07-01" },
    changedAt: later(4),
  });
  expect(await refreshFigures(systemContextFor(worker, program, { now: later(5) }), {})).toMatchObject({
    siteMonths: 4,
  });
});

test("a run sees its own program alone", async () => {
  const mine = await addMeasuredProgram(owner.sql);
  const other = await addMeasuredProgram(owner.sql);
  await addCoaching(owner.sql, other, 3);
  await refreshFigures(systemContextFor(worker, mine.program), { all: true });
  expect(await rows(other.program.id)).toEqual([]);
});
