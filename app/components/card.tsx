import { Link } from "@remix-run/react";
import type { ReactNode } from "react";

export interface CardProps {
  title?: ReactNode;
  /** Makes the whole card one link; the title carries its name. */
  to?: string;
  /** Beside the title: a badge, a button, a menu. */
  aside?: ReactNode;
  footer?: ReactNode;
  headingLevel?: 2 | 3 | 4;
  /** No inner padding, for a table or list that reaches the edges. */
  flush?: boolean;
  className?: string;
  children?: ReactNode;
}

export function Card({
  title,
  to,
  aside,
  footer,
  headingLevel = 3,
  flush = false,
  className = "",
  children,
}: CardProps) {
  const Heading = `h${headingLevel}` as const;
  return (
    <div
      className={`relative flex flex-col rounded-card border border-line bg-surface shadow-card print:shadow-none ${to ? "transition-colors hover:border-line-strong has-[a.stretched:focus-visible]:outline-2 has-[a.stretched:focus-visible]:outline-offset-2 has-[a.stretched:focus-visible]:outline-focus" : ""} ${className}`}
    >
      {title || aside ? (
        <div className="flex flex-wrap items-start justify-between gap-x-4 gap-y-2 px-4 pt-4 md:px-5">
          {title ? (
            <Heading className="min-w-0 text-base font-semibold">
              {to ? (
                <Link to={to} className="stretched outline-none">
                  {title}
                </Link>
              ) : (
                title
              )}
            </Heading>
          ) : null}
          {aside ? <div className="relative z-10 flex shrink-0 items-center gap-2">{aside}</div> : null}
        </div>
      ) : null}
      {children ? (
        <div
          className={
            flush
              ? "mt-3 overflow-hidden rounded-b-card first:mt-0 first:rounded-t-card"
              : "p-4 md:px-5 [*+&]:pt-2"
          }
        >
          {children}
        </div>
      ) : null}
      {footer ? (
        <div className="relative z-10 mt-auto border-t border-line px-4 py-3 md:px-5">{footer}</div>
      ) : null}
    </div>
  );
}
