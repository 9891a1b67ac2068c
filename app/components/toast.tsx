import { type ComponentType, useEffect, useState } from "react";
import type { CalloutTone } from "#app/components/callout.tsx";

export interface ToastMessage {
  message: string;
  tone?: CalloutTone;
  /** Such as Undo; the toast then stays ten seconds. */
  action?: { label: string; onPress: () => void };
}

/** A message the server sends along with a page; shown once per id. */
export interface Notice {
  id: string;
  message: string;
  tone?: CalloutTone;
}

export interface Receiver {
  show: (toast: ToastMessage) => void;
  takeBack: (message: string) => void;
}

let receiver: Receiver | undefined;
let waiting: ToastMessage[] = [];
let wake: (() => void) | undefined;

/** Shows a toast from anywhere in the browser. */
export function showToast(toast: ToastMessage | string) {
  const message = typeof toast === "string" ? { message: toast } : toast;
  if (receiver) {
    receiver.show(message);
    return;
  }
  waiting.push(message);
  wake?.();
}

/** Puts a message away that is true no longer. */
export function takeBackToast(message: string) {
  waiting = waiting.filter((toast) => toast.message !== message);
  receiver?.takeBack(message);
}

/** Called by the region once it stands on the page. */
export function receiveToasts(next: Receiver) {
  receiver = next;
  for (const toast of waiting.splice(0)) next.show(toast);
  return () => {
    receiver = undefined;
  };
}

/** One per page, in the shell. Its code is fetched with the first toast. */
export function Toaster({ notice }: { notice?: Notice | null }) {
  const [Region, setRegion] = useState<ComponentType>();
  const [plain, setPlain] = useState<readonly ToastMessage[]>([]);

  useEffect(() => {
    let mounted = true;
    wake = () => {
      import("#app/components/toast-region.tsx").then(
        (module) => mounted && setRegion(() => module.ToastRegion),
        // why: without a connection the code may be missing, and the words matter more than the looks
        () => {
          if (!mounted) return;
          setPlain(waiting);
          waiting = [];
        },
      );
    };
    if (waiting.length > 0) wake();
    return () => {
      mounted = false;
      wake = undefined;
    };
  }, []);

  const { id, message, tone } = notice ?? {};
  useEffect(() => {
    if (id && message) showToast({ message, tone });
  }, [id, message, tone]);

  return (
    <>
      <div role="status" className="fixed inset-x-4 bottom-toast z-50 print:hidden">
        {plain.map((toast) => (
          <p key={toast.message} className="rounded-card border border-line bg-raised p-4 shadow-overlay">
            {toast.message}
          </p>
        ))}
      </div>
      {Region ? <Region /> : null}
    </>
  );
}
