import { useLoaderData } from "@remix-run/react";
import { withActor } from "#app/access/with-actor.server.ts";
import { RatersPage } from "#app/features/fidelity/components/rater-pages.tsx";
import { listRaters } from "#app/features/fidelity/read-raters.server.ts";
import { RELIABILITY_ROLES } from "#app/features/fidelity/reliability.policy.ts";

export const meta = () => [{ title: "Raters · Throughline" }];

export const loader = withActor(RELIABILITY_ROLES, (ctx) => listRaters(ctx));

export default function Raters() {
  return <RatersPage {...useLoaderData<typeof loader>()} />;
}
