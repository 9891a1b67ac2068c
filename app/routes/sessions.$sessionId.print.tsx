import type { MetaFunction } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { withActor } from "#app/access/with-actor.server.ts";
import { SessionPrint } from "#app/features/sessions/components/session-print.tsx";
import { readSession } from "#app/features/sessions/read-session.server.ts";
import { sessionParams } from "#app/features/sessions/session.schema.ts";
import { parseParams } from "#app/http/parse.server.ts";

export const meta: MetaFunction<typeof loader> = ({ data }) => [
  { title: `Session${data ? ` of ${data.session.sessionOn}` : ""}, printed · Throughline` },
];

export const loader = withActor(
  ["coach", "coachee", "supervisor", "lead", "evaluator"],
  async (ctx, { params }) => {
    const page = await readSession(ctx, parseParams(params, sessionParams).sessionId);
    return { ...page, privateNote: null };
  },
);

export default function SessionPrintRoute() {
  return <SessionPrint page={useLoaderData<typeof loader>()} />;
}
