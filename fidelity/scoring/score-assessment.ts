import type {
  AnswerDetail,
  InstrumentDefinition,
  InstrumentDefinitionInput,
  ItemResponse,
  Result,
  ScoredItem,
  Section,
  Threshold,
} from "../instruments/instrument.schema.ts";
import { isScored, itemRange } from "../instruments/item-range.ts";
import { readDefinition } from "../instruments/read-definition.ts";
import { numberOfValue } from "../instruments/shown-items.ts";
import { missingAllowed } from "./missing-allowed.ts";
import { BINARY_ERROR, reachedBand } from "./reached-band.ts";
import { readResponses } from "./read-responses.ts";
import { roundForDisplay } from "./round-for-display.ts";

/** Points are weighted; percent is unrounded, 0 to 100, null when nothing could be earned. */
export type ScoreTotals = { points: number; possible: number; percent: number | null };

/** How the scored items were answered; they add up to `items`. */
export type ResponseCounts = {
  items: number;
  answered: number;
  missing: number;
  notApplicable: number;
  notObserved: number;
  dontKnow: number;
  refused: number;
  /** Answered, and there is no score: a count over zero, no opportunity, no indicator that could be observed. */
  noOpportunity: number;
};

export type NotScorableReason = {
  code: "missing-items" | "too-many-not-applicable" | "too-few-answered" | "nothing-to-score" | "not-shown";
  message: string;
};

/** What one item brought to the score, so that the totals can be added up by hand. */
export type ItemScore = {
  itemId: string;
  /** After reversal and weights; null when the item left the score. */
  points: number | null;
  possible: number | null;
};

export type SubscaleScore = ScoreTotals & {
  sectionId: string;
  /** Whether any item of the section was on the form. */
  isShown: boolean;
  counts: ResponseCounts;
  scorable: boolean;
  reasons: NotScorableReason[];
  /** Null when the subscale has no bands of its own. */
  result: Result | null;
  /** What the instrument calls the band that was reached; null when it has no name for it. */
  band: string | null;
};

export type AssessmentScore = ScoreTotals & {
  counts: ResponseCounts;
  scorable: boolean;
  reasons: NotScorableReason[];
  /** Ids of failed critical items, in the order of the instrument; to be shown before anything else. */
  criticalFailures: string[];
  result: Result;
  band: string | null;
  subscales: SubscaleScore[];
  /** Every scored item on the form, in the order of the instrument. */
  items: ItemScore[];
};

type Outcome = {
  item: ScoredItem;
  code: ItemResponse["code"] | "no-opportunity";
  /** `open` is what indicators left out as not observed could still have earned. */
  score: { earned: number; max: number; open?: number } | null;
};

/**
 * The score of one assessment under the version of the instrument it was made with.
 *
 * Percent = 100 x sum(weight x score) / sum(weight x highest score), pooled over all items that can be scored; the
 * section's weight multiplies its items. Subscale percentages are never averaged. A score is the value, or
 * min + max - value where the item is reversed or its section is better when lower (both together cancel out). A ratio
 * and a percentage earn their share of one point, indicators a point for each yes; over a count of zero, without an
 * opportunity or without an indicator that could be observed there is no score. What a condition hides is out of the
 * form and changes nothing. Not applicable, don't know, refused and, by the item's policy, not observed leave numerator
 * and denominator. Not observed
 * under the policy `zero` earns nothing and stays in the denominator. A blank is not "not applicable": it stops
 * scoring, or is left out when the version prorates and enough of the applicable items are answered.
 *
 * Result: a failed critical item makes it `not-met` whatever the total and whatever else is missing; otherwise
 * `not-scorable` with reasons; otherwise the highest band whose start the unrounded percentage reaches (>=).
 * A subscale has its own minimum of answered items; the limit on not applicable answers is for the whole only.
 * The totals are given in every case, so that a form can show a running score.
 *
 * @param instrument a definition, published or being tried out
 * @param responses responses in any order; an item without one is blank
 * @returns totals, counts and result in all and per section. Counts cover scored items only
 * @throws TypeError for a malformed instrument or response; RangeError for responses the instrument does not allow,
 *   all at once
 *
 * Source: percent-of-possible scoring with pooled items and critical items, as fidelity checklists in Active
 * Implementation and positive behaviour support use it. Five items worth 2: 2, 2, NA, 1, 0 give 5/8 = 62.5 %.
 */
