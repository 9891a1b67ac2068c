import { readReadiness } from "#app/health/readiness.server.ts";

export async function loader() {
  const readiness = await readReadiness();
  const ready = Object.values(readiness).every((part) => part === "ok");
  return Response.json(readiness, { status: ready ? 200 : 503 });
}
