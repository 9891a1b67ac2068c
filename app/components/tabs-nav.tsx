import { NavLink } from "@remix-run/react";

export interface TabsNavProps {
  label: string;
  tabs: readonly { to: string; label: string; count?: number; end?: boolean }[];
}

/** Pages of one thing side by side: links that look like tabs. */
export function TabsNav({ label, tabs }: TabsNavProps) {
  return (
    <nav aria-label={label} className="mb-6 border-b border-line print:hidden">
      <ul className="flex flex-wrap gap-x-1">
        {tabs.map((tab) => (
          <li key={tab.to}>
            <NavLink
              to={tab.to}
              end={tab.end}
              prefetch="intent"
              className={({ isActive }) =>
                `inline-flex min-h-11 items-center gap-2 rounded-t-control border-b-2 px-3 text-[0.9375rem] -outline-offset-2 ${isActive ? "border-accent font-semibold text-accent" : "border-transparent text-ink-muted hover:border-line-strong hover:text-ink"}`
              }
            >
              {tab.label}
              {tab.count === undefined ? null : (
                <span className="rounded-full bg-sunken px-2 text-[0.8125rem] leading-5 font-semibold text-ink-muted tabular-nums">
                  {tab.count}
                </span>
              )}
            </NavLink>
          </li>
        ))}
      </ul>
    </nav>
  );
}
