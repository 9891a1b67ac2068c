import { z } from "zod";

/** Whose fidelity is measured. The coach's fidelity to the model and the practitioner's to practice are never mixed. */
export const INSTRUMENT_SUBJECTS = ["coach", "practitioner", "unit"] as const;

export const RATER_TYPES = ["self", "supervisor", "peer-coach", "independent", "participant"] as const;

/** The five dimensions of implementation fidelity (Dane & Schneider 1998, Clinical Psychology Review 18:23). */
export const FIDELITY_DIMENSIONS = [
  "adherence",
  "exposure",
  "quality",
  "responsiveness",
  "differentiation",
] as const;

/** What "not observed" does: leaves the score, earns nothing, or is no possible answer. */
export const NOT_OBSERVED_POLICIES = ["remove", "zero", "not-allowed"] as const;

/** `value`; not applicable; no opportunity seen; don't know; refused to say; blank. Six different things. */
export const RESPONSE_CODES = ["value", "na", "not-observed", "dont-know", "refused", "missing"] as const;

export const RESULTS = ["met", "developing", "not-met", "not-scorable"] as const;

/** How an item's number is compared. A blank, a hidden item and an answer without a number satisfy none of them. */
export const NUMBER_TESTS = ["equal", "not-equal", "at-least", "at-most", "more-than", "less-than"] as const;

/** What else an item can be: answered with a value, or with one of the codes. */
export const CODE_TESTS = ["answered", "na", "not-observed", "dont-know", "refused"] as const;

/** What can be said of one item by yes, no or, where the indicator allows it, not observed. */
export const INDICATOR_ANSWERS = ["yes", "no", "not-observed"] as const;

/**
 * A band begins at `from` percent, compared unrounded with >=. `band` is what it counts as; `label` is what the
 * instrument calls it, as in "Proficient". Several bands may count as the same.
 */
export const threshold = z.strictObject({
  band: z.enum(["met", "developing", "not-met"]),
  from: z.number().min(0).max(100),
  label: z.string().trim().min(1).max(60).nullable().default(null),
});

/**
 * One test of an earlier item. The number of a scale, count or duration is its value; of a ratio count over count; of a
 * percentage the percent, 0 to 100; of indicators how many are answered yes.
 */
export const comparison = z.discriminatedUnion("is", [
  z.strictObject({ itemId: z.string().min(1), is: z.enum(NUMBER_TESTS), value: z.number() }),
  z.strictObject({ itemId: z.string().min(1), is: z.enum(CODE_TESTS) }),
]);

/** When an item or a section is part of the form. */
export const condition = z.strictObject({
  match: z.enum(["all", "any"]).default("all"),
  comparisons: z.array(comparison).min(1).max(20),
});

/** A subscale. `lower-is-better` turns every score of the section round, as red flags need. */
export const section = z.strictObject({
  id: z.string().min(1),
  title: z.string().min(1),
  direction: z.enum(["higher-is-better", "lower-is-better"]).default("higher-is-better"),
  weight: z.number().positive().default(1),
  /** Fewest items with a score for the subscale to be reported. */
  minAnswered: z.int().min(0).default(0),
  /** Bands of the subscale; empty when it has none. */
  thresholds: z.array(threshold).default([]),
  /** Looks at items of earlier sections; null when the section is always there. */
  showIf: condition.nullable().default(null),
});

/** What a value of an ordinal item looks like. */
export const anchor = z.strictObject({ value: z.int(), text: z.string().min(1) });

const everyItem = {
  /** Stable for ever; the label may be reworded in a later version. */
  id: z.string().min(1),
  sectionId: z.string().min(1),
  label: z.string().min(1),
  guidance: z.string().default(""),
  /** The essential function of the practice profile that the item looks at. */
  essentialFunctionId: z.string().min(1).nullable().default(null),
  /** Looks at items before this one; null when the item is always there. */
  showIf: condition.nullable().default(null),
};

const scoredItem = {
  ...everyItem,
  /** Off: the answer is kept, and other items may depend on it, but it earns nothing. */
  scored: z.boolean().default(true),
  weight: z.number().positive().default(1),
  /** A high value is bad: the score is min + max - value. */
  reverse: z.boolean().default(false),
  /** Fails the whole assessment when the score (after reversal, before weighting) is below this. */
  critical: z.strictObject({ failsBelow: z.number() }).nullable().default(null),
  naAllowed: z.boolean().default(false),
  naRequiresReason: z.boolean().default(true),
  notObservedPolicy: z.enum(NOT_OBSERVED_POLICIES).default("not-allowed"),
  dontKnowAllowed: z.boolean().default(false),
  refusedAllowed: z.boolean().default(false),
};

/** No 0, yes 1. */
export const binaryItem = z.strictObject({ ...scoredItem, type: z.literal("binary") });

/** Not in place 0, partly 1, fully 2. */
export const trinaryItem = z.strictObject({
  ...scoredItem,
  type: z.literal("trinary"),
  anchors: z.array(anchor).default([]),
});

/** A step of a ladder, each with its text. */
export const anchoredItem = z.strictObject({
  ...scoredItem,
  type: z.literal("anchored"),
  min: z.int(),
  max: z.int(),
  anchors: z.array(anchor),
});

