import type { MeasureCode } from "../measure-catalog.ts";

export interface MeasureDefinition {
  code: MeasureCode;
  name: string;
  level: "implementation" | "fidelity" | "practice" | "workforce" | "child_family";
  direction: "up" | "down" | "range";
  unit: "percent" | "rate" | "count" | "mean";
  numerator: string;
  denominator: string;
  exclusions: string;
  /** In the unit of the measure: 80 means 80 %. */
  target: number | null;
}

/** Version 1 of every measure that the product computes by itself. */
export const DEMO_MEASURES: readonly MeasureDefinition[] = [
  {
    code: "sessions-delivered",
    name: "Sessions delivered",
    level: "implementation",
    direction: "up",
    unit: "percent",
    numerator:
      "Sessions held or partly held in the month, counted once for each coachee who was there, fully or in part",
    denominator: "Sessions planned for the coachees of the site by the dosage schedule in force each day",
    exclusions:
      "Days of a coachee's leave, closures announced beforehand, and days without a coach assignment plan nothing. A coach's absence does not lower the plan. The original of a rescheduled session does not count",
    target: 80,
  },
  {
    code: "minutes-delivered",
    name: "Coaching minutes delivered",
    level: "implementation",
    direction: "up",
    unit: "percent",
    numerator: "Observation and meeting minutes that coachees had in sessions held or partly held",
    denominator: "Planned sessions times the planned minutes of their intensity level",
    exclusions: "Preparation, travel and documentation. Otherwise as for sessions delivered",
    target: 80,
  },
  {
    code: "reach",
    name: "Reach",
    level: "implementation",
    direction: "up",
    unit: "percent",
    numerator: "Coachees with at least one session held or partly held in the month",
    denominator: "Coachees with planned coaching on at least one day of the month",
    exclusions: "Coachees on leave, or without a coach assignment, on every day of the month",
    target: 90,
  },
  {
    code: "late-entry",
    name: "Late entry",
    level: "implementation",
    direction: "down",
    unit: "percent",
    numerator: "Sessions recorded more than three days after their day",
    denominator: "Sessions held or partly held in the month",
    exclusions: "Sessions that did not take place; sessions imported from an earlier log",
    target: 10,
  },
  {
    code: "acknowledgement",
    name: "Acknowledgement",
    level: "implementation",
    direction: "up",
    unit: "percent",
    numerator: "Sessions that the coachee acknowledged, with or without a comment",
    denominator: "Sessions held or partly held in the month",
    exclusions:
      "Sessions that did not take place. Disputed and lapsed ones stay in the denominator; sessions imported from an earlier log, which nobody was asked to acknowledge",
    target: 75,
  },
  {
    code: "fidelity-completeness",
    name: "Fidelity assessments on time",
    level: "fidelity",
    direction: "up",
    unit: "percent",
    numerator: "Assessments submitted on their due day or before",
    denominator: "Assessments whose due day is in the month and has passed",
    exclusions: "Waived and cancelled assessments",
    target: 85,
  },
  {
    code: "fidelity-missed",
    name: "Fidelity assessments missed",
    level: "fidelity",
    direction: "down",
    unit: "percent",
    numerator: "Assessments not submitted although their last day of grace has passed",
    denominator: "Assessments whose due day is in the month and has passed",
    exclusions: "Waived and cancelled assessments",
    target: 5,
  },
  {
    code: "fidelity-met",
    name: "Fidelity met",
    level: "fidelity",
    direction: "up",
    unit: "percent",
    numerator: "Scored assessments with the result met",
    denominator: "Assessments submitted in the month that could be scored",
    exclusions: "Assessments with too little answered to be scored",
    target: 80,
  },
  {
    code: "coach-certification",
    name: "Coaches certified",
    level: "workforce",
    direction: "up",
    unit: "percent",
    numerator: "Active coaches whose certification as a coach holds on the last day of the month",
    denominator: "Coaches with a coach assignment at the site on that day",
    exclusions: "A provisional award does not count as certified",
    target: 90,
  },
];
