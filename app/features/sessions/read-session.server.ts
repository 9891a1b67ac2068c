import type { PersonContext } from "#app/access/context.ts";
import { inSql } from "#app/db/in-transaction.server.ts";
import { Problem } from "#app/errors/problem.ts";
import { dayIn } from "#app/time/days.ts";
import { sessionFacts } from "./describe-session.ts";
import { noteSeal } from "./private-note.server.ts";
import { canAcknowledgeSession, canEditSession, canReadFacts, viewerOf } from "./session.policy.ts";
import type { SessionPage } from "./session.types.ts";
import { type ConversationRow, findConversation, findMaybeSession } from "./sessions.queries.server.ts";

/** One session as the acting person may see it: the coach all, the coachee what is shared, others the dose. */
export async function readSession(ctx: PersonContext, sessionId: string): Promise<SessionPage> {
  const { personId } = ctx.actor;
  const [record, conversation] = await inSql(ctx, (sql) =>
    Promise.all([findMaybeSession(sql, sessionId), findConversation(sql, sessionId, personId)]),
  );
  if (!record) throw new Problem("not-found", { subject: "session", id: sessionId });
  const session = sessionFacts(record, ctx.now);
  const parties = {
    leadCoachId: session.coach.id,
    coacheeIds: session.attendees.map(({ id }) => id),
    status: session.status,
    isLocked: session.isLocked,
  };
  if (!canReadFacts(ctx.actor, parties))
    throw new Problem("not-found", { subject: "session", id: sessionId });
  const viewer = viewerOf(ctx.actor, parties);
  const canEdit = canEditSession(ctx.actor, parties);
  return {
    viewer,
    today: dayIn(session.zone, ctx.now),
    session,
    conversation: viewer === "oversight" ? null : shared(conversation, session.rowVersion),
    privateNote:
      viewer === "coach" && conversation.ciphertext
        ? noteSeal().open(conversation.ciphertext, { authorId: personId, sessionId })
        : null,
    permissions: {
      canEdit: canEdit && session.status !== "scheduled",
      canComplete: canEdit && session.status === "scheduled",
      canAcknowledge: viewer === "coachee" && canAcknowledgeSession(ctx.actor, parties),
    },
  };
}

function shared({ ciphertext: _, ...row }: ConversationRow, rowVersion: number) {
  const acknowledgements = row.acknowledgements.map(({ rowVersion: given, ...each }) => ({
    ...each,
    isOutdated: given !== rowVersion,
  }));
  return { ...row, acknowledgements } as SessionPage["conversation"];
}
