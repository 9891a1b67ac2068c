import { timingSafeEqual } from "node:crypto";
import type { LoaderFunctionArgs } from "@remix-run/node";
import { getConfig } from "#app/config.server.ts";
import { readMetrics } from "#app/health/metrics.server.ts";

/** Guarded by a bearer token; without METRICS_TOKEN the address does not exist. */
export async function loader({ request }: LoaderFunctionArgs) {
  const { METRICS_TOKEN } = getConfig();
  const given = Buffer.from(request.headers.get("authorization") ?? "");
  const expected = Buffer.from(`Bearer ${METRICS_TOKEN}`);
  if (!METRICS_TOKEN || given.length !== expected.length || !timingSafeEqual(given, expected))
    return new Response("Not found", { status: 404 });
  return new Response(await readMetrics(), { headers: { "Content-Type": "text/plain; version=0.0.4" } });
}
