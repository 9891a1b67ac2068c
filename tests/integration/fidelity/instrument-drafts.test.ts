import { randomUUID } from "node:crypto";
import postgres from "postgres";
import { afterAll, beforeEach, expect, test } from "vitest";
import type { PersonContext } from "#app/access/context.ts";
import { openDatabase } from "#app/db/client.server.ts";
import { createDraft } from "#app/features/fidelity/create-draft.server.ts";
import { deleteDraft } from "#app/features/fidelity/delete-draft.server.ts";
import { draftOf } from "#app/features/fidelity/draft-definition.rules.ts";
import { changeItem, removeItem } from "#app/features/fidelity/draft-edits.rules.ts";
import {
  type DraftDefinition,
  type PublishDraftInput,
  publishDraftInput,
} from "#app/features/fidelity/instrument-draft.schema.ts";
import { listInstruments } from "#app/features/fidelity/list-instruments.server.ts";
import { publishDraft, readPublishing } from "#app/features/fidelity/publish-draft.server.ts";
import { readDraft } from "#app/features/fidelity/read-draft.server.ts";
import { readInstrument } from "#app/features/fidelity/read-instrument.server.ts";
import { saveDraft } from "#app/features/fidelity/save-draft.server.ts";
import { addAssessment, addInstrument, addRatedCoach, SMALL_CHECKLIST } from "#tests/factories/fidelity.ts";
import { addPerson, addProgram, type TestProgram } from "#tests/factories/people.ts";
import { addPracticeProfile } from "#tests/factories/sessions.ts";
import { contextFor } from "#tests/support/actors.ts";
import { testDatabase } from "#tests/support/database.ts";

const owner = postgres(testDatabase().ownerUrl, { max: 2 });
const web = openDatabase(testDatabase().webUrl, { connections: 4 });
afterAll(() => Promise.all([owner.end(), web.close()]));

let program: TestProgram;
let admin: PersonContext;
let other: PersonContext;

beforeEach(async () => {
  program = await addProgram(owner);
  admin = await contextFor(web, await addPerson(owner, program, { role: "admin" }));
  other = await contextFor(web, await addPerson(owner, program, { role: "admin" }));
});

const small = draftOf(SMALL_CHECKLIST);

/** A draft with the small checklist in it; returns its id. */
async function begin(definition: DraftDefinition = small): Promise<string> {
  const id = randomUUID();
  const input = {
    id,
    from: "file" as const,
    title: definition.title,
    definition: JSON.stringify(definition),
  };
  expect(await createDraft(admin, input)).toMatchObject({ ok: true });
  return id;
}
const save = (ctx: PersonContext, draftId: string, baseVersion: number, definition: DraftDefinition) =>
  saveDraft(ctx, { draftId, baseVersion, definition, accountId: ctx.actor.accountId });

async function pageOf(draftId: string) {
  const read = await readDraft(admin, { draftId });
  if (!("page" in read)) throw new Error("It is published");
  return read.page;
}
async function publishingOf(draftId: string) {
  const read = await readPublishing(admin, { draftId });
  if (!("page" in read)) throw new Error("It is published");
  return read.page;
}
async function publish(draftId: string, more: Partial<PublishDraftInput> = {}) {
  const { hash } = await publishingOf(draftId);
  const input = publishDraftInput.parse({ hash: hash ?? "none", effectiveFrom: admin.today, ...more });
  return publishDraft(admin, { ...input, draftId });
}
async function publishedVersion(draftId: string, more: Partial<PublishDraftInput> = {}): Promise<string> {
  const published = await publish(draftId, more);
  if (!published.ok) throw new Error(published.message);
  return published.versionId;
}
const eventsOf = async (subjectId: string) =>
  (await owner`SELECT type FROM domain_event WHERE subject_id = ${subjectId} ORDER BY sequence`).map(
    ({ type }) => type,
  );

test("a draft begins with nothing, once for a repeated press, and is listed with who changed it", async () => {
  const id = randomUUID();
  const input = { id, from: "nothing" as const, title: "Visit checklist" };
  expect(await createDraft(admin, input)).toEqual({ ok: true, draftId: id, isNew: true });
  expect(await createDraft(admin, input)).toEqual({ ok: true, draftId: id, isNew: false });
  const { drafts } = await listInstruments(admin);
  expect(drafts).toMatchObject([{ id, title: "Visit checklist", version: 1, changedBy: admin.actor.name }]);
  expect(await eventsOf(id)).toEqual(["instrument.draft-created"]);
});

