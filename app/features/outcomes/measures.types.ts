import type { Day } from "#app/time/days.ts";
import type { Figure, MeasureSummary, MonthFigure, Standing } from "./figure.types.ts";

export interface MeasureListItem extends MeasureSummary {
  version: number;
  numerator: string;
  denominator: string;
  /** Of the last full month, pooled over the sites in scope. */
  latest: Figure;
  latestMonth: Day;
  standing: Standing;
  trend: (number | null)[];
}

export interface MeasureList {
  measures: MeasureListItem[];
  sites: number;
  hiddenSites: number;
}

export interface MeasureVersionEntry {
  version: number;
  numerator: string;
  denominator: string;
  exclusions: string;
  target: number | null;
  effectiveFrom: Day;
}

export interface MeasureView {
  measure: MeasureSummary;
  /** Newest first; the first is in force. */
  versions: MeasureVersionEntry[];
  months: MonthFigure[];
  /** Where what is measured changed so that months before and after cannot be compared. */
  breaks: { month: Day; words: string }[];
  sites: number;
  hiddenSites: number;
}
