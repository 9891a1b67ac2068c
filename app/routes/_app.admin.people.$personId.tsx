import { data, type MetaFunction } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { withActor } from "#app/access/with-actor.server.ts";
import { changePerson } from "#app/features/admin/change-person.server.ts";
import { PersonPage } from "#app/features/admin/components/person-page.tsx";
import { personForm, personParams } from "#app/features/admin/person.schema.ts";
import { readPerson } from "#app/features/admin/read-person.server.ts";
import { redirectWithNotice } from "#app/http/notice.server.ts";
import { parseFormData, parseParams, readForm } from "#app/http/parse.server.ts";

export const meta: MetaFunction<typeof loader> = ({ data }) => [
  { title: `${data?.person.name ?? "Person"} · Throughline` },
];

export const loader = withActor(["admin"], (ctx, { params }) =>
  readPerson(ctx, parseParams(params, personParams)),
);

export const action = withActor(["admin"], async (ctx, { request, params }) => {
  const { personId } = parseParams(params, personParams);
  const posted = await readForm(request);
  const typed = Object.fromEntries(posted);
  const about = { intent: String(typed.intent), about: String(typed.id ?? "") };
  const form = parseFormData(posted, personForm);
  if (!form.ok) return data({ ...form, ...about }, { status: 400 });
  const answer = await changePerson(ctx, personId, form.data);
  if (!answer.ok) return data({ ...answer, ...about, values: typed }, { status: 400 });
  return redirectWithNotice(`/admin/people/${personId}`, "Saved");
});

export default function PersonRoute() {
  return <PersonPage detail={useLoaderData<typeof loader>()} answer={useActionData<typeof action>()} />;
}
