import { useLoaderData } from "@remix-run/react";
import { withActor } from "#app/access/with-actor.server.ts";
import { SessionsPage } from "#app/features/sessions/components/sessions-page.tsx";
import { listSessions } from "#app/features/sessions/list-sessions.server.ts";
import { sessionSearch } from "#app/features/sessions/session.schema.ts";
import { parseSearch } from "#app/http/parse.server.ts";

export const meta = () => [{ title: "Sessions · Throughline" }];

export const loader = withActor(["coach"], (ctx, { request }) =>
  listSessions(ctx, parseSearch(request, sessionSearch)),
);

export default function SessionsRoute() {
  return <SessionsPage page={useLoaderData<typeof loader>()} />;
}
