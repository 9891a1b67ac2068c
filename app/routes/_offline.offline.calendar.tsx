import { type ClientLoaderFunctionArgs, useLoaderData } from "@remix-run/react";
import { OfflineAgenda } from "#app/features/sessions/components/offline-agenda.tsx";
import { openOfflineAgenda } from "#app/features/sessions/offline/open-offline.ts";
import { NotOnDevice } from "#app/offline/not-on-device.tsx";
import { OpeningPage } from "#app/offline/opening-page.tsx";

export const meta = () => [{ title: "Calendar · Throughline" }];

export const clientLoader = ({ request }: ClientLoaderFunctionArgs) => openOfflineAgenda(request);
clientLoader.hydrate = true as const;

export const HydrateFallback = OpeningPage;

export default function OfflineCalendarRoute() {
  const page = useLoaderData<typeof clientLoader>();
  return page ? <OfflineAgenda page={page} /> : <NotOnDevice />;
}
