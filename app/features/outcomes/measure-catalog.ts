/** Codes of the measures that the product computes by itself. Codes are added, never renamed. */
export const MEASURE_CODES = [
  "sessions-delivered",
  "minutes-delivered",
  "reach",
  "late-entry",
  "acknowledgement",
  "fidelity-completeness",
  "fidelity-missed",
  "fidelity-met",
  "coach-certification",
] as const;

export type MeasureCode = (typeof MEASURE_CODES)[number];

interface MeasureTraits {
  /** A share of n things, a counted dose against a planned one, or minutes against planned minutes. */
  kind: "proportion" | "count-of-plan" | "amount-of-plan";
  /** Counted over the days of a month, or the state on its last day. */
  cohort: "period" | "point-in-time";
  /** What numerator and denominator count, in the plural. */
  nouns: { numerator: string; denominator: string };
  /** The module whose records it is computed from. */
  owner: "Sessions" | "Fidelity" | "Training";
  /** How it is computed, for somebody who has to defend it. */
  method: string;
}

/** What the code that computes a measure knows about it; name, definition and target are rows with versions. */
export const MEASURE_TRAITS: Record<MeasureCode, MeasureTraits> = {
  "sessions-delivered": {
    kind: "count-of-plan",
    cohort: "period",
    nouns: { numerator: "sessions delivered", denominator: "sessions planned" },
    owner: "Sessions",
    method:
      "Each day of a coach assignment plans a part of its month's sessions, under the dosage schedule in force that day and without the days of the coachee's leave and of closures announced beforehand. In the running month only days up to the as-of day are planned. Delivered sessions are added up over coachees and divided by the sum of the plans; the rate may pass 100 %. The interval is the score interval of a Poisson count.",
  },
  "minutes-delivered": {
    kind: "amount-of-plan",
    cohort: "period",
    nouns: { numerator: "minutes delivered", denominator: "minutes planned" },
    owner: "Sessions",
    method:
      "Planned sessions, as in the measure of sessions, times the planned minutes of their level. Delivered minutes are observation and meeting of each coachee's sessions; preparation, travel and documentation are no dose. Minutes are not independent of each other, so there is no interval.",
  },
  reach: {
    kind: "proportion",
    cohort: "period",
    nouns: {
      numerator: "coachees reached",
      denominator: "coachees with planned coaching, each counted once a month",
    },
    owner: "Sessions",
    method:
      "A coachee with planned coaching in a month is reached by one delivered session in that month. Over several months each coachee counts once a month. The interval is Wilson's.",
  },
  "late-entry": {
    kind: "proportion",
    cohort: "period",
    nouns: { numerator: "sessions recorded late", denominator: "sessions delivered and logged here" },
    owner: "Sessions",
    method:
      "The days from the session's day to the day it was recorded, both in the site's zone, are kept with the session when it is logged. More than three is late. A session imported from an earlier log is in neither number: it could not be entered in time. A group session counts once. The interval is Wilson's.",
  },
  acknowledgement: {
    kind: "proportion",
    cohort: "period",
    nouns: { numerator: "sessions acknowledged", denominator: "sessions delivered and logged here" },
    owner: "Sessions",
    method:
      "Acknowledged means that the session took place and its facts are right, with or without a comment; it is no agreement with its content. A session imported from an earlier log is in neither number: nobody was asked. A group session counts once. The interval is Wilson's.",
  },
  "fidelity-completeness": {
    kind: "proportion",
    cohort: "period",
    nouns: { numerator: "assessments done in time", denominator: "assessments due" },
    owner: "Fidelity",
    method:
      "Assessments belong to the month of their due day, and count once that day has passed at the site. Done in time means submitted on the due day or before. Ratings of oneself are left out. The interval is Wilson's.",
  },
  "fidelity-missed": {
    kind: "proportion",
    cohort: "period",
    nouns: { numerator: "assessments missed", denominator: "assessments due" },
    owner: "Fidelity",
    method:
      "Of the assessments due in the month, those whose last day of grace has passed without a submission. A later submission takes an assessment out of the missed ones. Ratings of oneself are left out. The interval is Wilson's.",
  },
  "fidelity-met": {
    kind: "proportion",
    cohort: "period",
    nouns: { numerator: "assessments met", denominator: "assessments scored" },
    owner: "Fidelity",
    method:
      "Reviews of coaches, not of practitioners. They belong to the month in which they were submitted. The latest scoring counts. Ratings of oneself and ratings by somebody whose reliability had lapsed are left out. Met needs the threshold of the instrument's version and no failed critical item. The interval is Wilson's.",
  },
  "coach-certification": {
    kind: "proportion",
    cohort: "point-in-time",
    nouns: { numerator: "coaches certified", denominator: "active coaches" },
    owner: "Training",
    method:
      "The state on the last day of the month, or on the as-of day of the running month. A coach is active at a site on a day on which a coach assignment there holds. Several months are never added up: the last one counts. The interval is Wilson's.",
  },
};

/** The five questions of the rollout page, in their fixed order. */
export const ROLLOUT_QUESTIONS = [
  { code: "sessions-delivered", question: "Are first sessions happening as planned?" },
  { code: "reach", question: "Are people being reached?" },
  { code: "fidelity-completeness", question: "Are fidelity assessments done on time?" },
  { code: "fidelity-met", question: "What do the latest results say?" },
  { code: "coach-certification", question: "Are coaches certified?" },
] as const satisfies { code: MeasureCode; question: string }[];
