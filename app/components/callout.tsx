import type { ReactNode } from "react";
import { tv } from "tailwind-variants/lite";
import { TONE_ICONS } from "#app/components/badge.tsx";

export type CalloutTone = "info" | "positive" | "caution" | "critical";

const callout = tv({
  slots: { box: "flex gap-3 rounded-card border p-4", sign: "mt-0.5 size-5 shrink-0" },
  variants: {
    tone: {
      info: { box: "border-info/35 bg-info-soft", sign: "text-info" },
      positive: { box: "border-positive/35 bg-positive-soft", sign: "text-positive" },
      caution: { box: "border-caution/35 bg-caution-soft", sign: "text-caution" },
      critical: { box: "border-critical/35 bg-critical-soft", sign: "text-critical" },
    },
  },
});

export interface CalloutProps {
  tone?: CalloutTone;
  title?: ReactNode;
  children?: ReactNode;
  actions?: ReactNode;
  /** Set for a message that appears after an action: it is read out. */
  announce?: boolean;
}

export function Callout({ tone = "info", title, children, actions, announce = false }: CalloutProps) {
  const Icon = TONE_ICONS[tone];
  const { box, sign } = callout({ tone });
  return (
    <div className={box()} role={announce ? (tone === "critical" ? "alert" : "status") : undefined}>
      <Icon aria-hidden="true" className={sign()} />
      <div className="grid min-w-0 grow gap-1">
        {title ? <p className="font-semibold">{title}</p> : null}
        {children ? <div className="max-w-prose">{children}</div> : null}
        {actions ? <div className="mt-2 flex flex-wrap gap-2">{actions}</div> : null}
      </div>
    </div>
  );
}
