import { useLoaderData } from "@remix-run/react";
import { withActor } from "#app/access/with-actor.server.ts";
import { PeoplePage } from "#app/features/admin/components/people-page.tsx";
import { listPeople } from "#app/features/admin/list-people.server.ts";
import { peopleSearch } from "#app/features/admin/person.schema.ts";
import { parseSearch } from "#app/http/parse.server.ts";

export const meta = () => [{ title: "People · Throughline" }];

export const loader = withActor(["admin"], async (ctx, { request }) => {
  const search = parseSearch(request, peopleSearch);
  return { people: await listPeople(ctx, search), search };
});

export default function PeopleRoute() {
  return <PeoplePage {...useLoaderData<typeof loader>()} />;
}
