import type { PersonContext } from "#app/access/context.ts";
import { inSql, type Sql } from "#app/db/in-transaction.server.ts";
import { type Refusal, refuse } from "#app/errors/problem.ts";
import { recordEvent } from "#app/events/record-event.server.ts";
import { type Day, dayIn } from "#app/time/days.ts";
import { readDefinition } from "#fidelity/instruments/read-definition.ts";
import { type AssessmentScore, scoreAssessment } from "#fidelity/scoring/score-assessment.ts";
import { applyAmendmentDraft, findMaybeApplied, listAcceptanceRules } from "./acceptance.queries.server.ts";
import { exceptionsOf, leftOutShare, ruleInForce } from "./acceptance.rules.ts";
import { isAmendmentOver } from "./amend-assessment.server.ts";
import { toItemResponses } from "./answers.rules.ts";
import { atFields, certificationOn, checkSubmittable, checkWritable } from "./assessment.rules.ts";
import type { ChecklistInput } from "./assessment.schema.ts";
import type { AnswerConflict, FidelityResult } from "./assessment.types.ts";
import {
  type AssessmentRecord,
  findAssessment,
  findMaybeScore,
  insertScore,
  listRaterAwards,
  listResponses,
  markSubmitted,
  type NewScore,
  updateNotes,
} from "./assessments.queries.server.ts";
import { isLapsedOn } from "./calibration.rules.ts";
import { completePair } from "./double-ratings.queries.server.ts";
import { findRaterFacts } from "./rater-facts.queries.server.ts";
import { recordFinal } from "./record-final.server.ts";
import { changedElsewhere, findWritable, saveAnswers, start } from "./save-progress.server.ts";

export type ChecklistSaved = {
  ok: true;
  submitted: boolean;
  /** The subject's rating of their own work. */
  isOfOneself?: boolean;
  /** It waits for a lead. */
  waits?: boolean;
  /** The assessment that an amendment was written into. */
  amended?: string;
};
export type ChecklistRefused = Refusal & { conflicts?: AnswerConflict[] };

/**
 * Saves the whole checklist and, when asked, submits it: scores it under the version it was made with and settles it.
 *
 * What is in tolerance by the program's limits is final at once, and so is everything where there are none. An exception
 * waits in `submitted` for a lead, held back from everybody but its rater. Both ratings of a pair are final when they
 * are in: giving one back would change what two people saw independently. So is a self-rating: nobody has to accept what
 * somebody thinks of their own work, and no certification is asked for it. An amendment is written over its result.
 *
 * What is saved stays saved when the submission is refused. A second submission of the same assessment answers like
 * the first and changes nothing; one that was sent before the review was given back is refused, since nobody has
 * corrected it. An observed day outside the window, or a rater without certification on that day, does not stop it: the
 * score is kept and marked.
 */
export async function submitAssessment(
  ctx: PersonContext,
  { assessmentId, ...input }: ChecklistInput & { assessmentId: string },
): Promise<ChecklistSaved | ChecklistRefused> {
  return inSql(ctx, async (sql) => {
    const applied = input.intent === "submit" ? await findMaybeApplied(sql, assessmentId) : null;
    if (applied) return { ok: true, submitted: true, amended: applied };
    const assessment = await findWritable(sql, ctx, assessmentId);
    const taken = await take(sql, ctx, assessment, input);
    return taken.ok && assessment.raterType === "self" ? { ...taken, isOfOneself: true } : taken;
  });
}

