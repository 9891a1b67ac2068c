import { ageWords } from "#app/offline/age-words.ts";
import { UnsentBanner } from "#app/offline/unsent-banner.tsx";
import { useDevice } from "#app/offline/use-device.ts";
import type { OutboxItem } from "../offline/outbox.client.ts";
import { useOutbox } from "../offline/use-outbox.ts";

const loadRefresh = () => import("../offline/pack.client.ts").then(({ refreshPack }) => refreshPack);

/**
 * Stands on every page of a coach while logs wait on this device, and says since when. Sends them by itself, and keeps
 * this device ready for work without a connection.
 */
export function OutboxBanner({ accountId }: { accountId: string }) {
  const { items, state, at } = useOutbox(accountId, { sends: true });
  useDevice(accountId, loadRefresh);
  const oldest = items?.[0];
  if (!items || !oldest) return null;
  return (
    <UnsentBanner
      needsAttention={items.some((item) => item.state !== "waiting")}
      isOffline={state === "offline"}
      isOne={items.length === 1}
    >
      {words(items, oldest, at)}
    </UnsentBanner>
  );
}

function words(items: readonly OutboxItem[], oldest: OutboxItem, at: number): string {
  const age = ageWords(oldest.finishedAt, at);
  const stopped = items.filter(({ state }) => state !== "waiting").length;
  if (items.length === 1) return `1 log from ${age} is not sent yet${stopped > 0 ? " and needs you" : ""}`;
  const attention = stopped > 0 ? `; ${stopped} ${stopped === 1 ? "needs" : "need"} you` : "";
  return `${items.length} logs on this device are not sent yet, the oldest from ${age}${attention}`;
}
