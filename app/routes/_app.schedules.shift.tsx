import { data } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { withActor } from "#app/access/with-actor.server.ts";
import { ShiftReviewsPage } from "#app/features/fidelity/components/shift-reviews-page.tsx";
import { shiftForm, shiftSearch } from "#app/features/fidelity/review-board.schema.ts";
import { readShiftPage, shiftReviews } from "#app/features/fidelity/shift-reviews.server.ts";
import { redirectWithNotice } from "#app/http/notice.server.ts";
import { parseFormData, parseSearch, readForm } from "#app/http/parse.server.ts";

export const meta = () => [{ title: "Shift many reviews · Throughline" }];

export const loader = withActor(["lead"], (ctx, { request }) =>
  readShiftPage(ctx, parseSearch(request, shiftSearch)),
);

export const action = withActor(["lead"], async (ctx, { request }) => {
  const posted = await readForm(request);
  const form = parseFormData(posted, shiftForm);
  const answer = form.ok ? await shiftReviews(ctx, form.data) : form;
  if (answer.ok && "moved" in answer) {
    const { moved } = answer;
    return redirectWithNotice("/schedules/board", moved === 1 ? "1 review moved" : `${moved} reviews moved`);
  }
  return data({ ...answer, values: Object.fromEntries(posted) }, { status: answer.ok ? 200 : 400 });
});

export default function ShiftReviewsRoute() {
  return <ShiftReviewsPage page={useLoaderData<typeof loader>()} answer={useActionData<typeof action>()} />;
}