async function take(
  sql: Sql,
  ctx: PersonContext,
  assessment: AssessmentRecord,
  input: ChecklistInput,
): Promise<ChecklistSaved | ChecklistRefused> {
  const isSubmit = input.intent === "submit";
  if (assessment.state === "submitted" || assessment.state === "final")
    return isSubmit
      ? { ok: true, submitted: true, ...(assessment.state === "submitted" && { waits: true }) }
      : asRefusal(checkWritable(assessment.state));
  const writable = checkWritable(assessment.state);
  if (!writable.ok) return writable;

  const itemIds = input.items.map(({ itemId }) => itemId);
  const { conflicts, refused } = await saveAnswers(sql, ctx, assessment, input.items);
  if (refused) return atFields(refused, itemIds);
  if (conflicts.length > 0) return { ...conflictAtFields(conflicts, itemIds), conflicts };
  const saved = await saveOverall(sql, ctx, assessment, input);
  if (!saved.ok || !isSubmit) return saved;
  if (input.submission !== undefined && input.submission < assessment.submission)
    return refuse(
      "returned-meanwhile",
      "This review was given back after you opened the page. What you wrote is kept: read why, then submit it.",
    );
  const { observedOn = null, evidence = assessment.evidence } = input;
  return finish(sql, ctx, { ...assessment, observedOn, evidence }, itemIds);
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
  const { id, siteId, subjectId, instrumentId, observedOn, part } = assessment;
  const isOfOneself = assessment.raterType === "self";
  const today = dayIn(assessment.zone, ctx.now);
  const { personId } = ctx.actor;
  const [responses, awards, facts, rules] = await Promise.all([
    listResponses(sql, id),
    listRaterAwards(sql, { personId, instrumentId }),
    findRaterFacts(sql, { personId, instrumentId }),
    listAcceptanceRules(sql),
  ]);
  const definition = readDefinition(assessment.definition);
  const verdict = checkSubmittable({ ...assessment, definition, responses }, today);
  if (!verdict.ok) return atFields(verdict, itemIds);
  const ratedOn = observedOn ?? today;
  const { status } = certificationOn(
    awards.map((award) => ({ ...award, validFrom: award.validFrom ?? ratedOn })),
    ratedOn,
  );
  const given = toItemResponses(responses);
  const score = storedScore(assessment, scoreAssessment(definition, given));
  const isRaterCertified = isOfOneself ? null : status === "certified" || status === "expiring";
  const isRaterLapsed = isOfOneself ? null : isLapsedOn(facts, ratedOn);
  if (part === "amendment") return amend(sql, ctx, assessment, { score, isRaterCertified, isRaterLapsed });
  const isCorrected = assessment.state === "returned";
  const isOfAPair = (assessment.isHeld && !isCorrected) || part !== "first";
  const exceptions =
    isOfAPair || isOfOneself
      ? []
      : exceptionsOf(
          {
            ...{
              result: score.result,
              criticalFailures: score.criticalFailures,
              observedOn: ratedOn,
              isCorrected,
            },
            ...{
              opensOn: assessment.opensOn,
              graceEndsOn: assessment.graceEndsOn,
              isRaterCertified,
              isRaterLapsed,
            },
            leftOut: leftOutShare(definition, given),
          },
          ruleInForce(rules, ctx.today),
        );
  const waits = exceptions.length > 0;
  const submitted = { now: ctx.now, submittedOn: today, isRaterCertified, isRaterLapsed, exceptions };
  if (!(await markSubmitted(sql, id, submitted)))
    return (await findMaybeScore(sql, id))
      ? { ok: true, submitted: true }
      : refuse("closed", "This review is closed.");
  const isOut = !waits && !assessment.isHeld;
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
        ...(waits ? { isWaiting: true } : assessment.isHeld ? { isHeld: true } : {}),
      },
    }),
  ]);
  if (isOut) await recordFinal(sql, ctx, { ...assessment, submittedOn: today });
  const pairId = isOfAPair && assessment.isHeld ? await completePair(sql, ctx, id) : null;
  if (pairId)
    await recordEvent(sql, ctx, {
      ...{ type: "double-rating.completed", subjectType: "double-rating", subjectId: pairId, siteId },
    });
  return { ok: true, submitted: true, ...(waits && { waits }) };
}

/** Writes an amendment over the result, which is kept as it was, and scores it anew in the month of the result. */
async function amend(
  sql: Sql,
  ctx: PersonContext,
  draft: AssessmentRecord,
  given: { score: NewScore; isRaterCertified: boolean | null; isRaterLapsed: boolean | null },
): Promise<ChecklistSaved | Refusal> {
  const { score, isRaterCertified, isRaterLapsed } = given;
  if (await isAmendmentOver(sql, ctx, draft))
    return refuse(
      "amendment-over",
      "The fortnight for this amendment is over. What you wrote is kept: ask a program lead to let you amend, then submit it.",
    );
  const assessmentId = await applyAmendmentDraft(sql, ctx, {
    draftId: draft.id,
    isRaterCertified,
    isRaterLapsed,
  });
  if (!assessmentId) return refuse("closed", "This result can no longer be amended.");
  const assessment = await findAssessment(sql, assessmentId);
  const scoreVersion = await insertScore(sql, ctx, { ...score, assessmentId }, "amended");
  const { siteId, subjectId, submittedOn, dueOn } = assessment;
  await recordEvent(sql, ctx, {
    ...{ type: "assessment.amended", subjectType: "assessment", subjectId: assessmentId, siteId },
    payload: {
      ...{ siteId, subjectId, scoreVersion },
      monthOn: `${(submittedOn ?? dueOn).slice(0, 7)}-01`,
      dueMonthOn: `${dueOn.slice(0, 7)}-01`,
    },
  });
  return { ok: true, submitted: true, amended: assessmentId };
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
