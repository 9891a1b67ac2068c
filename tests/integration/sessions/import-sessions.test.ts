import { randomUUID } from "node:crypto";
import { existsSync, readdirSync } from "node:fs";
import path from "node:path";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import type { PersonContext } from "#app/access/context.ts";
import { type Database, openDatabase } from "#app/db/client.server.ts";
import type { Verdict } from "#app/errors/problem.ts";
import { listSiteSessions } from "#app/features/outcomes/list-site-sessions.server.ts";
import { editSession } from "#app/features/sessions/edit-session.server.ts";
import { expireImports } from "#app/features/sessions/expire-imports.server.ts";
import { MOST_OPEN } from "#app/features/sessions/import.rules.ts";
import { importTemplate } from "#app/features/sessions/import-template.server.ts";
import { listSessions } from "#app/features/sessions/list-sessions.server.ts";
import { logSession } from "#app/features/sessions/log-session.server.ts";
import { makeExports } from "#app/features/sessions/make-export.server.ts";
import { mapImport } from "#app/features/sessions/map-import.server.ts";
import { openExport } from "#app/features/sessions/open-export.server.ts";
import { openImportProblems } from "#app/features/sessions/open-import-problems.server.ts";
import { readSession } from "#app/features/sessions/read-session.server.ts";
import { requestExport } from "#app/features/sessions/request-export.server.ts";
import { runImports } from "#app/features/sessions/run-imports.server.ts";
import { addPerson, addSite, assignCoach, giveRole, type TestPerson } from "#tests/factories/people.ts";
import { type Coaching, setUpCoaching } from "#tests/integration/sessions/coaching.ts";
import { choose, look, map, steer } from "#tests/integration/sessions/importing.ts";
import { NOON, systemContextFor } from "#tests/support/actors.ts";
import { testDatabase } from "#tests/support/database.ts";

const HEAD = "session_id,date,start,end,coach_email,coachee_emails,status,focus,modality,meeting_minutes";

let it: Coaching;
let worker: Database;
let lead: TestPerson;
let ctx: PersonContext;
beforeAll(async () => {
  it = await setUpCoaching();
  worker = openDatabase(testDatabase().workerUrl, { connections: 6 });
});
beforeEach(async () => {
  lead = await addPerson(it.owner, it.program, { role: "lead" });
  ctx = await it.as(lead);
});
afterAll(async () => {
  await Promise.all([it.close(), worker.close()]);
});

const system = (now = NOON) => systemContextFor(worker, it.program, { now });
const run = (importId: string) => runImports(system(), { importId });
const folder = () => path.join(process.env.DATA_DIR ?? "", "imports");
const sessionsOf = (id: string) =>
  it.owner`SELECT * FROM coaching_session WHERE import_id = ${id} ORDER BY session_on, started_at`;
const storedSessions = async () =>
  (await it.owner`SELECT count(*)::int AS n FROM coaching_session WHERE program_id = ${it.program.id}`)[0]?.n;
const eventsOf = async (id: string) =>
  (await it.owner`SELECT type FROM domain_event WHERE subject_id = ${id} ORDER BY sequence`).map(
    ({ type }) => type,
  );

/** A row of the head above; a pair of its own, so that tests do not meet. */
function row(pair: { coach: TestPerson; coachee: TestPerson }, given: Record<string, string> = {}): string {
  const cells: Record<string, string> = {
    ...{ session_id: "", date: "2025-11-10", start: "09:00", end: "10:00", coach_email: pair.coach.email },
    ...{
      coachee_emails: pair.coachee.email,
      status: "held",
      focus: "Function 1",
      modality: "phone",
      meeting_minutes: "",
    },
    ...given,
  };
  return HEAD.split(",")
    .map((name) => `"${(cells[name] ?? "").replaceAll('"', '""')}"`)
    .join(",");
}

async function addPair(site = it.site) {
  const coach = await addPerson(it.owner, it.program, { role: "coach", site });
  const coachee = await addPerson(it.owner, it.program, { role: "coachee", site });
  await assignCoach(it.owner, { coach, coachee, site });
  return { coach, coachee };
}

