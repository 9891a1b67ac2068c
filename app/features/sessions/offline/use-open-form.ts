import { useEffect } from "react";
import { formLockOf, LOG_RELEASED } from "./outbox-changed.ts";

/** While a form of this log is open in any tab, what waits of it is held back: what is on the screen may replace it. */
export function useOpenForm(sessionId: string): void {
  useEffect(() => {
    if (!navigator.locks) return;
    let close = () => {};
    const closed = new Promise<void>((resolve) => {
      close = resolve;
    });
    navigator.locks
      .request(formLockOf(sessionId), { mode: "shared" }, () => closed)
      .then(() => window.dispatchEvent(new Event(LOG_RELEASED)))
      .catch(() => {});
    return close;
  }, [sessionId]);
}
