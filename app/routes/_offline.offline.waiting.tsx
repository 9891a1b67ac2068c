import { useLoaderData } from "@remix-run/react";
import { OpeningPage } from "#app/features/sessions/components/opening-page.tsx";
import { OutboxPage } from "#app/features/sessions/components/outbox-page.tsx";
import { openOutbox } from "#app/features/sessions/offline/open-offline.ts";

export const meta = () => [{ title: "Waiting on this device · Throughline" }];

export const clientLoader = () => openOutbox();
clientLoader.hydrate = true as const;

export const HydrateFallback = OpeningPage;

export default function WaitingRoute() {
  return <OutboxPage accountId={useLoaderData<typeof clientLoader>().accountId} />;
}
