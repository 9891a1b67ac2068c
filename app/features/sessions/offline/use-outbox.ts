import { useCallback, useEffect, useState } from "react";
import type { SendState } from "#app/offline/send-state.ts";
import type { Draft } from "./draft-store.client.ts";
import type { Hold, OutboxItem, Receipt } from "./outbox.client.ts";
import { LOG_RELEASED, OUTBOX_CHANGED } from "./outbox-changed.ts";

export interface OutboxView {
  /** Null until this device has been read. */
  items: OutboxItem[] | null;
  /** Those among them that do not go out for now. */
  holds: ReadonlyMap<string, Hold>;
  /** Logs that were begun here and never finished. */
  drafts: Draft[];
  receipts: Receipt[];
  /** How the last run ended; null before one has. */
  state: SendState | null;
  /** The moment the view was taken: ages are counted to it. */
  at: number;
}

const NOTHING: OutboxView = { items: null, holds: new Map(), drafts: [], receipts: [], state: null, at: 0 };
const AGES_MS = 60_000;

/**
 * The outbox of an account on this device, kept up to date. With `sends`, it also goes out by itself: at once, when the
 * connection or the page comes back, and after ever longer waits while the server cannot be reached.
 */
export function useOutbox(accountId: string | null, { sends = false } = {}) {
  const [view, setView] = useState(NOTHING);

  const look = useCallback(
    async (state?: SendState) => {
      if (!accountId) return null;
      const [{ listHolds, listOutbox, listReceipts }, { listDrafts }] = await Promise.all([
        import("./outbox.client.ts"),
        import("./draft-store.client.ts"),
      ]);
      const [items, holds, kept, receipts] = await Promise.all([
        listOutbox(accountId),
        listHolds(accountId),
        listDrafts(accountId),
        listReceipts(accountId),
      ]);
      const queued = new Set(items.map(({ sessionId }) => sessionId));
      const drafts = kept.filter(({ sessionId }) => !queued.has(sessionId));
      setView((before) => ({
        ...{ items, holds, drafts, receipts },
        ...{ state: state ?? before.state, at: Date.now() },
      }));
      return items;
    },
    [accountId],
  );

  const send = useCallback(async () => {
    if (!accountId) return null;
    const { sendOutbox } = await import("./outbox.client.ts");
    return look(await sendOutbox(accountId));
  }, [accountId, look]);

  useEffect(() => {
    const show = () => {
      look().catch(() => {});
    };
    show();
    const ages = window.setInterval(show, AGES_MS);
    window.addEventListener(OUTBOX_CHANGED, show);
    window.addEventListener(LOG_RELEASED, show);
    return () => {
      window.clearInterval(ages);
      window.removeEventListener(OUTBOX_CHANGED, show);
      window.removeEventListener(LOG_RELEASED, show);
    };
  }, [look]);

  useEffect(() => {
    if (!sends || !accountId) return;
    let timer: number | undefined;
    let isStopped = false;
    const run = async () => {
      window.clearTimeout(timer);
      const { listReady, nextTry } = await import("./outbox.client.ts");
      if ((await listReady(accountId)).length > 0) await send();
      const wait = nextTry(await listReady(accountId));
      if (!isStopped && wait !== null) timer = window.setTimeout(start, Math.max(wait, 1_000));
    };
    const start = () => {
      run().catch(() => {});
    };
    const onVisible = () => {
      if (document.visibilityState === "visible") start();
    };
    start();
    window.addEventListener("online", start);
    window.addEventListener(LOG_RELEASED, start);
    document.addEventListener("visibilitychange", onVisible);
    return () => {
      isStopped = true;
      window.clearTimeout(timer);
      window.removeEventListener("online", start);
      window.removeEventListener(LOG_RELEASED, start);
      document.removeEventListener("visibilitychange", onVisible);
    };
  }, [accountId, sends, send]);

  return { ...view, send };
}
