import { Link, useLocation, useSearchParams } from "@remix-run/react";
import { ArrowDown, ArrowUp, ChevronsUpDown } from "lucide-react";
import { type ReactNode, useId } from "react";
import { tv } from "tailwind-variants/lite";

export interface Column<Row> {
  key: string;
  header: string;
  cell: (row: Row) => ReactNode;
  /** `end` for numbers. */
  align?: "start" | "end";
  /** Name in the `sort` search parameter; makes the header a link. */
  sort?: string;
  /** The cell that names the row and carries its link. */
  rowHeader?: boolean;
  /** Left out on screens below this width; cards show every column. */
  from?: "md" | "xl";
  /** In a line on a phone: the cell begins a line of its own. */
  newLine?: boolean;
  /** Long text: on a card it stands under its label, from the left. */
  prose?: boolean;
}

export interface DataTableProps<Row> {
  caption: string;
  hideCaption?: boolean;
  columns: readonly Column<Row>[];
  rows: readonly Row[];
  rowKey: (row: Row) => string;
  rowHref?: (row: Row) => string | undefined;
  /** On a phone: scroll sideways, one card per row with every column under its name, or a short line per row. */
  phone?: "scroll" | "cards" | "lines";
  /** Scrolls sideways on wide screens too. */
  wide?: boolean;
  dense?: boolean;
  /** Shown instead of the table when there are no rows. */
  empty?: ReactNode;
  sortParam?: string;
  /** How the rows stand when the address does not say. */
  sortedBy?: string;
}

const table = tv({
  slots: {
    head: "border-b border-line-strong px-3 py-1.5 align-bottom text-[0.8125rem] leading-6 font-semibold text-ink-muted first:pl-4 last:pr-4",
    cell: "px-3 align-top first:pl-4 last:pr-4",
  },
  variants: {
    align: {
      start: { head: "text-left", cell: "text-left" },
      end: { head: "text-right", cell: "text-right tabular-nums" },
    },
    from: {
      md: { head: "max-md:hidden", cell: "max-md:hidden" },
      xl: { head: "max-xl:hidden", cell: "max-xl:hidden" },
    },
    fromBesideCards: { md: {}, xl: { head: "md:max-xl:hidden", cell: "md:max-xl:hidden" } },
    dense: { true: { cell: "py-1.5" }, false: { cell: "py-2.5" } },
    cards: {
      true: {
        cell: "max-md:px-4 max-md:py-1",
      },
    },
    lines: { true: { cell: "max-md:p-0 max-md:first:pl-0 max-md:last:pr-0 max-md:text-left" } },
    newLine: { true: { cell: "max-md:basis-full" } },
    labelled: {
      true: {
        cell: "max-md:flex max-md:before:shrink-0 max-md:before:text-sm max-md:before:font-normal max-md:before:text-ink-muted max-md:before:content-[attr(data-label)]",
      },
    },
    facing: {
      true: { cell: "max-md:items-baseline max-md:justify-between max-md:gap-4 max-md:text-right" },
    },
    prose: { true: { cell: "max-md:flex-col max-md:gap-0! max-md:text-left!" } },
    blank: { true: { cell: "max-md:hidden" } },
    sticky: {
      true: {
        head: "xl:sticky xl:top-topbar xl:z-10 xl:bg-surface xl:first:rounded-tl-card xl:last:rounded-tr-card print:static",
      },
    },
    name: { true: { cell: "font-medium" } },
    fixed: {
      true: { head: "left-0 z-1 bg-surface max-xl:sticky", cell: "left-0 z-1 bg-surface max-xl:sticky" },
    },
    title: {
      true: { cell: "max-md:block max-md:pb-1 max-md:text-left max-md:text-base max-md:font-semibold" },
    },
  },
});

/** `name` sorts upwards, `-name` downwards. */
function useSort(param: string, unasked: string) {
  const [search] = useSearchParams();
  const { pathname } = useLocation();
  const current = search.get(param) ?? unasked;
  const key = current.replace(/^-/, "");
  const direction = current.startsWith("-") ? ("descending" as const) : ("ascending" as const);
  return {
    stateOf: (name: string) => (name === key ? direction : undefined),
    hrefFor(name: string) {
      const next = new URLSearchParams(search);
      next.set(param, name === key && direction === "ascending" ? `-${name}` : name);
      next.delete("page");
      return `${pathname}?${next}`;
    },
  };
}

function SortLink({
  href,
  state,
  align,
  children,
}: {
  href: string;
  state?: "ascending" | "descending";
  align?: "start" | "end";
  children: string;
}) {
  const Icon = state === "ascending" ? ArrowUp : state === "descending" ? ArrowDown : ChevronsUpDown;
  return (
    <Link
      to={href}
      preventScrollReset
      className={`inline-flex min-h-6 items-center gap-1 rounded-sm align-bottom underline-offset-4 hover:text-ink hover:underline pointer-coarse:min-h-11 ${align === "end" ? "flex-row-reverse" : ""}`}
    >
      {children}
      <Icon aria-hidden="true" className={`size-3.5 shrink-0 ${state ? "text-accent" : ""}`} />
    </Link>
  );
}

