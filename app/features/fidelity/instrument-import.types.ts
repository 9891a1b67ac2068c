import type { ColumnAccount, ImportProblem, RowAccount } from "#fidelity/instruments/imported-instrument.ts";
import type { DefinitionWarning } from "#fidelity/instruments/lint-definition.ts";
import type { DefinitionProblem } from "#fidelity/instruments/validate-definition.ts";

/** What a form asks of whoever publishes an instrument; empty where the source does not say. */
export interface InstrumentHeading {
  code: string;
  title: string;
  subject: string;
  raterTypes: string[];
  dimensions: string[];
  purpose: string;
  met: string;
  developing: string;
  /** The whole definition as JSON, sections and items with it. */
  definition: string;
}

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
  /** What keeps the items and sections from being published. */
  unfinished: DefinitionProblem[];
  heading: InstrumentHeading;
}

/** What would be published, with its name by content. */
export interface InstrumentCheck {
  heading: InstrumentHeading;
  hash: string;
  sections: number;
  items: number;
  warnings: DefinitionWarning[];
}
