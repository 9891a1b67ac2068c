import { createCipheriv, hkdfSync, randomBytes } from "node:crypto";
import { afterAll, afterEach, beforeEach, expect, test } from "vitest";
import { openDatabase } from "#app/db/client.server.ts";
import { inSql } from "#app/db/in-transaction.server.ts";
import { editSession } from "#app/features/sessions/edit-session.server.ts";
import {
  destroyNoteKey,
  migrateNotes,
  rotateNoteKeys,
} from "#app/features/sessions/keep-note-keys.server.ts";
import { logSession } from "#app/features/sessions/log-session.server.ts";
import { createNoteSeal } from "#app/features/sessions/private-note.server.ts";
import { readSession } from "#app/features/sessions/read-session.server.ts";
import { testDatabase } from "#tests/support/database.ts";
import { type Coaching, setUpCoaching } from "./coaching.ts";

const NOTE_KEY = process.env.NOTE_KEY ?? "";
const NEXT_KEY = Buffer.alloc(32, 9).toString("base64");
const owner = openDatabase(testDatabase().ownerUrl, { connections: 3 });
afterAll(() => owner.close());

let it: Coaching;
beforeEach(async () => {
  it = await setUpCoaching();
});
afterEach(async () => {
  await it.owner`DELETE FROM session_private_note`;
  await it.owner`DELETE FROM note_key`;
  await it.close();
});

const notes = () => it.owner`SELECT * FROM session_private_note ORDER BY session_id`;
const keys = () => it.owner`SELECT * FROM note_key WHERE author_id = ${it.coach.id}`;
const logWith = async (privateNote: string, sessionOn = "2026-11-13") => {
  const input = it.log({ privateNote, sessionOn });
  expect(await logSession(await it.as(it.coach), input)).toMatchObject({ ok: true });
  return input;
};
const noteOf = async (id: string) => (await readSession(await it.as(it.coach), id)).privateNote;

/** A note as it was sealed before authors had keys of their own. */
function firstKind(note: string, authorId: string, sessionId: string): Buffer {
  const key = Buffer.from(hkdfSync("sha256", Buffer.from(NOTE_KEY, "base64"), "", authorId, 32));
  const iv = randomBytes(12);
  const cipher = createCipheriv("aes-256-gcm", key, iv).setAAD(Buffer.from(sessionId));
  const body = Buffer.concat([cipher.update(note, "utf8"), cipher.final()]);
  return Buffer.concat([Buffer.of(1), iv, cipher.getAuthTag(), body]);
}
const makeFirstKind = async (id: string, note: string) => {
  await it.owner`
    UPDATE session_private_note SET key_id = NULL, ciphertext = ${firstKind(note, it.coach.id, id)} WHERE session_id = ${id}`;
  await it.owner`DELETE FROM note_key WHERE author_id = ${it.coach.id}
    AND NOT EXISTS (SELECT FROM session_private_note WHERE key_id = note_key.id)`;
};

test("an author has one key, made with the first note, also when two notes come at once", async () => {
  const first = await Promise.all([logWith("One", "2026-11-12"), logWith("Two", "2026-11-11")]);
  await logWith("Three");
  expect(await keys()).toHaveLength(1);
  expect(await Promise.all(first.map(({ id }) => noteOf(id)))).toEqual(["One", "Two"]);
});

test("the key opens with NOTE_KEY and for its author alone, and nobody else's queries see it", async () => {
  await logWith("One");
  const [key] = await keys();
  const seal = createNoteSeal(NOTE_KEY);
  expect(() => seal.rewrap(key?.wrapped_key, it.coach.id)).not.toThrow();
  expect(() => seal.rewrap(key?.wrapped_key, it.coachee.id)).toThrow();
  expect(() => createNoteSeal(NEXT_KEY).rewrap(key?.wrapped_key, it.coach.id)).toThrow();
  for (const person of [it.coachee, it.supervisor])
    expect(await inSql(await it.as(person), (sql) => sql`SELECT FROM note_key`)).toHaveLength(0);
  const coach = await it.as(it.coach);
  for (const statement of ["UPDATE note_key SET wrapped_with = ''", "DELETE FROM note_key"])
    await expect(inSql(coach, async (sql) => await sql.unsafe(statement))).rejects.toMatchObject({
      code: "42501",
    });
});

