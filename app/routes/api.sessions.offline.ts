import { createHash } from "node:crypto";
import { withActor } from "#app/access/with-actor.server.ts";
import { readOfflinePack } from "#app/features/sessions/read-offline-pack.server.ts";

/** What a coach's device keeps to log without a connection; nothing when the device has exactly this. */
export const loader = withActor(["coach"], async (ctx, { request }) => {
  const body = JSON.stringify(await readOfflinePack(ctx));
  const etag = `"${createHash("sha256").update(body).digest("base64url")}"`;
  // The device keeps it sealed; the browser's own cache would keep it in clear.
  const headers = { ETag: etag, "Cache-Control": "no-store" };
  if (request.headers.get("If-None-Match")?.includes(etag))
    return new Response(null, { status: 304, headers });
  return new Response(body, { headers: { ...headers, "Content-Type": "application/json; charset=utf-8" } });
});
