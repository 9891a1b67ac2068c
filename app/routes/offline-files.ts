import { offlineFiles } from "#app/http/offline-files.server.ts";

/** What the service worker keeps of this release; nothing in it belongs to anybody. */
export const loader = async () =>
  Response.json(await offlineFiles(), { headers: { "Cache-Control": "no-cache" } });
