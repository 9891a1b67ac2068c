import type { MetaFunction } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { withActor } from "#app/access/with-actor.server.ts";
import { versionParams } from "#app/features/fidelity/assessment.schema.ts";
import { BlankChecklist } from "#app/features/fidelity/components/blank-checklist.tsx";
import { readBlankChecklist } from "#app/features/fidelity/read-instrument.server.ts";
import { parseParams } from "#app/http/parse.server.ts";

export const meta: MetaFunction<typeof loader> = ({ data }) => [
  { title: `${data?.draft.title ?? "Instrument"} on paper · Throughline` },
];

export const loader = withActor(["lead", "evaluator", "supervisor", "admin"], (ctx, { params }) =>
  readBlankChecklist(ctx, parseParams(params, versionParams)),
);

export default function InstrumentOnPaper() {
  const { versionId, draft, version } = useLoaderData<typeof loader>();
  return (
    <BlankChecklist
      draft={draft}
      version={version}
      back={{ to: `/instruments/${versionId}`, label: "Back to the instrument" }}
    />
  );
}