test("a draft begins with the practice profile in force, and is refused while there is nothing in it", async () => {
  const input = {
    from: "profile",
    title: "Coaching practice",
    subject: "coach",
    grouping: "function",
  } as const;
  expect(await createDraft(admin, { ...input, id: randomUUID() })).toMatchObject({
    ...{ ok: false, code: "instrument.no-profile" },
    message: expect.stringContaining("No practice profile is published"),
  });
  const { functionIds } = await addPracticeProfile(owner, program);
  expect(await createDraft(admin, { ...input, id: randomUUID() })).toMatchObject({
    ...{ ok: false, message: expect.stringContaining("no core activities") },
  });
  await owner`
    INSERT INTO core_activity (program_id, essential_function_id, number, title, levels)
    VALUES (${program.id}, ${functionIds[1] ?? ""}, 1, 'Listens',
            ${owner.json([
              { label: "Ideal", description: "Always" },
              { label: "Unacceptable", description: "Never" },
            ])})`;
  const id = randomUUID();
  expect(await createDraft(admin, { ...input, id })).toMatchObject({ ok: true });
  const { definition, functions } = await pageOf(id);
  expect(functions.map(({ code }) => code)).toEqual(["PC-1", "PC-2", "PC-3", "PC-4"]);
  expect(definition.items).toMatchObject([
    {
      ...{ label: "Listens", essentialFunctionId: "PC-2", type: "anchored", min: 0, max: 1 },
      anchors: [
        { value: 0, text: "Unacceptable: Never" },
        { value: 1, text: "Ideal: Always" },
      ],
    },
  ]);
});

test("two writers never overwrite each other, and the same change sent again is one", async () => {
  const id = await begin();
  const mine = changeItem(small, "a1", { label: "Mine" });
  const theirs = changeItem(small, "a1", { label: "Theirs" });
  expect(await save(admin, id, 1, mine)).toEqual({ ok: true, rowVersion: 2 });
  expect(await save(admin, id, 1, mine)).toEqual({ ok: true, rowVersion: 2 });
  expect(await save(other, id, 1, theirs)).toMatchObject({
    ...{ ok: false, code: "draft.stale" },
    stored: {
      rowVersion: 2,
      changedBy: admin.actor.name,
      definition: { items: [{ label: "Mine" }, {}, {}, {}] },
    },
  });
  expect(await save(other, id, 2, theirs)).toEqual({ ok: true, rowVersion: 3 });
  expect((await pageOf(id)).definition.items[0]?.label).toBe("Theirs");
  const writers = Array.from({ length: 6 }, (_, index) =>
    save(index % 2 ? admin : other, id, 3, changeItem(small, "a1", { label: `Writer ${index}` })),
  );
  expect((await Promise.all(writers)).filter(({ ok }) => ok)).toHaveLength(1);
});

test("an unfinished draft is kept as it is, and one sent under another account is not taken", async () => {
  const id = await begin();
  const unfinished = { ...changeItem(small, "b1", { max: "many", anchors: [] }), title: "" };
  expect(await save(admin, id, 1, unfinished)).toEqual({ ok: true, rowVersion: 2 });
  expect((await pageOf(id)).definition).toMatchObject({ title: "", items: [{}, {}, { max: "many" }, {}] });
  const input = { draftId: id, baseVersion: 2, definition: small, accountId: "somebody" };
  expect(await saveDraft(admin, input)).toMatchObject({ ok: false, code: "other-account" });
});

test("a deleted draft is gone from the list and from writing, and comes back whole", async () => {
  const id = await begin();
  for (const _ of [1, 2])
    expect(await deleteDraft(admin, { draftId: id, intent: "delete" })).toMatchObject({ ok: true });
  expect(await listInstruments(admin)).toMatchObject({ drafts: [], deleted: [{ id }] });
  expect(await save(admin, id, 1, { ...small, title: "Late" })).toMatchObject({
    ok: false,
    code: "draft.deleted",
  });
  await expect(readDraft(admin, { draftId: id })).rejects.toMatchObject({ code: "not-found" });
  expect(await deleteDraft(admin, { draftId: id, intent: "restore" })).toMatchObject({ ok: true });
  expect((await pageOf(id)).definition.items).toHaveLength(4);
  expect(await eventsOf(id)).toEqual([
    ...["instrument.draft-created", "instrument.draft-deleted", "instrument.draft-restored"],
  ]);
});

