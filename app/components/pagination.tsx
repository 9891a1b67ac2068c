import { Link, useLocation, useSearchParams } from "@remix-run/react";
import { ChevronLeft, ChevronRight } from "lucide-react";
import { buttonStyle } from "#app/components/button.tsx";

export interface PaginationProps {
  /** From 1. */
  page: number;
  pageSize: number;
  /** Rows on this page. */
  shown: number;
  /** All rows, when they were counted. */
  total?: number;
  /** Needed when there is no total. */
  hasNext?: boolean;
  /** What is listed, in the plural: "sessions". */
  noun?: string;
  param?: string;
}

const number = new Intl.NumberFormat("en-US");

export function Pagination({
  page,
  pageSize,
  shown,
  total,
  hasNext,
  noun = "",
  param = "page",
}: PaginationProps) {
  const [search] = useSearchParams();
  const { pathname } = useLocation();
  const first = (page - 1) * pageSize + 1;
  const last = first + shown - 1;
  const more = hasNext ?? (total !== undefined && last < total);

  // Without a count, the last page knows the total, and another page only that there are more.
  const count = total ?? (more ? undefined : last);
  const ofWords =
    count === undefined ? ", and more" : page > 1 || total !== undefined ? ` of ${number.format(count)}` : "";

  function hrefFor(target: number) {
    const next = new URLSearchParams(search);
    if (target <= 1) next.delete(param);
    else next.set(param, String(target));
    const query = next.toString();
    return query ? `${pathname}?${query}` : pathname;
  }

  const step = buttonStyle({ variant: "secondary", size: "medium" });
  return (
    <nav
      aria-label={noun ? `Pages of ${noun}` : "Pages"}
      className="mt-4 flex flex-wrap items-center justify-between gap-3"
    >
      <p className="text-sm text-ink-muted tabular-nums">
        {shown === 0
          ? `No ${noun || "rows"} here`
          : `${number.format(first)}–${number.format(last)}${ofWords} ${noun}`}
      </p>
      <div className="flex gap-2 print:hidden">
        {page > 1 ? (
          <Link to={hrefFor(page - 1)} rel="prev" className={step}>
            <ChevronLeft aria-hidden="true" className="size-4" />
            Previous
          </Link>
        ) : null}
        {more ? (
          <Link to={hrefFor(page + 1)} rel="next" className={step}>
            Next
            <ChevronRight aria-hidden="true" className="size-4" />
          </Link>
        ) : null}
      </div>
    </nav>
  );
}
