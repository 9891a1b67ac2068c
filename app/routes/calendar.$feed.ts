import { randomUUID } from "node:crypto";
import type { LoaderFunctionArgs } from "@remix-run/node";
import { countFeedRead } from "#app/access/attempts.server.ts";
import { webDatabase } from "#app/access/web-database.server.ts";
import { getConfig } from "#app/config.server.ts";
import { feedTokenHash } from "#app/features/calendar/feed-token.server.ts";
import { readCalendar } from "#app/features/calendar/read-calendar.server.ts";

/** Read by calendar programs, which do not sign in: who knows the address may read. */
export async function loader({ request, params }: LoaderFunctionArgs) {
  const tokenHash = feedTokenHash((params.feed ?? "").replace(/\.ics$/, ""));
  const seconds = await countFeedRead(request, tokenHash);
  if (seconds !== null)
    return new Response("Too many requests", { status: 429, headers: { "Retry-After": String(seconds) } });
  const requestId = request.headers.get("x-request-id") ?? randomUUID();
  const calendar = await readCalendar(
    { database: webDatabase(), now: new Date(), requestId },
    { tokenHash, publicUrl: getConfig().publicUrl },
  );
  if (!calendar) return new Response("Not found", { status: 404, headers: { "Cache-Control": "no-store" } });
  const headers = { ETag: calendar.etag, "Cache-Control": "private, no-cache" };
  if (request.headers.get("If-None-Match")?.includes(calendar.etag.slice(2)))
    return new Response(null, { status: 304, headers });
  return new Response(calendar.text, {
    headers: { ...headers, "Content-Type": "text/calendar; charset=utf-8" },
  });
}