async function checked(own: PersonContext, content: string | Uint8Array, name?: string): Promise<string> {
  const { id, verdict } = await choose(own, content, name ? { name } : {});
  expect(verdict).toEqual({ ok: true });
  expect(await map(own, id)).toEqual({ ok: true });
  await run(id);
  return id;
}

async function stored(own: PersonContext, content: string | Uint8Array): Promise<string> {
  const id = await checked(own, content);
  expect(await steer(own, id, "store")).toEqual({ ok: true });
  await run(id);
  return id;
}

async function textOf(pieces: AsyncIterable<string>): Promise<string> {
  let text = "";
  for await (const piece of pieces) text += piece;
  return text;
}

test("a dry run says what would happen and stores nothing; carried out, it is what was said", async () => {
  const pair = await addPair();
  const before = await storedSessions();
  const month = () =>
    listSiteSessions(ctx, it.site.id, { month: "2025-11", show: "all", by: "due", page: 1 });
  const shown = (await month()).restated;
  const file = [
    HEAD,
    row(pair),
    row(pair, { date: "2025-11-11", status: "Coachee did not come", start: "", end: "", focus: "" }),
    "",
  ];
  const id = await checked(ctx, file.join("\r\n"));
  expect(await look(ctx, id)).toMatchObject({
    ...{ status: "checked", totalRows: 2, rowsChecked: 2, encoding: "utf-8", delimiter: "," },
    counts: { wouldStore: 2, already: 0, refused: 0, problems: 0 },
    permissions: { canStore: true, canDiscard: true, canMap: true, canUndo: false },
  });
  expect(await storedSessions()).toBe(before);
  await steer(ctx, id, "store");
  await run(id);
  expect(await look(ctx, id)).toMatchObject({
    status: "stored",
    rowsDone: 2,
    counts: { stored: 2, storedRefused: 0 },
  });
  const [held, missed] = await sessionsOf(id);
  expect(held).toMatchObject({
    ...{ status: "held", session_on: "2025-11-10", lead_coach_id: pair.coach.id, entered_by_id: lead.id },
    ...{
      acknowledgement: "lapsed",
      meeting_minutes: 60,
      modality: "phone",
      entry_lag_days: 371,
      is_coach_certified: false,
    },
    started_at: new Date("2025-11-10T17:00:00Z"),
  });
  expect(missed).toMatchObject({
    status: "no_show_coachee",
    status_reason: "No reason in the imported file",
  });
  expect(await eventsOf(id)).toEqual([
    ...["import.uploaded", "import.mapped", "import.checked", "import.started", "import.rows-stored"],
    ...["import.finished", "sessions.imported"],
  ]);
  const notices =
    await it.owner`SELECT kind, href FROM inbox_item WHERE recipient_id = ${lead.id} AND subject_id = ${id} ORDER BY kind`;
  expect([...notices]).toEqual([
    { kind: "import-checked", href: `/imports/${id}` },
    { kind: "import-stored", href: `/imports/${id}` },
  ]);
  expect((await month()).restated).toEqual({
    ...shown,
    ...{ entered: (shown?.entered ?? 0) + 1, enteredMinutes: (shown?.enteredMinutes ?? 0) + 60 },
  });
  const [told] = await it.owner`SELECT title, href FROM inbox_item WHERE recipient_id = ${pair.coach.id}`;
  expect(told).toEqual({ title: "2 earlier sessions of yours were imported", href: "/sessions" });
  expect(await listSessions(await it.as(pair.coach), { page: 1 })).toMatchObject({
    words: { lapsed: 0 },
    sessions: { items: [{ isImported: true }, { isImported: true }] },
  });
  expect((await readSession(await it.as(pair.coach), held?.id)).session).toMatchObject({
    isImported: true,
    isLate: false,
  });
});

