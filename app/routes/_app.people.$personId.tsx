import { data, type MetaFunction } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { withActor } from "#app/access/with-actor.server.ts";
import { PersonPage } from "#app/features/sessions/components/person-page.tsx";
import { readPerson } from "#app/features/sessions/read-person.server.ts";
import { saveGoal } from "#app/features/sessions/save-goal.server.ts";
import { goalInput, pageSearch, personParams } from "#app/features/sessions/session.schema.ts";
import { firstValue, formValuesOf } from "#app/features/sessions/session-form-values.ts";
import { redirectWithNotice } from "#app/http/notice.server.ts";
import { parseFormData, parseParams, parseSearch, readForm } from "#app/http/parse.server.ts";

export const meta: MetaFunction<typeof loader> = ({ data }) => [
  { title: `${data?.person.name ?? "Person"} · Throughline` },
];

export const loader = withActor(["coach"], (ctx, { request, params }) =>
  readPerson(ctx, { ...parseParams(params, personParams), ...parseSearch(request, pageSearch) }),
);

export const action = withActor(["coach"], async (ctx, { request, params }) => {
  const { personId } = parseParams(params, personParams);
  const posted = await readForm(request);
  const values = formValuesOf(posted);
  const form = parseFormData(posted, goalInput);
  const verdict = form.ok ? await saveGoal(ctx, { ...form.data, personId }) : form;
  if (verdict.ok) return redirectWithNotice(`/people/${personId}`, "Goal saved");
  const { message, fieldErrors } = verdict;
  return data(
    { goalId: firstValue(values, "goalId"), message, fieldErrors, values },
    { status: form.ok ? 409 : 400 },
  );
});

export default function PersonRoute() {
  return <PersonPage page={useLoaderData<typeof loader>()} answer={useActionData<typeof action>()} />;
}
