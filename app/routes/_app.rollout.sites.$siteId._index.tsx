import type { MetaFunction } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { withActor } from "#app/access/with-actor.server.ts";
import { SitePage } from "#app/features/outcomes/components/site-page.tsx";
import { readSite } from "#app/features/outcomes/read-site.server.ts";
import { rolloutSearch, siteParams } from "#app/features/outcomes/rollout.schema.ts";
import { parseParams, parseSearch } from "#app/http/parse.server.ts";

export const meta: MetaFunction<typeof loader> = ({ data }) => [
  { title: `${data?.site.name ?? "Site"} · Throughline` },
];

export const loader = withActor(["lead", "evaluator", "supervisor"], async (ctx, { request, params }) =>
  readSite(ctx, parseParams(params, siteParams).siteId, parseSearch(request, rolloutSearch)),
);

export default function SiteRoute() {
  return <SitePage view={useLoaderData<typeof loader>()} />;
}
