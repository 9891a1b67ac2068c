import { data, type MetaFunction } from "@remix-run/node";
import { type ClientActionFunctionArgs, useActionData, useLoaderData } from "@remix-run/react";
import { withActor } from "#app/access/with-actor.server.ts";
import { PageHeader } from "#app/components/page-header.tsx";
import type { Refusal } from "#app/errors/problem.ts";
import { readRatedFocus } from "#app/features/fidelity/read-rated-focus.server.ts";
import { ChoosePerson } from "#app/features/sessions/components/people-page.tsx";
import { SessionForm } from "#app/features/sessions/components/session-form.tsx";
import { listPeople } from "#app/features/sessions/list-people.server.ts";
import { logSession } from "#app/features/sessions/log-session.server.ts";
import { sendNewLog } from "#app/features/sessions/offline/open-offline.ts";
import { openSessionForm } from "#app/features/sessions/open-session-form.server.ts";
import { newSessionSearch, sessionInput } from "#app/features/sessions/session.schema.ts";
import { formValuesOf } from "#app/features/sessions/session-form-values.ts";
import { redirectWithNotice } from "#app/http/notice.server.ts";
import { parseFormData, parseSearch, readForm } from "#app/http/parse.server.ts";

export const meta: MetaFunction<typeof loader> = ({ data }) => [
  { title: `${data?.form?.person.name ? `Log: ${data.form.person.name}` : "Log a session"} · Throughline` },
];

export const loader = withActor(["coach"], async (ctx, { request }) => {
  const { person, plan } = parseSearch(request, newSessionSearch);
  if (person) {
    const ratedFocus = await readRatedFocus(ctx);
    return { form: await openSessionForm(ctx, { personId: person, isPlan: plan, ratedFocus }), people: [] };
  }
  return { form: null, people: (await listPeople(ctx)).people };
});

export const action = withActor(["coach"], async (ctx, { request }) => {
  const posted = await readForm(request);
  const form = parseFormData(posted, sessionInput);
  const result = form.ok ? await logSession(ctx, form.data) : form;
  if (form.ok && result.ok)
    return redirectWithNotice(
      `/sessions/${form.data.id}`,
      form.data.status === "scheduled" ? "Session planned" : "Session logged",
    );
  const { code, message, fieldErrors } = result as Refusal;
  return data(
    { code, message, fieldErrors, values: formValuesOf(posted) },
    { status: code === "session-id-taken" ? 409 : 400 },
  );
});

/** In a browser the log goes by way of the device; without scripts it is posted as it is. */
export const clientAction = async ({ request, serverAction }: ClientActionFunctionArgs) =>
  (await sendNewLog(request)) ?? serverAction<typeof action>();

export default function NewSessionRoute() {
  const { form, people } = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  if (!form) return <ChoosePerson people={people} />;
  return (
    <>
      <PageHeader
        title={form.person.name}
        breadcrumb={[{ label: "My people", to: "/people" }]}
        intro={form.purpose === "plan" ? "Plan the next session." : "Log a session."}
      />
      <SessionForm key={form.person.id} page={form} answer={answer} />
    </>
  );
}
