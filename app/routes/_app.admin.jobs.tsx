import { useLoaderData } from "@remix-run/react";
import { withActor } from "#app/access/with-actor.server.ts";
import { JobsPage } from "#app/features/admin/components/jobs-page.tsx";
import { listJobRuns } from "#app/features/admin/list-job-runs.server.ts";
import { jobsSearch } from "#app/features/admin/operations.schema.ts";
import { parseSearch } from "#app/http/parse.server.ts";

export const meta = () => [{ title: "Jobs · Throughline" }];

export const loader = withActor(["admin"], (ctx, { request }) =>
  listJobRuns(ctx, parseSearch(request, jobsSearch)),
);

export default function JobsRoute() {
  return <JobsPage {...useLoaderData<typeof loader>()} />;
}