test("of two drafts of one instrument that are restored at the same moment one is, and the other waits", async () => {
  const { versionId } = await addInstrument(owner, program, { definition: SMALL_CHECKLIST });
  const ids = [randomUUID(), randomUUID()];
  for (const id of ids) {
    expect(await createDraft(admin, { id, from: "version", versionId })).toMatchObject({ ok: true });
    await deleteDraft(admin, { draftId: id, intent: "delete" });
  }
  for (let round = 1; round <= 6; round += 1) {
    const restored = await Promise.all(
      ids.map((draftId) => deleteDraft(admin, { draftId, intent: "restore" })),
    );
    expect(restored.filter(({ ok }) => ok)).toHaveLength(1);
    expect(restored).toContainEqual(expect.objectContaining({ code: "draft.other-open" }));
    for (const [place, { ok }] of restored.entries())
      if (ok) await deleteDraft(admin, { draftId: ids[place] ?? "", intent: "delete" });
  }
});

test("errors keep a draft from being published, and everything in it is kept", async () => {
  const id = await begin(changeItem(small, "a1", { label: "" }));
  const page = await publishingOf(id);
  expect(page).toMatchObject({
    hash: null,
    findings: [{ level: "error", where: "Item 1", message: "Write what the rater looks at." }],
  });
  expect(await publish(id)).toMatchObject({ ok: false, code: "instrument.not-valid" });
  expect(await owner`SELECT 1 FROM instrument WHERE program_id = ${program.id}`).toHaveLength(0);
  expect((await pageOf(id)).definition.items).toHaveLength(4);
});

test("publishing twice, also at once, makes one version, with its event", async () => {
  const id = await begin();
  const { hash } = await publishingOf(id);
  const input = publishDraftInput.parse({ hash, effectiveFrom: admin.today });
  const both = await Promise.all([1, 2].map(() => publishDraft(admin, { ...input, draftId: id })));
  const [first, second] = both;
  expect(first).toMatchObject({ ok: true, version: 1 });
  expect(second).toEqual(first);
  if (!first?.ok) throw new Error("Not published");
  expect(await eventsOf(first.versionId)).toEqual(["instrument.published"]);
  expect(await readDraft(admin, { draftId: id })).toEqual({ publishedVersionId: first.versionId });
  expect(await readInstrument(admin, { versionId: first.versionId })).toMatchObject({
    ...{ code: "small-checklist", version: 1, contentHash: hash, isHashRight: true },
  });
  expect(await save(admin, id, 1, { ...small, title: "Late" })).toMatchObject({
    ...{ ok: false, code: "draft.published", publishedVersionId: first.versionId },
  });
});

test("what was changed since it was shown, a code that is taken and a day that is past are refused", async () => {
  const id = await begin();
  const { hash } = await publishingOf(id);
  await save(admin, id, 1, { ...small, title: "Another" });
  const input = publishDraftInput.parse({ hash, effectiveFrom: admin.today });
  expect(await publishDraft(admin, { ...input, draftId: id })).toMatchObject({
    ok: false,
    code: "instrument.changed",
  });
  expect(await publish(id, { effectiveFrom: "2020-01-01" as never })).toMatchObject({
    fieldErrors: { effectiveFrom: [expect.stringContaining("today")] },
  });
  await addInstrument(owner, program, { definition: SMALL_CHECKLIST });
  expect(await publish(id)).toMatchObject({ ok: false, code: "instrument.code-taken" });
  expect((await pageOf(id)).rowVersion).toBe(2);
});

