import type { LucideIcon } from "lucide-react";
import type { ReactNode } from "react";
import type { Tone } from "#app/components/badge.tsx";

export interface TimelineEntry {
  id: string;
  title: ReactNode;
  /** When, already in words. */
  when: ReactNode;
  who?: ReactNode;
  icon?: LucideIcon;
  tone?: Tone;
  body?: ReactNode;
}

const DOT: Record<Tone, string> = {
  neutral: "border-line-strong text-ink-muted",
  accent: "border-accent text-accent",
  positive: "border-positive text-positive",
  caution: "border-caution text-caution",
  critical: "border-critical text-critical",
  info: "border-info text-info",
};

export function Timeline({ entries, label }: { entries: readonly TimelineEntry[]; label: string }) {
  return (
    <ol aria-label={label}>
      {entries.map(({ id, title, when, who, icon: Icon, tone = "accent", body }) => (
        <li key={id} className="group/entry relative flex gap-4 pb-6 last:pb-0">
          <span
            aria-hidden="true"
            className="absolute top-7 bottom-0 left-3.5 w-0.5 -translate-x-1/2 bg-line group-last/entry:hidden"
          />
          <span
            className={`relative grid size-7 shrink-0 place-items-center rounded-full border-2 bg-surface ${DOT[tone]}`}
          >
            {Icon ? (
              <Icon aria-hidden="true" className="size-3.5" />
            ) : (
              <span className="size-2 rounded-full bg-current" />
            )}
          </span>
          <div className="min-w-0 grow pt-0.5">
            <p className="font-medium">{title}</p>
            <p className="text-sm text-ink-muted">
              {when}
              {who ? <> · {who}</> : null}
            </p>
            {body ? <div className="mt-2">{body}</div> : null}
          </div>
        </li>
      ))}
    </ol>
  );
}
