import { createHash } from "node:crypto";

/** What a device keeps, as JSON; nothing when the device has exactly this. */
export function packResponse(request: Request, pack: object): Response {
  const body = JSON.stringify(pack);
  const etag = `"${createHash("sha256").update(body).digest("base64url")}"`;
  // The device keeps it sealed; the browser's own cache would keep it in clear.
  const headers = { ETag: etag, "Cache-Control": "no-store" };
  if (request.headers.get("If-None-Match")?.includes(etag))
    return new Response(null, { status: 304, headers });
  return new Response(body, { headers: { ...headers, "Content-Type": "application/json; charset=utf-8" } });
}
