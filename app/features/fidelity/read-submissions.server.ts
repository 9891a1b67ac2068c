import type { PersonContext } from "#app/access/context.ts";
import { inSql } from "#app/db/in-transaction.server.ts";
import { Problem } from "#app/errors/problem.ts";
import { readDefinition } from "#fidelity/instruments/read-definition.ts";
import { scoreAssessment } from "#fidelity/scoring/score-assessment.ts";
import { type KeptRow, listDecisions, listKept, listScoreVersions } from "./acceptance.queries.server.ts";
import type { Submission, SubmissionsPage } from "./acceptance.types.ts";
import { checklistOf, encodeAnswer, itemOf, type StoredResponse, toItemResponses } from "./answers.rules.ts";
import { canSeeItems } from "./assessment.policy.ts";
import { findAssessment, listResponses } from "./assessments.queries.server.ts";

/**
 * Everything that was submitted of a review, side by side: for its rater, and for the coach what was a result. What was
 * given back before it was one is the rater's alone.
 */
export function readSubmissions(
  ctx: PersonContext,
  { assessmentId }: { assessmentId: string },
): Promise<SubmissionsPage> {
  return inSql(ctx, async (sql) => {
    const assessment = await findAssessment(sql, assessmentId);
    if (!canSeeItems(ctx.actor, assessment) || assessment.part !== "first")
      throw new Problem("not-found", { subject: "assessment", id: assessmentId });
    const [kept, scores, decisions, responses] = await Promise.all([
      listKept(sql, assessmentId),
      listScoreVersions(sql, assessmentId),
      listDecisions(sql, [assessmentId]),
      listResponses(sql, assessmentId),
    ]);
    const definition = readDefinition(assessment.definition);
    const scoreOf = (version: number | null) => scores.find(({ scoreVersion }) => scoreVersion === version);
    const shown = (
      texts: Pick<Submission, "observedOn" | "strengths" | "nextSteps" | "evidence">,
      rows: readonly StoredResponse[],
    ) => ({
      ...{
        observedOn: texts.observedOn,
        strengths: texts.strengths,
        nextSteps: texts.nextSteps,
        evidence: texts.evidence,
      },
      answers: Object.fromEntries(
        rows.map((row) => [row.itemId, encodeAnswer(itemOf(definition, row.itemId), row)]),
      ),
      itemScores: scoreAssessment(definition, toItemResponses(rows)).items,
    });
    const earlier = kept.map((row): Submission => {
      const score = scoreOf(row.scoreVersion);
      const decision = decisions.find((one) => one.verdict === "returned" && one.submission === row.number);
      return {
        ...{ number: row.number, became: row.keptFor, on: score?.on ?? null, score: score ?? null },
        reason: row.reason ?? decision?.reason ?? null,
        itemIds: decision?.itemIds ?? [],
        ...shown(row, row.answers.map(responseOf)),
      };
    });
    const isSubmitted = assessment.state === "submitted" || assessment.state === "final";
    const newest = scores.at(-1);
    const stands: Submission[] = isSubmitted
      ? [
          {
            ...{
              number: (kept.at(-1)?.number ?? 0) + 1,
              became: assessment.state === "final" ? "stands" : "waits",
              on: newest?.on ?? null,
              score: newest ?? null,
            },
            ...{ reason: null, itemIds: [] },
            ...shown(assessment, responses),
          },
        ]
      : [];
    return {
      id: assessment.id,
      coachName: assessment.subjectName,
      instrument: `${assessment.instrumentTitle}, version ${assessment.version}`,
      isOwn: ctx.actor.personId === assessment.subjectId,
      sections: checklistOf(definition),
      submissions: [...earlier, ...stands],
    };
  });
}

const responseOf = ({ item_id, row_version, ...row }: KeptRow["answers"][number]): StoredResponse => ({
  ...{ itemId: item_id, rowVersion: row_version, ...row },
});
