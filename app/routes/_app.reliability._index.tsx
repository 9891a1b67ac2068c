import { useLoaderData } from "@remix-run/react";
import { withActor } from "#app/access/with-actor.server.ts";
import { ReliabilityPage } from "#app/features/fidelity/components/reliability-page.tsx";
import { readReliability } from "#app/features/fidelity/read-reliability.server.ts";
import { RELIABILITY_ROLES } from "#app/features/fidelity/reliability.policy.ts";
import { reliabilitySearch } from "#app/features/fidelity/reliability.schema.ts";
import { parseSearch } from "#app/http/parse.server.ts";

export const meta = () => [{ title: "Reliability · Throughline" }];

export const loader = withActor(RELIABILITY_ROLES, (ctx, { request }) =>
  readReliability(ctx, parseSearch(request, reliabilitySearch)),
);

export default function Reliability() {
  return <ReliabilityPage desk={useLoaderData<typeof loader>()} />;
}
