import type { MetaFunction } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { withActor } from "#app/access/with-actor.server.ts";
import { MeasurePage } from "#app/features/outcomes/components/measure-page.tsx";
import { readMeasure } from "#app/features/outcomes/read-measure.server.ts";
import { measureParams } from "#app/features/outcomes/rollout.schema.ts";
import { parseParams } from "#app/http/parse.server.ts";

export const meta: MetaFunction<typeof loader> = ({ data }) => [
  { title: `${data?.measure.name ?? "Measure"} · Throughline` },
];

export const loader = withActor(["evaluator", "lead"], async (ctx, { params }) =>
  readMeasure(ctx, parseParams(params, measureParams).code),
);

export default function MeasureRoute() {
  return <MeasurePage view={useLoaderData<typeof loader>()} />;
}
