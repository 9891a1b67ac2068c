import { useLoaderData, useSearchParams } from "@remix-run/react";
import { openOfflineReviews } from "#app/features/fidelity/offline/open-reviews.ts";
import { openOfflinePeople } from "#app/features/sessions/offline/open-offline.ts";
import { OpeningPage } from "#app/offline/opening-page.tsx";
import { OfflineHome } from "#app/shell/offline-home.tsx";

export const meta = () => [{ title: "Without a connection · Throughline" }];

export const clientLoader = async () => {
  const [pack, reviews] = await Promise.all([openOfflinePeople(), openOfflineReviews()]);
  return { pack, reviews };
};
clientLoader.hydrate = true as const;

export const HydrateFallback = OpeningPage;

export default function OfflineRoute() {
  const [search] = useSearchParams();
  return <OfflineHome {...useLoaderData<typeof clientLoader>()} wanted={search.get("wanted")} />;
}
