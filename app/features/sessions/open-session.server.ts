import type { PersonContext } from "#app/access/context.ts";
import { violatedConstraint } from "#app/db/constraints.server.ts";
import { inSql, type Sql } from "#app/db/in-transaction.server.ts";
import { type Refusal, refuse, requireThat } from "#app/errors/problem.ts";
import { recordEvent } from "#app/events/record-event.server.ts";
import type { ConfirmedOpening, OpeningInput } from "./opening.schema.ts";
import type { OpenedSession, SessionToOpen } from "./opening.types.ts";
import { findMaybeSessionToOpen, type OpenedRow, openPart } from "./openings.queries.server.ts";
import { noteSeal } from "./private-note.server.ts";
import { canOpenSession } from "./session.policy.ts";

const NO_SESSION = "No session of this program has this address, or it is only planned. Nothing was opened.";

const REFUSALS: Record<string, Refusal> = {
  session_opening_five_a_day: refuse(
    "too-many-openings",
    "You have opened five sessions in the last 24 hours, which is the most. Ask another administrator, or wait.",
  ),
  session_opening_pkey: refuse(
    "opened-before",
    "This was opened once and is not shown again. If it has to be read again, fill in the form again with its reason.",
  ),
};

/** The second look: which session the form names, before anything is opened. */
export async function checkOpening(
  ctx: PersonContext,
  { session: sessionId }: OpeningInput,
): Promise<{ ok: true; session: SessionToOpen } | Refusal> {
  requireThat(canOpenSession(ctx.actor), { subject: "session", id: sessionId });
  return inSql(ctx, async (sql) => {
    const found = await findMaybeSessionToOpen(sql, sessionId);
    if (!found) return refuseUnknown(ctx, sql, sessionId);
    const { coachId: _, ...session } = found;
    return { ok: true, session };
  });
}

/**
 * Opens one protected part of one session in a safety case, for this one answer. Who opened it and why is written in the
 * same transaction before the text leaves, and the event tells coach and coachee.
 */
export async function openSession(
  ctx: PersonContext,
  { openingId, session: sessionId, part, kind, reason }: ConfirmedOpening,
): Promise<{ ok: true; opened: OpenedSession } | Refusal> {
  requireThat(canOpenSession(ctx.actor), { subject: "session", id: sessionId });
  const { requestId } = ctx;
  try {
    return await inSql(ctx, async (sql) => {
      const found = await findMaybeSessionToOpen(sql, sessionId);
      if (!found) return refuseUnknown(ctx, sql, sessionId);
      const row = await openPart(sql, { id: openingId, sessionId, part, kind, reason, requestId });
      if (!row) return refuseUnknown(ctx, sql, sessionId);
      const { coachId: _, ...session } = found;
      return { ok: true, opened: { ...session, part, ...textOf(row, sessionId) } };
    });
  } catch (error) {
    const refusal = REFUSALS[violatedConstraint(error) ?? ""];
    if (refusal) return refusal;
    throw error;
  }
}

function textOf({ summary, authorId, ciphertext, keyId, wrappedKey }: OpenedRow, sessionId: string) {
  if (!ciphertext || !authorId) return { text: summary, isGone: false };
  if (keyId && !wrappedKey) return { text: null, isGone: true };
  const key = keyId ? { id: keyId, wrappedKey } : null;
  return { text: noteSeal().open(ciphertext, { authorId, sessionId }, key), isGone: false };
}

/** The form comes back with what was typed; the attempt is in the audit log like every other. */
async function refuseUnknown(ctx: PersonContext, sql: Sql, sessionId: string): Promise<Refusal> {
  await recordEvent(sql, ctx, {
    type: "access.refused",
    subjectType: "session",
    subjectId: sessionId,
    payload: { code: "not-found", method: "POST", path: "/admin/openings" },
  });
  return refuse("session-not-found", NO_SESSION, { session: [NO_SESSION] });
}
