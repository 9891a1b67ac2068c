import { data } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { withActor } from "#app/access/with-actor.server.ts";
import { callOffClash } from "#app/features/sessions/call-off-clash.server.ts";
import { AgendaPage } from "#app/features/sessions/components/agenda-page.tsx";
import { putBackSession } from "#app/features/sessions/put-back-session.server.ts";
import { readAgenda } from "#app/features/sessions/read-agenda.server.ts";
import { agendaForm, agendaSearch } from "#app/features/sessions/session-plan.schema.ts";
import { redirectWithNotice } from "#app/http/notice.server.ts";
import { parseForm, parseSearch } from "#app/http/parse.server.ts";

export const meta = () => [{ title: "Calendar · Throughline" }];

export const loader = withActor(["coach"], (ctx, { request }) =>
  readAgenda(ctx, parseSearch(request, agendaSearch)),
);

export const action = withActor(["coach"], async (ctx, { request }) => {
  const { view, on } = parseSearch(request, agendaSearch);
  const form = await parseForm(request, agendaForm);
  if (!form.ok) return data({ message: form.message }, { status: 400 });
  const isBack = form.data.intent === "put-back";
  const result =
    form.data.intent === "put-back"
      ? await putBackSession(ctx, form.data)
      : await callOffClash(ctx, form.data);
  if (!result.ok) return data({ message: result.message }, { status: 400 });
  const path = `/calendar?view=${view}${on ? `&on=${on}` : ""}`;
  return redirectWithNotice(
    path,
    isBack ? "The session is back in the calendar" : "The session is called off",
  );
});

export default function CalendarRoute() {
  return (
    <AgendaPage page={useLoaderData<typeof loader>()} refusal={useActionData<typeof action>()?.message} />
  );
}
