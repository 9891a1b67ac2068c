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