test("every problem of every row is told at once, with row, column, what was found and what is expected", async () => {
  const pair = await addPair();
  const other = await addPerson(it.owner, it.program, { site: it.site });
  const id = await checked(
    ctx,
    [
      HEAD,
      row(pair),
      row(pair, {
        date: "16.11.25",
        start: "25:00",
        end: "07:00",
        coach_email: "nobody@agency.test",
        status: "Happened",
        meeting_minutes: "long",
      }),
      row(pair, { date: "2027-01-05" }),
      row(pair, { date: "2025-11-12", start: "08:00", end: "17:30" }),
      row(pair, { date: "2024-11-12" }),
      row(pair, { date: "2025-11-13", coachee_emails: other.email }),
      row(pair, {
        date: "2025-11-14",
        coach_email: pair.coach.name,
        focus: "Function 1; Dance",
        end: "08:00",
      }),
      row(pair, { date: "2025-11-17", meeting_minutes: "90" }),
      "",
      row(pair, { date: "2025-11-18", focus: "", start: "" }),
    ].join("\n"),
  );
  const page = await look(ctx, id);
  expect(page.counts).toMatchObject({ wouldStore: 1, refused: 8, blank: 1 });
  const told = page.problems.rows.map(({ row: at, column, found, expected }) => [
    at,
    column,
    found,
    expected.slice(0, 60),
  ]);
  expect(told).toEqual([
    [3, "date", "16.11.25", expect.stringContaining("A day, such as 2025-11-16")],
    [3, "start", "25:00", expect.stringContaining("A time on the clock")],
    [3, "status", "Happened", expect.stringContaining("One of: scheduled, held")],
    [3, "meeting_minutes", "long", "Whole minutes"],
    [3, "coach_email", "nobody@agency.test", expect.stringContaining("The e-mail address, employee number")],
    [4, "date", "2027-01-05", expect.stringContaining("This day is still to come")],
    [5, "end", "17:30", "A session lasts at most 8 hours: log two"],
    [
      6,
      "Version of the practice profile",
      "",
      expect.stringContaining("A published version: none was in force"),
    ],
    [6, "date", "2024-11-12", expect.stringContaining("A day on which")],
    [7, "coachee_emails", other.email, expect.stringContaining("People whom this coach coaches")],
    [8, "coach_email", pair.coach.name, expect.stringContaining("The e-mail address, employee number")],
    [8, "focus", "Dance", expect.stringContaining("A function of version 1")],
    [8, "end", "08:00", "It ended before it started (09:00 to 08:00)"],
    [9, "meeting_minutes", "90", expect.stringContaining("Observation and meeting make 90")],
    [11, "start", "", "Enter when it started"],
    [11, "focus", "", "Choose what the session was about"],
  ]);
  expect(page.problems.rows.find(({ row: at, column }) => at === 6 && column === "date")?.expected).toBe(
    `A day on which ${pair.coach.email} coached ${pair.coachee.email}: from 2025-01-01 on`,
  );
  expect(page.unknownValues).toEqual({ status: ["Happened"] });
  expect(await look(ctx, id, { column: "focus" })).toMatchObject({
    problems: { total: 2, rows: [{ row: 8 }, { row: 11 }] },
  });

  const { pieces, name } = await openImportProblems(ctx, id);
  expect(name).toBe("refused-history.csv");
  const lines = (await textOf(pieces)).split("\r\n");
  expect(lines[0]).toBe(`\uFEFF${HEAD},row_in_file,problems`);
  expect(lines.filter((line) => line.includes("2027-01-05"))).toHaveLength(1);
  expect(lines.join()).toContain("focus: found “Dance”. A function of version 1");
});

test("a word of the file gets a code, and the check is made anew", async () => {
  const pair = await addPair();
  const { id } = await choose(ctx, [HEAD, row(pair, { status: "Happened" })].join("\n"));
  await map(ctx, id);
  await run(id);
  expect(await map(ctx, id, { words: [{ field: "status", word: "Happened", code: "held" }] })).toEqual({
    ok: true,
  });
  await run(id);
  expect(await look(ctx, id)).toMatchObject({
    counts: { wouldStore: 1, refused: 0 },
    problems: { total: 0 },
    unknownValues: {},
  });
});

