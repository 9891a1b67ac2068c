import {
  type ClientActionFunctionArgs,
  type ClientLoaderFunctionArgs,
  useActionData,
  useLoaderData,
} from "@remix-run/react";
import { OfflineLog } from "#app/features/sessions/components/offline-log.tsx";
import type { FormAnswer } from "#app/features/sessions/components/session-form.tsx";
import { openOfflineLog, sendNewLog } from "#app/features/sessions/offline/open-offline.ts";
import { NotOnDevice } from "#app/offline/not-on-device.tsx";
import { OpeningPage } from "#app/offline/opening-page.tsx";

export const meta = () => [{ title: "Log a session · Throughline" }];

export const clientLoader = ({ request }: ClientLoaderFunctionArgs) => openOfflineLog(request);
clientLoader.hydrate = true as const;

export const clientAction = ({ request }: ClientActionFunctionArgs) => sendNewLog(request);

/** What was typed stays in the form whatever the server said: a form is opened once. */
export const shouldRevalidate = () => false;

export const HydrateFallback = OpeningPage;

export default function OfflineLogRoute() {
  const form = useLoaderData<typeof clientLoader>();
  const answer = useActionData<FormAnswer>();
  return form ? <OfflineLog form={form} answer={answer} /> : <NotOnDevice />;
}
