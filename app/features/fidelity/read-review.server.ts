import type { PersonContext } from "#app/access/context.ts";
import { hasRole } from "#app/access/roles.ts";
import { inSql, type Sql } from "#app/db/in-transaction.server.ts";
import { Problem } from "#app/errors/problem.ts";
import { dayIn } from "#app/time/days.ts";
import { readDefinition } from "#fidelity/instruments/read-definition.ts";
import { scoreAssessment } from "#fidelity/scoring/score-assessment.ts";
import { canDecideSubmission } from "./acceptance.policy.ts";
import { findMaybeWaitingScore } from "./acceptance.queries.server.ts";
import { checklistOf, encodeAnswer, type StoredResponse, toItemResponses } from "./answers.rules.ts";
import { canCompleteAssessment, canSeeItems, canSeeReview } from "./assessment.policy.ts";
import { checkWritable, statusOn } from "./assessment.rules.ts";
import type { Review, StoredScore } from "./assessment.types.ts";
import {
  type AssessmentRecord,
  findAssessment,
  findMaybeScore,
  listResponses,
  listResponsesOf,
} from "./assessments.queries.server.ts";
import { differences } from "./double-rating.rules.ts";
import { findMaybePairOf } from "./double-ratings.queries.server.ts";
import { readCompleting } from "./read-completing.server.ts";

/** An assessment for its rater or for oversight. Oversight gets the facts and the score, never item ratings or texts. */
export function readReview(ctx: PersonContext, { assessmentId }: { assessmentId: string }): Promise<Review> {
  return inSql(ctx, async (sql) => {
    const assessment = await findAssessment(sql, assessmentId);
    if (!canSeeReview(ctx.actor, assessment))
      throw new Problem("not-found", { subject: "assessment", id: assessmentId });
    const review = {
      ...(await readForViewer(sql, ctx, assessment)),
      ...(await readCompleting(sql, ctx, assessment)),
    };
    return assessment.part === "consensus" && review.permissions.canComplete
      ? { ...review, bothAnswers: await readBothAnswers(sql, assessment) }
      : review;
  });
}

/** What both raters had answered, where they differ. */
async function readBothAnswers(
  sql: Sql,
  { id, definition }: AssessmentRecord,
): Promise<Record<string, [string, string]>> {
  const pair = await findMaybePairOf(sql, id);
  if (!pair) return {};
  const both = await listResponsesOf(sql, [pair.firstId, pair.secondId]);
  return Object.fromEntries(
    differences(readDefinition(definition), both.get(pair.firstId) ?? [], both.get(pair.secondId) ?? []).map(
      ({ itemId, first, second }) => [itemId, [first.answer, second.answer]],
    ),
  );
}

/** The assessment trimmed to what the viewer may see. */
export async function readForViewer(sql: Sql, ctx: PersonContext, record: AssessmentRecord): Promise<Review> {
  const isSettled = record.state === "submitted" || record.state === "final";
  const [responses, score] = await Promise.all([
    canSeeItems(ctx.actor, record) ? listResponses(sql, record.id) : [],
    isSettled ? scoreFor(sql, ctx, record) : null,
  ]);
  return reviewOf(ctx, record, { responses, score });
}

/** A submission that waits is scored for its rater, and for a lead who may decide on it. */
const scoreFor = (sql: Sql, ctx: PersonContext, record: AssessmentRecord) =>
  record.state === "submitted" && canDecideSubmission(ctx.actor, record)
    ? findMaybeWaitingScore(sql, record.id)
    : findMaybeScore(sql, record.id);

/** A record with its answers and score, as the acting person may see it. */
export function reviewOf(
  ctx: PersonContext,
  record: AssessmentRecord,
  { responses, score }: { responses: readonly StoredResponse[]; score: StoredScore | null },
): Review {
  const seesItems = canSeeItems(ctx.actor, record);
  const definition = readDefinition(record.definition);
  const items = new Map(definition.items.map((item) => [item.id, item]));
  const today = dayIn(record.zone, ctx.now);
  return {
    id: record.id,
    accountId: ctx.actor.accountId,
    isOversight: !hasRole(ctx.actor, "supervisor"),
    isSelf: record.raterType === "self",
    isOwnSelf: record.raterType === "self" && canCompleteAssessment(ctx.actor, record),
    coachName: record.subjectName,
    raterName: record.raterName,
    siteName: record.siteName,
    today,
    zone: record.zone,
    instrument: {
      versionId: record.instrumentVersionId,
      title: record.instrumentTitle,
      version: record.version,
      instructions: definition.instructions,
    },
    opensOn: record.opensOn,
    targetOn: record.targetOn,
    dueOn: record.dueOn,
    graceEndsOn: record.graceEndsOn,
    plannedOn: record.plannedOn,
    plannedLostOn: record.plannedLostOn,
    scheduleReason: record.scheduleReason,
    ...statusOn(record, today),
    stateReason: record.stateReason,
    unassignedReason: record.unassignedReason,
    observedOn: record.observedOn,
    submittedOn: record.submittedOn,
    isRaterCertified: record.isRaterCertified,
    isRaterLapsed: record.isRaterLapsed,
    part: record.part,
    isHeld: record.isHeld,
    strengths: seesItems ? record.strengths : "",
    nextSteps: seesItems ? record.nextSteps : "",
    evidence: seesItems ? record.evidence : "",
    notesVersion: record.rowVersion,
    submission: record.submission,
    sections: checklistOf(definition),
    answers: Object.fromEntries(
      responses.map((row) => [row.itemId, encodeAnswer(items.get(row.itemId), row)]),
    ),
    itemScores: seesItems && score ? scoreAssessment(definition, toItemResponses(responses)).items : [],
    score,
    thresholds: definition.scoring.thresholds,
    permissions: {
      canComplete: canCompleteAssessment(ctx.actor, record) && checkWritable(record.state).ok,
      canSeeItems: seesItems,
    },
  };
}