test("columns can be read as something else; two of the same or none that is needed are told at their place", async () => {
  const pair = await addPair();
  const { id } = await choose(
    ctx,
    `Tag;Von;Bis;Coach mail;Wer;Thema\r\n10.11.2025;09:00;10:00;${pair.coach.email};${pair.coachee.email};1.1\r\n`,
  );
  expect(await look(ctx, id)).toMatchObject({ delimiter: ";", mapping: { fields: { 3: "coach" } } });
  expect(await map(ctx, id, { fields: ["sessionOn", "sessionOn"] })).toMatchObject({
    fieldErrors: {
      "fields.1": [expect.stringContaining("already read from the column “Tag”")],
      fields: [expect.any(String), expect.any(String)],
    },
  });
  expect(
    await map(ctx, id, {
      dayOrder: "european",
      fields: ["sessionOn", "startTime", "endTime", "coach", "people", "focus"],
    }),
  ).toEqual({ ok: true });
  await run(id);
  expect(await look(ctx, id)).toMatchObject({ counts: { wouldStore: 1 } });
});

test("the same file again, in parallel, corrected, or by hand before: every session is stored once", async () => {
  const pair = await addPair();
  const log = it.log({ attendeeIds: [pair.coachee.id], sessionOn: "2025-11-05" });
  await logSession(await it.as(pair.coach), log);
  const rows = [
    row(pair),
    row(pair, { session_id: "LOG-7", date: "2025-11-11" }),
    row(pair, { session_id: "LOG-7", date: "2025-11-11" }),
    row(pair, { date: "2025-11-05", start: log.startTime ?? "", end: log.endTime ?? "" }),
  ];
  const first = await checked(ctx, [HEAD, ...rows].join("\n"));
  expect(await look(ctx, first)).toMatchObject({
    counts: { wouldStore: 2, already: 1, repeated: 1, refused: 0 },
  });
  expect(
    (await look(ctx, first)).problems.rows.map(({ row: at, expected }) => [at, expected.slice(0, 36)]),
  ).toEqual([
    [4, "The same session as in row 3: it is "],
    [5, "Stored already, with other content: "],
  ]);
  await steer(ctx, first, "store");
  await Promise.all([run(first), run(first), run(first)]);
  await run(first);
  expect(await look(ctx, first)).toMatchObject({ status: "stored", counts: { stored: 2, storedAlready: 2 } });

  const again = await stored(ctx, [HEAD, ...rows].join("\n")).catch(() => "");
  expect(again).toBe("");
  const corrected = await stored(ctx, [HEAD, row(pair, { date: "2025-11-20" }), ...rows].join("\n"));
  expect(await look(ctx, corrected)).toMatchObject({ counts: { stored: 1, storedAlready: 4 } });
  const [count] =
    await it.owner`SELECT count(*)::int AS n FROM coaching_session WHERE lead_coach_id = ${pair.coach.id}`;
  expect(count?.n).toBe(4);
});

test("a file, its mapping and its carrying out posted twice, at once or later, are one each", async () => {
  const content = `${HEAD}\n${row(await addPair())}`;
  for (let n = 1; n < MOST_OPEN; n += 1) expect((await choose(ctx, content)).verdict).toEqual({ ok: true });
  const id = randomUUID();
  const twice = async (post: () => Promise<Verdict>) => {
    expect(await Promise.all([post(), post()])).toEqual([{ ok: true }, { ok: true }]);
    expect(await post()).toEqual({ ok: true });
  };
  await twice(async () => (await choose(ctx, content, { id })).verdict);
  expect((await choose(ctx, content)).verdict).toMatchObject({ code: "import.too-many" });
  expect((await choose(ctx, `${content}\n`, { id })).verdict).toMatchObject({ code: "import.file-refused" });
  await twice(() => map(ctx, id));
  expect(await map(ctx, id, { dayOrder: "european" })).toMatchObject({ code: "import.moved-on" });
  const admin = await it.as(await addPerson(it.owner, it.program, { role: "admin" }));
  const form = { fields: [], dayOrder: "us" as const, words: [] };
  await expect(mapImport(admin, { importId: id, form })).rejects.toMatchObject({ code: "not-allowed" });
  await run(id);
  await twice(() => steer(ctx, id, "store"));
  await run(id);
  expect(await steer(ctx, id, "store")).toEqual({ ok: true });
  expect(await map(ctx, id)).toMatchObject({ code: "import.moved-on" });
  expect(await sessionsOf(id)).toHaveLength(1);
  await twice(() => steer(ctx, id, "undo"));
  await run(id);
  expect(await steer(ctx, id, "undo")).toEqual({ ok: true });
  const events = await eventsOf(id);
  for (const step of ["uploaded", "mapped", "started", "undo-asked"])
    expect(events.filter((type) => type === `import.${step}`)).toHaveLength(1);
});

