import type { MetaFunction } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { withActor } from "#app/access/with-actor.server.ts";
import { SiteAssessmentsPage } from "#app/features/outcomes/components/site-assessments-page.tsx";
import { listSiteAssessments } from "#app/features/outcomes/list-site-assessments.server.ts";
import { recordsSearch, siteParams } from "#app/features/outcomes/rollout.schema.ts";
import { parseParams, parseSearch } from "#app/http/parse.server.ts";

export const meta: MetaFunction<typeof loader> = ({ data }) => [
  { title: `Assessments, ${data?.site.name ?? "site"} · Throughline` },
];

export const loader = withActor(["lead", "evaluator", "supervisor"], async (ctx, { request, params }) =>
  listSiteAssessments(ctx, parseParams(params, siteParams).siteId, parseSearch(request, recordsSearch)),
);

export default function SiteAssessmentsRoute() {
  return <SiteAssessmentsPage records={useLoaderData<typeof loader>()} />;
}
