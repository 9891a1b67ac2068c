import { useCallback, useEffect, useState } from "react";
import { backoff } from "#app/offline/backoff.ts";
import type { SendState } from "#app/offline/send-state.ts";
import { hearAnswers } from "./answers-changed.ts";
import type { WaitingAnswer } from "./waiting-answer.rules.ts";

export interface WaitingView {
  /** Null until this device has been read. */
  rows: WaitingAnswer[] | null;
  /** How the last run ended; null before one has. */
  state: SendState | null;
  /** The moment the view was taken: ages are counted to it. */
  at: number;
  /** How many answers the server has confirmed since this page was opened. */
  confirmed: number;
}

const NOTHING: WaitingView = { rows: null, state: null, at: 0, confirmed: 0 };
const AGES_MS = 60_000;

/**
 * The answers of an account that wait on this device, kept up to date. With `sends`, they also go out by themselves: at
 * once, when the connection or the page comes back, and after ever longer waits while the server cannot be reached.
 */
export function useWaitingAnswers(accountId: string | null, { sends = false } = {}) {
  const [view, setView] = useState(NOTHING);

  const look = useCallback(
    async (state?: SendState) => {
      if (!accountId) return null;
      const { listAnswers } = await import("./answer-store.client.ts");
      const rows = await listAnswers(accountId);
      setView((before) => ({ ...before, rows, state: state ?? before.state, at: Date.now() }));
      return rows;
    },
    [accountId],
  );

  const send = useCallback(async () => {
    if (!accountId) return null;
    const { sendAnswers } = await import("./send-answers.client.ts");
    return look(await sendAnswers(accountId));
  }, [accountId, look]);

  useEffect(() => {
    if (!accountId) return;
    const show = () => {
      look().catch(() => {});
    };
    show();
    const ages = window.setInterval(show, AGES_MS);
    const deafen = hearAnswers((news) => {
      if (news.accountId !== accountId) return;
      if (news.kind === "saved") setView((before) => ({ ...before, confirmed: before.confirmed + 1 }));
      show();
    });
    return () => {
      window.clearInterval(ages);
      deafen();
    };
  }, [accountId, look]);

  useEffect(() => {
    if (!sends || !accountId) return;
    let timer: number | undefined;
    let failures = 0;
    let isStopped = false;
    const run = async () => {
      window.clearTimeout(timer);
      const left = await send();
      const isWaiting = left?.some(({ state }) => state === "waiting");
      failures = isWaiting ? failures + 1 : 0;
      if (isWaiting && !isStopped) timer = window.setTimeout(start, backoff(failures, Math.random()));
    };
    const start = () => {
      run().catch(() => {});
    };
    const again = () => {
      failures = 0;
      start();
    };
    const onVisible = () => {
      if (document.visibilityState === "visible") again();
    };
    start();
    window.addEventListener("online", again);
    document.addEventListener("visibilitychange", onVisible);
    return () => {
      isStopped = true;
      window.clearTimeout(timer);
      window.removeEventListener("online", again);
      document.removeEventListener("visibilitychange", onVisible);
    };
  }, [accountId, sends, send]);

  return { ...view, send };
}
