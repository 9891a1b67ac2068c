import type { MetaFunction } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { withActor } from "#app/access/with-actor.server.ts";
import { StepPage } from "#app/features/planning/components/step-page.tsx";
import { stepParams } from "#app/features/planning/plan-item.schema.ts";
import { readStep } from "#app/features/planning/read-step.server.ts";
import { parseParams } from "#app/http/parse.server.ts";

export const meta: MetaFunction<typeof loader> = ({ data }) => [
  { title: `${data ? `Step ${data.step.number}` : "Plan"} · Throughline` },
];

export const loader = withActor("anyone", (ctx, { params }) =>
  readStep(ctx, parseParams(params, stepParams)),
);

export default function StepRoute() {
  return <StepPage detail={useLoaderData<typeof loader>()} />;
}