export function scoreAssessment(
  instrument: InstrumentDefinitionInput,
  responses: readonly ItemResponse[],
): AssessmentScore {
  const definition = readDefinition(instrument);
  const sections = new Map(definition.sections.map((section) => [section.id, section]));
  const rows = readResponses(definition, responses);
  const outcomes = rows.flatMap(({ item, response }) =>
    isScored(item) ? [outcomeOf(item, sections.get(item.sectionId), response)] : [],
  );
  const shownSections = new Set(rows.map(({ item }) => item.sectionId));
  const weightOf = (item: ScoredItem) => item.weight * (sections.get(item.sectionId)?.weight ?? 1);
  const counts = countResponses(outcomes);
  const totals = sumPoints(outcomes, weightOf);
  const reasons = [
    ...blankReasons(definition, outcomes, totals),
    ...notApplicableReasons(definition, outcomes),
  ];
  const criticalFailures = outcomes.filter(isCriticalFailure).map(({ item }) => item.id);
  const reached = bandOf(definition.scoring.thresholds, reasons, totals);
  return {
    ...totals,
    counts,
    scorable: reasons.length === 0,
    reasons,
    criticalFailures,
    ...(criticalFailures.length > 0 ? { result: "not-met", band: null } : reached),
    subscales: definition.sections.map((section) =>
      scoreSection(definition, section, { all: outcomes, isShown: shownSections.has(section.id) }),
    ),
    items: outcomes.map(({ item, score }) => ({
      itemId: item.id,
      points: score && weightOf(item) * score.earned,
      possible: score && weightOf(item) * score.max,
    })),
  };
}

function outcomeOf(item: ScoredItem, section: Section | undefined, response: ItemResponse): Outcome {
  const range = itemRange(item);
  if (range === null) return { item, code: response.code, score: null };
  const zero = item.notObservedPolicy === "zero" ? { earned: 0, max: range.max } : null;
  if (response.code !== "value")
    return { item, code: response.code, score: response.code === "not-observed" ? zero : null };
  const scale = scaleOf(item, response.value, range);
  // why: without an opportunity a percentage is not observed; a ratio over zero says nothing good or bad
  if (scale === null) return { item, code: "no-opportunity", score: item.type === "percent" ? zero : null };
  const { value, min, max, open } = scale;
  const isTurned = item.reverse !== (section?.direction === "lower-is-better");
  return { item, code: "value", score: { earned: isTurned ? min + max - value : value, max, open } };
}

/** A value on its scale; null where there is nothing to divide by. */
function scaleOf(
  item: ScoredItem,
  value: number | string | AnswerDetail,
  { min, max }: { min: number; max: number },
): { value: number; min: number; max: number; open?: number } | null {
  if (typeof value !== "object") return { value: Math.min(Number(value), max), min, max };
  if ("indicators" in value) {
    const answers = Object.values(value.indicators);
    const unseen = answers.filter((answer) => answer === "not-observed").length;
    const open = item.notObservedPolicy === "zero" ? 0 : unseen;
    const yes = answers.filter((answer) => answer === "yes").length;
    return open === max ? null : { value: yes, min: 0, max: max - open, open };
  }
  const number = numberOfValue(value);
  if (number === null) return null;
  const full = item.type === "ratio" ? (item.full ?? 1) : 100;
  return { value: Math.min(number / full, 1), min, max };
}

