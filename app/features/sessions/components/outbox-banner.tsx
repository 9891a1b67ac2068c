import { Link } from "@remix-run/react";
import { CloudOff, CloudUpload, TriangleAlert } from "lucide-react";
import { useEffect } from "react";
import type { OutboxItem } from "../offline/outbox.client.ts";
import { useOutbox } from "../offline/use-outbox.ts";
import { ageWords } from "./age-words.ts";

/**
 * Stands under the top bar of every page of a coach while logs wait on this device, and says since when. Sends them by
 * itself, and keeps this device ready for work without a connection.
 */
export function OutboxBanner({ accountId }: { accountId: string }) {
  const { items, state, at } = useOutbox(accountId, { sends: true });
  useEffect(() => {
    import("../offline/prepare-device.client.ts")
      .then(({ prepareDevice }) => prepareDevice(accountId))
      // A browser that keeps nothing works as long as it is connected.
      .catch(() => {});
  }, [accountId]);
  const oldest = items?.[0];
  if (!items || !oldest) return null;
  const needsAttention = items.some((item) => item.state !== "waiting");
  const Icon = needsAttention ? TriangleAlert : state === "offline" ? CloudOff : CloudUpload;
  return (
    <div
      role="status"
      className="flex min-h-11 items-center gap-3 border-b border-caution/35 bg-caution-soft px-4 text-sm lg:px-6 print:hidden"
    >
      <Icon aria-hidden="true" className="size-4 shrink-0 text-caution" />
      <span className="grow py-2 sm:grow-0">{words(items, oldest, at)}</span>
      <Link to="/offline/waiting" className="link inline-flex min-h-11 shrink-0 items-center font-semibold">
        {needsAttention ? (items.length === 1 ? "Look at it" : "Look at them") : "Show"}
      </Link>
    </div>
  );
}

function words(items: readonly OutboxItem[], oldest: OutboxItem, at: number): string {
  const age = ageWords(oldest.finishedAt, at);
  const stopped = items.filter(({ state }) => state !== "waiting").length;
  if (items.length === 1) return `1 log from ${age} is not sent yet${stopped > 0 ? " and needs you" : ""}`;
  const attention = stopped > 0 ? `; ${stopped} ${stopped === 1 ? "needs" : "need"} you` : "";
  return `${items.length} logs on this device are not sent yet, the oldest from ${age}${attention}`;
}
