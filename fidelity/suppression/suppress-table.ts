import { z } from "zod";
import { parseInput } from "../parse-input.ts";
import { type CellState, TableNetwork } from "./table-network.ts";

export type SuppressionPolicy = {
  /** Smallest count that may be shown, 2 or more. */
  minimum: number;
  /** Whether 0 may be shown. A 0 can disclose too: that nobody, or everybody else, had the event. Default true. */
  zeroShown?: boolean;
  /**
   * How wide the range of values at least stays that can be worked out for a suppressed small count.
   * Default: as wide as "small" itself, from 1 (or 0, where zeros are suppressed) to minimum - 1.
   */
  width?: number;
};

export type SuppressedTable = {
  /** As the table. */
  cells: CellState[][];
  rowTotals: CellState[];
  columnTotals: CellState[];
  total: CellState;
};

const COUNT = {
  error: ({ input }: { input: unknown }) => `found ${input}, expected a whole number of 0 or more, or null`,
};
const tableSchema = z
  .array(z.array(z.int(COUNT).min(0, COUNT).nullable()).min(1, { error: "expected at least 1 column" }))
  .min(1, { error: "expected at least 1 row" });
const policySchema = z.strictObject({
  minimum: z.int().min(2),
  zeroShown: z.boolean().default(true),
  width: z.int().min(1).optional(),
});

/**
 * Which cells and totals of a table of counts must not be shown, so that no small count can be worked out from what is.
 *
 * `primary`: a count, or a total, below the minimum. `secondary`: hidden because a primary one could otherwise be worked
 * out from totals and other cells. The range that the shown numbers leave for each primary cell is worked out exactly
 * (rows and columns are a network, ranges are flows through it), and cells are added, few and small ones first, totals
 * only when cells are not enough, until it is wide enough. It is assumed that the reader knows the rules, and so that no
 * hidden count is 0 where zeros are shown.
 *
 * Show both states with the same mark. Hide every percentage, rate and chart that contains a hidden count. To protect
 * the complement of a rate, give events and non-events as two columns. Each call protects one table: what other tables,
 * releases or filters say of the same people is not known here.
 *
 * @param table rows x columns of counts, whole numbers of 0 or more without totals; null where there is no data, which
 *   may be seen
 * @param policy `minimum`, `zeroShown`, `width`
 * @returns `shown`, `primary` or `secondary` for each cell, row total, column total and the grand total; the same table
 *   always gives the same answer
 * @throws TypeError for other counts or policies, all problems at once; RangeError for rows of different lengths
 *
 * Source: complementary suppression with exact interval audit, Cox 1980, JASA 75:377-385; Hundepool and others 2012,
 * Statistical Disclosure Control, chapter 4.
 */
export function suppressTable(
  table: readonly (readonly (number | null)[])[],
  policy: SuppressionPolicy,
): SuppressedTable {
  const rows = parseInput(tableSchema, table, "table");
  const { minimum, zeroShown, width } = parseInput(policySchema, policy, "policy");
  const columns = rows[0]?.length ?? 0;
  const crooked = rows.flatMap((row, place) =>
    row.length === columns
      ? []
      : [`table[${place}]: found ${row.length} columns, expected ${columns} as in table[0]`],
  );
  if (crooked.length > 0) throw new RangeError(crooked.join("\n"));

  const least = zeroShown ? 1 : 0;
  const network = new TableNetwork(rows, least);
  const small = network.cells.filter(({ value }) => value >= least && value < minimum);
  for (const cell of small) cell.state = "primary";
  const wanted = width ?? Math.max(1, minimum - 1 - least);
  for (const cell of small) network.protect(cell, wanted);

  const stateAt = (row: number, column: number) => network.cellAt(row, column)?.state ?? "shown";
  return {
    cells: rows.map((row, place) => row.map((_, column) => stateAt(place, column))),
    rowTotals: rows.map((_, place) => stateAt(place, columns)),
    columnTotals: Array.from({ length: columns }, (_, column) => stateAt(rows.length, column)),
    total: stateAt(rows.length, columns),
  };
}
