import type { PersonContext } from "#app/access/context.ts";
import { inSql } from "#app/db/in-transaction.server.ts";
import { Problem, requireThat, type Verdict } from "#app/errors/problem.ts";
import { recordEvent } from "#app/events/record-event.server.ts";
import { canAcknowledgeSession } from "./session.policy.ts";
import { checkAcknowledgement } from "./session.rules.ts";
import type { AcknowledgementInput } from "./session.schema.ts";
import { monthOf } from "./session-rows.server.ts";
import { findMaybeSessionParties, saveAcknowledgement } from "./sessions.queries.server.ts";

/** The coachee's word on a record: it took place and is accurate, or what is wrong with it. Not agreement. */
export async function acknowledgeSession(ctx: PersonContext, input: AcknowledgementInput): Promise<Verdict> {
  const { personId, programId } = ctx.actor;
  return inSql(ctx, async (sql) => {
    const session = await findMaybeSessionParties(sql, input.sessionId);
    if (!session) throw new Problem("not-found", { subject: "session", id: input.sessionId });
    const verdict = checkAcknowledgement(input.state, input.comment, session);
    if (!verdict.ok) return verdict;
    requireThat(canAcknowledgeSession(ctx.actor, session), {
      subject: "session",
      id: input.sessionId,
    });
    await saveAcknowledgement(sql, {
      ...input,
      personId,
      programId,
      leadCoachId: session.leadCoachId,
      at: ctx.now,
      rowVersion: session.rowVersion,
    });
    await recordEvent(sql, ctx, {
      type: input.state === "disputed" ? "session.disputed" : "session.acknowledged",
      subjectType: "session",
      subjectId: input.sessionId,
      siteId: session.siteId,
      payload: { monthOn: monthOf(session.sessionOn), siteId: session.siteId, coachId: session.leadCoachId },
    });
    return { ok: true };
  });
}
