import type { PersonContext } from "#app/access/context.ts";
import { inSql, type Sql } from "#app/db/in-transaction.server.ts";
import { type Refusal, refuse } from "#app/errors/problem.ts";
import { recordEvent } from "#app/events/record-event.server.ts";
import { type Day, dayIn } from "#app/time/days.ts";
import { readDefinition } from "#fidelity/instruments/read-definition.ts";
import { type AssessmentScore, scoreAssessment } from "#fidelity/scoring/score-assessment.ts";
import { toItemResponses } from "./answers.rules.ts";
import { atFields, certificationOn, checkSubmittable, checkWritable } from "./assessment.rules.ts";
import type { ChecklistInput } from "./assessment.schema.ts";
import type { AnswerConflict, FidelityResult } from "./assessment.types.ts";
import {
  type AssessmentRecord,
  findMaybeScore,
  insertScore,
  listRaterAwards,
  listResponses,
  markFinal,
  type NewScore,
  updateNotes,
} from "./assessments.queries.server.ts";
import { isLapsedOn } from "./calibration.rules.ts";
import { completePair } from "./double-ratings.queries.server.ts";
import { findRaterFacts } from "./rater-facts.queries.server.ts";
import { changedElsewhere, findWritable, saveAnswers, start } from "./save-progress.server.ts";

export type ChecklistSaved = { ok: true; submitted: boolean };
export type ChecklistRefused = Refusal & { conflicts?: AnswerConflict[] };

/**
 * Saves the whole checklist and, when asked, submits it: scores it under the version it was made with and settles it.
 *
 * A submission is final at once. There is no step at which anybody could accept or return it, so leaving it in
 * `submitted` would promise a review that never comes; a program that adds one stops at `submitted` and lets that step
 * write `final`. Readers treat both as finished.
 *
 * What is saved stays saved when the submission is refused. A second submission of the same assessment answers like
 * the first and changes nothing. An observed day outside the window, or a rater without certification on that day,
 * does not stop it: the score is kept and marked.
 */
export async function submitAssessment(
  ctx: PersonContext,
  { assessmentId, ...input }: ChecklistInput & { assessmentId: string },
): Promise<ChecklistSaved | ChecklistRefused> {
  return inSql(ctx, async (sql) => {
    const assessment = await findWritable(sql, ctx, assessmentId);
    const isSubmit = input.intent === "submit";
    if (assessment.state === "submitted" || assessment.state === "final")
      return isSubmit ? { ok: true, submitted: true } : asRefusal(checkWritable(assessment.state));
    const writable = checkWritable(assessment.state);
    if (!writable.ok) return writable;

    const itemIds = input.items.map(({ itemId }) => itemId);
    const { conflicts, refused } = await saveAnswers(sql, ctx, assessment, input.items);
    if (refused) return atFields(refused, itemIds);
    if (conflicts.length > 0) return { ...conflictAtFields(conflicts, itemIds), conflicts };
    const saved = await saveOverall(sql, ctx, assessment, input);
    if (!saved.ok || !isSubmit) return saved;
    const { observedOn = null, evidence = assessment.evidence } = input;
    return finish(sql, ctx, { ...assessment, observedOn, evidence }, itemIds);
  });
}

async function saveOverall(
  sql: Sql,
  ctx: PersonContext,
  assessment: AssessmentRecord,
  {
    observedOn = null,
    strengths,
    nextSteps,
    evidence = assessment.evidence,
    notesVersion,
  }: { observedOn?: Day | null } & Pick<
    ChecklistInput,
    "strengths" | "nextSteps" | "evidence" | "notesVersion"
  >,
): Promise<ChecklistSaved | Refusal> {
  const saved: ChecklistSaved = { ok: true, submitted: false };
  const isSame =
    observedOn === assessment.observedOn &&
    strengths === assessment.strengths &&
    nextSteps === assessment.nextSteps &&
    evidence === assessment.evidence;
  if (isSame) return saved;
  const version = await updateNotes(
    sql,
    assessment.id,
    { observedOn, strengths, nextSteps, evidence },
    notesVersion,
  );
  if (version === null)
    return { ...changedElsewhere(), fieldErrors: { strengths: [changedElsewhere().message] } };
  await start(sql, ctx, assessment);
  return saved;
}

