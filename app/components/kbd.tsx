import type { ReactNode } from "react";

export function Kbd({ children }: { children: ReactNode }) {
  return (
    <kbd className="inline-grid min-w-6 place-items-center rounded-sm border border-b-2 border-line-strong bg-surface px-1.5 font-mono text-[0.8125rem] leading-5 text-ink">
      {children}
    </kbd>
  );
}
