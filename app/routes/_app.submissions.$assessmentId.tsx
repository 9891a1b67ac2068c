import { useLoaderData } from "@remix-run/react";
import { withActor } from "#app/access/with-actor.server.ts";
import { assessmentParams } from "#app/features/fidelity/assessment.schema.ts";
import { SubmissionsPage } from "#app/features/fidelity/components/submissions-page.tsx";
import { readSubmissions } from "#app/features/fidelity/read-submissions.server.ts";
import { parseParams } from "#app/http/parse.server.ts";

export const meta = () => [{ title: "Submissions of a review · Throughline" }];

export const loader = withActor(["supervisor", "coach"], (ctx, { params }) =>
  readSubmissions(ctx, parseParams(params, assessmentParams)),
);

export default function SubmissionsRoute() {
  return <SubmissionsPage page={useLoaderData<typeof loader>()} />;
}
