import { withActor } from "#app/access/with-actor.server.ts";
import { readOfflinePack } from "#app/features/sessions/read-offline-pack.server.ts";

/** What a coach's device keeps to log without a connection. */
export const loader = withActor(["coach"], async (ctx) =>
  Response.json(await readOfflinePack(ctx), { headers: { "Cache-Control": "no-store" } }),
);
