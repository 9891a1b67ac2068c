import type { PersonContext } from "#app/access/context.ts";
import { inSql } from "#app/db/in-transaction.server.ts";
import { Problem, type Refusal, refuse, type Verdict } from "#app/errors/problem.ts";
import { recordEvent } from "#app/events/record-event.server.ts";
import { dayIn } from "#app/time/days.ts";
import { checkSession } from "./check-session.rules.ts";
import { moveSession as storeMove, takeMaybeSession } from "./planned-sessions.queries.server.ts";
import { noteSeal } from "./private-note.server.ts";
import { findForeign } from "./session.rules.ts";
import { findSessionFacts } from "./session-log.queries.server.ts";
import { standsAs } from "./session-plan.rules.ts";
import { type MoveInput, plannedLog } from "./session-plan.schema.ts";
import { takeMaybeWithdrawn, withdrawSessions } from "./session-plans.queries.server.ts";
import { eventPayload, sessionRows } from "./session-rows.server.ts";

export const PLAN_STALE = refuse(
  "session-moved-on",
  "This session was changed somewhere else in the meantime. Reload the page to see it, then change it again.",
);
export const NOT_PLANNED = refuse(
  "not-planned",
  "This session is no longer only planned: open it and edit the record.",
);

/** Gives one planned session another day, time or way. Of a plan, it keeps its place and the others stay. */
export async function moveSession(ctx: PersonContext, input: MoveInput): Promise<Verdict> {
  const { programId, personId: coachId } = ctx.actor;
  const { sessionId } = input;
  return inSql(ctx, async (sql): Promise<Verdict> => {
    const stored = await takeMaybeSession(sql, { sessionId, coachId });
    if (!stored) throw new Problem("not-found", { subject: "session", id: sessionId });
    if (stored.status !== "scheduled") return NOT_PLANNED;
    // The same move posted twice: the first one did it.
    if (stored.rowVersion !== input.rowVersion) return standsAs(stored, input) ? { ok: true } : PLAN_STALE;
    const log = plannedLog({ ...input, id: sessionId, attendeeIds: stored.attendeeIds });
    const facts = await findSessionFacts(sql, { programId, coachId }, log);
    const foreign = findForeign(log, facts);
    if (foreign) throw new Problem("not-found", foreign);
    const verdict = checkSession(log, facts, ctx.now);
    if (!verdict.ok) return verdict;
    const rows = sessionRows(log, facts, ctx.now, noteSeal());
    await storeMove(sql, rows);
    await recordEvent(sql, ctx, {
      type: "session.edited",
      subjectType: "session",
      subjectId: sessionId,
      siteId: rows.session.site_id,
      payload: eventPayload(rows),
    });
    return { ok: true };
  });
}

const CANNOT_WITHDRAW = refuse(
  "cannot-withdraw",
  "This session takes the place of another, or holds words already: say what became of it instead.",
);

/** Takes a planned session out of the calendar before its day. It was never due, and its day in a plan stays free. */
export async function withdrawSession(
  ctx: PersonContext,
  { sessionId, rowVersion }: { sessionId: string; rowVersion: number },
): Promise<{ ok: true } | Refusal> {
  const { personId: coachId } = ctx.actor;
  return inSql(ctx, async (sql) => {
    const stored = await takeMaybeSession(sql, { sessionId, coachId });
    if (!stored) {
      // Posted twice: the first one did it.
      if (await takeMaybeWithdrawn(sql, { sessionId, coachId })) return { ok: true };
      throw new Problem("not-found", { subject: "session", id: sessionId });
    }
    if (stored.status !== "scheduled") return NOT_PLANNED;
    if (stored.rowVersion !== rowVersion) return PLAN_STALE;
    if (stored.sessionOn <= dayIn(stored.zone, ctx.now))
      return refuse("cannot-withdraw", "Its day has come: say what became of this session instead.");
    const gone = await withdrawSessions(sql, { ids: [sessionId], coachId, at: ctx.now });
    if (gone.length === 0) return CANNOT_WITHDRAW;
    await recordEvent(sql, ctx, {
      type: "session.withdrawn",
      subjectType: "session",
      subjectId: sessionId,
      siteId: stored.siteId,
      payload: { sessionOn: stored.sessionOn, planId: stored.planId, occurrenceOn: stored.occurrenceOn },
    });
    return { ok: true };
  });
}