test("a session logged by hand with somebody else in the room is the same session in a file", async () => {
  const pair = await addPair();
  const colleague = await addPerson(it.owner, it.program, { role: "coach", site: it.site });
  const log = it.log({
    ...{ attendeeIds: [pair.coachee.id], sessionOn: "2025-11-05" },
    alsoThere: [{ personId: colleague.id, role: "observer" }],
  });
  expect(await logSession(await it.as(pair.coach), log)).toMatchObject({ state: "stored" });
  const same = row(pair, { date: "2025-11-05", start: log.startTime ?? "", end: log.endTime ?? "" });
  const id = await checked(ctx, [HEAD, same, row(pair)].join("\n"));
  expect(await look(ctx, id)).toMatchObject({ counts: { wouldStore: 1, already: 1, refused: 0 } });
});

test("Windows-1252, a byte order mark, tabs and quoted line ends are read as they are meant", async () => {
  const pair = await addPair();
  const cells = (reason: string) =>
    ["2025-11-10", "09:00", "10:00", pair.coach.email, pair.coachee.email, "cancelled_agency", reason].join(
      "\t",
    );
  const head = "date\tstart\tend\tcoach_email\tcoachee_emails\tstatus\treason";
  const windows = await stored(
    ctx,
    Buffer.from(`${head}\n${cells('"Zoë’s\nsnow day"').replace("’", "\x92")}\n`, "latin1"),
  );
  expect(await look(ctx, windows)).toMatchObject({ encoding: "windows-1252", delimiter: "\t" });
  expect((await sessionsOf(windows))[0]).toMatchObject({ status_reason: "Zoë’s\nsnow day" });
  const marked = await stored(
    ctx,
    `\uFEFF${head}\n${cells("Größe 李").replace("2025-11-10", "2025-11-11")}\n`,
  );
  expect(await look(ctx, marked)).toMatchObject({
    encoding: "utf-8",
    columns: [{ name: "date" }, {}, {}, {}, {}, {}, {}],
  });
  expect((await sessionsOf(marked))[0]).toMatchObject({ status_reason: "Größe 李" });
});

test("people are found by employee number with its zeros, e-mail in any case, or key; never by name", async () => {
  const pair = await addPair();
  await it.owner`UPDATE person SET employee_id = '004512' WHERE id = ${pair.coachee.id}`;
  const id = await checked(
    ctx,
    [
      HEAD,
      row(pair, { coachee_emails: "004512" }),
      row(pair, {
        date: "2025-11-11",
        coachee_emails: pair.coachee.id,
        coach_email: pair.coach.email.toUpperCase(),
      }),
      row(pair, { date: "2025-11-12", coachee_emails: "4512" }),
      row(pair, { date: "2025-11-13", coachee_emails: pair.coachee.name }),
    ].join("\n"),
  );
  expect(await look(ctx, id)).toMatchObject({ counts: { wouldStore: 2, refused: 2 } });
});

