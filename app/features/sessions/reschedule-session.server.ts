import type { PersonContext } from "#app/access/context.ts";
import { inSql, type Sql } from "#app/db/in-transaction.server.ts";
import { Problem, type Refusal, refuse, type Verdict } from "#app/errors/problem.ts";
import { recordEvent } from "#app/events/record-event.server.ts";
import { dayIn } from "#app/time/days.ts";
import { checkSession } from "./check-session.rules.ts";
import { isIdTaken } from "./log-session.server.ts";
import { NOT_PLANNED, PLAN_STALE } from "./move-session.server.ts";
import {
  linkSuccessor,
  type PlannedSession,
  settlePlanned,
  takeMaybeSession,
} from "./planned-sessions.queries.server.ts";
import { noteSeal } from "./private-note.server.ts";
import { entryLagDays } from "./record.rules.ts";
import { findSessionFacts, insertSession } from "./session-log.queries.server.ts";
import { canBeMadeUp, checkNotHeld, isSaidNotHeld } from "./session-plan.rules.ts";
import { type NotHeldInput, plannedLog } from "./session-plan.schema.ts";
import { eventPayload, monthOf, type SessionRows, sessionRows } from "./session-rows.server.ts";

/**
 * Says that a planned session does not take place, why, and when it will instead. The one that takes its place is planned
 * and linked in the same transaction; a moved session counts as moved, not as called off. One that was not held and has
 * no successor yet can be given one later.
 */
export async function rescheduleSession(ctx: PersonContext, input: NotHeldInput): Promise<Verdict> {
  const { personId: coachId } = ctx.actor;
  const { sessionId, newId } = input;
  const attempt = inSql(ctx, async (sql): Promise<Verdict> => {
    const stored = await takeMaybeSession(sql, { sessionId, coachId });
    if (!stored) throw new Problem("not-found", { subject: "session", id: sessionId });
    // The same form posted twice: the first one did it.
    if (stored.rescheduledToId === newId || isSaidNotHeld(stored, input)) return { ok: true };
    const isPlanned = stored.status === "scheduled";
    if (!isPlanned && !canBeMadeUp(stored)) return NOT_PLANNED;
    if (stored.rowVersion !== input.rowVersion) return PLAN_STALE;
    const status = isPlanned ? input.status : "rescheduled";
    const today = dayIn(stored.zone, ctx.now);
    const verdict = checkNotHeld(
      { ...input, status },
      { sessionOn: stored.sessionOn, isSettled: !isPlanned },
      today,
    );
    if (!verdict.ok) return verdict;
    const successor = input.newOn ? await planSuccessor(sql, ctx, stored, input) : null;
    if (successor && !successor.ok) return successor;

    if (successor) {
      await insertSession(sql, successor.rows);
      await recordEvent(sql, ctx, {
        type: "session.planned",
        subjectType: "session",
        subjectId: newId,
        siteId: successor.rows.session.site_id,
        payload: eventPayload(successor.rows),
      });
    }
    if (isPlanned && status)
      await settlePlanned(sql, {
        sessionId,
        status,
        notHeldReason: input.notHeldReason ?? null,
        statusReason: input.statusReason || null,
        rescheduledToId: successor ? newId : null,
        entryLagDays: entryLagDays(status, stored.sessionOn, stored.zone, ctx.now),
        at: ctx.now,
      });
    else await linkSuccessor(sql, { sessionId, newId, at: ctx.now });
    await recordEvent(sql, ctx, {
      type: isPlanned ? "session.logged" : "session.edited",
      subjectType: "session",
      subjectId: sessionId,
      siteId: stored.siteId,
      payload: {
        monthOn: monthOf(stored.sessionOn),
        siteId: stored.siteId,
        coachId,
        ...(successor && { movedTo: newId }),
      },
    });
    return { ok: true };
  });
  return attempt.catch((error) => {
    throw isIdTaken(error) ? new Problem("not-found", { subject: "session", id: newId }) : error;
  });
}

/** The planned session that takes the place, with the people, way and focus of the one before; problems at the new time's fields. */
async function planSuccessor(
  sql: Sql,
  ctx: PersonContext,
  stored: PlannedSession,
  { newId, newOn = "", newStartTime = "", newEndTime = "" }: NotHeldInput,
): Promise<{ ok: true; rows: SessionRows } | Refusal> {
  const { programId, personId: coachId } = ctx.actor;
  const { attendeeIds, modality } = stored;
  const given = {
    id: newId,
    attendeeIds,
    modality,
    sessionOn: newOn,
    startTime: newStartTime,
    endTime: newEndTime,
  };
  const facts = await findSessionFacts(
    sql,
    { programId, coachId },
    plannedLog({ ...given, focusIds: stored.focusIds }),
  );
  if (facts.stored) return PLAN_STALE;
  // A function that is gone from the practice profile by then is chosen anew when it is logged.
  const log = plannedLog({
    ...given,
    focusIds: stored.focusIds.filter((id) => facts.functionIds.includes(id)),
  });
  const verdict = checkSession(log, facts, ctx.now);
  if (verdict.ok) return { ok: true, rows: sessionRows(log, facts, ctx.now, noteSeal()) };
  const { sessionOn, startTime, endTime, ...others } = verdict.fieldErrors ?? {};
  return refuse(verdict.code, "Nothing is stored yet. Some fields need another look.", {
    ...others,
    ...(sessionOn && { newOn: sessionOn }),
    ...(startTime && { newStartTime: startTime }),
    ...(endTime && { newEndTime: endTime }),
  });
}
