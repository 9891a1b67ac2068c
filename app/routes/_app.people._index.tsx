import { useLoaderData } from "@remix-run/react";
import { withActor } from "#app/access/with-actor.server.ts";
import { SelfRatings } from "#app/features/fidelity/components/self-ratings.tsx";
import { listOpenSelfRatings } from "#app/features/fidelity/list-self-ratings.server.ts";
import { PeopleList } from "#app/features/sessions/components/people-page.tsx";
import { listPeople } from "#app/features/sessions/list-people.server.ts";
import { peopleSearch } from "#app/features/sessions/session.schema.ts";
import { parseSearch } from "#app/http/parse.server.ts";

export const meta = () => [{ title: "My people · Throughline" }];

export const loader = withActor(["coach"], async (ctx, { request }) => {
  const [page, ratings] = await Promise.all([
    listPeople(ctx, parseSearch(request, peopleSearch)),
    listOpenSelfRatings(ctx),
  ]);
  return { page, ratings };
});

export default function PeopleRoute() {
  const { page, ratings } = useLoaderData<typeof loader>();
  return <PeopleList page={page} asked={<SelfRatings ratings={ratings} />} />;
}
