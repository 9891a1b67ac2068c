import { randomUUID } from "node:crypto";
import postgres from "postgres";
import { afterAll, beforeEach, expect, test } from "vitest";
import type { PersonContext } from "#app/access/context.ts";
import { openDatabase } from "#app/db/client.server.ts";
import { createDraft } from "#app/features/fidelity/create-draft.server.ts";
import { exportInstrument } from "#app/features/fidelity/export-instrument.server.ts";
import { readInstrumentFile } from "#app/features/fidelity/instrument-files.server.ts";
import { readDraft } from "#app/features/fidelity/read-draft.server.ts";
import { tryInstrumentFile } from "#app/features/fidelity/try-instrument-file.server.ts";
import { readDefinition } from "#fidelity/instruments/read-definition.ts";
import { addInstrument, SMALL_CHECKLIST } from "#tests/factories/fidelity.ts";
import { addPerson, addProgram, type TestProgram } from "#tests/factories/people.ts";
import { contextFor } from "#tests/support/actors.ts";
import { testDatabase } from "#tests/support/database.ts";

const owner = postgres(testDatabase().ownerUrl, { max: 2 });
const web = openDatabase(testDatabase().webUrl, { connections: 4 });
afterAll(() => Promise.all([owner.end(), web.close()]));

let program: TestProgram;
let admin: PersonContext;
let lead: PersonContext;

beforeEach(async () => {
  program = await addProgram(owner);
  admin = await contextFor(web, await addPerson(owner, program, { role: "admin" }));
  lead = await contextFor(web, await addPerson(owner, program, { role: "lead" }));
});

const DICTIONARY = [
  "field_name,form_name,field_type,field_label,select_choices_or_calculations",
  "record_id,visit,text,Record,",
  "agenda,visit,yesno,Sets an agenda,",
  'listens,visit,radio,Listens,"1, Never | 2, Sometimes | 3, Always"',
  "photo,visit,file,A photo,",
].join("\n");

async function* piecesOf(content: string | Buffer) {
  yield Buffer.from(content);
}
const tryFile = (ctx: PersonContext, content: string | Buffer) =>
  tryInstrumentFile(ctx, { name: "visit.csv", pieces: piecesOf(content) });

async function dryRunOf(content: string | Buffer) {
  const tried = await tryFile(admin, content);
  if (!tried.ok) throw new Error(tried.message);
  return tried.dryRun;
}
const stored = () => owner`
  SELECT id FROM instrument WHERE program_id = ${program.id}
  UNION ALL SELECT id FROM instrument_draft WHERE program_id = ${program.id}`;

test("a dry run accounts for every row and stores nothing", async () => {
  const tried = await tryFile(admin, DICTIONARY);
  expect(tried).toMatchObject({
    ok: true,
    dryRun: {
      kind: "REDCap data dictionary",
      items: 2,
      counts: { taken: 2, mapped: 0, leftOut: 2 },
      problemCount: 0,
    },
  });
  expect(await stored()).toHaveLength(0);
});

test.each([
  ["empty", "", /empty/],
  ["damaged", Buffer.from("PK\u0003\u0004 not really"), /damaged/],
  ["too large", Buffer.alloc(5 * 2 ** 20 + 1, 65), /larger than 5 MB/],
])("a file that is %s is refused at its field, and nothing is stored", async (_, content, message) => {
  expect(await tryFile(admin, content)).toMatchObject({
    ok: false,
    fieldErrors: { file: [expect.stringMatching(message)] },
  });
  expect(await stored()).toHaveLength(0);
});

test("a draft begins with what the file says, under the title that was asked for", async () => {
  const { title, definition } = await dryRunOf(DICTIONARY);
  expect(title).toBe("visit");
  const id = randomUUID();
  const begin = () => createDraft(admin, { id, from: "file", title: "Visit checklist", definition });
  expect(await begin()).toEqual({ ok: true, draftId: id, isNew: true });
  expect(await begin()).toEqual({ ok: true, draftId: id, isNew: false });
  const read = await readDraft(admin, { draftId: id });
  expect(read).toMatchObject({
    page: {
      ...{ version: 1, rowVersion: 1 },
      definition: { title: "Visit checklist", code: "visit", items: [{ id: "agenda" }, { id: "listens" }] },
    },
  });
  expect(await stored()).toHaveLength(1);
});

test("a file that names itself nothing is not called anything", async () => {
  const { title } = await dryRunOf('{"sections": [], "items": []}');
  expect(title).toBe("");
});

test("a definition that is none ends the request", async () => {
  const input = { id: randomUUID(), from: "file" as const, title: "Visit", definition: "{" };
  await expect(createDraft(admin, input)).rejects.toThrow("choose the file again");
  expect(await stored()).toHaveLength(0);
});

test("nobody but an administrator brings instruments in", async () => {
  await expect(tryFile(lead, DICTIONARY)).rejects.toMatchObject({ code: "not-allowed" });
});

test.each(["xlsform", "redcap", "json"] as const)(
  "a version exported as %s is read as the same",
  async (format) => {
    const { versionId } = await addInstrument(owner, program, { definition: SMALL_CHECKLIST });
    const { name, content } = await exportInstrument(lead, { versionId, format });
    expect(name).toMatch(/^small-checklist-v1-/);
    const { read } = readInstrumentFile(content);
    expect(read.problems).toEqual([]);
    expect(read.definition).toEqual(readDefinition(SMALL_CHECKLIST));
  },
);

test("the files of an instrument of another program are not found", async () => {
  const elsewhere = await addInstrument(owner, await addProgram(owner));
  await expect(
    exportInstrument(lead, { versionId: elsewhere.versionId, format: "json" }),
  ).rejects.toMatchObject({
    code: "not-found",
  });
});