test("what is no CSV, or holds the conversation, is refused plainly and leaves nothing", async () => {
  const pair = await addPair();
  const before = readdirSync(folder()).length;
  const refusals: [content: string | Uint8Array, words: string, type?: string][] = [
    ["", "is empty"],
    [Buffer.from("PK\x03\x04rest"), "an Excel workbook or a zip archive"],
    [Buffer.from([0x1f, 0x8b, 8, 0]), "compressed"],
    [Buffer.from("%PDF-1.7"), "a PDF"],
    [Buffer.from("\uFEFFa,b", "utf16le"), "in UTF-16"],
    [Buffer.from("a,b\n1,\0"), "not a text file"],
    ["a,b\n1,2", "found image/png", "image/png"],
    ["one column\n1", "Only one column"],
    [HEAD, "a header but no rows"],
    [
      `${HEAD},Session notes,goals\n${row(pair)},"They said",x`,
      "“Session notes”, “goals” hold the conversation",
    ],
    [`${HEAD},x\n${row(pair)},${"word ".repeat(80)}`, "“x” holds the conversation"],
    [`${HEAD}\n"2025`, "Row 2, near line 2: a quotation mark is never closed"],
    [`${HEAD}\n"a"b,c`, "a quotation mark stands where none may be"],
    [`${HEAD}\n"${"a".repeat(200_000)}"`, "a row is longer than"],
  ];
  for (const [content, words, type] of refusals) {
    const { verdict } = await choose(ctx, content, { type: type ?? "text/csv" });
    expect(verdict, words).toMatchObject({
      ok: false,
      fieldErrors: { file: [expect.stringContaining(words)] },
    });
  }
  expect(readdirSync(folder())).toHaveLength(before);
  const formula = await checked(
    ctx,
    `date,coach_email,coachee_emails,status,reason\n2025-11-10,${pair.coach.email},${pair.coachee.email},cancelled_agency,=HYPERLINK(1)\n`,
  );
  expect(await look(ctx, formula)).toMatchObject({
    counts: { refused: 1 },
    problems: { rows: [{ found: "=HYPERLINK(1)" }] },
  });
});

test("who may import, and whose imports one sees", async () => {
  const elsewhere = await addSite(it.owner, it.program);
  const [pair, foreign] = [await addPair(), await addPair(elsewhere)];
  const local = await addPerson(it.owner, it.program);
  await giveRole(it.owner, local, { role: "lead", siteId: it.site.id });
  const own = await it.as(local);
  const id = await stored(own, [HEAD, row(pair), row(foreign)].join("\n"));
  expect(await look(own, id)).toMatchObject({ counts: { stored: 1, storedRefused: 1 } });
  expect((await look(own, id)).problems.rows).toMatchObject([
    { row: 3, expected: expect.stringContaining("at a site that you may import for") },
  ]);

  for (const person of [it.coach, it.supervisor, it.coachee])
    await expect(choose(await it.as(person), HEAD)).rejects.toMatchObject({ code: "not-allowed" });
  await expect(look(ctx, id)).rejects.toMatchObject({ code: "not-found" });
  const admin = await addPerson(it.owner, it.program, { role: "admin" });
  expect(await look(await it.as(admin), id)).toMatchObject({
    permissions: { canUndo: true, canStore: false },
  });
  const stranger = await setUpCoaching();
  const outside = await addPerson(stranger.owner, stranger.program, { role: "admin" });
  await expect(look(await stranger.as(outside), id)).rejects.toMatchObject({ code: "not-found" });
  await stranger.close();

  // The role is lost between the check and the carrying out.
  const waiting = await checked(own, [HEAD, row(pair, { date: "2025-12-01" })].join("\n"));
  await steer(own, waiting, "store");
  await it.owner`UPDATE role_assignment SET ends_on = '2026-01-01' WHERE person_id = ${local.id}`;
  await run(waiting);
  expect(await sessionsOf(waiting)).toHaveLength(0);
  const [left] = await it.owner`SELECT status, error FROM session_import WHERE id = ${waiting}`;
  expect(left).toMatchObject({ status: "failed", error: expect.stringContaining("no longer include") });
});

