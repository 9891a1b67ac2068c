import { Link, useLocation } from "@remix-run/react";
import { ChevronRight } from "lucide-react";
import { type ReactNode, useEffect, useRef } from "react";

export interface Crumb {
  label: string;
  to: string;
}

export interface PageHeaderProps {
  title: ReactNode;
  /** From the top down, without the page itself. */
  breadcrumb?: readonly Crumb[];
  /** Facts in one quiet line: site, dates, version. */
  meta?: ReactNode;
  /** One sentence on what the page is for. */
  intro?: ReactNode;
  actions?: ReactNode;
}

export function PageHeader({ title, breadcrumb = [], meta, intro, actions }: PageHeaderProps) {
  const heading = useRef<HTMLHeadingElement>(null);
  const { key, pathname } = useLocation();
  const lastPath = useRef<string>();

  // why: after a client-side navigation a screen reader should start at the new title; a first load starts at the top
  useEffect(() => {
    if (lastPath.current !== pathname && key !== "default") heading.current?.focus({ preventScroll: true });
    lastPath.current = pathname;
  }, [key, pathname]);

  return (
    <header className="mb-6 grid gap-2 md:mb-8">
      {breadcrumb.length > 0 ? (
        <nav aria-label="Breadcrumb" className="print:hidden">
          <ol className="flex flex-wrap items-center gap-x-1 text-sm text-ink-muted">
            {breadcrumb.map((crumb, index) => (
              <li key={crumb.to} className="flex items-center gap-1">
                {index > 0 ? <ChevronRight aria-hidden="true" className="size-3.5" /> : null}
                <Link
                  to={crumb.to}
                  className="inline-flex min-h-6 items-center underline-offset-4 pointer-coarse:min-h-11 pointer-coarse:min-w-11 hover:text-ink hover:underline"
                >
                  {crumb.label}
                </Link>
              </li>
            ))}
          </ol>
        </nav>
      ) : null}
      <div className="flex flex-wrap items-end justify-between gap-x-6 gap-y-4">
        <div className="grid min-w-0 gap-1">
          <h1
            ref={heading}
            tabIndex={-1}
            className="text-2xl leading-tight font-semibold tracking-tight outline-none md:text-[1.75rem]"
          >
            {title}
          </h1>
          {meta ? (
            <div className="flex flex-wrap items-center gap-x-3 gap-y-1 text-sm text-ink-muted">{meta}</div>
          ) : null}
          {intro ? <p className="mt-1 max-w-prose text-ink-muted">{intro}</p> : null}
        </div>
        {actions ? <div className="flex flex-wrap gap-2 print:hidden">{actions}</div> : null}
      </div>
    </header>
  );
}
