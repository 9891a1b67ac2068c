import type { MetaFunction } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { withActor } from "#app/access/with-actor.server.ts";
import { SiteSessionsPage } from "#app/features/outcomes/components/site-sessions-page.tsx";
import { listSiteSessions } from "#app/features/outcomes/list-site-sessions.server.ts";
import { recordsSearch, siteParams } from "#app/features/outcomes/rollout.schema.ts";
import { parseParams, parseSearch } from "#app/http/parse.server.ts";

export const meta: MetaFunction<typeof loader> = ({ data }) => [
  { title: `Sessions, ${data?.site.name ?? "site"} · Throughline` },
];

export const loader = withActor(["lead", "evaluator", "supervisor"], async (ctx, { request, params }) =>
  listSiteSessions(ctx, parseParams(params, siteParams).siteId, parseSearch(request, recordsSearch)),
);

export default function SiteSessionsRoute() {
  return <SiteSessionsPage records={useLoaderData<typeof loader>()} />;
}
