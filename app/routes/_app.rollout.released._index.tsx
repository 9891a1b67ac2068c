import { useLoaderData } from "@remix-run/react";
import { withActor } from "#app/access/with-actor.server.ts";
import { ReleasedMonthsPage } from "#app/features/outcomes/components/released-months-page.tsx";
import { listReleased } from "#app/features/outcomes/list-released-months.server.ts";

export const meta = () => [{ title: "Released months · Throughline" }];

export const loader = withActor(["lead", "evaluator", "supervisor"], (ctx) => listReleased(ctx));

export default function ReleasedMonthsRoute() {
  return <ReleasedMonthsPage list={useLoaderData<typeof loader>()} />;
}
