import type { InstrumentDefinition } from "./instrument.schema.ts";
import type { DefinitionProblem } from "./validate-definition.ts";

/** What a spreadsheet holds in a cell. A date is one that the spreadsheet itself took for a date. */
export type Cell = string | number | boolean | { date: string } | null;
export type Sheet = { name: string; rows: readonly (readonly Cell[])[] };

/** `taken` as it is; `mapped` with a change or a loss that `how` names; `left-out` for the reason in `how`. */
export type Outcome = "taken" | "mapped" | "left-out";

/** What became of one row. Rows are counted as a spreadsheet counts them, from 1. */
export type RowAccount = {
  sheet: string;
  row: number;
  /** Last row when the account is of several, as of a sheet that is not read. */
  lastRow: number;
  name: string;
  /** What the source says it is, as `select_one yes_no`. */
  kind: string;
  outcome: Outcome;
  how: string;
};

/** What became of one column of a sheet that is read. */
export type ColumnAccount = { sheet: string; column: string; outcome: "taken" | "left-out"; how: string };

/** Something in the source that is not as it should be. `row` is 0 for the sheet or file as a whole. */
export type ImportProblem = { sheet: string; row: number; column: string; found: string; expected: string };

/** A definition as far as a source goes: it may lack its subject, and any list may be empty. */
export type ImportedDefinition = Omit<InstrumentDefinition, "subject"> & {
  subject: InstrumentDefinition["subject"] | null;
};

export type ImportedInstrument = {
  definition: ImportedDefinition;
  rows: RowAccount[];
  columns: ColumnAccount[];
  problems: ImportProblem[];
  /** What is still missing or wrong before the definition can be published. */
  unfinished: DefinitionProblem[];
};
