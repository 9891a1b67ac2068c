import type { MetaFunction } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { withActor } from "#app/access/with-actor.server.ts";
import { SiteDosePage } from "#app/features/outcomes/components/site-dose-page.tsx";
import { listSiteDose } from "#app/features/outcomes/list-site-dose.server.ts";
import { doseSearch, siteParams } from "#app/features/outcomes/rollout.schema.ts";
import { parseParams, parseSearch } from "#app/http/parse.server.ts";

export const meta: MetaFunction<typeof loader> = ({ data }) => [
  { title: `Overdue and due soon, ${data?.site.name ?? "site"} · Throughline` },
];

export const loader = withActor(["lead", "supervisor"], async (ctx, { request, params }) =>
  listSiteDose(ctx, parseParams(params, siteParams).siteId, parseSearch(request, doseSearch)),
);

export default function SiteDoseRoute() {
  return <SiteDosePage view={useLoaderData<typeof loader>()} />;
}
