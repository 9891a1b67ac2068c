import { withActor } from "#app/access/with-actor.server.ts";
import { readRatedFocus } from "#app/features/fidelity/read-rated-focus.server.ts";
import { readOfflinePack } from "#app/features/sessions/read-offline-pack.server.ts";
import { packResponse } from "#app/http/pack.server.ts";

/** What a coach's device keeps to log without a connection. */
export const loader = withActor(["coach"], async (ctx, { request }) =>
  packResponse(request, await readOfflinePack(ctx, await readRatedFocus(ctx))),
);
