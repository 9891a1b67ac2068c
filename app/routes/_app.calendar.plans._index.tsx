import { useLoaderData } from "@remix-run/react";
import { withActor } from "#app/access/with-actor.server.ts";
import { PlanList } from "#app/features/sessions/components/plan-page.tsx";
import { readPlans } from "#app/features/sessions/read-plans.server.ts";

export const meta = () => [{ title: "Recurring plans · Throughline" }];

export const loader = withActor(["coach"], (ctx) => readPlans(ctx));

export default function PlansRoute() {
  return <PlanList plans={useLoaderData<typeof loader>().plans} />;
}
