import type { Day } from "#app/time/days.ts";
import type { MeasureCode } from "./measure-catalog.ts";
import type { Ratio } from "./site-month.rules.ts";

/** A release of a month: 1 is the first, each further one restates it. */
export interface Release {
  id: string;
  number: number;
  on: Day;
  /** Null: the job, once the month's records had locked. */
  by: string | null;
  reason: string;
}

/** What can move a figure after its release, as far as it can be counted. */
export type ChangeKind =
  | "entered"
  | "imported"
  | "changed"
  | "taken-back"
  | "leave"
  | "closures"
  | "assessments";
export interface Change {
  siteId: string;
  kind: ChangeKind;
  count: number;
}

/** A measure of a month in every release, over the sites in view, and today. */
export interface ReleasedMeasure {
  code: MeasureCode;
  name: string;
  /** In the order of `releases`; null where a release does not hold the measure. */
  releases: ((Ratio & { version: number }) | null)[];
  today: Ratio;
  isRestated: boolean;
  changes: Pick<Change, "kind" | "count">[];
}

export interface RestatedAtSite {
  siteId: string;
  site: string;
  code: MeasureCode;
  name: string;
  released: Ratio;
  today: Ratio;
  changes: Pick<Change, "kind" | "count">[];
}

export interface ReleasedMonth {
  month: Day;
  /** From old to new; the last stands. */
  releases: Release[];
  /** Releases before those listed. */
  olderReleases: number;
  measures: ReleasedMeasure[];
  restated: RestatedAtSite[];
  sites: number;
  hiddenSites: number;
  canRestate: boolean;
}

export interface ReleasedMonthItem {
  month: Day;
  number: number;
  on: Day;
  /** How many figures of sites in view are others today. */
  restated: number;
}
export interface ReleasedMonthList {
  months: ReleasedMonthItem[];
  /** The day from which the next month is released. */
  nextMonth: Day;
  nextOn: Day;
  hiddenSites: number;
}
