import { rememberAccount } from "./device-store.client.ts";
import { refreshPack } from "./pack.client.ts";

declare global {
  interface Window {
    __remixManifest?: { version: string };
  }
}

let preparedFor: string | undefined;

/** Once for each load of the app: what opens without a connection is fetched, and the browser is asked to keep it. */
export async function prepareDevice(accountId: string): Promise<void> {
  rememberAccount(accountId);
  if (preparedFor === accountId) return;
  preparedFor = accountId;
  await refreshPack(accountId);
  await navigator.storage?.persist?.();
  if (import.meta.env.DEV || !("serviceWorker" in navigator)) return;
  const version = window.__remixManifest?.version ?? "";
  await navigator.serviceWorker.register(`/service-worker.js?v=${version}`, { updateViaCache: "none" });
}
