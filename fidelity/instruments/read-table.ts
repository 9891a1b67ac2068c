import type { Cell, ColumnAccount, ImportProblem, Sheet } from "./imported-instrument.ts";

export type TableRow = {
  /** As the spreadsheet counts it. */
  row: number;
  /** The text under a column, empty when there is none. */
  text: (key: string) => string;
  /** Columns of this row that hold something, by key. */
  filled: string[];
};

export type Table = {
  sheet: string;
  /** Row of the header, 0 when the sheet is empty. */
  header: number;
  rows: TableRow[];
  columns: ColumnAccount[];
  problems: ImportProblem[];
  has: (key: string) => boolean;
};

/** What a header means: `key`, with `how` where its content is only named as lost; or null with the reason. */
export type HeaderMeaning = { key: string; how?: string } | { key: null; how: string };

/** For a column that a format knows and a definition has no place for. */
export const NAMED_AS_LOST = "a definition has no place for it; the rows that fill it say so";

/**
 * The rows of a sheet by the meaning of their columns. The header is the first row that holds anything; rows that hold
 * nothing are passed over. Of two columns that mean the same the first is read.
 *
 * @param sheet the sheet as it stands, from its first row and column
 * @param meaningOf what a header means; called with the header's text
 * @param exact keeps white space around texts, as in a file that we wrote
 * @returns rows with something in them, an account of every column, and a problem for every cell that the spreadsheet
 *   took for a date
 *
 * Source: none; the sheets of XLSForm and the REDCap data dictionary are tables with one header row.
 */
export function readTable(sheet: Sheet, meaningOf: (header: string) => HeaderMeaning, exact = false): Table {
  const first = sheet.rows.findIndex((row) => row.some((cell) => textOf(cell, false) !== ""));
  const columns: ColumnAccount[] = [];
  const problems: ImportProblem[] = [];
  const places = new Map<string, number>();
  const names: string[] = [];
  for (const [index, cell] of (sheet.rows[first] ?? []).entries()) {
    const header = textOf(cell, false);
    const column = columnName(index, header);
    names[index] = column;
    if (header === "") continue;
    const meaning = meaningOf(header);
    const account = { sheet: sheet.name, column };
    if (meaning.key === null) columns.push({ ...account, outcome: "left-out", how: meaning.how });
    else if (places.has(meaning.key)) {
      const kept = names[places.get(meaning.key) ?? 0] ?? "";
      columns.push({
        ...account,
        outcome: "left-out",
        how: `means the same as column ${kept}, which is read`,
      });
      problems.push({
        ...{ sheet: sheet.name, row: first + 1, column },
        ...{ found: `“${header}” again`, expected: `one column of this meaning; ${kept} is read` },
      });
    } else {
      places.set(meaning.key, index);
      columns.push({ ...account, outcome: meaning.how ? "left-out" : "taken", how: meaning.how ?? "" });
    }
  }
  const rows: TableRow[] = [];
  for (const [index, cells] of sheet.rows.entries()) {
    if (first < 0 || index <= first || cells.every((cell) => textOf(cell, false) === "")) continue;
    const row = index + 1;
    for (const [key, place] of places) {
      const cell = cells[place];
      if (isDate(cell) && key !== "default")
        problems.push({
          ...{ sheet: sheet.name, row, column: names[place] ?? "" },
          ...{
            found: `the date ${cell.date}`,
            expected: "text; the spreadsheet has made a date of what was typed",
          },
        });
    }
    const text = (key: string) => textOf(cells[places.get(key) ?? -1] ?? null, exact);
    rows.push({ row, text, filled: [...places.keys()].filter((key) => text(key).trim() !== "") });
  }
  return { sheet: sheet.name, header: first + 1, rows, columns, problems, has: (key) => places.has(key) };
}

const isDate = (cell: Cell | undefined): cell is { date: string } =>
  typeof cell === "object" && cell !== null;

function textOf(cell: Cell | undefined, exact: boolean): string {
  if (cell === null || cell === undefined) return "";
  const text = isDate(cell) ? cell.date : String(cell);
  return exact ? text : text.trim();
}

/** `C label`: the letter of a spreadsheet's column and its header. */
function columnName(index: number, header: string): string {
  let letters = "";
  for (let rest = index + 1; rest > 0; rest = Math.floor((rest - 1) / 26))
    letters = String.fromCharCode(65 + ((rest - 1) % 26)) + letters;
  return `${letters} ${header}`.trim();
}
