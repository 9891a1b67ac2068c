import { withActor } from "#app/access/with-actor.server.ts";
import { RATING_ROLES } from "#app/features/fidelity/assessment.policy.ts";
import { assessmentParams, progressInput } from "#app/features/fidelity/assessment.schema.ts";
import { saveProgress } from "#app/features/fidelity/save-progress.server.ts";
import { parseJson, parseParams } from "#app/http/parse.server.ts";

/** Saves one answer, or the day and texts, of a review: 200 with the new version, 409 with what is stored instead. */
export const action = withActor(RATING_ROLES, async (ctx, { request, params }) => {
  const { assessmentId } = parseParams(params, assessmentParams);
  const input = await parseJson(request, progressInput);
  const result = await saveProgress(ctx, { ...input, assessmentId });
  // A route without a page loses the status of `data`.
  return Response.json(result, { status: result.ok ? 200 : result.code === "bad-answer" ? 400 : 409 });
});
