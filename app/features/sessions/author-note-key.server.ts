import type { PersonContext } from "#app/access/context.ts";
import type { Sql } from "#app/db/in-transaction.server.ts";
import { insertNoteKey } from "./note-keys.queries.server.ts";
import { type NoteKey, noteSeal } from "./private-note.server.ts";

/** The key for a note of the acting person: the one they have, or their first. None when there is no note. */
export async function noteKeyFor(
  sql: Sql,
  { actor: { programId, personId: authorId } }: PersonContext,
  { note, held }: { note: string | undefined; held: NoteKey | null },
): Promise<NoteKey | null> {
  if (!note) return null;
  return held ?? insertNoteKey(sql, { ...noteSeal().makeKey(authorId), programId, authorId });
}
