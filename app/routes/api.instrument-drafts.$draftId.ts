import { withActor } from "#app/access/with-actor.server.ts";
import { AUTHOR_ROLES } from "#app/features/fidelity/instrument.policy.ts";
import { draftParams, saveDraftInput } from "#app/features/fidelity/instrument-draft.schema.ts";
import { saveDraft } from "#app/features/fidelity/save-draft.server.ts";
import { parseJson, parseParams } from "#app/http/parse.server.ts";

/** Keeps a draft while it is written: 200 with the new row version, 409 with what is stored instead. */
export const action = withActor(AUTHOR_ROLES, async (ctx, { request, params }) => {
  const { draftId } = parseParams(params, draftParams);
  const saved = await saveDraft(ctx, { ...(await parseJson(request, saveDraftInput)), draftId });
  // A route without a page loses the status of `data`.
  return Response.json(saved, { status: saved.ok ? 200 : 409 });
});
