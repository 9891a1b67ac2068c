import { useCallback, useEffect, useState } from "react";
import type { SendState } from "#app/offline/send-state.ts";
import type { OutboxItem, Receipt } from "./outbox.client.ts";
import { OUTBOX_CHANGED } from "./outbox-changed.ts";

export interface OutboxView {
  /** Null until this device has been read. */
  items: OutboxItem[] | null;
  receipts: Receipt[];
  /** How the last run ended; null before one has. */
  state: SendState | null;
  /** The moment the view was taken: ages are counted to it. */
  at: number;
}

const NOTHING: OutboxView = { items: null, receipts: [], state: null, at: 0 };
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
      const { listOutbox, listReceipts } = await import("./outbox.client.ts");
      const [items, receipts] = await Promise.all([listOutbox(accountId), listReceipts(accountId)]);
      setView((before) => ({ items, receipts, state: state ?? before.state, at: Date.now() }));
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
    return () => {
      window.clearInterval(ages);
      window.removeEventListener(OUTBOX_CHANGED, show);
    };
  }, [look]);

  useEffect(() => {
    if (!sends || !accountId) return;
    let timer: number | undefined;
    let isStopped = false;
    const run = async () => {
      window.clearTimeout(timer);
      const { listOutbox, nextTry } = await import("./outbox.client.ts");
      const hasWork = (await listOutbox(accountId)).some(({ state }) => state === "waiting");
      const items = hasWork ? await send() : [];
      const wait = nextTry(items ?? []);
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
    document.addEventListener("visibilitychange", onVisible);
    return () => {
      isStopped = true;
      window.clearTimeout(timer);
      window.removeEventListener("online", start);
      document.removeEventListener("visibilitychange", onVisible);
    };
  }, [accountId, sends, send]);

  return { ...view, send };
}
