import { Form, Link, useLocation, useSearchParams } from "@remix-run/react";
import { X } from "lucide-react";
import type { ReactNode } from "react";
import { Button } from "#app/components/button.tsx";

export interface ActiveFilter {
  param: string;
  /** Needed when the parameter may occur several times. */
  value?: string;
  /** "Site: Bend" */
  label: string;
}

export interface FilterBarProps {
  /** Native fields whose names are search parameters. */
  children: ReactNode;
  active?: readonly ActiveFilter[];
  /** Parameters that are not filters and survive, such as the sort order. */
  keep?: readonly string[];
  label?: string;
  submitLabel?: string;
  /** Beside the submit button: an export, a saved view. */
  extra?: ReactNode;
}

export function FilterBar({
  children,
  active = [],
  keep = ["sort"],
  label = "Filter",
  submitLabel = "Show",
  extra,
}: FilterBarProps) {
  const [search] = useSearchParams();
  const { pathname } = useLocation();

  function without(filters: readonly ActiveFilter[]) {
    const next = new URLSearchParams(search);
    for (const { param, value } of filters) next.delete(param, value);
    next.delete("page");
    const query = next.toString();
    return query ? `${pathname}?${query}` : pathname;
  }

  return (
    <div className="mb-5 grid gap-3 print:hidden">
      <Form
        // why: the fields are uncontrolled, so a removed chip must give them their new default
        key={search.toString()}
        method="get"
        role="search"
        aria-label={label}
        className="grid grid-cols-2 items-end gap-3 sm:flex sm:flex-wrap sm:*:not-last:min-w-36"
      >
        {keep.flatMap((name) =>
          search
            .getAll(name)
            .map((value) => <input key={`${name} ${value}`} type="hidden" name={name} value={value} />),
        )}
        {children}
        <div className="flex flex-wrap gap-2">
          <Button variant="secondary">{submitLabel}</Button>
          {extra}
        </div>
      </Form>
      {active.length > 0 ? (
        <ul aria-label="Filters in use" className="flex flex-wrap items-center gap-2">
          {active.map((filter) => (
            <li key={`${filter.param} ${filter.value ?? ""}`}>
              <Link
                to={without([filter])}
                preventScrollReset
                className="inline-flex min-h-8 items-center gap-1.5 rounded-full bg-accent-soft px-3 text-sm font-medium text-accent hover:bg-sunken pointer-coarse:min-h-11"
              >
                <span className="sr-only">Remove filter </span>
                {filter.label}
                <X aria-hidden="true" className="size-3.5" />
              </Link>
            </li>
          ))}
          {active.length > 1 ? (
            <li>
              <Link
                to={without(active)}
                preventScrollReset
                className="link inline-flex min-h-6 items-center text-sm pointer-coarse:min-h-11"
              >
                Clear all
              </Link>
            </li>
          ) : null}
        </ul>
      ) : null}
    </div>
  );
}
