import type { PersonContext } from "#app/access/context.ts";
import { inSql } from "#app/db/in-transaction.server.ts";
import { Problem, refuseStored, requireThat, type Verdict } from "#app/errors/problem.ts";
import { recordEvent } from "#app/events/record-event.server.ts";
import { hasWordOf, insertReply, isReplyStored } from "./acknowledgements.queries.server.ts";
import { canReplyToCoachee } from "./session.policy.ts";
import type { ReplyInput } from "./session.schema.ts";
import { findMaybeSessionParties } from "./session-records.queries.server.ts";

/** The coach answers a coachee's word on a record. The word stays as it is: whether it is settled, the coachee says. */
export async function replyToCoachee(
  ctx: PersonContext,
  { id, sessionId, personId, reply: body }: ReplyInput,
): Promise<Verdict> {
  const { programId, personId: viewerId } = ctx.actor;
  return inSql(ctx, async (sql): Promise<Verdict> => {
    const [session, hasWord] = await Promise.all([
      findMaybeSessionParties(sql, sessionId, viewerId),
      hasWordOf(sql, sessionId, personId),
    ]);
    if (!session) throw new Problem("not-found", { subject: "session", id: sessionId });
    requireThat(canReplyToCoachee(ctx.actor, session), { subject: "session", id: sessionId });
    if (!hasWord) throw new Problem("not-found", { subject: "person", id: personId });
    const { leadCoachId, siteId } = session;
    const isNew = await insertReply(sql, {
      id,
      sessionId,
      personId,
      programId,
      leadCoachId,
      body,
      at: ctx.now,
    });
    if (!isNew)
      return (await isReplyStored(sql, { id, sessionId, personId, body }))
        ? { ok: true }
        : refuseStored("An answer", "Send what you wrote now once more to add it.");
    await recordEvent(sql, ctx, {
      type: "session.answered",
      subjectType: "session",
      subjectId: sessionId,
      siteId,
      payload: { replyId: id, coacheeId: personId },
    });
    return { ok: true };
  });
}
