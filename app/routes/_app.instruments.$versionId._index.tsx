import { type MetaFunction, useLoaderData } from "@remix-run/react";
import { withActor } from "#app/access/with-actor.server.ts";
import { versionParams } from "#app/features/fidelity/assessment.schema.ts";
import { InstrumentPage } from "#app/features/fidelity/components/instrument-page.tsx";
import { readInstrument } from "#app/features/fidelity/read-instrument.server.ts";
import { parseParams } from "#app/http/parse.server.ts";

export const meta: MetaFunction<typeof loader> = ({ data }) => [
  { title: `${data?.title ?? "Instrument"} · Throughline` },
];

export const loader = withActor(["lead", "evaluator", "supervisor", "admin"], (ctx, { params }) =>
  readInstrument(ctx, parseParams(params, versionParams)),
);

export default function Instrument() {
  return <InstrumentPage instrument={useLoaderData<typeof loader>()} />;
}
