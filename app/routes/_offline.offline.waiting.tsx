import { useLoaderData } from "@remix-run/react";
import { openOutbox } from "#app/features/sessions/offline/open-offline.ts";
import { OpeningPage } from "#app/offline/opening-page.tsx";
import { WaitingPage } from "#app/shell/waiting-page.tsx";

export const meta = () => [{ title: "Waiting on this device · Throughline" }];

export const clientLoader = () => openOutbox();
clientLoader.hydrate = true as const;

export const HydrateFallback = OpeningPage;

export default function WaitingRoute() {
  return <WaitingPage accountId={useLoaderData<typeof clientLoader>().accountId} />;
}
