import { Callout } from "#app/components/callout.tsx";
import { type Column, DataTable } from "#app/components/data-table.tsx";
import { formatMonth } from "#app/time/format-day.ts";
import type { SchedulePreview as Preview, PreviewCounts } from "../schedule-rule.types.ts";

type Site = Preview["sites"][number];

/** What a change of a rule adds, moves, gives to other raters and cancels: in all, then sites by months. */
export function SchedulePreview({ preview }: { preview: Preview }) {
  const { totals, covered, months, sites } = preview;
  const isNothing = !hasAny(totals);
  const columns: Column<Site>[] = [
    { key: "site", header: "Site", rowHeader: true, cell: ({ name }) => name },
    ...months.map((month, index) => ({
      key: month,
      header: formatMonth(month),
      align: "end" as const,
      cell: (site: Site) => counts(site.months[index]),
    })),
    { key: "all", header: "In all", align: "end", cell: (site) => counts(site.totals) },
  ];
  return (
    <div className="grid min-w-0 gap-4">
      <Callout
        announce
        tone={totals.cancelled > 0 ? "caution" : "info"}
        title="What saving would do in the next twelve months"
      >
        {isNothing
          ? "Nothing: no review is added, moved, cancelled or given to another rater."
          : `${totals.added === 1 ? "1 review" : `${totals.added} reviews`} added, ${totals.moved} moved, ${totals.reassigned} given to another rater, ${totals.cancelled} cancelled. Reviews that were begun or finished stay as they are.`}
        {covered > 0 ? ` ${coveredInWords(covered)}` : ""}
      </Callout>
      {isNothing ? null : (
        <>
          <DataTable
            caption="By site and month of the target day"
            columns={columns}
            rows={sites}
            rowKey={({ id }) => id}
            phone="cards"
            dense
            wide
          />
          <p className="text-sm text-ink-muted">
            <Count kind="added" /> added, <Count kind="moved" /> moved to other days,{" "}
            <Count kind="reassigned" /> given to another rater, <Count kind="cancelled" /> cancelled
          </p>
        </>
      )}
    </div>
  );
}

const coveredInWords = (covered: number) =>
  covered === 1
    ? "1 occurrence of this rule needs no review of its own: one of another rule counts for it."
    : `${covered} occurrences of this rule need no review of their own: those of other rules count for them.`;

const hasAny = (counts: PreviewCounts) => KINDS.some((kind) => counts[kind] > 0);

const SIGNS = {
  added: { sign: "+", tone: "text-positive" },
  moved: { sign: "→", tone: "text-info" },
  reassigned: { sign: "⇄", tone: "text-ink-muted" },
  cancelled: { sign: "−", tone: "text-critical" },
} as const;
const KINDS = ["added", "moved", "reassigned", "cancelled"] as const;

function counts(of: PreviewCounts | undefined) {
  if (of === undefined || !hasAny(of)) return null;
  return (
    <span className="inline-flex gap-2 whitespace-nowrap">
      {KINDS.filter((kind) => of[kind] > 0).map((kind) => (
        <Count key={kind} kind={kind} count={of[kind]} />
      ))}
    </span>
  );
}

function Count({ kind, count }: { kind: keyof PreviewCounts; count?: number }) {
  const { sign, tone } = SIGNS[kind];
  return (
    <span className={`font-medium ${tone}`}>
      <span aria-hidden="true">{sign}</span>
      {count}
      {count === undefined ? null : <span className="sr-only"> {kind}</span>}
    </span>
  );
}
