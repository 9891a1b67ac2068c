import { data } from "@remix-run/node";
import { useActionData } from "@remix-run/react";
import { withActor } from "#app/access/with-actor.server.ts";
import { addPerson } from "#app/features/admin/add-person.server.ts";
import { NewPersonPage } from "#app/features/admin/components/new-person-page.tsx";
import { newPerson } from "#app/features/admin/person.schema.ts";
import { redirectWithNotice } from "#app/http/notice.server.ts";
import { parseForm } from "#app/http/parse.server.ts";

export const meta = () => [{ title: "Add a person · Throughline" }];

export const loader = withActor(["admin"], async () => null);

export const action = withActor(["admin"], async (ctx, { request }) => {
  const form = await parseForm(request, newPerson);
  if (!form.ok) return data(form, { status: 400 });
  const answer = await addPerson(ctx, form.data);
  if (!answer.ok) return data({ ...answer, values: { ...form.data } }, { status: 400 });
  return redirectWithNotice(`/admin/people/${answer.personId}`, "Added to the program");
});

export default function NewPersonRoute() {
  return <NewPersonPage answer={useActionData<typeof action>()} />;
}
