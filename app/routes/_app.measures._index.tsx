import type { MetaFunction } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { withActor } from "#app/access/with-actor.server.ts";
import { MeasuresPage } from "#app/features/outcomes/components/measures-page.tsx";
import { listMeasures } from "#app/features/outcomes/list-measures.server.ts";

export const meta: MetaFunction = () => [{ title: "Measures · Throughline" }];

export const loader = withActor(["evaluator", "lead"], async (ctx) => listMeasures(ctx));

export default function MeasuresRoute() {
  return <MeasuresPage list={useLoaderData<typeof loader>()} />;
}
