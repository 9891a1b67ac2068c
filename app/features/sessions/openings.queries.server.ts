import type { Sql } from "#app/db/in-transaction.server.ts";
import { PAGE_SIZE } from "#app/http/pagination.ts";
import type { OpeningItem, SessionToOpen } from "./opening.types.ts";
import type { OpenedPart, OpeningKind } from "./session.codes.ts";

/** Day, place and people of a session that took place or was to: what an administrator may know of it. */
export async function findMaybeSessionToOpen(
  sql: Sql,
  sessionId: string,
): Promise<(SessionToOpen & { coachId: string }) | null> {
  const [row] = await sql<(SessionToOpen & { coachId: string })[]>`
    SELECT session_on AS "sessionOn", site_name AS "siteName", coach_id AS "coachId", coach_name AS "coachName",
      coachee_names AS "coacheeNames"
    FROM app.session_to_open(${sessionId})`;
  return row ?? null;
}

export interface OpenedRow {
  summary: string | null;
  authorId: string | null;
  ciphertext: Uint8Array | null;
  keyId: string | null;
  wrappedKey: Uint8Array | null;
}

/**
 * Opens one part of one session. The database writes who opened it and why before it answers.
 * @throws violations of session_opening_five_a_day, and of session_opening_pkey when this opening was used before
 */
export async function openPart(
  sql: Sql,
  opening: {
    id: string;
    sessionId: string;
    part: OpenedPart;
    kind: OpeningKind;
    reason: string;
    requestId: string;
  },
): Promise<OpenedRow | null> {
  const [row] = await sql<OpenedRow[]>`
    SELECT summary, author_id AS "authorId", ciphertext, key_id AS "keyId", wrapped_key AS "wrappedKey"
    FROM app.open_session(${opening.id}, ${opening.sessionId}, ${opening.part}::opened_part, ${opening.kind}::opening_kind,
      ${opening.reason}, ${opening.requestId})`;
  return row ?? null;
}

/** Openings of the program, newest first, each with the reason from the audit log. */
export function listOpeningRows(
  sql: Sql,
  { programId, page }: { programId: string; page: number },
): Promise<(Omit<OpeningItem, "day" | "time"> & { at: Date })[]> {
  return sql<(Omit<OpeningItem, "day" | "time"> & { at: Date })[]>`
    SELECT opening.id, opening.session_id AS "sessionId", opening.at, opening.part, opening.kind,
      opener.given_name || ' ' || opener.family_name AS "openerName",
      coach.given_name || ' ' || coach.family_name AS "coachName",
      coalesce((SELECT event.payload ->> 'reason' FROM domain_event event
        WHERE event.subject_id = opening.session_id::text AND event.type = 'session.opened'
          AND event.payload ->> 'openingId' = opening.id::text LIMIT 1), '') AS reason
    FROM session_opening opening
    LEFT JOIN person opener ON opener.id = opening.opener_id
    LEFT JOIN person coach ON coach.id = opening.lead_coach_id
    WHERE opening.program_id = ${programId}
    ORDER BY opening.at DESC, opening.id
    LIMIT ${PAGE_SIZE + 1} OFFSET ${(page - 1) * PAGE_SIZE}`;
}
