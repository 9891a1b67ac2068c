import type { Database } from "#app/db/client.server.ts";
import type { Sql } from "#app/db/in-transaction.server.ts";
import { recordEvent } from "#app/events/record-event.server.ts";
import { dayIn } from "#app/time/days.ts";
import {
  asOwner,
  destroyKey,
  type FirstKindNote,
  insertNoteKey,
  listFirstKindNotesForSystem,
  listKeysToWrapForSystem,
  saveResealedNotes,
  saveWrappedKeys,
} from "./note-keys.queries.server.ts";
import type { NoteSeal } from "./private-note.server.ts";

const BATCH = 500;
const FIRST_ID = "00000000-0000-0000-0000-000000000000";

/**
 * Seals notes of the first kind with their authors' own keys. Each batch is a transaction: cut off, it goes on where
 * it stopped. A note that does not open is left as it is and counted.
 */
export async function migrateNotes(
  owner: Database,
  seal: NoteSeal,
  { authorId = null, batch = BATCH }: { authorId?: string | null; batch?: number } = {},
): Promise<{ migrated: number; unreadable: number }> {
  const total = { migrated: 0, unreadable: 0 };
  let after = FIRST_ID;
  let notes: FirstKindNote[];
  do {
    notes = await asOwner(owner, async (sql) => {
      const found = await listFirstKindNotesForSystem(sql, { after, authorId, limit: batch });
      const resealed = await reseal(sql, found, seal);
      await saveResealedNotes(sql, resealed);
      total.migrated += resealed.length;
      total.unreadable += found.length - resealed.length;
      return found;
    });
    after = notes.at(-1)?.sessionId ?? after;
  } while (notes.length === batch);
  return total;
}

async function reseal(sql: Sql, notes: readonly FirstKindNote[], seal: NoteSeal) {
  const made = new Map<string, { id: string; wrappedKey: Uint8Array | null }>();
  const resealed = [];
  for (const { sessionId, authorId, programId, ciphertext, keyId, wrappedKey } of notes) {
    const place = { authorId, sessionId };
    const note = openOrNull(() => seal.open(ciphertext, place, null));
    if (note === null) continue;
    const key =
      (keyId ? { id: keyId, wrappedKey } : made.get(authorId)) ??
      (await insertNoteKey(sql, { ...seal.makeKey(authorId), programId, authorId }));
    made.set(authorId, key);
    resealed.push({ ...place, keyId: key.id, ciphertext: seal.seal(note, place, key) });
  }
  return resealed;
}

function openOrNull(open: () => string): string | null {
  try {
    return open();
  } catch {
    return null;
  }
}

/** Wraps every key with the present NOTE_KEY. Notes stay as they are, but for those of the first kind. */
export async function rotateNoteKeys(
  owner: Database,
  seal: NoteSeal,
  { batch = BATCH }: { batch?: number } = {},
): Promise<{ migrated: number; unreadable: number; wrapped: number }> {
  const notes = await migrateNotes(owner, seal, { batch });
  let wrapped = 0;
  for (;;) {
    const keys = await asOwner(owner, async (sql) => {
      const found = await listKeysToWrapForSystem(sql, { wrappedWith: seal.wrappedWith, limit: batch });
      await saveWrappedKeys(
        sql,
        found.map(({ id, authorId, wrappedKey }) => ({ id, ...seal.rewrap(wrappedKey, authorId) })),
      );
      return found;
    });
    wrapped += keys.length;
    if (keys.length < batch) return { ...notes, wrapped };
  }
}

/** Makes every private note of an author unreadable for good, those of the first kind too. The reason is in the audit log. */
export async function destroyNoteKey(
  owner: Database,
  seal: NoteSeal,
  { authorId, reason, now }: { authorId: string; reason: string; now: Date },
): Promise<{ destroyed: boolean }> {
  await migrateNotes(owner, seal, { authorId });
  return asOwner(owner, async (sql) => {
    const key = await destroyKey(sql, { authorId, at: now });
    if (!key) return { destroyed: false };
    const { programId, zone } = key;
    await recordEvent(
      sql,
      {
        actor: { kind: "system", programId, zone },
        database: owner,
        now,
        today: dayIn(zone, now),
        requestId: "note-keys",
      },
      {
        type: "note-key.destroyed",
        subjectType: "person",
        subjectId: authorId,
        payload: { keyId: key.id, reason },
      },
    );
    return { destroyed: true };
  });
}
