import { useLoaderData } from "@remix-run/react";
import { withActor } from "#app/access/with-actor.server.ts";
import { AgendaPage } from "#app/features/sessions/components/agenda-page.tsx";
import { readAgenda } from "#app/features/sessions/read-agenda.server.ts";
import { agendaSearch } from "#app/features/sessions/session-plan.schema.ts";
import { parseSearch } from "#app/http/parse.server.ts";

export const meta = () => [{ title: "Calendar · Throughline" }];

export const loader = withActor(["coach"], (ctx, { request }) =>
  readAgenda(ctx, parseSearch(request, agendaSearch)),
);

export default function CalendarRoute() {
  return <AgendaPage page={useLoaderData<typeof loader>()} />;
}
