import { data } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { withActor } from "#app/access/with-actor.server.ts";
import { BOARD_ROLES } from "#app/features/fidelity/agreed-day.policy.ts";
import { ReviewBoardPage } from "#app/features/fidelity/components/review-board-page.tsx";
import { moveReview } from "#app/features/fidelity/move-review.server.ts";
import { readReviewBoard } from "#app/features/fidelity/read-review-board.server.ts";
import { boardForm, boardSearch } from "#app/features/fidelity/review-board.schema.ts";
import { takeBackMove } from "#app/features/fidelity/take-back-move.server.ts";
import { redirectWithNotice } from "#app/http/notice.server.ts";
import { parseFormData, parseSearch, readForm } from "#app/http/parse.server.ts";

export const meta = () => [{ title: "Board of reviews · Throughline" }];

export const loader = withActor(BOARD_ROLES, (ctx, { request }) =>
  readReviewBoard(ctx, parseSearch(request, boardSearch)),
);

export const action = withActor(["lead", "supervisor"], async (ctx, { request }) => {
  const posted = await readForm(request);
  const form = parseFormData(posted, boardForm);
  const answer = !form.ok
    ? form
    : await (form.data.intent === "take-back" ? takeBackMove(ctx, form.data) : moveReview(ctx, form.data));
  const { pathname, search } = new URL(request.url);
  if (answer.ok) return redirectWithNotice(`${pathname}${search}`, answer.message);
  const values = Object.fromEntries(posted);
  const [intent, about] = [String(values.intent ?? ""), String(values.about ?? "")];
  return data({ ...answer, values, intent, about }, { status: 400 });
});

export default function ReviewBoardRoute() {
  return <ReviewBoardPage board={useLoaderData<typeof loader>()} answer={useActionData<typeof action>()} />;
}
