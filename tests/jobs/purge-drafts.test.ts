import { randomUUID } from "node:crypto";
import { afterAll, expect, test } from "vitest";
import { openDatabase } from "#app/db/client.server.ts";
import { createDraft } from "#app/features/fidelity/create-draft.server.ts";
import { deleteDraft } from "#app/features/fidelity/delete-draft.server.ts";
import { listInstruments } from "#app/features/fidelity/list-instruments.server.ts";
import { purgeDrafts } from "#app/features/fidelity/purge-drafts.server.ts";
import { JOBS } from "#jobs/registry.ts";
import { SCHEDULES } from "#jobs/schedules.ts";
import { addPerson, addProgram } from "#tests/factories/people.ts";
import { contextFor, NOON, systemContextFor } from "#tests/support/actors.ts";
import { testDatabase } from "#tests/support/database.ts";

const owner = openDatabase(testDatabase().ownerUrl, { connections: 2 });
const web = openDatabase(testDatabase().webUrl, { connections: 4 });
const worker = openDatabase(testDatabase().workerUrl, { connections: 4 });
const { sql } = owner;
afterAll(() => Promise.all([owner.close(), web.close(), worker.close()]));

const DAY_MS = 86_400_000;
const later = (days: number) => new Date(NOON.getTime() + days * DAY_MS);

test("a deleted draft can be restored for 90 days and is gone after, once, however often the job runs", async () => {
  const program = await addProgram(sql);
  const admin = await contextFor(web, await addPerson(sql, program, { role: "admin" }));
  const elsewhere = await addProgram(sql);
  const begin = async (ctx: typeof admin) => {
    const id = randomUUID();
    expect(await createDraft(ctx, { id, from: "nothing", title: "A draft" })).toMatchObject({ ok: true });
    return id;
  };
  const [open, restored, deleted] = [await begin(admin), await begin(admin), await begin(admin)];
  const stranger = await contextFor(web, await addPerson(sql, elsewhere, { role: "admin" }));
  const theirs = await begin(stranger);
  await deleteDraft(stranger, { draftId: theirs, intent: "delete" });
  for (const draftId of [restored, deleted]) await deleteDraft(admin, { draftId, intent: "delete" });
  await deleteDraft(admin, { draftId: restored, intent: "restore" });
  expect((await listInstruments(admin)).deleted).toMatchObject([
    { id: deleted, restorableUntil: "2027-02-14" },
  ]);

  const run = (days: number) => purgeDrafts(systemContextFor(worker, program, { now: later(days) }));
  expect(await run(90)).toEqual({ purged: 0 });
  const runs = await Promise.all([run(91), run(91), run(91)]);
  expect(runs.reduce((sum, { purged }) => sum + purged, 0)).toBe(1);
  expect(await run(91)).toEqual({ purged: 0 });
  const left =
    await sql`SELECT id FROM instrument_draft WHERE id = ANY (${[open, restored, deleted, theirs]}::uuid[])`;
  expect(left.map(({ id }) => id).sort()).toEqual([open, restored, theirs].sort());
  expect(
    await sql`SELECT subject_id FROM domain_event WHERE program_id = ${program.id} AND type = 'instrument.draft-purged'`,
  ).toMatchObject([{ subject_id: deleted }]);
  await expect(deleteDraft(admin, { draftId: deleted, intent: "restore" })).rejects.toMatchObject({
    code: "not-found",
  });
});

test("the job is on the clock", () => {
  expect(SCHEDULES["nightly-draft-purge"]?.job).toBe("purge-drafts");
  expect(JOBS["purge-drafts"].schema.safeParse({}).success).toBe(true);
});
