import { useLoaderData } from "@remix-run/react";
import { withActor } from "#app/access/with-actor.server.ts";
import { PlanOverviewPage } from "#app/features/planning/components/plan-overview.tsx";
import { readPlan } from "#app/features/planning/read-plan.server.ts";

export const meta = () => [{ title: "Plan · Throughline" }];

export const loader = withActor("anyone", async (ctx) => ({ overview: await readPlan(ctx) }));

export default function PlanRoute() {
  return <PlanOverviewPage overview={useLoaderData<typeof loader>().overview} />;
}
