import type { PersonContext } from "#app/access/context.ts";
import { inSql, type Sql } from "#app/db/in-transaction.server.ts";
import { Problem, type Refusal, refuse, requireThat, type Verdict } from "#app/errors/problem.ts";
import { recordEvent } from "#app/events/record-event.server.ts";
import { type Day, dayIn } from "#app/time/days.ts";
import { addDays, parseCalendarDate } from "#fidelity/schedule/calendar.ts";
import { canDecideSubmission } from "./acceptance.policy.ts";
import {
  allowAmendmentUntil,
  beginAmendmentOf,
  type Completing,
  dropAmendmentDraft,
  findCompleting,
  findMaybeApplied,
  listAcceptanceRules,
  listDecisions,
  lockLeave,
} from "./acceptance.queries.server.ts";
import { ALLOWED_DAYS, amendableUntil, ruleInForce } from "./acceptance.rules.ts";
import type { Decision } from "./acceptance.types.ts";
import { canCompleteAssessment } from "./assessment.policy.ts";
import { type AssessmentRecord, findAssessment } from "./assessments.queries.server.ts";

/** The last day on which the rater may amend a final result; null when they may not, as of a self-rating. */
export async function findAmendableUntil(
  sql: Sql,
  ctx: PersonContext,
  { id, state, part, raterType, isHeld, zone }: AssessmentRecord,
  { finalAt, isOfAPair, submission }: Completing,
): Promise<Day | null> {
  if (state !== "final" || part !== "first" || raterType === "self" || isHeld || isOfAPair || !finalAt)
    return null;
  const [rules, decisions] = await Promise.all([listAcceptanceRules(sql), listDecisions(sql, [id])]);
  // A lead's leave is for one amendment.
  const leave = decisions.find((one) => one.verdict === "amendment_allowed" && one.submission === submission);
  const facts = { finalOn: dayIn(zone, finalAt), allowedUntil: leave?.untilOn ?? null };
  return amendableUntil(facts, ruleInForce(rules, ctx.today), dayIn(zone, ctx.now));
}

/** Whether an open amendment comes too late: past its own fortnight, and the result is not to be amended any more. */
export async function isAmendmentOver(
  sql: Sql,
  ctx: PersonContext,
  { id, dueOn, zone }: AssessmentRecord,
): Promise<boolean> {
  if (dayIn(zone, ctx.now) <= dueOn) return false;
  const { firstId } = await findCompleting(sql, id);
  if (!firstId) return false;
  const result = await findAssessment(sql, firstId);
  return (await findAmendableUntil(sql, ctx, result, await findCompleting(sql, firstId))) === null;
}

/** The leave that a lead gave, as long as it holds. */
const leaveOf = (decisions: readonly Decision[], submission: number, today: Day): Decision | undefined =>
  decisions.find(
    (one) =>
      one.verdict === "amendment_allowed" &&
      one.submission === submission &&
      one.untilOn !== null &&
      today <= one.untilOn,
  );

/** Opens the record in which the rater writes an amendment, with everything as it stands, or the one that is open. */
export function beginAmendment(
  ctx: PersonContext,
  { assessmentId, reason }: { assessmentId: string; reason: string },
): Promise<{ ok: true; draftId: string } | Refusal> {
  return inSql(ctx, async (sql) => {
    const assessment = await findAssessment(sql, assessmentId);
    requireThat(canCompleteAssessment(ctx.actor, assessment), { subject: "assessment", id: assessmentId });
    const until = await findAmendableUntil(sql, ctx, assessment, await findCompleting(sql, assessmentId));
    const draftId = until ? await beginAmendmentOf(sql, ctx, { assessmentId, reason }) : null;
    return draftId
      ? { ok: true, draftId }
      : refuse("not-amendable", "This result can no longer be amended. Ask a program lead to let you.");
  });
}

/**
 * Throws an open amendment away. The result stays as it is. Returns the assessment it was about, which the form names: it
 * is all that is left when the amendment is thrown away already.
 */
export function dropAmendment(
  ctx: PersonContext,
  { draftId, resultId }: { draftId: string; resultId: string },
): Promise<string> {
  return inSql(ctx, async (sql) => {
    const assessmentId = await dropAmendmentDraft(sql, draftId);
    if (assessmentId) return assessmentId;
    const result = await findAssessment(sql, resultId);
    if (!canCompleteAssessment(ctx.actor, result) || (await findMaybeApplied(sql, draftId)))
      throw new Problem("not-found", { subject: "assessment", id: draftId });
    return resultId;
  });
}

/**
 * A lead lets the rater amend a result after the days for it are over: once, and for a fortnight. While a leave holds, a
 * second one is the same.
 */
export function allowAmendment(
  ctx: PersonContext,
  { assessmentId, reason }: { assessmentId: string; reason: string },
): Promise<Verdict> {
  return inSql(ctx, async (sql): Promise<Verdict> => {
    const assessment = await findAssessment(sql, assessmentId);
    requireThat(canDecideSubmission(ctx.actor, assessment), { subject: "assessment", id: assessmentId });
    if (assessment.raterType === "self")
      return refuse(
        "of-oneself",
        "A self-rating stays as it is: the next one says what is seen differently.",
      );
    await lockLeave(sql, assessmentId);
    const [{ isOfAPair, submission }, decisions] = await Promise.all([
      findCompleting(sql, assessmentId),
      listDecisions(sql, [assessmentId]),
    ]);
    if (isOfAPair)
      return refuse(
        "of-a-pair",
        "This review was rated twice: both ratings stay as they are, and what was agreed has its own record.",
      );
    const today = dayIn(assessment.zone, ctx.now);
    if (leaveOf(decisions, submission, today)) return { ok: true };
    const until = addDays(parseCalendarDate(today), ALLOWED_DAYS);
    const decisionId = await allowAmendmentUntil(sql, ctx, { assessmentId, reason, until });
    if (!decisionId) return refuse("not-final", "Only a final result is amended.");
    const { siteId, subjectId } = assessment;
    await recordEvent(sql, ctx, {
      ...{ type: "assessment.amendment-allowed", subjectType: "assessment", subjectId: assessmentId, siteId },
      payload: { siteId, subjectId, decisionId },
    });
    return { ok: true };
  });
}
