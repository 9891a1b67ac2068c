import { randomUUID } from "node:crypto";
import type { PersonContext } from "#app/access/context.ts";
import { inSql } from "#app/db/in-transaction.server.ts";
import { Problem } from "#app/errors/problem.ts";
import { dayIn } from "#app/time/days.ts";
import { sessionFacts } from "./describe-session.ts";
import { listCycleFacts } from "./dose.queries.server.ts";
import { overlapsOf } from "./find-overlaps.server.ts";
import { findMaybePlanOf, listChain } from "./planned-sessions.queries.server.ts";
import { openOwnNote } from "./private-note.server.ts";
import { isDelivered } from "./session.codes.ts";
import {
  canAcknowledgeSession,
  canAmendSession,
  canEditSession,
  canReadConversation,
  canReadFacts,
  canReplyToCoachee,
  viewerOf,
} from "./session.policy.ts";
import type { SessionPage } from "./session.types.ts";
import { findLabels, listAmendments } from "./session-history.queries.server.ts";
import { idsIn, sessionChange } from "./session-history.ts";
import { canBeMadeUp } from "./session-plan.rules.ts";
import { repeatWords } from "./session-plan-words.ts";
import {
  type ConversationRow,
  findConversation,
  findMaybeSession,
  listOpenings,
} from "./session-records.queries.server.ts";

/** One session as the acting person may see it: the coach all, the coachee what is shared, others the dose. */
export async function readSession(ctx: PersonContext, sessionId: string): Promise<SessionPage> {
  const { personId } = ctx.actor;
  const { record, conversation, amendments, openings, chain, plan, labels, history, overlaps } = await inSql(
    ctx,
    async (sql) => {
      const [record, conversation, amendments, openings, chain, plan, overlaps] = await Promise.all([
        findMaybeSession(sql, sessionId),
        findConversation(sql, sessionId, personId),
        listAmendments(sql, sessionId),
        listOpenings(sql, sessionId),
        listChain(sql, sessionId),
        findMaybePlanOf(sql, sessionId),
        overlapsOf(sql, ctx, [sessionId]),
      ]);
      const [labels, history] = await Promise.all([
        findLabels(sql, idsIn(amendments)),
        record && isDelivered(record.status)
          ? listCycleFacts(sql, {
              coachId: record.coach.id,
              coacheeIds: record.attendees.map(({ id }) => id),
            })
          : [],
      ]);
      return { record, conversation, amendments, openings, chain, plan, labels, history, overlaps };
    },
  );
  if (!record) throw new Problem("not-found", { subject: "session", id: sessionId });
  const { zone } = record;
  const session = {
    ...sessionFacts(record, history, ctx.now),
    isAmended: amendments.some(({ wasLocked }) => wasLocked),
  };
  const companionIds = (isCoCoach: boolean) =>
    session.companions.filter(({ role }) => (role === "co_coach") === isCoCoach).map(({ id }) => id);
  const parties = {
    leadCoachId: session.coach.id,
    coacheeIds: session.attendees.map(({ id }) => id),
    attendedIds: session.attendees
      .filter(({ attendance }) => attendance === "full" || attendance === "partial")
      .map(({ id }) => id),
    coCoachIds: companionIds(true),
    presentIds: companionIds(false),
    status: session.status,
    isLocked: session.isLocked,
  };
  if (!canReadFacts(ctx.actor, parties))
    throw new Problem("not-found", { subject: "session", id: sessionId });
  const viewer = viewerOf(ctx.actor, parties);
  const isParty = canReadConversation(ctx.actor, parties);
  const canEdit = canEditSession(ctx.actor, parties);
  return {
    viewer,
    today: dayIn(zone, ctx.now),
    session: isParty ? session : { ...session, escalation: null, statusReason: null },
    conversation: isParty ? shared(conversation, session.contentVersion, zone) : null,
    ...(viewer === "coach"
      ? openOwnNote(conversation, personId, sessionId)
      : { privateNote: null, isNoteGone: false }),
    history: amendments.map((row) => sessionChange(row, zone)),
    labels,
    openings: openings.map(({ at, ...opening }) => ({ ...opening, on: dayIn(zone, at) })),
    chain: chain.length > 1 ? chain : [],
    overlaps,
    plan: plan && { id: plan.id, words: repeatWords(plan) },
    replyId: randomUUID(),
    permissions: {
      canEdit: canEdit && session.status !== "scheduled",
      canAmend: canAmendSession(ctx.actor, parties),
      canComplete: canEdit && session.status === "scheduled",
      canPlanAgain:
        viewer === "coach" &&
        canBeMadeUp({
          status: session.status,
          rescheduledToId: chain.at(-1)?.id === sessionId ? null : sessionId,
        }),
      canAcknowledge: viewer === "coachee" && canAcknowledgeSession(ctx.actor, parties),
      canReply: viewer === "coach" && canReplyToCoachee(ctx.actor, parties),
    },
  };
}

function shared(
  { summary, progress, reviews, steps, detail, words }: ConversationRow,
  contentVersion: number,
  zone: string,
) {
  return {
    summary,
    progress,
    reviews,
    steps,
    detail,
    words: words.map(({ at, rowVersion, ...word }) => ({
      ...word,
      on: dayIn(zone, new Date(at)),
      isOutdated: rowVersion !== null && rowVersion < contentVersion,
    })),
  } as SessionPage["conversation"];
}
