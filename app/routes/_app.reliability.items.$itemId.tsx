import { useLoaderData } from "@remix-run/react";
import { withActor } from "#app/access/with-actor.server.ts";
import { ItemPairsPage } from "#app/features/fidelity/components/reliability-page.tsx";
import { readItemPairs } from "#app/features/fidelity/read-reliability.server.ts";
import { RELIABILITY_ROLES } from "#app/features/fidelity/reliability.policy.ts";
import { itemParams, reliabilitySearch } from "#app/features/fidelity/reliability.schema.ts";
import { parseParams, parseSearch } from "#app/http/parse.server.ts";

export const meta = () => [{ title: "Pairs of an item · Throughline" }];

export const loader = withActor(RELIABILITY_ROLES, (ctx, { request, params }) =>
  readItemPairs(ctx, { ...parseParams(params, itemParams), ...parseSearch(request, reliabilitySearch) }),
);

export default function ItemPairs() {
  return <ItemPairsPage page={useLoaderData<typeof loader>()} />;
}