export function DataTable<Row>({
  caption,
  hideCaption = false,
  columns,
  rows,
  rowKey,
  rowHref,
  phone = "scroll",
  wide = false,
  dense = false,
  empty,
  sortParam = "sort",
  sortedBy = "",
}: DataTableProps<Row>) {
  const captionId = useId();
  const sort = useSort(sortParam, sortedBy);
  const cards = phone === "cards";
  const lines = phone === "lines";
  const scrolls = phone === "scroll";
  if (rows.length === 0 && empty) return <>{empty}</>;

  return (
    <section
      aria-labelledby={captionId}
      // why: a region that scrolls must be reachable by keyboard
      tabIndex={scrolls || wide ? 0 : undefined}
      className={`relative rounded-card border border-line bg-surface shadow-card print:overflow-visible print:border-0 print:shadow-none ${wide ? "overflow-x-auto" : "max-xl:overflow-x-auto"} ${cards ? "max-md:border-0 max-md:bg-transparent max-md:shadow-none" : ""}`}
    >
      <table
        className={`w-full border-separate border-spacing-0 text-[0.9375rem] ${scrolls ? (columns.length > 4 ? "max-md:min-w-160" : "") : "max-md:block"}`}
      >
        <caption
          id={captionId}
          className={
            hideCaption
              ? "sr-only"
              : `px-4 pt-3 pb-1 text-left font-semibold ${cards ? "max-md:block max-md:px-0" : ""}`
          }
        >
          {caption}
        </caption>
        <thead className={scrolls ? "" : "max-md:sr-only"}>
          <tr>
            {columns.map((column) => {
              const state = column.sort ? sort.stateOf(column.sort) : undefined;
              return (
                <th
                  key={column.key}
                  scope="col"
                  aria-sort={state}
                  className={table({
                    align: column.align ?? "start",
                    from: cards ? undefined : column.from,
                    fromBesideCards: cards ? column.from : undefined,
                    sticky: !wide,
                    fixed: scrolls && column.rowHeader,
                  }).head()}
                >
                  {column.sort ? (
                    <SortLink href={sort.hrefFor(column.sort)} state={state} align={column.align}>
                      {column.header}
                    </SortLink>
                  ) : (
                    column.header
                  )}
                </th>
              );
            })}
          </tr>
        </thead>
        <tbody className={cards ? "max-md:grid max-md:gap-3 max-md:pt-1" : lines ? "max-md:block" : ""}>
          {rows.map((row) => {
            const href = rowHref?.(row);
            return (
              <tr
                key={rowKey(row)}
                className={`group/row relative *:border-b *:border-line last:*:border-b-0 ${href ? "hover:bg-sunken/60 has-[a.stretched:focus-visible]:outline-2 has-[a.stretched:focus-visible]:-outline-offset-2 has-[a.stretched:focus-visible]:outline-focus" : ""} ${cards ? "max-md:block max-md:rounded-card max-md:border max-md:border-line max-md:bg-surface max-md:py-2 max-md:shadow-card max-md:*:border-0" : ""} ${lines ? "max-md:flex max-md:flex-wrap max-md:items-center max-md:gap-x-2.5 max-md:gap-y-1 max-md:border-b max-md:border-line max-md:px-4 max-md:py-3 max-md:last:border-b-0 max-md:*:border-0" : ""}`}
              >
                {columns.map((column) => {
                  const Cell = column.rowHeader ? "th" : "td";
                  const content = column.cell(row);
                  return (
                    <Cell
                      key={column.key}
                      scope={column.rowHeader ? "row" : undefined}
                      data-label={column.rowHeader ? undefined : column.header}
                      className={table({
                        align: column.align ?? "start",
                        from: cards ? undefined : column.from,
                        fromBesideCards: cards ? column.from : undefined,
                        dense,
                        cards,
                        lines,
                        newLine: lines && column.newLine,
                        labelled: cards && !column.rowHeader,
                        facing: cards && !column.rowHeader && !column.prose,
                        prose: cards && column.prose,
                        blank: !scrolls && content == null,
                        fixed: scrolls && column.rowHeader,
                        title: cards && column.rowHeader,
                        name: column.rowHeader,
                      }).cell()}
                    >
                      {column.rowHeader && href ? (
                        <Link
                          to={href}
                          className="stretched text-accent underline-offset-4 outline-none group-hover/row:underline"
                        >
                          {content}
                        </Link>
                      ) : (
                        content
                      )}
                    </Cell>
                  );
                })}
              </tr>
            );
          })}
        </tbody>
      </table>
    </section>
  );
}
