import type { Context } from "#app/access/context.ts";
import type { SystemActor } from "#app/access/roles.ts";
import { inSql } from "#app/db/in-transaction.server.ts";
import { notify } from "#app/notices/notify.server.ts";
import { formatDay } from "#app/time/format-day.ts";
import { findMaybeLastWordsForSystem } from "./acknowledgements.queries.server.ts";

/** Tells the coach that a record is disputed, and the coachee that the coach answered. Never what was said. */
export async function announceWords(
  ctx: Context<SystemActor>,
  { sessionId }: { sessionId: string },
): Promise<{ told: number }> {
  return inSql(ctx, async (sql) => {
    const found = await findMaybeLastWordsForSystem(sql, sessionId);
    if (!found) return { told: 0 };
    const day = formatDay(found.sessionOn);
    const about = { subjectId: sessionId, href: `/sessions/${sessionId}`, mail: true };
    const told = await Promise.all([
      ...found.disputes.map(({ personId, name, at }) =>
        notify(sql, ctx, {
          ...about,
          recipientId: found.coachId,
          kind: "session-disputed",
          periodKey: `${personId} ${at}`,
          title: `${name} disputes the record of ${day}`,
          body: "Read what is wrong with it. Then correct the record, or answer if it is right.",
        }),
      ),
      ...found.replies.map(({ id, personId }) =>
        notify(sql, ctx, {
          ...about,
          recipientId: personId,
          kind: "session-answered",
          periodKey: id,
          title: `${found.coachName} answered your word on the record of ${day}`,
          body: "Read the answer, then say whether the record is right.",
        }),
      ),
    ]);
    return { told: told.filter(Boolean).length };
  });
}