test("notes of the first kind open, and are sealed anew by a job that may be cut off", async () => {
  const inputs = [];
  for (const [index, words] of ["One", "Two", "Three", "Four", "Five"].entries())
    inputs.push(await logWith(words, `2026-11-0${index + 2}`));
  for (const { id, privateNote } of inputs) await makeFirstKind(id, privateNote ?? "");
  expect(await keys()).toHaveLength(0);
  for (const { id, privateNote } of inputs) expect(await noteOf(id)).toBe(privateNote);
  const [broken] = inputs;
  await it.owner`UPDATE session_private_note SET ciphertext = ciphertext || '\\x00' WHERE session_id = ${broken?.id ?? ""}`;

  // Cut off in the middle: what is done is done.
  const seal = createNoteSeal(NOTE_KEY);
  let sealed = 0;
  const dying = {
    ...seal,
    seal: (...args: Parameters<typeof seal.seal>) => {
      sealed += 1;
      if (sealed > 3) throw new Error("The process ended");
      return seal.seal(...args);
    },
  };
  await expect(migrateNotes(owner, dying, { batch: 2 })).rejects.toThrow("The process ended");
  const done = (await notes()).filter(({ key_id }) => key_id).length;
  expect(done).toBeGreaterThan(0);
  expect(await migrateNotes(owner, seal, { batch: 2 })).toEqual({ migrated: 4 - done, unreadable: 1 });
  expect(await migrateNotes(owner, seal, { batch: 2 })).toEqual({ migrated: 0, unreadable: 1 });
  expect(await keys()).toHaveLength(1);
  for (const { id, privateNote } of inputs.slice(1)) expect(await noteOf(id)).toBe(privateNote);
});

test("a note of the first kind that is edited is sealed with the author's key", async () => {
  const input = await logWith("Before");
  await makeFirstKind(input.id, "Before");
  const edit = { ...input, privateNote: "After", rowVersion: 1 };
  expect(await editSession(await it.as(it.coach), edit)).toMatchObject({ ok: true });
  expect((await notes())[0]?.key_id).toBe((await keys())[0]?.id);
  expect(await noteOf(input.id)).toBe("After");
});

test("a new NOTE_KEY wraps the keys anew and leaves the notes alone", async () => {
  const input = await logWith("One");
  const old = await logWith("Two", "2026-11-12");
  await it.owner`UPDATE session_private_note SET key_id = NULL, ciphertext = ${firstKind("Two", it.coach.id, old.id)}
    WHERE session_id = ${old.id}`;
  const before = new Map((await notes()).map((note) => [note.session_id, note.ciphertext.toString("hex")]));
  const during = createNoteSeal(NEXT_KEY, NOTE_KEY);
  const place = { authorId: it.coach.id, sessionId: input.id };
  const open = async (seal: typeof during) => {
    const [note] = await it.owner`SELECT ciphertext FROM session_private_note WHERE session_id = ${input.id}`;
    const [key] = await keys();
    return seal.open(note?.ciphertext, place, { id: key?.id, wrappedKey: key?.wrapped_key });
  };
  expect(await open(during)).toBe("One");
  await expect(open(createNoteSeal(NEXT_KEY))).rejects.toThrow();

  const results = await Promise.all([rotateNoteKeys(owner, during), rotateNoteKeys(owner, during)]);
  expect(results.reduce((sum, { wrapped }) => sum + wrapped, 0)).toBe(1);
  expect(results.reduce((sum, { migrated }) => sum + migrated, 0)).toBe(1);
  expect(await rotateNoteKeys(owner, during)).toEqual({ migrated: 0, unreadable: 0, wrapped: 0 });
  expect(await open(createNoteSeal(NEXT_KEY))).toBe("One");
  await expect(open(createNoteSeal(NOTE_KEY))).rejects.toThrow();
  const after = new Map((await notes()).map((note) => [note.session_id, note.ciphertext.toString("hex")]));
  expect(after.get(input.id)).toBe(before.get(input.id));
  // What was logged under the old key is still known to be the same.
  const seal = createNoteSeal(NOTE_KEY);
  expect(during.matches(seal.fingerprint("content"), "content")).toBe(true);
  expect(createNoteSeal(NEXT_KEY).matches(seal.fingerprint("content"), "content")).toBe(false);
});

test("a destroyed key makes every note of its author unreadable for good, and a new note has a new key", async () => {
  const input = await logWith("One");
  const old = await logWith("Two", "2026-11-12");
  await it.owner`UPDATE session_private_note SET key_id = NULL, ciphertext = ${firstKind("Two", it.coach.id, old.id)}
    WHERE session_id = ${old.id}`;
  const seal = createNoteSeal(NOTE_KEY);
  const destroy = {
    authorId: it.coach.id,
    reason: "Retention has ended",
    now: new Date("2026-11-16T20:00:00Z"),
  };
  expect(await destroyNoteKey(owner, seal, destroy)).toEqual({ destroyed: true });
  expect(await destroyNoteKey(owner, seal, destroy)).toEqual({ destroyed: false });
  expect(await keys()).toMatchObject([{ wrapped_key: null, destroyed_at: expect.any(Date) }]);
  for (const { id } of [input, old]) {
    const page = await readSession(await it.as(it.coach), id);
    expect(page).toMatchObject({ privateNote: null, isNoteGone: true });
  }
  const next = await logWith("Three", "2026-11-10");
  expect(await noteOf(next.id)).toBe("Three");
  expect(await noteOf(input.id)).toBeNull();
  const [event] = await it.owner`
    SELECT payload FROM domain_event WHERE type = 'note-key.destroyed' AND subject_id = ${it.coach.id}`;
  expect(event?.payload).toMatchObject({ reason: "Retention has ended" });
});
