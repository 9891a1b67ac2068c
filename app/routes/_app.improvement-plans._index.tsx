import { useLoaderData } from "@remix-run/react";
import { withActor } from "#app/access/with-actor.server.ts";
import { ImprovementPlansPage } from "#app/features/fidelity/components/improvement-plans.tsx";
import { PLAN_LIST_ROLES } from "#app/features/fidelity/improvement.policy.ts";
import { plansSearch } from "#app/features/fidelity/improvement.schema.ts";
import { listImprovementPlans } from "#app/features/fidelity/read-improvement-plan.server.ts";
import { parseSearch } from "#app/http/parse.server.ts";

export const meta = () => [{ title: "Improvement plans · Throughline" }];

export const loader = withActor(PLAN_LIST_ROLES, (ctx, { request }) =>
  listImprovementPlans(ctx, parseSearch(request, plansSearch)),
);

export default function ImprovementPlans() {
  return <ImprovementPlansPage {...useLoaderData<typeof loader>()} />;
}
