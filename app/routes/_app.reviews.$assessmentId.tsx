import { data } from "@remix-run/node";
import { type MetaFunction, useActionData, useLoaderData } from "@remix-run/react";
import { withActor } from "#app/access/with-actor.server.ts";
import { isReviewStep, reviewStep } from "#app/features/fidelity/acceptance.schema.ts";
import { RATING_ROLES, REVIEW_ROLES } from "#app/features/fidelity/assessment.policy.ts";
import { assessmentParams, checklistInput } from "#app/features/fidelity/assessment.schema.ts";
import { ReviewPage, reviewTitle } from "#app/features/fidelity/components/review-page.tsx";
import { listPlansOfReview } from "#app/features/fidelity/read-improvement-plan.server.ts";
import { readReview } from "#app/features/fidelity/read-review.server.ts";
import { submitAssessment } from "#app/features/fidelity/submit-assessment.server.ts";
import { takeReviewStep } from "#app/features/fidelity/take-review-step.server.ts";
import { redirectWithNotice } from "#app/http/notice.server.ts";
import { parseFormData, parseParams, readForm } from "#app/http/parse.server.ts";

const SUBMITTED = "Review submitted. The coach can read it once it is out.";
const WAITS = "Review submitted. A program lead looks at it before the coach does.";
const SELF_RATED = "Self-rating submitted. It stands apart from reviews by others.";
const AMENDED = "The result is amended. The earlier one is kept beside it.";

export const meta: MetaFunction<typeof loader> = ({ data: found }) => [
  { title: `${found ? reviewTitle(found.review) : "Review"} · Throughline` },
];

export const loader = withActor(REVIEW_ROLES, async (ctx, { params }) => {
  const { assessmentId } = parseParams(params, assessmentParams);
  const [review, plans] = await Promise.all([
    readReview(ctx, { assessmentId }),
    listPlansOfReview(ctx, { assessmentId }),
  ]);
  return { review, plans };
});

export const action = withActor([...RATING_ROLES, "lead"], async (ctx, { request, params }) => {
  const { assessmentId } = parseParams(params, assessmentParams);
  const posted = await readForm(request);
  const intent = String(posted.get("intent") ?? "");
  if (isReviewStep(intent)) {
    const values = { ...Object.fromEntries(posted), itemIds: posted.getAll("itemIds").map(String) };
    const step = parseFormData(posted, reviewStep);
    if (!step.ok) return data({ ...step, values, intent }, { status: 400 });
    const taken = await takeReviewStep(ctx, { assessmentId, ...step.data });
    if (!taken.ok) return data({ ...taken, values, intent }, { status: 409 });
    return redirectWithNotice(taken.to, taken.notice);
  }
  const form = parseFormData(posted, checklistInput);
  if (!form.ok) return data(form, { status: 400 });
  const result = await submitAssessment(ctx, { assessmentId, ...form.data });
  if (!result.ok) return data(result, { status: result.code === "incomplete" ? 400 : 409 });
  if (!result.submitted)
    return result.isOfOneself
      ? redirectWithNotice("/my-fidelity", "Saved. You can finish your self-rating later.")
      : redirectWithNotice("/reviews", "Saved. You can finish the review later.");
  if (result.isOfOneself) return redirectWithNotice(`/my-fidelity/${assessmentId}`, SELF_RATED);
  return redirectWithNotice(
    `/reviews/${result.amended ?? assessmentId}`,
    result.amended ? AMENDED : result.waits ? WAITS : SUBMITTED,
  );
});

export default function ReviewRoute() {
  return <ReviewPage {...useLoaderData<typeof loader>()} answer={useActionData<typeof action>()} />;
}
