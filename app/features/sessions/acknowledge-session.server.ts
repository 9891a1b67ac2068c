import type { PersonContext } from "#app/access/context.ts";
import { together } from "#app/db/connections.server.ts";
import { inSql } from "#app/db/in-transaction.server.ts";
import { Problem, refuse, requireThat, type Verdict } from "#app/errors/problem.ts";
import { recordEvent } from "#app/events/record-event.server.ts";
import { lockWord, saveAcknowledgement } from "./acknowledgements.queries.server.ts";
import { checkAcknowledgement } from "./record.rules.ts";
import { canAcknowledgeSession } from "./session.policy.ts";
import type { AcknowledgementInput } from "./session.schema.ts";
import { findMaybeSessionParties } from "./session-records.queries.server.ts";
import { monthOf } from "./session-rows.server.ts";

const MOVED_ON = refuse(
  "session-moved-on",
  "Your coach changed this record after you opened it. Read it again as it stands now, then answer.",
);

/** The coachee's word on a record: it took place and is accurate, or what is wrong with it. Not agreement. */
export async function acknowledgeSession(ctx: PersonContext, input: AcknowledgementInput): Promise<Verdict> {
  const { personId, programId } = ctx.actor;
  const { sessionId, state, comment, contentVersion } = input;
  return inSql(ctx, async (sql) => {
    const [, session] = await together([
      lockWord(sql, { sessionId, personId }),
      findMaybeSessionParties(sql, sessionId, personId),
    ]);
    if (!session) throw new Problem("not-found", { subject: "session", id: sessionId });
    const verdict = checkAcknowledgement(state, comment, session);
    if (!verdict.ok) return verdict;
    requireThat(canAcknowledgeSession(ctx.actor, session), { subject: "session", id: sessionId });
    if (contentVersion !== undefined && contentVersion !== session.contentVersion) return MOVED_ON;
    // The same word posted twice: the first one counts.
    if (session.said?.state === state && session.said.comment === comment) return { ok: true };
    const { leadCoachId, siteId, rowVersion } = session;
    await saveAcknowledgement(sql, {
      ...{ sessionId, personId, programId, leadCoachId, state, comment, rowVersion },
      at: ctx.now,
    });
    await recordEvent(sql, ctx, {
      type: state === "disputed" ? "session.disputed" : "session.acknowledged",
      subjectType: "session",
      subjectId: sessionId,
      siteId,
      payload: { monthOn: monthOf(session.sessionOn), siteId, coachId: leadCoachId },
    });
    return { ok: true };
  });
}