/** What was not observed may have been there: an item fails only when that could not have helped it. */
function isCriticalFailure({ item, score }: Outcome): boolean {
  if (item.critical === null || score === null) return false;
  return score.earned + (score.open ?? 0) < item.critical.failsBelow - BINARY_ERROR;
}

function scoreSection(
  definition: InstrumentDefinition,
  section: Section,
  { all, isShown }: { all: Outcome[]; isShown: boolean },
): SubscaleScore {
  const outcomes = all.filter(({ item }) => item.sectionId === section.id);
  const counts = countResponses(outcomes);
  const totals = sumPoints(outcomes, (item) => item.weight);
  const own = { sectionId: section.id, isShown, ...totals, counts };
  if (!isShown) {
    const reasons: NotScorableReason[] = [
      { code: "not-shown", message: "the section is not part of this assessment" },
    ];
    return { ...own, scorable: false, reasons, result: null, band: null };
  }
  const reasons = blankReasons(definition, outcomes, totals);
  if (counts.answered < section.minAnswered) {
    const message = `${counts.answered} answered, at least ${section.minAnswered} needed`;
    reasons.push({ code: "too-few-answered", message });
  }
  const reached =
    section.thresholds.length === 0
      ? { result: null, band: null }
      : bandOf(section.thresholds, reasons, totals);
  return { ...own, scorable: reasons.length === 0, reasons, ...reached };
}

function sumPoints(outcomes: Outcome[], weightOf: (item: ScoredItem) => number): ScoreTotals {
  let points = 0;
  let possible = 0;
  for (const { item, score } of outcomes) {
    if (score === null) continue;
    points += weightOf(item) * score.earned;
    possible += weightOf(item) * score.max;
  }
  return { points, possible, percent: possible === 0 ? null : (100 * points) / possible };
}

function countResponses(outcomes: Outcome[]): ResponseCounts {
  const count = (code: Outcome["code"]) => outcomes.filter((outcome) => outcome.code === code).length;
  return {
    items: outcomes.length,
    answered: count("value"),
    missing: count("missing"),
    notApplicable: count("na"),
    notObserved: count("not-observed"),
    dontKnow: count("dont-know"),
    refused: count("refused"),
    noOpportunity: count("no-opportunity"),
  };
}

function blankReasons(
  { scoring }: InstrumentDefinition,
  outcomes: Outcome[],
  totals: ScoreTotals,
): NotScorableReason[] {
  const reasons: NotScorableReason[] = [];
  const { items, missing } = countResponses(outcomes);
  if (!missingAllowed(scoring.missing, missing, items - leftOut(outcomes))) {
    reasons.push({ code: "missing-items", message: `${missing} of ${items} items are blank` });
  }
  if (totals.possible === 0) reasons.push({ code: "nothing-to-score", message: "no item can be scored" });
  return reasons;
}

function notApplicableReasons({ scoring }: InstrumentDefinition, outcomes: Outcome[]): NotScorableReason[] {
  const left = leftOut(outcomes);
  if (left === 0 || left / outcomes.length <= scoring.maxNotApplicableShare) return [];
  const limit = `more than the limit of ${Number(roundForDisplay(100 * scoring.maxNotApplicableShare, 2))} %`;
  const message = `${left} of ${outcomes.length} items are not applicable, not observed, don't know, refused or without an opportunity, ${limit}`;
  return [{ code: "too-many-not-applicable", message }];
}

/** How many items leave numerator and denominator by their answer. */
function leftOut(outcomes: Outcome[]): number {
  return outcomes.filter(({ code, score }) => score === null && code !== "missing").length;
}

/** The highest band that the unrounded percentage reaches; below all of them it is not met. */
function bandOf(
  thresholds: Threshold[],
  reasons: NotScorableReason[],
  { percent }: ScoreTotals,
): { result: Result; band: string | null } {
  if (reasons.length > 0 || percent === null) return { result: "not-scorable", band: null };
  const reached = reachedBand(thresholds, percent);
  return { result: reached?.band ?? "not-met", band: reached?.label ?? null };
}
