import { data } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { withActor } from "#app/access/with-actor.server.ts";
import { ReviewsAheadPage } from "#app/features/fidelity/components/reviews-ahead-page.tsx";
import { listReviewsAhead } from "#app/features/fidelity/list-reviews-ahead.server.ts";
import { aheadSearch, waiveForm } from "#app/features/fidelity/reviews-ahead.schema.ts";
import { waiveAssessment } from "#app/features/fidelity/waive-assessment.server.ts";
import { redirectWithNotice } from "#app/http/notice.server.ts";
import { parseFormData, parseSearch, readForm } from "#app/http/parse.server.ts";

export const meta = () => [{ title: "Reviews ahead · Throughline" }];

export const loader = withActor(["lead", "evaluator"], (ctx, { request }) =>
  listReviewsAhead(ctx, parseSearch(request, aheadSearch)),
);

export const action = withActor(["lead"], async (ctx, { request }) => {
  const posted = await readForm(request);
  const form = parseFormData(posted, waiveForm);
  const answer = form.ok ? await waiveAssessment(ctx, form.data) : form;
  const { pathname, search } = new URL(request.url);
  if (answer.ok) return redirectWithNotice(`${pathname}${search}`, "The review is waived");
  const values = Object.fromEntries(posted);
  return data({ ...answer, values, intent: "waive", about: String(values.about ?? "") }, { status: 400 });
});

export default function ReviewsAheadRoute() {
  return <ReviewsAheadPage page={useLoaderData<typeof loader>()} answer={useActionData<typeof action>()} />;
}
