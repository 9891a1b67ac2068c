import { data } from "@remix-run/node";
import { type MetaFunction, useActionData, useLoaderData } from "@remix-run/react";
import { withActor } from "#app/access/with-actor.server.ts";
import { assessmentParams, checklistInput } from "#app/features/fidelity/assessment.schema.ts";
import { ReviewPage } from "#app/features/fidelity/components/review-page.tsx";
import { listPlansOfReview } from "#app/features/fidelity/read-improvement-plan.server.ts";
import { readReview } from "#app/features/fidelity/read-review.server.ts";
import { submitAssessment } from "#app/features/fidelity/submit-assessment.server.ts";
import { redirectWithNotice } from "#app/http/notice.server.ts";
import { parseForm, parseParams } from "#app/http/parse.server.ts";

const SUBMITTED = "Review submitted. The coach can read it once it is out.";

export const meta: MetaFunction<typeof loader> = ({ data: found }) => [
  { title: `Review of ${found?.review.coachName ?? "a coach"} · Throughline` },
];

export const loader = withActor(["supervisor", "lead", "evaluator"], async (ctx, { params }) => {
  const { assessmentId } = parseParams(params, assessmentParams);
  const [review, plans] = await Promise.all([
    readReview(ctx, { assessmentId }),
    listPlansOfReview(ctx, { assessmentId }),
  ]);
  return { review, plans };
});

export const action = withActor(["supervisor"], async (ctx, { request, params }) => {
  const { assessmentId } = parseParams(params, assessmentParams);
  const form = await parseForm(request, checklistInput);
  if (!form.ok) return data(form, { status: 400 });
  const result = await submitAssessment(ctx, { assessmentId, ...form.data });
  if (!result.ok) return data(result, { status: result.code === "incomplete" ? 400 : 409 });
  return result.submitted
    ? redirectWithNotice(`/reviews/${assessmentId}`, SUBMITTED)
    : redirectWithNotice("/reviews", "Saved. You can finish the review later.");
});

export default function ReviewRoute() {
  return <ReviewPage {...useLoaderData<typeof loader>()} answer={useActionData<typeof action>()} />;
}
