import { withActor } from "#app/access/with-actor.server.ts";
import { findClashes } from "#app/features/sessions/find-clashes.server.ts";
import { clashSearch } from "#app/features/sessions/overlap.schema.ts";
import { parseSearch } from "#app/http/parse.server.ts";

/** What else there is at the time that stands in a coach's form. */
export const loader = withActor(["coach"], async (ctx, { request }) =>
  Response.json(await findClashes(ctx, parseSearch(request, clashSearch)), {
    headers: { "Cache-Control": "no-store" },
  }),
);
