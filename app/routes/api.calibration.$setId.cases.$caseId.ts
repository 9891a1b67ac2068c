import { withActor } from "#app/access/with-actor.server.ts";
import { CALIBRATION_ROLES } from "#app/features/fidelity/calibration.policy.ts";
import { caseParams, caseRatingInput } from "#app/features/fidelity/calibration.schema.ts";
import { rateCase } from "#app/features/fidelity/rate-case.server.ts";
import { parseJson, parseParams } from "#app/http/parse.server.ts";

/** Keeps a case as somebody rates it: 200 with the new version, 409 when it was changed elsewhere. */
export const action = withActor(CALIBRATION_ROLES, async (ctx, { request, params }) => {
  const place = parseParams(params, caseParams);
  const input = await parseJson(request, caseRatingInput);
  const rated = await rateCase(ctx, { ...place, ...input });
  // A route without a page loses the status of `data`.
  return Response.json(rated, { status: rated.ok ? 200 : rated.code === "bad-answer" ? 400 : 409 });
});
