import { useLoaderData } from "@remix-run/react";
import { withActor } from "#app/access/with-actor.server.ts";
import { InstrumentsPage } from "#app/features/fidelity/components/instruments-page.tsx";
import { listInstruments } from "#app/features/fidelity/list-instruments.server.ts";

export const meta = () => [{ title: "Instruments · Throughline" }];

export const loader = withActor(["lead", "evaluator", "supervisor", "admin"], (ctx) => listInstruments(ctx));

export default function Instruments() {
  return <InstrumentsPage {...useLoaderData<typeof loader>()} />;
}
