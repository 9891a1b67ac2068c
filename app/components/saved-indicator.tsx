import { CircleCheck, CloudOff, CloudUpload, type LucideIcon, TriangleAlert } from "lucide-react";
import { Spinner } from "#app/components/spinner.tsx";

export type SavedState = "idle" | "saving" | "on-device" | "sending" | "saved" | "refused";

export interface SavedIndicatorProps {
  state: SavedState;
  /** Wall time such as "10:42". */
  at?: string;
  /** Where it lies until it is sent. */
  device?: string;
}

const SIGNS: Record<Exclude<SavedState, "idle" | "saving">, { icon: LucideIcon; colour: string }> = {
  "on-device": { icon: CloudOff, colour: "text-caution" },
  sending: { icon: CloudUpload, colour: "text-info" },
  saved: { icon: CircleCheck, colour: "text-positive" },
  refused: { icon: TriangleAlert, colour: "text-critical" },
};

function words(state: SavedState, at: string, device: string): string {
  if (state === "saving") return "Saving";
  if (state === "on-device") return `Saved${at} on this ${device} · not sent yet`;
  if (state === "sending") return `Saved${at} on this ${device} · sending`;
  if (state === "saved") return `Saved${at}`;
  if (state === "refused") return `Saved${at} on this ${device} · not accepted yet`;
  return "";
}

/** Quiet and truthful: green only once the server has answered. */
export function SavedIndicator({ state, at, device = "phone" }: SavedIndicatorProps) {
  const sign = state === "idle" || state === "saving" ? null : SIGNS[state];
  return (
    <p
      role="status"
      className="flex min-h-6 items-center gap-1.5 text-sm text-ink-muted tabular-nums max-md:empty:min-h-0"
    >
      {state === "saving" ? <Spinner /> : null}
      {sign ? <sign.icon aria-hidden="true" className={`size-4 shrink-0 ${sign.colour}`} /> : null}
      {words(state, at ? ` ${at}` : "", device)}
    </p>
  );
}
