import { randomUUID } from "node:crypto";
import { data } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { withActor } from "#app/access/with-actor.server.ts";
import { replyForm } from "#app/features/fidelity/acceptance.schema.ts";
import { assessmentParams } from "#app/features/fidelity/assessment.schema.ts";
import { FeedbackPage } from "#app/features/fidelity/components/my-fidelity-page.tsx";
import { readFeedback } from "#app/features/fidelity/read-feedback.server.ts";
import { listPlansOfReview } from "#app/features/fidelity/read-improvement-plan.server.ts";
import { replyToFeedback } from "#app/features/fidelity/reply-to-feedback.server.ts";
import { redirectWithNotice } from "#app/http/notice.server.ts";
import { parseForm, parseParams } from "#app/http/parse.server.ts";

export const meta = () => [{ title: "Feedback on my practice · Throughline" }];

export const loader = withActor(["coach", "coachee"], async (ctx, { params }) => {
  const { assessmentId } = parseParams(params, assessmentParams);
  const [review, plans] = await Promise.all([
    readFeedback(ctx, { assessmentId }),
    listPlansOfReview(ctx, { assessmentId }),
  ]);
  return { review, plans, newId: randomUUID() };
});

export const action = withActor(["coach", "coachee"], async (ctx, { request, params }) => {
  const { assessmentId } = parseParams(params, assessmentParams);
  const form = await parseForm(request, replyForm);
  if (!form.ok) return data(form, { status: 400 });
  const verdict = await replyToFeedback(ctx, { assessmentId, ...form.data });
  if (verdict.ok) return redirectWithNotice(`/my-fidelity/${assessmentId}`, "Your answer is with the result");
  return data({ ...verdict, values: form.data }, { status: verdict.fieldErrors ? 400 : 409 });
});

export { revalidatesForNewId as shouldRevalidate } from "#app/components/answer.ts";

export default function Feedback() {
  return <FeedbackPage {...useLoaderData<typeof loader>()} answer={useActionData<typeof action>()} />;
}
