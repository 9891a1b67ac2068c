import { useLoaderData } from "@remix-run/react";
import { withActor } from "#app/access/with-actor.server.ts";
import { assessmentParams } from "#app/features/fidelity/assessment.schema.ts";
import { FeedbackPage } from "#app/features/fidelity/components/my-fidelity-page.tsx";
import { readFeedback } from "#app/features/fidelity/read-feedback.server.ts";
import { listPlansOfReview } from "#app/features/fidelity/read-improvement-plan.server.ts";
import { parseParams } from "#app/http/parse.server.ts";

export const meta = () => [{ title: "Feedback on my coaching · Throughline" }];

export const loader = withActor(["coach"], async (ctx, { params }) => {
  const { assessmentId } = parseParams(params, assessmentParams);
  const [review, plans] = await Promise.all([
    readFeedback(ctx, { assessmentId }),
    listPlansOfReview(ctx, { assessmentId }),
  ]);
  return { review, plans };
});

export default function Feedback() {
  return <FeedbackPage {...useLoaderData<typeof loader>()} />;
}
