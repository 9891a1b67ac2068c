import postgres from "postgres";
import { afterAll, beforeEach, expect, test } from "vitest";
import type { PersonContext } from "#app/access/context.ts";
import { openDatabase } from "#app/db/client.server.ts";
import { exportInstrument } from "#app/features/fidelity/export-instrument.server.ts";
import { readInstrumentFile } from "#app/features/fidelity/instrument-files.server.ts";
import type { PublishInput } from "#app/features/fidelity/instrument-import.schema.ts";
import type { InstrumentHeading } from "#app/features/fidelity/instrument-import.types.ts";
import { checkInstrument, publishInstrument } from "#app/features/fidelity/publish-instrument.server.ts";
import { readInstrument } from "#app/features/fidelity/read-instrument.server.ts";
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

async function headingOf(content: string | Buffer): Promise<InstrumentHeading> {
  const tried = await tryFile(admin, content);
  if (!tried.ok) throw new Error(tried.message);
  return tried.dryRun.heading;
}
const inputOf = (
  { definition, code, title }: InstrumentHeading,
  more: Partial<PublishInput> = {},
): PublishInput => ({
  ...{ intent: "check", definition, code, title, purpose: "", met: 80, developing: 60 },
  ...{ subject: "coach", raterTypes: ["supervisor"], dimensions: ["adherence"] },
  ...more,
});
const stored = () => owner`SELECT 1 FROM instrument WHERE program_id = ${program.id}`;

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

test("what is checked is published as it was shown, once, with its event", async () => {
  const input = inputOf(await headingOf(DICTIONARY));
  const checked = await checkInstrument(admin, input);
  if (!checked.ok) throw new Error(checked.message);
  expect(checked.check).toMatchObject({ sections: 1, items: 2 });
  expect(checked.check.warnings.map(({ code }) => code)).toContain("measures-nothing");
  expect(await stored()).toHaveLength(0);

  const published = await publishInstrument(admin, { ...input, hash: checked.check.hash });
  if (!published.ok) throw new Error(published.message);
  const { versionId } = published;
  expect(await readInstrument(admin, { versionId })).toMatchObject({
    ...{
      code: "visit",
      version: 1,
      contentHash: checked.check.hash,
      isHashRight: true,
      effectiveFrom: admin.today,
    },
  });
  expect(
    await owner`SELECT payload ->> 'hash' AS hash FROM domain_event WHERE subject_id = ${versionId}`,
  ).toEqual([{ hash: checked.check.hash }]);
  expect(await publishInstrument(admin, { ...input, hash: checked.check.hash })).toMatchObject({
    ok: false,
    fieldErrors: { code: [expect.stringContaining("has this code")] },
  });
  expect(await stored()).toHaveLength(1);
});

test("another content than the one that was shown is refused", async () => {
  const input = inputOf(await headingOf(DICTIONARY));
  const checked = await checkInstrument(admin, input);
  if (!checked.ok) throw new Error(checked.message);
  const changed = { ...input, title: "Another", hash: checked.check.hash };
  expect(await publishInstrument(admin, changed)).toMatchObject({ ok: false, code: "instrument.changed" });
  expect(await publishInstrument(admin, input)).toMatchObject({ ok: false, code: "instrument.changed" });
  expect(await stored()).toHaveLength(0);
});

test("bands out of order are all said, and text that is no JSON ends the request", async () => {
  const heading = await headingOf(DICTIONARY);
  expect(await checkInstrument(admin, inputOf(heading, { met: 50, developing: 60 }))).toMatchObject({
    ok: false,
    problems: [{ path: "scoring.thresholds[1].from", found: "60" }],
  });
  await expect(checkInstrument(admin, inputOf({ ...heading, definition: "{" }))).rejects.toThrow("not JSON");
});

test("nobody but an administrator brings instruments in", async () => {
  const input = inputOf(await headingOf(DICTIONARY));
  await expect(tryFile(lead, DICTIONARY)).rejects.toMatchObject({ code: "not-allowed" });
  await expect(checkInstrument(lead, input)).rejects.toMatchObject({ code: "not-allowed" });
  await expect(publishInstrument(lead, input)).rejects.toMatchObject({ code: "not-allowed" });
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
