import type { MetaFunction } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { withActor } from "#app/access/with-actor.server.ts";
import { RolloutPage } from "#app/features/outcomes/components/rollout-page.tsx";
import { readRollout } from "#app/features/outcomes/read-rollout.server.ts";
import { rolloutSearch } from "#app/features/outcomes/rollout.schema.ts";
import { parseSearch } from "#app/http/parse.server.ts";

export const meta: MetaFunction = () => [{ title: "Rollout · Throughline" }];

export const loader = withActor(["lead", "evaluator", "supervisor"], async (ctx, { request }) =>
  readRollout(ctx, parseSearch(request, rolloutSearch)),
);

export default function RolloutRoute() {
  return <RolloutPage rollout={useLoaderData<typeof loader>()} />;
}