async function finish(
  sql: Sql,
  ctx: PersonContext,
  assessment: AssessmentRecord,
  itemIds: readonly string[],
): Promise<ChecklistSaved | Refusal> {
  const { id, siteId, subjectId, instrumentId, observedOn } = assessment;
  const today = dayIn(assessment.zone, ctx.now);
  const { personId } = ctx.actor;
  const [responses, awards, facts] = await Promise.all([
    listResponses(sql, id),
    listRaterAwards(sql, { personId, instrumentId }),
    findRaterFacts(sql, { personId, instrumentId }),
  ]);
  const definition = readDefinition(assessment.definition);
  const verdict = checkSubmittable({ ...assessment, definition, responses }, today);
  if (!verdict.ok) return atFields(verdict, itemIds);
  const ratedOn = observedOn ?? today;
  const { status } = certificationOn(
    awards.map((award) => ({ ...award, validFrom: award.validFrom ?? ratedOn })),
    ratedOn,
  );
  const score = storedScore(assessment, scoreAssessment(definition, toItemResponses(responses)));
  const isRaterCertified = status === "certified" || status === "expiring";
  const isRaterLapsed = isLapsedOn(facts, ratedOn);
  const submitted = { now: ctx.now, submittedOn: today, isRaterCertified, isRaterLapsed };
  if (!(await markFinal(sql, id, submitted)))
    return (await findMaybeScore(sql, id))
      ? { ok: true, submitted: true }
      : refuse("closed", "This review is closed.");
  await Promise.all([
    insertScore(sql, ctx, score),
    recordEvent(sql, ctx, {
      type: "assessment.submitted",
      subjectType: "assessment",
      subjectId: id,
      siteId,
      payload: {
        monthOn: `${today.slice(0, 7)}-01`,
        dueMonthOn: `${assessment.dueOn.slice(0, 7)}-01`,
        siteId,
        subjectId,
        // What is held back is in no log before it is out.
        ...(assessment.isHeld ? { isHeld: true } : { result: score.result }),
      },
    }),
  ]);
  const pairId = assessment.isHeld ? await completePair(sql, ctx, id) : null;
  if (pairId)
    await recordEvent(sql, ctx, {
      ...{ type: "double-rating.completed", subjectType: "double-rating", subjectId: pairId, siteId },
    });
  return { ok: true, submitted: true };
}

function storedScore({ id, siteId }: AssessmentRecord, score: AssessmentScore): NewScore {
  const { points, possible, percent, band, criticalFailures, subscales } = score;
  return {
    assessmentId: id,
    siteId,
    points,
    possible,
    percent,
    result: asStored(score.result),
    ...{ band, criticalFailures },
    // A section that was not part of the form has no score to keep.
    sections: subscales
      .filter(({ isShown }) => isShown)
      .map((one) => ({
        sectionId: one.sectionId,
        points: one.points,
        possible: one.possible,
        percent: one.percent,
        result: one.result ? asStored(one.result) : null,
        band: one.band,
      })),
  };
}

const asStored = (result: string) => result.replaceAll("-", "_") as FidelityResult;

function conflictAtFields(conflicts: readonly AnswerConflict[], itemIds: readonly string[]): Refusal {
  const { code, message } = changedElsewhere();
  const fieldErrors = Object.fromEntries(conflicts.map(({ itemId }) => [itemId, [message]]));
  return atFields(refuse(code, "Some answers were changed in another window.", fieldErrors), itemIds);
}

function asRefusal(verdict: ReturnType<typeof checkWritable>): Refusal {
  return verdict.ok ? refuse("closed", "This review is closed.") : verdict;
}
