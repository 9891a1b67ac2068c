import { CircleAlert, CircleCheck, CircleDashed, Info, type LucideIcon, TriangleAlert } from "lucide-react";
import type { ReactNode } from "react";
import { tv } from "tailwind-variants/lite";

export type Tone = "neutral" | "accent" | "positive" | "caution" | "critical" | "info";

export const TONE_ICONS: Record<Tone, LucideIcon> = {
  neutral: CircleDashed,
  accent: CircleCheck,
  positive: CircleCheck,
  caution: TriangleAlert,
  critical: CircleAlert,
  info: Info,
};

const badge = tv({
  base: "inline-flex items-center gap-1.5 rounded-full px-2.5 py-0.5 text-[0.8125rem] leading-5 font-semibold whitespace-nowrap print:border print:border-current print:bg-transparent",
  variants: {
    tone: {
      neutral: "bg-sunken text-ink-muted",
      accent: "bg-accent-soft text-accent",
      positive: "bg-positive-soft text-positive",
      caution: "bg-caution-soft text-caution",
      critical: "bg-critical-soft text-critical",
      info: "bg-info-soft text-info",
    },
  },
});

export interface BadgeProps {
  tone?: Tone;
  /** Replaces the sign of the tone; `null` for a plain word. */
  icon?: LucideIcon | null;
  children: ReactNode;
}

export function Badge({ tone = "neutral", icon, children }: BadgeProps) {
  const Icon = icon === undefined ? TONE_ICONS[tone] : icon;
  return (
    <span className={badge({ tone })}>
      {Icon ? <Icon aria-hidden="true" className="size-3.5 shrink-0" strokeWidth={2.5} /> : null}
      {children}
    </span>
  );
}