test("the next version says how the items go on, and its instrument takes its title", async () => {
  const { versionId } = await addInstrument(owner, program, { definition: SMALL_CHECKLIST });
  const next = { from: "version" as const, versionId };
  const begun = await createDraft(admin, { ...next, id: randomUUID() });
  if (!begun.ok) throw new Error(begun.message);
  expect(await createDraft(other, { ...next, id: randomUUID() })).toEqual({ ...begun, isNew: false });
  const changed = removeItem(
    changeItem({ ...small, title: "Renamed" }, "b1", { label: "Listens first" }),
    "b2",
  );
  const added = {
    ...changed,
    items: [
      ...changed.items,
      { ...(changed.items[1] as (typeof changed.items)[number]), id: "b3", label: "New" },
    ],
  };
  await save(admin, begun.draftId, 1, added);

  const { before } = await publishingOf(begun.draftId);
  expect(before?.diff.map(({ what }) => what)).toEqual(expect.arrayContaining(["Title", "Added", "Removed"]));
  expect(before?.suggested.map(({ kind }) => kind)).toEqual(["same", "same", "reworded", "dropped", "new"]);
  expect(await publish(begun.draftId)).toMatchObject({
    fieldErrors: { continuity: [expect.stringContaining("go on")] },
  });
  const goesOn = ["a1", "a2", "b1"].map((id) => ({ from: id, to: id })).concat({ from: "b2", to: "b3" });
  const published = await publishedVersion(begun.draftId, { continuity: "crosswalk", goesOn });
  const { series, title, version } = await readInstrument(admin, { versionId: published });
  expect({ title, version }).toEqual({ title: "Renamed", version: 2 });
  expect(series[0]).toMatchObject({
    ...{ version: 2, takesPlanned: true },
    continuity: { kind: "crosswalk", counts: { same: 2, reworded: 2 } },
  });
  const { versions } = await listInstruments(admin);
  expect(versions.map(({ title, version, isCurrent }) => ({ title, version, isCurrent }))).toEqual([
    { title: "Renamed", version: 2, isCurrent: true },
    { title: "Renamed", version: 1, isCurrent: false },
  ]);
});

test("a break needs its reason and is shown with it; whom it rates never changes", async () => {
  const { versionId } = await addInstrument(owner, program, { definition: SMALL_CHECKLIST });
  const begun = await createDraft(admin, { id: randomUUID(), from: "version", versionId });
  if (!begun.ok) throw new Error(begun.message);
  await save(admin, begun.draftId, 1, { ...small, subject: "practitioner" });
  expect((await publishingOf(begun.draftId)).findings[0]).toMatchObject({
    ...{ level: "error", message: expect.stringContaining("never changes") },
  });
  await save(admin, begun.draftId, 2, changeItem(small, "a2", { weight: 3 }));
  expect(
    publishDraftInput.safeParse({ hash: "x", effectiveFrom: admin.today, continuity: "break" }).success,
  ).toBe(false);
  const reason = "The scale of the manual has changed";
  const published = await publishedVersion(begun.draftId, {
    continuity: "break",
    reason,
    takesPlanned: "no",
  });
  const { series } = await readInstrument(admin, { versionId: published });
  expect(series[0]).toMatchObject({ continuity: { kind: "break", reason }, takesPlanned: false });
});

test("whoever publishes sees how many reviews are not finished, without seeing one", async () => {
  const instrument = await addInstrument(owner, program, { definition: SMALL_CHECKLIST });
  const { coach, supervisor, site } = await addRatedCoach(owner, program);
  for (const state of ["planned", "planned", "open"] as const)
    await addAssessment(owner, instrument, { coach, rater: supervisor, site, state });
  const begun = await createDraft(admin, {
    id: randomUUID(),
    from: "version",
    versionId: instrument.versionId,
  });
  if (!begun.ok) throw new Error(begun.message);
  expect((await publishingOf(begun.draftId)).before?.unfinished).toEqual({ planned: 2, started: 1 });
});

test("nobody but an administrator writes instruments, and drafts of another program are not found", async () => {
  const id = await begin();
  const lead = await contextFor(web, await addPerson(owner, program, { role: "lead" }));
  for (const attempt of [
    () => createDraft(lead, { id: randomUUID(), from: "nothing", title: "Visit" }),
    () => save(lead, id, 1, small),
    () => readDraft(lead, { draftId: id }),
    () => readPublishing(lead, { draftId: id }),
    () => deleteDraft(lead, { draftId: id, intent: "delete" }),
  ])
    await expect(attempt()).rejects.toMatchObject({ code: "not-allowed" });
  expect(await listInstruments(lead)).toMatchObject({
    drafts: [],
    deleted: [],
    permissions: { canAuthor: false },
  });
  const elsewhere = await contextFor(web, await addPerson(owner, await addProgram(owner), { role: "admin" }));
  await expect(readDraft(elsewhere, { draftId: id })).rejects.toMatchObject({ code: "not-found" });
  await expect(save(elsewhere, id, 1, small)).rejects.toMatchObject({ code: "not-found" });
});
