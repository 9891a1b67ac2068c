import { useLoaderData, useSearchParams } from "@remix-run/react";
import { OfflinePeople } from "#app/features/sessions/components/offline-people.tsx";
import { OpeningPage } from "#app/features/sessions/components/opening-page.tsx";
import { openOfflinePeople } from "#app/features/sessions/offline/open-offline.ts";

export const meta = () => [{ title: "Without a connection · Throughline" }];

export const clientLoader = () => openOfflinePeople();
clientLoader.hydrate = true as const;

export const HydrateFallback = OpeningPage;

export default function OfflineRoute() {
  const [search] = useSearchParams();
  return <OfflinePeople pack={useLoaderData<typeof clientLoader>()} wanted={search.get("wanted")} />;
}
