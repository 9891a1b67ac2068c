import { randomUUID } from "node:crypto";
import type { PersonContext } from "#app/access/context.ts";
import { together } from "#app/db/connections.server.ts";
import { inSql } from "#app/db/in-transaction.server.ts";
import { Problem, type Refusal, refuse, requireThat } from "#app/errors/problem.ts";
import { recordEvent } from "#app/events/record-event.server.ts";
import { dayIn } from "#app/time/days.ts";
import { noteKeyFor } from "./author-note-key.server.ts";
import { checkSession } from "./check-session.rules.ts";
import { logSession } from "./log-session.server.ts";
import { noteSeal } from "./private-note.server.ts";
import { checkAmendment, checkStatusChange, type DeviceEntry, isLocked } from "./record.rules.ts";
import { canAmendSession, canEditSession } from "./session.policy.ts";
import { findForeign, onlyWhatApplies } from "./session.rules.ts";
import type { SessionEdit } from "./session.schema.ts";
import { changesBetween } from "./session-changes.rules.ts";
import { findMaybeContent, insertAmendment } from "./session-history.queries.server.ts";
import { contentOfRows, deliveredMinutes } from "./session-history.ts";
import { findSessionFacts, lockSession, updateSession } from "./session-log.queries.server.ts";
import { eventPayload, isSameContent, monthOf, sessionRows } from "./session-rows.server.ts";

export type EditResult = { ok: true; rowVersion: number } | Refusal;

const STALE = refuse(
  "session-moved-on",
  "This record was changed somewhere else in the meantime. Yours is still here, the stored one stands beside it: bring them together, then save.",
);

/**
 * Changes a record of the acting coach and keeps what it said before. Once it is locked, the change is an amendment and
 * needs a reason. Its acknowledgement starts again, unless only the private note is another.
 */
export async function editSession(
  ctx: PersonContext,
  { rowVersion, amendmentReason: reason = "", ...given }: SessionEdit,
  device?: DeviceEntry,
): Promise<EditResult> {
  const input = onlyWhatApplies(given);
  const { programId, personId: coachId } = ctx.actor;
  const result = await inSql(ctx, async (sql): Promise<EditResult | null> => {
    // The same change at the same moment is told from another one once the first is stored.
    const [, facts, before] = await together([
      lockSession(sql, input.id),
      findSessionFacts(sql, { programId, coachId }, input),
      findMaybeContent(sql, input.id),
    ]);
    const { stored } = facts;
    if ((!stored || !before) && facts.withdrawnVersion) return null;
    if (!stored || !before) throw new Problem("not-found", { subject: "session", id: input.id });
    // The same change posted twice: the first one did it.
    if ([input, given].some((each) => isSameContent(stored.contentHash, each, noteSeal())))
      return { ok: true, rowVersion: stored.rowVersion };
    const today = dayIn(stored.zone, ctx.now);
    const parties = {
      leadCoachId: coachId,
      status: stored.status,
      isLocked: isLocked(stored, facts.sessionLockDays, today),
    };
    requireThat(canEditSession(ctx.actor, parties) || canAmendSession(ctx.actor, parties), {
      subject: "session",
      id: input.id,
    });
    if (stored.rowVersion !== rowVersion) return STALE;
    const foreign = findForeign(input, facts);
    if (foreign) throw new Problem("not-found", foreign);
    for (const verdict of [
      checkStatusChange(stored.status, input.status),
      checkSession(input, facts, ctx.now),
    ])
      if (!verdict.ok) return verdict;

    const noteKey = await noteKeyFor(sql, ctx, { note: input.privateNote, held: facts.noteKey });
    const rows = sessionRows(input, facts, ctx.now, noteSeal(), noteKey, device);
    const after = contentOfRows(rows, before);
    const changes = changesBetween(before, after);
    const isFirstRecord = stored.status === "scheduled" && input.status !== "scheduled";
    const isChanged = isFirstRecord || changes.length > 0;
    // A record that is moved into a locked month changes that month, too.
    const wasLocked =
      stored.status !== "scheduled" && (parties.isLocked || isLocked(input, facts.sessionLockDays, today));
    if (wasLocked && isChanged) {
      const verdict = checkAmendment(reason);
      if (!verdict.ok) return verdict;
    }
    const newVersion = await updateSession(sql, rows, { rowVersion, isFirstRecord, isChanged });
    if (newVersion === null) return STALE;
    const { siteId } = stored;
    const [from, to] = [monthOf(stored.sessionOn), monthOf(input.sessionOn)];
    await together([
      stored.status !== "scheduled" && changes.length > 0
        ? insertAmendment(sql, randomUUID(), {
            session: rows.session,
            rowVersion: newVersion,
            wasLocked,
            reason: wasLocked ? reason : "",
            at: ctx.now,
            sessionOnBefore: stored.sessionOn,
            doseBefore: deliveredMinutes(before),
            doseAfter: deliveredMinutes(after),
            changes,
          })
        : Promise.resolve(),
      recordEvent(sql, ctx, {
        type: isFirstRecord
          ? "session.logged"
          : wasLocked && isChanged
            ? "session.amended"
            : "session.edited",
        subjectType: "session",
        subjectId: input.id,
        siteId: rows.session.site_id,
        payload: {
          ...eventPayload(rows),
          ...((from !== to || siteId !== rows.session.site_id) && {
            previousMonthOn: from,
            previousSiteId: siteId,
          }),
        },
      }),
    ]);
    return { ok: true, rowVersion: newVersion };
  });
  if (result) return result;
  // Its plan gave the day up meanwhile, on another device: what took place is recorded all the same.
  const logged = await logSession(ctx, input, device);
  return logged.ok ? { ok: true, rowVersion: logged.rowVersion } : logged;
}
