import { useLoaderData } from "@remix-run/react";
import { withActor } from "#app/access/with-actor.server.ts";
import { assessmentParams } from "#app/features/fidelity/assessment.schema.ts";
import { FeedbackPage } from "#app/features/fidelity/components/my-fidelity-page.tsx";
import { readFeedback } from "#app/features/fidelity/read-feedback.server.ts";
import { parseParams } from "#app/http/parse.server.ts";

export const meta = () => [{ title: "Feedback on my practice · Throughline" }];

export const loader = withActor(["coach", "coachee"], (ctx, { params }) =>
  readFeedback(ctx, parseParams(params, assessmentParams)),
);

export default function Feedback() {
  return <FeedbackPage review={useLoaderData<typeof loader>()} />;
}
