import type { ImportField } from "./import-columns.ts";

export type ImportStatus =
  | "uploaded"
  | "checking"
  | "checked"
  | "storing"
  | "stored"
  | "cancelled"
  | "undoing"
  | "undone"
  | "discarded"
  | "failed";

/** How days are written in a file; `2025-11-16` is always read. */
export const DAY_ORDERS = ["iso", "us", "european"] as const;
export type DayOrder = (typeof DAY_ORDERS)[number];

export interface FileColumn {
  name: string;
  /** The first different values that are not blank. */
  samples: string[];
}

export interface ImportMapping {
  /** By the column's place in the file. */
  fields: Record<string, ImportField>;
  dayOrder: DayOrder;
  /** Codes for the file's own words, by field and word in lower case; an empty code leaves it out. */
  values: Partial<Record<ImportField, Record<string, string>>>;
}

/** Rows of the last check, and of the carrying out. */
export interface ImportCounts {
  blank?: number;
  wouldStore?: number;
  already?: number;
  /** The same session as another row of the file. */
  repeated?: number;
  refused?: number;
  stored?: number;
  storedAlready?: number;
  storedRefused?: number;
  problems?: number;
}

/** What is wrong with one cell of a row, or worth knowing about it. */
export interface ImportProblem {
  /** As the file shows it: the header is row 1. */
  row: number;
  isRefusal: boolean;
  column: string;
  found: string;
  expected: string;
}

export interface ImportItem {
  id: string;
  fileName: string;
  requestedBy: string;
  requestedOn: string;
  requestedTime: string;
  status: ImportStatus;
  totalRows: number;
  counts: ImportCounts;
}

export interface ImportsPage {
  /** Of the practice profile in force, for examples. */
  functionNumbers: string[];
  /** Of the next file. */
  newId: string;
  imports: ImportItem[];
}

export interface ImportPage extends ImportItem {
  sha256: string;
  encoding: string;
  delimiter: string;
  columns: FileColumn[];
  mapping: ImportMapping;
  /** Words of the file that are no code of ours, by field. */
  unknownValues: Partial<Record<ImportField, string[]>>;
  hasFile: boolean;
  /** Last day on which the file is kept. */
  keptUntil: string;
  rowsChecked: number;
  rowsDone: number;
  error: string | null;
  problems: {
    rows: ImportProblem[];
    page: number;
    pageSize: number;
    total: number;
    /** The columns that have any, with their number. */
    columns: { name: string; count: number }[];
    column: string;
  };
  permissions: {
    canMap: boolean;
    canStore: boolean;
    canCancel: boolean;
    canDiscard: boolean;
    canUndo: boolean;
    canDownloadProblems: boolean;
  };
}
