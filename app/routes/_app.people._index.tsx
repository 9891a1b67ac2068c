import { useLoaderData } from "@remix-run/react";
import { withActor } from "#app/access/with-actor.server.ts";
import { PeopleList } from "#app/features/sessions/components/people-page.tsx";
import { listPeople } from "#app/features/sessions/list-people.server.ts";
import { peopleSearch } from "#app/features/sessions/session.schema.ts";
import { parseSearch } from "#app/http/parse.server.ts";

export const meta = () => [{ title: "My people · Throughline" }];

export const loader = withActor(["coach"], (ctx, { request }) =>
  listPeople(ctx, parseSearch(request, peopleSearch)),
);

export default function PeopleRoute() {
  return <PeopleList page={useLoaderData<typeof loader>()} />;
}
