import { afterAll, expect, test } from "vitest";
import { openDatabase } from "#app/db/client.server.ts";
import { endMembership } from "#app/features/admin/end-membership.server.ts";
import { changeCaseload } from "#app/features/caseload/change-caseload.server.ts";
import { refreshFigures } from "#app/features/outcomes/refresh-figures.server.ts";
import { addPerson, assignCoach } from "#tests/factories/people.ts";
import { contextFor, systemContextFor } from "#tests/support/actors.ts";
import { testDatabase } from "#tests/support/database.ts";
import { addMeasuredProgram } from "./generated-program.ts";

const [owner, worker, web] = [
  openDatabase(testDatabase().ownerUrl, { connections: 2 }),
  openDatabase(testDatabase().workerUrl, { connections: 3 }),
  openDatabase(testDatabase().webUrl, { connections: 2 }),
];
afterAll(() => Promise.all([owner.close(), worker.close(), web.close()]));

test("coaching that ended, and a person who left, on a day long past change the figures of the months since", async () => {
  const generated = await addMeasuredProgram(owner.sql);
  const { program } = generated;
  const site = generated.sites[0] ?? expect.unreachable();
  const coach = await addPerson(owner.sql, program, { role: "coach", site });
  const [first, second] = [
    await addPerson(owner.sql, program, { role: "coachee", site }),
    await addPerson(owner.sql, program, { role: "coachee", site }),
  ];
  for (const coachee of [first, second])
    await assignCoach(owner.sql, { coach, coachee, site, startsOn: "2026-01-05" });
  const refresh = (day: string, all = false) =>
    refreshFigures(systemContextFor(worker, program, { now: new Date(`${day}T20:00:00Z`) }), { all });
  const planned = async () =>
    (
      await owner.sql`
        SELECT figure.denominator::float8 AS planned FROM site_figure figure
        JOIN measure_version version ON version.id = figure.measure_version_id JOIN measure ON measure.id = version.measure_id
        WHERE figure.site_id = ${site.id} AND measure.code = 'sessions-delivered' AND figure.month_on = '2026-08-01'`
    )[0]?.planned;
  await refresh("2026-12-10", true);
  const both = await planned();
  expect(both).toBeGreaterThan(0);

  const as = async (role: "lead" | "admin", day: string) =>
    contextFor(web, await addPerson(owner.sql, program, { role }), { now: new Date(`${day}T21:00:00Z`) });
  const [assigned] = await owner.sql`SELECT id FROM coach_assignment WHERE coachee_id = ${first.id}`;
  const ended = await changeCaseload(await as("lead", "2026-12-10"), coach.id, {
    ...{ intent: "end", id: assigned?.id, endsOn: "2026-07-10" },
  } as never);
  expect(ended).toEqual({ ok: true });
  await refresh("2026-12-11");
  expect(await planned()).toBeCloseTo(both / 2);

  expect(
    await endMembership(await as("admin", "2026-12-11"), { personId: second.id, leftOn: "2026-07-20" }),
  ).toEqual({
    ok: true,
  });
  await refresh("2026-12-12");
  const nightly = await planned();
  await refresh("2026-12-12", true);
  expect(nightly).toBe(await planned());
  expect(nightly ?? 0).toBe(0);
});
