import type { PersonContext } from "#app/access/context.ts";
import { inSql } from "#app/db/in-transaction.server.ts";
import { Problem, type Refusal, refuse, requireThat } from "#app/errors/problem.ts";
import { recordEvent } from "#app/events/record-event.server.ts";
import { dayIn } from "#app/time/days.ts";
import { noteSeal } from "./private-note.server.ts";
import { canEditSession } from "./session.policy.ts";
import { checkSession, checkStatusChange, findForeign, isLocked } from "./session.rules.ts";
import type { SessionEdit } from "./session.schema.ts";
import { findSessionFacts, updateSession } from "./session-log.queries.server.ts";
import { contentHash, eventPayload, sessionRows } from "./session-rows.server.ts";

export type EditResult = { ok: true; rowVersion: number } | Refusal;

const STALE = refuse(
  "session-moved-on",
  "This record was changed somewhere else in the meantime. Yours is still here, the stored one stands beside it: bring them together, then save.",
);

/** Changes a record of the acting coach while it is unlocked. Its acknowledgement starts again. */
export async function editSession(
  ctx: PersonContext,
  { rowVersion, ...input }: SessionEdit,
): Promise<EditResult> {
  const { programId, personId: coachId } = ctx.actor;
  return inSql(ctx, async (sql) => {
    const facts = await findSessionFacts(sql, { programId, coachId }, input);
    const { stored } = facts;
    if (!stored) throw new Problem("not-found", { subject: "session", id: input.id });
    // The same change posted twice: the first one did it.
    if (stored.contentHash === contentHash(input, noteSeal()))
      return { ok: true, rowVersion: stored.rowVersion };
    const locked = isLocked(stored, facts.sessionLockDays, dayIn(stored.zone, ctx.now));
    const parties = {
      leadCoachId: coachId,
      coacheeIds: input.attendeeIds,
      status: stored.status,
      isLocked: locked,
    };
    requireThat(canEditSession(ctx.actor, parties), { subject: "session", id: input.id });
    if (stored.rowVersion !== rowVersion) return STALE;
    const foreign = findForeign(input, facts);
    if (foreign) throw new Problem("not-found", foreign);
    for (const verdict of [
      checkStatusChange(stored.status, input.status),
      checkSession(input, facts, ctx.now),
    ])
      if (!verdict.ok) return verdict;

    const rows = sessionRows(input, facts, ctx.now, noteSeal());
    const isFirstRecord = stored.status === "scheduled" && input.status !== "scheduled";
    const newVersion = await updateSession(sql, rows, { rowVersion, isFirstRecord });
    if (newVersion === null) return STALE;
    await recordEvent(sql, ctx, {
      type: isFirstRecord ? "session.logged" : "session.edited",
      subjectType: "session",
      subjectId: input.id,
      siteId: rows.session.site_id,
      payload: eventPayload(rows),
    });
    return { ok: true, rowVersion: newVersion };
  });
}
