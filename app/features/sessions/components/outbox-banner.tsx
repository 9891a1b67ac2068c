import { ageWords } from "#app/offline/age-words.ts";
import { UnsentBanner } from "#app/offline/unsent-banner.tsx";
import { useDevice } from "#app/offline/use-device.ts";
import type { OutboxItem } from "../offline/outbox.client.ts";
import { type OutboxView, useOutbox } from "../offline/use-outbox.ts";

const loadRefresh = () => import("../offline/pack.client.ts").then(({ refreshPack }) => refreshPack);

/**
 * Stands on every page of a coach while logs wait on this device, and says since when. Sends them by itself, and keeps
 * this device ready for work without a connection.
 */
export function OutboxBanner({ accountId }: { accountId: string }) {
  useDevice(accountId, loadRefresh);
  return <UnsentLogs accountId={accountId} />;
}

/** How many logs wait on this device and since when; nothing while none does. Sends them by itself. */
export function UnsentLogs({ accountId }: { accountId: string }) {
  const { items, holds, state, at } = useOutbox(accountId, { sends: true });
  const oldest = items?.[0];
  if (!items || !oldest) return null;
  return (
    <UnsentBanner
      needsAttention={needsCoach(items, holds) > 0}
      isOffline={state === "offline"}
      isOne={items.length === 1}
    >
      {words(items, oldest, needsCoach(items, holds), at)}
    </UnsentBanner>
  );
}

/** How many of them do not go out before the coach has looked; one that is open is looked at. */
function needsCoach(items: readonly OutboxItem[], holds: OutboxView["holds"]): number {
  return items.filter(({ state, sessionId }) => {
    const hold = holds.get(sessionId);
    return hold !== "open" && (hold === "changed" || state !== "waiting");
  }).length;
}

function words(items: readonly OutboxItem[], oldest: OutboxItem, stopped: number, at: number): string {
  const age = ageWords(oldest.finishedAt, at);
  if (items.length === 1) return `1 log from ${age} is not sent yet${stopped > 0 ? " and needs you" : ""}`;
  const attention = stopped > 0 ? `; ${stopped} ${stopped === 1 ? "needs" : "need"} you` : "";
  return `${items.length} logs on this device are not sent yet, the oldest from ${age}${attention}`;
}
