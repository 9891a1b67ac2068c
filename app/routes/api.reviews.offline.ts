import { withActor } from "#app/access/with-actor.server.ts";
import { RATING_ROLES } from "#app/features/fidelity/assessment.policy.ts";
import { readReviewPack } from "#app/features/fidelity/read-review-pack.server.ts";
import { packResponse } from "#app/http/pack.server.ts";

/** What a rater's device keeps to fill in their open checklists without a connection. */
export const loader = withActor(RATING_ROLES, async (ctx, { request }) =>
  packResponse(request, await readReviewPack(ctx)),
);
