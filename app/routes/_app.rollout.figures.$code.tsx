import type { MetaFunction } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { withActor } from "#app/access/with-actor.server.ts";
import { FigureBreakdownPage } from "#app/features/outcomes/components/figure-breakdown-page.tsx";
import { readFigureBreakdown } from "#app/features/outcomes/read-figure-breakdown.server.ts";
import { measureParams, rolloutSearch } from "#app/features/outcomes/rollout.schema.ts";
import { parseParams, parseSearch } from "#app/http/parse.server.ts";

export const meta: MetaFunction<typeof loader> = ({ data }) => [
  { title: `${data?.name ?? "Rollout"} · Throughline` },
];

export const loader = withActor(["lead", "evaluator", "supervisor"], async (ctx, { request, params }) =>
  readFigureBreakdown(ctx, parseParams(params, measureParams).code, parseSearch(request, rolloutSearch)),
);

export default function FigureBreakdownRoute() {
  return <FigureBreakdownPage breakdown={useLoaderData<typeof loader>()} />;
}
