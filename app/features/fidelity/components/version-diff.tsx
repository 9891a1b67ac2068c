import { type Column, DataTable } from "#app/components/data-table.tsx";
import { Mark } from "#app/components/mark.tsx";
import type { DiffLine } from "../version-diff.rules.ts";

const MOST_SHOWN = 200;

const side = (words: string | null) =>
  words === null ? <Mark kind="blank" /> : <span className="wrap-anywhere whitespace-pre-line">{words}</span>;

const COLUMNS: Column<DiffLine & { key: string }>[] = [
  {
    key: "where",
    header: "Where",
    rowHeader: true,
    cell: ({ where }) => <span className="wrap-anywhere">{where}</span>,
  },
  { key: "what", header: "What", cell: ({ what }) => what },
  { key: "before", header: "Before", cell: ({ before }) => side(before), prose: true },
  { key: "after", header: "After", cell: ({ after }) => side(after), prose: true },
];

/** What changed between two versions, to be read. */
export function VersionDiff({ lines }: { lines: readonly DiffLine[] }) {
  return (
    <>
      <DataTable
        caption="What changed"
        hideCaption
        phone="cards"
        dense
        rows={lines.slice(0, MOST_SHOWN).map((line, index) => ({ ...line, key: String(index) }))}
        rowKey={({ key }) => key}
        columns={COLUMNS}
        empty={<p>Nothing: both versions say the same.</p>}
      />
      {lines.length > MOST_SHOWN ? (
        <p className="mt-2 text-sm text-ink-muted">
          The first {MOST_SHOWN} of {lines.length} changes are shown.
        </p>
      ) : null}
    </>
  );
}
