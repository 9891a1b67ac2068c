import type { Day } from "#app/time/days.ts";
import type { Figure, MonthFigure, Standing } from "./figure.types.ts";
import type { MeasureCode } from "./measure-catalog.ts";

/** The period as the address says it: how many months, up to which. */
export interface Period {
  length: 1 | 3 | 6;
  /** First days of the months, from old to new. */
  months: Day[];
  /** The running month of the program. */
  currentMonth: Day;
}

export interface RolloutFilters {
  region: string | null;
  wave: number | null;
}

export interface Tile {
  code: MeasureCode;
  question: string;
  figure: Figure;
  target: number | null;
  standing: Standing;
  /** By month, from old to new. */
  trend: (number | null)[];
}

export interface RolloutSite {
  siteId: string;
  name: string;
  region: string;
  wave: number;
  stage: string | null;
  standing: Standing;
  rank: string;
  isTied: boolean;
  reasons: string[];
  sessions: Figure;
  completeness: Figure;
  latestResult: MonthFigure | null;
  trend: (number | null)[];
}

export interface UpcomingSite {
  siteId: string;
  name: string;
  region: string;
  wave: number;
  stage: string | null;
  plannedStartOn: Day;
}

export interface Rollout {
  period: Period;
  filters: RolloutFilters;
  regions: { id: string; name: string }[];
  waves: number[];
  tiles: Tile[];
  delivery: MonthFigure[];
  deliveryTarget: number | null;
  sites: RolloutSite[];
  upcoming: UpcomingSite[];
  /** Sites of the program outside the person's scope. */
  hiddenSites: number;
  today: Day;
}

export interface SiteRow {
  id: string;
  name: string;
  zone: string;
  regionId: string;
  region: string;
  wave: number;
  plannedStartOn: Day;
  startedOn: Day | null;
  stage: string | null;
}

/** A figure of a site and a month: as released where the month was, else as computed. */
export interface FigureRow {
  siteId: string;
  code: MeasureCode;
  month: Day;
  numerator: number;
  denominator: number;
  asOf: Day;
  /** The day of the month's newest release; null while it has none. */
  releasedOn: Day | null;
  /** As computed from the records today. */
  now: { numerator: number; denominator: number };
}
