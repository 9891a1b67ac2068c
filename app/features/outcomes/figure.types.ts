import type { Day } from "#app/time/days.ts";
import type { MeasureCode } from "./measure-catalog.ts";

/** A pooled figure with what is needed to defend it. */
export interface Figure {
  numerator: number;
  denominator: number;
  /** In per cent, unrounded and uncapped; null when there is nothing to divide by. */
  value: number | null;
  /** 95 % interval in per cent; null where the measure has none or there is no value. */
  interval: { lower: number; upper: number } | null;
  /** The day up to which facts are in: of the site that is furthest behind. */
  asOf: Day | null;
  /** Null while nothing of it was released. */
  released: ReleasedAs | null;
}

/** That a figure is one that was released, and what the records say now. */
export interface ReleasedAs {
  /** The day of the newest release it comes from; null when a part of it was never released. */
  on: Day | null;
  /** What it comes to today; null when that is the same. */
  today: { numerator: number; denominator: number; value: number | null } | null;
}

export interface MonthFigure extends Figure {
  month: Day;
  /** The running month, still being counted. */
  isProvisional: boolean;
}

/** A measure under the definition in force. */
export interface MeasureSummary {
  code: MeasureCode;
  name: string;
  level: string;
  direction: "up" | "down" | "range";
  /** In per cent. */
  target: number | null;
}

/** How a figure stands against its target, judged by its interval. */
export type Standing = "behind" | "maybe-behind" | "on-track" | "no-data";
