import type { PersonContext } from "#app/access/context.ts";
import { inSql, type Sql } from "#app/db/in-transaction.server.ts";
import { Problem, refuse, requireThat, type Verdict } from "#app/errors/problem.ts";
import { recordEvent } from "#app/events/record-event.server.ts";
import { dayIn } from "#app/time/days.ts";
import { canDecideFade } from "./caseload.policy.ts";
import { acceptProposal, listProposals, markDeclined } from "./fade.queries.server.ts";

/** Accepts a proposal to fade from today on, or declines it: what led to it then does not count again. */
export async function decideFade(
  ctx: PersonContext,
  { coachId, id, isAccepted }: { coachId: string; id: string; isAccepted: boolean },
): Promise<Verdict> {
  return inSql(ctx, async (sql): Promise<Verdict> => {
    const [proposal] = await listProposals(sql, { id });
    if (proposal?.coachId !== coachId) throw new Problem("not-found", { subject: "fade-proposal", id });
    requireThat(canDecideFade(ctx.actor, proposal), { subject: "fade-proposal", id });
    const wanted = isAccepted ? "accepted" : "declined";
    if (proposal.state === wanted) return { ok: true };
    const today = dayIn(proposal.zone, ctx.now);
    const event = { subjectType: "person", subjectId: proposal.coacheeId, siteId: proposal.siteId };
    if (!isAccepted) {
      if (!(await markDeclined(sql, { id, on: today, at: ctx.now, by: ctx.actor.personId })))
        return decidedMeanwhile(sql, id, wanted);
      await recordEvent(sql, ctx, { ...event, type: "fade.declined", payload: { proposalId: id, coachId } });
      return { ok: true };
    }
    const assignmentId = await acceptProposal(sql, { id, fromOn: today, at: ctx.now });
    if (!assignmentId) return decidedMeanwhile(sql, id, wanted);
    await recordEvent(sql, ctx, {
      ...event,
      type: "intensity.changed",
      payload: {
        ...{ assignmentId, beforeId: proposal.assignmentId, coachId, proposalId: id },
        ...{ from: proposal.from, to: proposal.to, fromOn: today },
      },
    });
    return { ok: true };
  });
}

/** Somebody else may decide the same in the same moment. */
async function decidedMeanwhile(sql: Sql, id: string, wanted: "accepted" | "declined"): Promise<Verdict> {
  const [now] = await listProposals(sql, { id });
  return now?.state === wanted
    ? { ok: true }
    : refuse(
        "fade.moved-on",
        "This proposal was decided in the meantime, or the coaching has changed. Reload the page to see it.",
      );
}
