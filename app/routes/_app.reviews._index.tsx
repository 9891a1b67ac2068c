import { useLoaderData } from "@remix-run/react";
import { withActor } from "#app/access/with-actor.server.ts";
import { ReviewsPage } from "#app/features/fidelity/components/reviews-page.tsx";
import { listReviews } from "#app/features/fidelity/list-reviews.server.ts";

export const meta = () => [{ title: "My reviews · Throughline" }];

export const loader = withActor(["supervisor"], (ctx) => listReviews(ctx));

export default function Reviews() {
  return <ReviewsPage reviews={useLoaderData<typeof loader>()} />;
}
