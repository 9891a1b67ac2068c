import { useLocation, useNavigation } from "@remix-run/react";
import { useEffect, useRef } from "react";
import type { RefreshPack } from "./prepare-device.client.ts";

/**
 * Keeps this device ready for work without a connection: a pack is fetched with the first page, and what is changed
 * here is on the device with the next one. A browser that keeps nothing works as long as it is connected.
 * @param loadRefresh fetches the code with the pack; always the same function
 */
export function useDevice(accountId: string, loadRefresh: () => Promise<RefreshPack>): void {
  const { state, formMethod } = useNavigation();
  const { key } = useLocation();
  const hasChanged = useRef(false);
  if (formMethod === "POST") hasChanged.current = true;

  useEffect(() => {
    Promise.all([import("./prepare-device.client.ts"), loadRefresh()])
      .then(([{ prepareDevice }, refresh]) => prepareDevice(accountId, refresh))
      .catch(() => {});
  }, [accountId, loadRefresh]);

  // biome-ignore lint/correctness/useExhaustiveDependencies: each page that was reached is a moment to look
  useEffect(() => {
    if (state !== "idle") return;
    const given = { hasChanged: hasChanged.current };
    hasChanged.current = false;
    Promise.all([import("./prepare-device.client.ts"), loadRefresh()])
      .then(([{ keepDeviceFresh }, refresh]) => keepDeviceFresh(accountId, refresh, given))
      .catch(() => {});
  }, [accountId, loadRefresh, state, key]);
}
