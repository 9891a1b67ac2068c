import { type ClientLoaderFunctionArgs, useLoaderData } from "@remix-run/react";
import { OfflineAgenda } from "#app/features/sessions/components/offline-agenda.tsx";
import { NotOnDevice } from "#app/features/sessions/components/offline-people.tsx";
import { OpeningPage } from "#app/features/sessions/components/opening-page.tsx";
import { openOfflineAgenda } from "#app/features/sessions/offline/open-offline.ts";

export const meta = () => [{ title: "Calendar · Throughline" }];

export const clientLoader = ({ request }: ClientLoaderFunctionArgs) => openOfflineAgenda(request);
clientLoader.hydrate = true as const;

export const HydrateFallback = OpeningPage;

export default function OfflineCalendarRoute() {
  const page = useLoaderData<typeof clientLoader>();
  return page ? <OfflineAgenda page={page} /> : <NotOnDevice />;
}
