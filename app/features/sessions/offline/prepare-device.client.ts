import { rememberAccount } from "./device-store.client.ts";
import { refreshPack } from "./pack.client.ts";

declare global {
  interface Window {
    __remixManifest?: { version: string };
  }
}

/** So often the pack is asked for anew while a coach goes from page to page. */
const STALE_MS = 5 * 60_000;
let preparedFor: string | undefined;
let refreshedAt = 0;

/** Once for each load of the app: what opens without a connection is fetched, and the browser is asked to keep it. */
export async function prepareDevice(accountId: string): Promise<void> {
  rememberAccount(accountId);
  if (preparedFor === accountId) return;
  preparedFor = accountId;
  refreshedAt = Date.now();
  await refreshPack(accountId);
  await navigator.storage?.persist?.();
  if (import.meta.env.DEV || !("serviceWorker" in navigator)) return;
  const version = window.__remixManifest?.version ?? "";
  await navigator.serviceWorker.register(`/service-worker.js?v=${version}`, { updateViaCache: "none" });
}

/** Brings the pack up to date after a while, or at once after a change. */
export async function keepDeviceFresh(
  accountId: string,
  { hasChanged }: { hasChanged: boolean },
): Promise<void> {
  if (preparedFor !== accountId || (!hasChanged && Date.now() - refreshedAt < STALE_MS)) return;
  refreshedAt = Date.now();
  await refreshPack(accountId);
}
