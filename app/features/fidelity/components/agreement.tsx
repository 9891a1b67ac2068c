import type { Column } from "#app/components/data-table.tsx";
import { StatTile } from "#app/components/stat-tile.tsx";
import type { Agreement } from "#fidelity/raters/compare-ratings.ts";
import { formatDifference, formatShare } from "../rater-words.ts";

/** How ratings agree, in a table. */
export const AGREEMENT_COLUMNS: Column<Agreement>[] = [
  {
    key: "exact",
    header: "The same",
    align: "end",
    cell: ({ exact, compared }) => formatShare(exact, compared),
  },
  {
    key: "within",
    header: "Within one",
    align: "end",
    cell: ({ withinOne, values }) => formatShare(withinOne, values),
  },
  {
    key: "signed",
    header: "Difference",
    align: "end",
    cell: ({ signed, values }) => formatDifference(signed, values),
  },
];

/** The same over all answers. */
export function AgreementTiles({
  agreement,
  difference,
}: {
  agreement: Agreement;
  /** What the mean difference is called, and which way it goes. */
  difference: { label: string; sentence: string };
}) {
  return (
    <div className="grid gap-4 sm:grid-cols-3">
      <StatTile
        label="The same answer"
        value={formatShare(agreement.exact, agreement.compared)}
        sentence={`${agreement.exact} of ${agreement.compared} answers`}
      />
      <StatTile
        label="Within one step"
        value={formatShare(agreement.withinOne, agreement.values)}
        sentence={`${agreement.withinOne} of ${agreement.values} values`}
      />
      <StatTile {...difference} value={formatDifference(agreement.signed, agreement.values)} />
    </div>
  );
}
