import type { ReactNode } from "react";
import { ThroughlineMark, Wordmark } from "#app/components/wordmark.tsx";

export interface AuthLayoutProps {
  title: string;
  intro?: ReactNode;
  /** The form. */
  children: ReactNode;
  footer?: ReactNode;
}

export function AuthLayout({ title, intro, children, footer }: AuthLayoutProps) {
  return (
    <div className="grid min-h-dvh lg:grid-cols-[minmax(0,1fr)_minmax(0,1.1fr)]">
      <aside className="relative hidden flex-col justify-between overflow-hidden bg-accent-soft p-12 lg:flex">
        <Wordmark />
        <p className="relative max-w-md text-3xl leading-snug font-semibold tracking-tight text-balance">
          One unbroken line from why we coach to what changed for families.
        </p>
        <ThroughlineMark className="pointer-events-none absolute -right-24 bottom-24 h-72 w-auto text-accent opacity-15" />
        <p className="relative text-sm text-ink-muted">
          The coaching conversation stays between coach and coachee.
        </p>
      </aside>
      <main id="main" className="flex flex-col px-4 py-8 sm:px-8 lg:justify-center">
        <div className="mx-auto grid w-full max-w-sm gap-6">
          <Wordmark className="mb-6 lg:hidden" />
          <div className="grid gap-2">
            <h1 className="text-2xl font-semibold tracking-tight">{title}</h1>
            {intro ? <div className="text-ink-muted">{intro}</div> : null}
          </div>
          {children}
          {footer ? <div className="border-t border-line pt-4 text-sm text-ink-muted">{footer}</div> : null}
        </div>
      </main>
    </div>
  );
}
