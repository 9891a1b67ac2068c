import type { PersonContext } from "#app/access/context.ts";
import { inSql, type Sql } from "#app/db/in-transaction.server.ts";
import { refuse, requireThat, type Verdict } from "#app/errors/problem.ts";
import { recordEvent } from "#app/events/record-event.server.ts";
import { readDefinition } from "#fidelity/instruments/read-definition.ts";
import { canDecideSubmission } from "./acceptance.policy.ts";
import { decideOnSubmission, listDecisions } from "./acceptance.queries.server.ts";
import { type AssessmentRecord, findAssessment } from "./assessments.queries.server.ts";
import { recordFinal } from "./record-final.server.ts";

export interface SubmissionDecision {
  assessmentId: string;
  /** The submission that was on the screen. */
  submission: number;
  verdict: "accepted" | "returned";
  reason?: string;
  itemIds?: readonly string[];
}

/**
 * A lead accepts a submission, which makes it final, or gives it back with a reason. It is decided once: whoever comes
 * second with the same verdict and the same words is answered like the first, anybody else is told.
 */
export function decideSubmission(ctx: PersonContext, given: SubmissionDecision): Promise<Verdict> {
  const { assessmentId, submission, verdict, reason = "", itemIds = [] } = given;
  return inSql(ctx, async (sql): Promise<Verdict> => {
    const assessment = await findAssessment(sql, assessmentId);
    requireThat(canDecideSubmission(ctx.actor, assessment), { subject: "assessment", id: assessmentId });
    const known = new Set(readDefinition(assessment.definition).items.map(({ id }) => id));
    if (!itemIds.every((id) => known.has(id)))
      return refuse("bad-item", "Choose items of this instrument.", {
        itemIds: ["Choose items of this instrument."],
      });
    const decided = { assessmentId, submission, verdict, reason, itemIds };
    const decisionId = await decideOnSubmission(sql, ctx, decided);
    if (!decisionId) return alreadyDecided(sql, given);
    if (verdict === "accepted") await recordFinal(sql, ctx, assessment, { decisionId });
    else await recordReturn(sql, ctx, assessment, decisionId);
    return { ok: true };
  });
}

async function alreadyDecided(sql: Sql, given: SubmissionDecision): Promise<Verdict> {
  const decision = (await listDecisions(sql, [given.assessmentId])).find(
    ({ submission, verdict }) =>
      submission === given.submission && (verdict === "accepted" || verdict === "returned"),
  );
  const isSameVerdict = decision?.verdict === given.verdict;
  if (isSameVerdict && isSameReturn(decision, given)) return { ok: true };
  const message = decision
    ? `${decision.byName ?? "Another lead"} ${decision.verdict === "accepted" ? "accepted" : "gave back"} this submission meanwhile${isSameVerdict ? ", with other words: yours are not stored" : ""}.`
    : "This review has changed since you opened it. Look at it as it stands now.";
  return refuse("decided-elsewhere", message);
}

/** What a return says: an acceptance says nothing. */
const isSameReturn = (
  decided: { reason: string; itemIds: readonly string[] },
  { reason = "", itemIds = [] }: SubmissionDecision,
) => decided.reason === reason && [...decided.itemIds].sort().join("\n") === [...itemIds].sort().join("\n");

async function recordReturn(
  sql: Sql,
  ctx: PersonContext,
  { id, siteId, subjectId }: AssessmentRecord,
  decisionId: string,
): Promise<void> {
  await recordEvent(sql, ctx, {
    ...{ type: "assessment.returned", subjectType: "assessment", subjectId: id, siteId },
    payload: { siteId, subjectId, decisionId },
  });
}
