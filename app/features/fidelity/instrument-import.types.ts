import type { ColumnAccount, ImportProblem, RowAccount } from "#fidelity/instruments/imported-instrument.ts";

/** What would become of a file. Nothing of it is stored. */
export interface InstrumentDryRun {
  fileName: string;
  kind: string;
  sections: number;
  items: number;
  counts: { taken: number; mapped: number; leftOut: number };
  /** At most so many as a page can show; `counts` is of all. */
  rows: RowAccount[];
  columns: ColumnAccount[];
  problems: ImportProblem[];
  problemCount: number;
  /** Empty where the file names itself nothing: whoever brings it in does. */
  title: string;
  /** What a draft would begin with, as JSON. */
  definition: string;
}