/** How often something happened. `max` is the count that earns all points; `null` records without scoring. */
export const countItem = z.strictObject({
  ...scoredItem,
  type: z.literal("count"),
  max: z.int().min(1).nullable().default(null),
});

/** How long something took, in whole minutes. `max` earns all points; `null` records without scoring. */
export const durationItem = z.strictObject({
  ...scoredItem,
  type: z.literal("duration"),
  max: z.int().min(1).nullable().default(null),
});

/**
 * A count over a count, as reflections to questions. `full` is the ratio that earns the one point of the item, less
 * earns its share; `null` records without scoring. Over a count of zero there is no ratio and no score.
 */
export const ratioItem = z.strictObject({
  ...scoredItem,
  type: z.literal("ratio"),
  /** What is counted above and below the line. */
  numerator: z.string().min(1),
  denominator: z.string().min(1),
  full: z.number().positive().nullable().default(null),
});

/** How often of the opportunities: the share done is the share of the one point. No opportunity is no score. */
export const percentItem = z.strictObject({
  ...scoredItem,
  type: z.literal("percent"),
  /** What an opportunity is, as "disclosures of worry". */
  opportunity: z.string().min(1).default("opportunities"),
});

/** Something that can be seen or not. */
export const indicator = z.strictObject({
  id: z.string().min(1),
  text: z.string().min(1),
  notObservedAllowed: z.boolean().default(false),
});

/**
 * Several indicators: each yes is a point. One that was not observed leaves the item's points, or counts as no where
 * the item's policy is `zero`.
 */
export const indicatorsItem = z.strictObject({
  ...scoredItem,
  type: z.literal("indicators"),
  indicators: z.array(indicator).min(1).max(50),
});

/** Words, never scored. */
export const textItem = z.strictObject({
  ...everyItem,
  type: z.literal("text"),
  required: z.boolean().default(false),
});

export const item = z.discriminatedUnion("type", [
  binaryItem,
  trinaryItem,
  anchoredItem,
  countItem,
  durationItem,
  ratioItem,
  percentItem,
  indicatorsItem,
  textItem,
]);

/** What a blank does: stops scoring, or leaves the score while enough of the applicable items are answered. */
export const missingPolicy = z.discriminatedUnion("policy", [
  z.strictObject({ policy: z.literal("not-scorable") }),
  z.strictObject({ policy: z.literal("prorate"), minAnsweredShare: z.number().min(0).max(1) }),
]);

/** How a version turns answers into a result. */
export const scoring = z.strictObject({
  method: z.literal("percent-of-possible"),
  thresholds: z.array(threshold),
  /** Largest share of scored items that may leave the score as not applicable, not observed or don't know. */
  maxNotApplicableShare: z.number().min(0).max(1).default(0.25),
  missing: missingPolicy.default({ policy: "not-scorable" }),
});

/** One published version of an instrument. It never changes; a change is the next version. */
export const instrumentDefinition = z.strictObject({
  code: z.string().min(1),
  version: z.int().min(1),
  title: z.string().min(1),
  subject: z.enum(INSTRUMENT_SUBJECTS),
  raterTypes: z.array(z.enum(RATER_TYPES)).min(1),
  dimensions: z.array(z.enum(FIDELITY_DIMENSIONS)).min(1),
  purpose: z.string().default(""),
  instructions: z.string().default(""),
  sections: z.array(section).min(1),
  items: z.array(item).min(1).max(500),
  scoring,
});

const remarks = {
  itemId: z.string().min(1),
  comment: z.string().nullish(),
  /** Why the item is not applicable. */
  reason: z.string().nullish(),
};

const wholeCount = z.int().min(0);

/** An answer that a single number would lose something of: both counts of a ratio or percentage, every indicator. */
export const answerDetail = z.union([
  z.strictObject({ numerator: wholeCount, denominator: wholeCount }),
  z.strictObject({ done: wholeCount, opportunities: wholeCount }),
  z.strictObject({ indicators: z.record(z.string(), z.enum(INDICATOR_ANSWERS)) }),
]);

/** One answer. An item without a response is blank. */
export const response = z.discriminatedUnion("code", [
  z.object({ ...remarks, code: z.literal("value"), value: z.union([z.number(), z.string(), answerDetail]) }),
  z.object({ ...remarks, code: z.literal("na") }),
  z.object({ ...remarks, code: z.literal("not-observed") }),
  z.object({ ...remarks, code: z.literal("dont-know") }),
  z.object({ ...remarks, code: z.literal("refused") }),
  z.object({ ...remarks, code: z.literal("missing") }),
]);

export type Threshold = z.output<typeof threshold>;
export type Comparison = z.output<typeof comparison>;
export type Condition = z.output<typeof condition>;
export type Indicator = z.output<typeof indicator>;
export type IndicatorAnswer = (typeof INDICATOR_ANSWERS)[number];
export type AnswerDetail = z.output<typeof answerDetail>;
export type Section = z.output<typeof section>;
export type Item = z.output<typeof item>;
export type ScoredItem = Exclude<Item, { type: "text" }>;
export type InstrumentDefinition = z.output<typeof instrumentDefinition>;
export type InstrumentDefinitionInput = z.input<typeof instrumentDefinition>;
export type ItemResponse = z.output<typeof response>;
export type ResponseCode = (typeof RESPONSE_CODES)[number];
export type Result = (typeof RESULTS)[number];
