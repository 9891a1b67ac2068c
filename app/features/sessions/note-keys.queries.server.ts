import type { Database } from "#app/db/client.server.ts";
import type { Sql } from "#app/db/in-transaction.server.ts";
import type { NoteKey, WrappedKey } from "./private-note.server.ts";

/** Stores an author's first key; when another was stored meanwhile, that one is the answer. */
export async function insertNoteKey(
  sql: Sql,
  {
    id,
    programId,
    authorId,
    wrappedKey,
    wrappedWith,
  }: WrappedKey & { id: string; programId: string; authorId: string },
): Promise<NoteKey> {
  await sql`
    INSERT INTO note_key (id, program_id, author_id, wrapped_key, wrapped_with)
    VALUES (${id}, ${programId}, ${authorId}, ${wrappedKey}, ${wrappedWith})
    ON CONFLICT (author_id) WHERE destroyed_at IS NULL DO NOTHING`;
  const [row] = await sql<[NoteKey]>`
    SELECT id, wrapped_key AS "wrappedKey" FROM note_key WHERE author_id = ${authorId} AND destroyed_at IS NULL`;
  return row;
}

export interface FirstKindNote {
  sessionId: string;
  authorId: string;
  programId: string;
  ciphertext: Uint8Array;
  keyId: string | null;
  wrappedKey: Uint8Array | null;
}

/** Notes without a key after a place in their order, kept from other writers until the transaction ends. */
export function listFirstKindNotesForSystem(
  sql: Sql,
  { after, authorId, limit }: { after: string; authorId: string | null; limit: number },
): Promise<FirstKindNote[]> {
  return sql<FirstKindNote[]>`
    SELECT note.session_id AS "sessionId", note.author_id AS "authorId", note.program_id AS "programId", note.ciphertext,
      held.id AS "keyId", held.wrapped_key AS "wrappedKey"
    FROM session_private_note note
    LEFT JOIN note_key held ON held.author_id = note.author_id AND held.destroyed_at IS NULL
    WHERE note.key_id IS NULL AND note.session_id > ${after} AND (${authorId}::uuid IS NULL OR note.author_id = ${authorId}::uuid)
    ORDER BY note.session_id
    LIMIT ${limit}
    FOR UPDATE OF note`;
}

export async function saveResealedNotes(
  sql: Sql,
  notes: readonly { sessionId: string; authorId: string; keyId: string; ciphertext: Buffer }[],
): Promise<void> {
  await sql`
    UPDATE session_private_note note SET ciphertext = decode(r.ciphertext, 'base64'), key_id = r.key_id
    FROM unnest(${notes.map(({ sessionId }) => sessionId)}::uuid[], ${notes.map(({ authorId }) => authorId)}::uuid[],
      ${notes.map(({ keyId }) => keyId)}::uuid[], ${notes.map(({ ciphertext }) => ciphertext.toString("base64"))}::text[])
      AS r (session_id, author_id, key_id, ciphertext)
    WHERE note.session_id = r.session_id AND note.author_id = r.author_id`;
}

/** Keys that another NOTE_KEY wraps, kept from other writers until the transaction ends. */
export function listKeysToWrapForSystem(
  sql: Sql,
  { wrappedWith, limit }: { wrappedWith: string; limit: number },
): Promise<{ id: string; programId: string; authorId: string; wrappedKey: Uint8Array }[]> {
  return sql<{ id: string; programId: string; authorId: string; wrappedKey: Uint8Array }[]>`
    SELECT id, program_id AS "programId", author_id AS "authorId", wrapped_key AS "wrappedKey"
    FROM note_key
    WHERE wrapped_with <> ${wrappedWith} AND destroyed_at IS NULL
    ORDER BY id
    LIMIT ${limit}
    FOR UPDATE SKIP LOCKED`;
}

export async function saveWrappedKeys(
  sql: Sql,
  keys: readonly (WrappedKey & { id: string })[],
): Promise<void> {
  await sql`
    UPDATE note_key SET wrapped_key = decode(r.wrapped_key, 'base64'), wrapped_with = r.wrapped_with
    FROM unnest(${keys.map(({ id }) => id)}::uuid[], ${keys.map(({ wrappedKey }) => wrappedKey.toString("base64"))}::text[],
      ${keys.map(({ wrappedWith }) => wrappedWith)}::text[]) AS r (id, wrapped_key, wrapped_with)
    WHERE note_key.id = r.id`;
}

/** Takes the key of an author away. @returns its program, or null when there was none */
export async function destroyKey(
  sql: Sql,
  { authorId, at }: { authorId: string; at: Date },
): Promise<{ id: string; programId: string; zone: string } | null> {
  const [row] = await sql<{ id: string; programId: string; zone: string }[]>`
    UPDATE note_key SET wrapped_key = NULL, destroyed_at = ${at}
    FROM program
    WHERE program.id = note_key.program_id AND note_key.author_id = ${authorId} AND note_key.destroyed_at IS NULL
    RETURNING note_key.id, program.id AS "programId", program.zone`;
  return row ?? null;
}

/** One transaction of the operator, who acts as the owner of the tables. */
export function asOwner<T>({ connections }: Database, work: (sql: Sql) => Promise<T>): Promise<T> {
  return connections.transaction(work);
}