test("the role of imports reads no conversation and no names, and adds nothing that it may not", async () => {
  const refused = (statement: string) =>
    expect(
      it.owner.begin(async (sql) => {
        await sql`SELECT set_config('app.program_id', ${it.program.id}, true), set_config('app.person_id', ${lead.id}, true)`;
        await sql`SET LOCAL ROLE throughline_import`;
        await sql.unsafe(statement);
      }),
      statement,
    ).rejects.toMatchObject({ code: "42501" });
  for (const table of [
    "session_summary",
    "session_private_note",
    "goal",
    "action_step",
    "session_acknowledgement",
    "note_key",
  ])
    await refused(`SELECT 1 FROM ${table}`);
  await refused("SELECT given_name FROM person");
  await refused("SELECT status_reason FROM coaching_session");
  await refused("UPDATE coaching_session SET format = 'pair'");
  await refused("DELETE FROM coaching_session");
  await refused(
    `INSERT INTO session_focus (session_id, essential_function_id, program_id) VALUES ('${randomUUID()}', '${it.profile.functionIds[0]}', '${it.program.id}')`,
  );
});

test("an import is taken back as a whole, unless somebody has touched one of its records", async () => {
  const pair = await addPair();
  const id = await stored(ctx, [HEAD, row(pair), row(pair, { date: "2025-10-10" })].join("\n"));
  const [first] = await sessionsOf(id);
  const coach = await it.as(pair.coach);
  expect(
    await editSession(coach, {
      ...it.log({ id: first?.id, attendeeIds: [pair.coachee.id], sessionOn: "2025-10-10", endTime: "10:30" }),
      ...{ rowVersion: 1, amendmentReason: "The end was read wrongly from the paper log" },
    }),
  ).toMatchObject({ ok: true });
  expect(await steer(ctx, id, "undo")).toEqual({ ok: true });
  await run(id);
  expect(await look(ctx, id)).toMatchObject({
    status: "stored",
    error: expect.stringContaining("1 of its records was changed"),
  });
  expect(await sessionsOf(id)).toHaveLength(2);

  const other = await addPair();
  const second = await stored(ctx, [HEAD, row(other), row(other, { date: "2025-10-10" })].join("\n"));
  await steer(ctx, second, "undo");
  await Promise.all([run(second), run(second)]);
  expect(await look(ctx, second)).toMatchObject({ status: "undone" });
  expect(await sessionsOf(second)).toHaveLength(0);
  const [event] =
    await it.owner`SELECT payload FROM domain_event WHERE subject_id = ${second} AND type = 'sessions.import-undone'`;
  expect(event?.payload).toEqual({ months: ["2025-10-01", "2025-11-01"] });
});

test("the file goes when nobody needs it any more, and with it what was found in it", async () => {
  const pair = await addPair();
  const whole = await stored(ctx, [HEAD, row(pair)].join("\n"));
  const partly = await stored(
    ctx,
    [HEAD, row(pair, { date: "2025-11-20" }), row(pair, { date: "x" })].join("\n"),
  );
  const discarded = await checked(ctx, [HEAD, row(pair, { date: "2025-11-21" })].join("\n"));
  expect(await steer(ctx, discarded, "discard")).toEqual({ ok: true });
  await expireImports(system());
  expect([whole, partly, discarded].map((id) => existsSync(path.join(folder(), `${id}.csv`)))).toEqual([
    false,
    true,
    false,
  ]);
  await expect(look(ctx, discarded)).rejects.toMatchObject({ code: "not-found" });
  await expireImports(system(new Date(NOON.getTime() + 8 * 86_400_000)));
  expect(existsSync(path.join(folder(), `${partly}.csv`))).toBe(false);
  expect(await look(ctx, partly)).toMatchObject({
    hasFile: false,
    problems: { total: 0 },
    counts: { stored: 1 },
  });
  await expect(openImportProblems(ctx, partly)).rejects.toMatchObject({ code: "not-found" });
});

