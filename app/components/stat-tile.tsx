import { Link } from "@remix-run/react";
import { ArrowRight } from "lucide-react";
import { type ReactNode, useId } from "react";
import { Badge, type Tone } from "#app/components/badge.tsx";

export interface StatTileProps {
  label: string;
  /** The figure as read, or a `Mark`. */
  value: ReactNode;
  unit?: string;
  n?: number;
  /** "78–89%" */
  interval?: string;
  /** "as of Sun 22 Nov 2026" */
  asOf?: string;
  missing?: string;
  status?: { tone: Tone; word: string };
  /** One sentence that says what the figure means. */
  sentence?: ReactNode;
  /** A `Sparkline`. */
  trend?: ReactNode;
  /** The records behind the figure. */
  to?: string;
  toLabel?: string;
  headingLevel?: 2 | 3 | 4;
}

const count = new Intl.NumberFormat("en-US");

export function StatTile({
  label,
  value,
  unit,
  n,
  interval,
  asOf,
  missing,
  status,
  sentence,
  trend,
  to,
  toLabel = "See what is behind this",
  headingLevel = 3,
}: StatTileProps) {
  const id = useId();
  const Heading = `h${headingLevel}` as const;
  const facts = [
    n === undefined ? "" : `n = ${count.format(n)}`,
    interval ? `95% interval ${interval}` : "",
    missing ?? "",
    asOf ?? "",
  ].filter(Boolean);
  return (
    <article
      aria-labelledby={id}
      className="relative flex break-inside-avoid flex-col gap-2 rounded-card border border-line bg-surface p-4 shadow-card md:p-5 print:shadow-none"
    >
      <Heading id={id} className="text-[0.9375rem] font-medium text-ink-muted">
        {label}
      </Heading>
      <div className="flex items-end justify-between gap-4">
        <p className="text-4xl leading-none font-semibold tracking-tight tabular-nums">
          {value}
          {unit ? (
            <span className="ml-0.5 text-xl font-medium tracking-normal text-ink-muted">{unit}</span>
          ) : null}
        </p>
        {trend ? <div className="min-w-0 text-accent">{trend}</div> : null}
      </div>
      {status ? (
        <p>
          <Badge tone={status.tone}>{status.word}</Badge>
        </p>
      ) : null}
      {sentence ? <p className="text-[0.9375rem]">{sentence}</p> : null}
      {facts.length > 0 ? (
        <p className="mt-auto flex flex-wrap gap-x-3 pt-1 text-[0.8125rem] text-ink-muted tabular-nums">
          {facts.map((fact) => (
            <span key={fact}>{fact}</span>
          ))}
        </p>
      ) : null}
      {to ? (
        <Link
          to={to}
          className="inline-flex min-h-control items-center gap-1.5 self-start font-medium text-accent underline-offset-4 hover:underline print:hidden"
        >
          {toLabel}
          <span className="sr-only">: {label}</span>
          <ArrowRight aria-hidden="true" className="size-4" />
        </Link>
      ) : null}
    </article>
  );
}
