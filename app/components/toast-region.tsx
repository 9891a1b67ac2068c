import { X } from "lucide-react";
import { useEffect } from "react";
import { Button } from "react-aria-components/Button";
import { Text } from "react-aria-components/Text";
import {
  UNSTABLE_ToastRegion as Region,
  UNSTABLE_Toast as Toast,
  UNSTABLE_ToastContent as ToastContent,
  UNSTABLE_ToastQueue as ToastQueue,
} from "react-aria-components/Toast";
import { TONE_ICONS } from "#app/components/badge.tsx";
import { receiveToasts, type ToastMessage } from "#app/components/toast.tsx";

const READ_MS = 6_000;
const UNDO_MS = 10_000;

const TONE_TEXT = {
  info: "text-info",
  positive: "text-positive",
  caution: "text-caution",
  critical: "text-critical",
} as const;

const queue = new ToastQueue<ToastMessage>({ maxVisibleToasts: 3 });

export function ToastRegion() {
  useEffect(
    () =>
      receiveToasts({
        show: (toast) => {
          // why: bad news stays until it is put away
          const timeout = toast.tone === "critical" ? undefined : toast.action ? UNDO_MS : READ_MS;
          queue.add(toast, { timeout });
        },
        takeBack: (message) => {
          for (const { key, content } of queue.visibleToasts)
            if (content.message === message) queue.close(key);
        },
      }),
    [],
  );
  return (
    <Region
      queue={queue}
      aria-label="Messages"
      className="fixed inset-x-4 bottom-toast z-50 flex flex-col gap-2 rounded-card sm:left-auto sm:w-96 print:hidden"
    >
      {({ toast }) => {
        const { message, tone = "positive", action } = toast.content;
        const Icon = TONE_ICONS[tone];
        return (
          <Toast
            toast={toast}
            className="flex animate-enter items-center gap-3 rounded-card border border-line bg-raised py-2 pr-2 pl-4 shadow-overlay"
          >
            <Icon aria-hidden="true" className={`size-5 shrink-0 ${TONE_TEXT[tone]}`} />
            <ToastContent className="min-w-0 grow py-2">
              <Text slot="title">{message}</Text>
            </ToastContent>
            {action ? (
              <Button
                onPress={() => {
                  action.onPress();
                  queue.close(toast.key);
                }}
                className="min-h-11 rounded-control px-3 font-semibold text-accent hover:bg-accent-soft"
              >
                {action.label}
              </Button>
            ) : null}
            <Button
              slot="close"
              aria-label="Put away"
              className="grid size-11 shrink-0 place-items-center rounded-control text-ink-muted hover:bg-sunken"
            >
              <X aria-hidden="true" className="size-4.5" />
            </Button>
          </Toast>
        );
      }}
    </Region>
  );
}
