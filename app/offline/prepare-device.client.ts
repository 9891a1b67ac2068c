import { rememberAccount } from "./device-store.client.ts";

declare global {
  interface Window {
    __remixManifest?: { version: string };
  }
}

/** Brings what an account may open without a connection up to date. */
export type RefreshPack = (accountId: string) => Promise<unknown>;

/** So often a pack is asked for anew while somebody goes from page to page. */
const STALE_MS = 5 * 60_000;
const refreshed = new Map<RefreshPack, { accountId: string; at: number }>();
let preparedFor: string | undefined;

/** Once for each load of the app: what opens without a connection is fetched, and the browser is asked to keep it. */
export async function prepareDevice(accountId: string, refresh: RefreshPack): Promise<void> {
  rememberAccount(accountId);
  if (refreshed.get(refresh)?.accountId === accountId) return;
  refreshed.set(refresh, { accountId, at: Date.now() });
  await refresh(accountId);
  if (preparedFor === accountId) return;
  preparedFor = accountId;
  await navigator.storage?.persist?.();
  if (import.meta.env.DEV || !("serviceWorker" in navigator)) return;
  const version = window.__remixManifest?.version ?? "";
  await navigator.serviceWorker.register(`/service-worker.js?v=${version}`, { updateViaCache: "none" });
}

/** Brings a pack up to date after a while, or at once after a change. */
export async function keepDeviceFresh(
  accountId: string,
  refresh: RefreshPack,
  { hasChanged }: { hasChanged: boolean },
): Promise<void> {
  const last = refreshed.get(refresh);
  if (last?.accountId !== accountId || (!hasChanged && Date.now() - last.at < STALE_MS)) return;
  refreshed.set(refresh, { accountId, at: Date.now() });
  await refresh(accountId);
}
