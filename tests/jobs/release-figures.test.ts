import { afterAll, beforeAll, expect, test } from "vitest";
import { type Database, openDatabase } from "#app/db/client.server.ts";
import { refreshFigures } from "#app/features/outcomes/refresh-figures.server.ts";
import { releaseFigures } from "#app/features/outcomes/release-figures.server.ts";
import { addCoaching, addMeasuredProgram } from "#tests/integration/outcomes/generated-program.ts";
import { NOON, systemContextFor } from "#tests/support/actors.ts";
import { testDatabase } from "#tests/support/database.ts";

let owner: Database;
let worker: Database;

beforeAll(() => {
  owner = openDatabase(testDatabase().ownerUrl, { connections: 2 });
  worker = openDatabase(testDatabase().workerUrl, { connections: 8 });
});
afterAll(() => Promise.all([owner.close(), worker.close()]));

const setUp = async () => {
  const generated = await addMeasuredProgram(owner.sql, { zones: ["America/Los_Angeles", "America/Boise"] });
  await owner.sql`UPDATE site SET started_on = '2026-05-20' WHERE program_id = ${generated.program.id}`;
  await addCoaching(owner.sql, generated, 5);
  await refreshFigures(systemContextFor(worker, generated.program), { all: true });
  return generated.program;
};
const releases = (programId: string) => owner.sql<{ month: string; number: number; figures: number }[]>`
  SELECT month_on AS month, number,
         (SELECT count(*)::int FROM released_figure WHERE release_id = figure_release.id) AS figures
  FROM figure_release WHERE program_id = ${programId} ORDER BY month_on, number`;
const events = (programId: string) => owner.sql`
  SELECT payload ->> 'month' AS month FROM domain_event WHERE program_id = ${programId} AND type = 'figures.released'`;

test("months whose records have locked are released once, with every figure of every site", async () => {
  const program = await setUp();
  const ctx = systemContextFor(worker, program);
  const runs = await Promise.all([1, 2, 3].map(() => releaseFigures(ctx)));
  const kept = await releases(program.id);
  expect(kept.map(({ month }) => month)).toEqual([
    ...["2026-05-01", "2026-06-01", "2026-07-01", "2026-08-01", "2026-09-01", "2026-10-01"],
  ]);
  expect(kept.every(({ number }) => number === 1)).toBe(true);
  expect(runs.reduce((sum, { months }) => sum + months, 0)).toBe(kept.length);
  expect(await events(program.id)).toHaveLength(kept.length);
  const differing = await owner.sql`
    SELECT FROM site_figure figure JOIN figure_release release ON release.month_on = figure.month_on
    LEFT JOIN released_figure kept ON kept.release_id = release.id AND kept.site_id = figure.site_id
      AND kept.measure_version_id = figure.measure_version_id
    WHERE figure.program_id = ${program.id} AND release.program_id = ${program.id}
      AND (kept.numerator, kept.denominator, kept.as_of) IS DISTINCT FROM (figure.numerator, figure.denominator, figure.as_of)`;
  expect(differing).toHaveLength(0);
  expect(await releaseFigures(ctx)).toEqual({ months: 0 });
  expect(await releases(program.id)).toEqual(kept);
});

test("a month is released on the day its records lock, and not before", async () => {
  const program = await setUp();
  const at = (day: string) => systemContextFor(worker, program, { now: new Date(`${day}T20:00:00Z`) });
  await releaseFigures(systemContextFor(worker, program));
  expect(await releaseFigures(at("2026-12-10"))).toEqual({ months: 0 });
  expect(await releaseFigures(at("2026-12-11"))).toEqual({ months: 1 });
  expect((await releases(program.id)).at(-1)?.month).toBe("2026-11-01");
});

test("a run that was cut off leaves whole releases, and the next one goes on", async () => {
  const program = await setUp();
  await owner.sql`
    CREATE OR REPLACE FUNCTION stop_release() RETURNS trigger LANGUAGE plpgsql AS
    $$ BEGIN IF NEW.payload ->> 'month' = '2026-08-01' THEN RAISE EXCEPTION 'cut off'; END IF; RETURN NEW; END $$`;
  await owner.sql`
    CREATE TRIGGER stop_release BEFORE INSERT ON domain_event FOR EACH ROW
    WHEN (NEW.type = 'figures.released') EXECUTE FUNCTION stop_release()`;
  const ctx = systemContextFor(worker, program);
  await expect(releaseFigures(ctx)).rejects.toThrow("cut off");
  await owner.sql`DROP TRIGGER stop_release ON domain_event`;
  expect((await releases(program.id)).map(({ month }) => month)).toEqual([
    ...["2026-05-01", "2026-06-01", "2026-07-01"],
  ]);
  expect(await releaseFigures({ ...ctx, now: new Date(NOON.getTime() + 60_000) })).toEqual({ months: 3 });
  const kept = await releases(program.id);
  expect(kept).toHaveLength(6);
  expect(kept.every(({ figures }) => figures > 0)).toBe(true);
});

test("nobody changes or removes what was released, neither the job nor the owner", async () => {
  const program = await setUp();
  await releaseFigures(systemContextFor(worker, program));
  for (const table of ["figure_release", "released_figure"]) {
    await expect(worker.sql`UPDATE ${owner.sql(table)} SET program_id = program_id`).rejects.toThrow();
    await expect(worker.sql`DELETE FROM ${owner.sql(table)}`).rejects.toThrow(/permission denied/);
    const of = owner.sql`WHERE program_id = ${program.id}`;
    await expect(owner.sql`UPDATE ${owner.sql(table)} SET program_id = program_id ${of}`).rejects.toThrow(
      /never changes/,
    );
    await expect(owner.sql`DELETE FROM ${owner.sql(table)} ${of}`).rejects.toThrow(/never changes/);
  }
  await expect(worker.sql`INSERT INTO released_figure SELECT * FROM released_figure LIMIT 1`).rejects.toThrow(
    /permission denied/,
  );
});