test("our own export, imported into a program without sessions, gives the same records", async () => {
  const pair = await addPair();
  const second = await addPerson(it.owner, it.program, { role: "coachee", site: it.site });
  await assignCoach(it.owner, { coach: pair.coach, coachee: second, site: it.site });
  const coach = await it.as(pair.coach);
  for (const log of [
    it.log({
      ...{
        attendeeIds: [pair.coachee.id, second.id],
        sessionOn: "2026-10-12",
        observationMinutes: 20,
        travelMinutes: 15,
      },
      ...{ attendance: { [second.id]: "partial" }, attendeeMinutes: { [second.id]: 20 }, summary: "Words" },
      ...{
        strategies: ["debrief:modelling", "observation:prompting"],
        barriers: ["workload", "policy"],
        strengthNoted: true,
      },
      ...{
        observationKind: "live",
        focusIds: it.profile.functionIds.slice(0, 2),
        nextSessionOn: "2026-10-26",
      },
    }),
    it.log({
      attendeeIds: [second.id],
      sessionOn: "2026-10-13",
      status: "cancelled_agency",
      notHeldReason: "office_closed",
      statusReason: "Snow",
      focusIds: [],
    }),
    it.log({
      attendeeIds: [pair.coachee.id],
      sessionOn: "2026-10-14",
      modality: "phone",
      status: "held_partial",
    }),
  ])
    expect(await logSession(coach, log)).toMatchObject({ ok: true });
  const exported = async () => {
    const id = randomUUID();
    await requestExport(coach, { id, scope: "coach", fromOn: "2026-01-01", untilOn: "2026-11-16" });
    await makeExports(system(), { exportId: id });
    const { file } = await openExport(coach, { exportId: id, part: "csv" });
    const text = await file.readFile("utf8");
    await file.close();
    return text;
  };
  const before = await exported();
  expect(before).toContain(",cancelled_agency,office_closed,");
  await it.owner`DELETE FROM coaching_session WHERE lead_coach_id = ${pair.coach.id}`;
  const id = await stored(ctx, before);
  expect(await look(ctx, id)).toMatchObject({ counts: { stored: 3, storedRefused: 0 } });
  /** What says how it came in is another: who was asked, and where it is from. */
  const facts = (csv: string) =>
    csv.replaceAll(/,(pending|lapsed),/g, ",,").replaceAll(/,(logged|imported)\r\n/g, "\r\n");
  expect(facts(await exported())).toBe(facts(before));
});

test("reasons are read by code, label or what was chosen for a word, and have to go with the status", async () => {
  const pair = await addPair();
  const { coach, coachee } = pair;
  const off = (day: string, status: string, reason: string, words = "") =>
    [day, coach.email, coachee.email, status, reason, words].join(",");
  const content = [
    "date,coach_email,coachee_emails,status,reason_code,reason",
    off("2025-11-03", "cancelled_agency", "Office closed"),
    off("2025-11-04", "no_show_coachee", "court", "A hearing came up"),
    off("2025-11-05", "cancelled_by_coachee", "office_closed"),
    off("2025-11-06", "cancelled_by_coach", "Sick day"),
    off("2025-11-07", "cancelled_by_coach", ""),
    off("2025-11-10", "rescheduled", "other"),
  ].join("\n");
  const id = await checked(ctx, content);
  const { problems, mapping } = await look(ctx, id);
  expect(Object.values(mapping.fields)).toContain("notHeldReason");
  expect(problems.rows.map(({ row: at, column, found }) => [at, column, found])).toEqual([
    [4, "reason_code", "office_closed"],
    [5, "reason_code", "Sick day"],
  ]);
  expect(problems.rows[1]?.expected).toContain("coach_away");
  await steer(ctx, id, "store");
  await run(id);
  expect((await sessionsOf(id)).map((each) => [each.not_held_reason, each.status_reason])).toEqual([
    ["office_closed", null],
    ["court", "A hearing came up"],
    [null, "No reason in the imported file"],
    ["other", "No reason in the imported file"],
  ]);
});

test("the template is read without any choice", async () => {
  const { id } = await choose(ctx, `${importTemplate()}LOG-1,2025-11-10\r\n`);
  const { columns, mapping } = await look(ctx, id);
  expect(Object.keys(mapping.fields)).toHaveLength(columns.length);
});
