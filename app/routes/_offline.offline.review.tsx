import { type ClientLoaderFunctionArgs, useLoaderData } from "@remix-run/react";
import { OfflineReview } from "#app/features/fidelity/components/offline-reviews.tsx";
import { openOfflineReview } from "#app/features/fidelity/offline/open-reviews.ts";
import { NotOnDevice } from "#app/offline/not-on-device.tsx";
import { OpeningPage } from "#app/offline/opening-page.tsx";

export const meta = () => [{ title: "Review · Throughline" }];

export const clientLoader = ({ request }: ClientLoaderFunctionArgs) => openOfflineReview(request);
clientLoader.hydrate = true as const;

export const HydrateFallback = OpeningPage;

export default function OfflineReviewRoute() {
  const review = useLoaderData<typeof clientLoader>();
  return review ? <OfflineReview review={review} /> : <NotOnDevice />;
}
