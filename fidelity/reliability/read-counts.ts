import { z } from "zod";
import { parseInput } from "../parse-input.ts";
import type { ContingencyTable } from "./contingency-table.ts";

/** Plain counts, rows of one rater and columns of the other, or what `contingencyTable` returns. */
export type SquareTable = readonly (readonly number[])[] | Pick<ContingencyTable, "counts">;

const count = z.int({ error: ({ input }) => `found ${input}, expected a whole number` }).min(0);
const matrix = z.array(z.array(count)).min(2, { error: "expected at least 2 categories" });

/** Counts of a two-rater table, square and at least 2 x 2, with shares and margins. */
export function readCounts(table: SquareTable) {
  const counts = parseInput(matrix, "counts" in table ? table.counts : table, "table");
  const size = counts.length;
  const crooked = counts.flatMap((row, index) =>
    row.length === size ? [] : [`table[${index}]: found ${row.length} columns, expected ${size}`],
  );
  if (crooked.length > 0) throw new RangeError(crooked.join("\n"));
  const n = sum(counts.flat());
  const shares = counts.map((row) => row.map((value) => value / n));
  const rows = counts.map((row) => sum(row) / n);
  const columns = counts.map((_, column) => sum(counts.map((row) => row[column] ?? 0)) / n);
  return { size, n, shares, rows, columns };
}

export function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
