import type {
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
import { missingAllowed } from "./missing-allowed.ts";
import { readResponses } from "./read-responses.ts";

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
};

export type NotScorableReason = {
  code: "missing-items" | "too-many-not-applicable" | "too-few-answered" | "nothing-to-score";
  message: string;
};

export type SubscaleScore = ScoreTotals & {
  sectionId: string;
  counts: ResponseCounts;
  scorable: boolean;
  reasons: NotScorableReason[];
  /** Null when the subscale has no bands of its own. */
  result: Result | null;
};

export type AssessmentScore = ScoreTotals & {
  counts: ResponseCounts;
  scorable: boolean;
  reasons: NotScorableReason[];
  /** Ids of failed critical items, in the order of the instrument; to be shown before anything else. */
  criticalFailures: string[];
  result: Result;
  subscales: SubscaleScore[];
};

type Outcome = {
  item: ScoredItem;
  code: ItemResponse["code"];
  score: { earned: number; max: number } | null;
};

/** Weights such as 0.1 are not exact in binary; a percentage this close to a band has reached it. */
const BINARY_ERROR = 1e-9;

/**
 * The score of one assessment under the version of the instrument it was made with.
 *
 * Percent = 100 x sum(weight x score) / sum(weight x highest score), pooled over all items that can be scored; the
 * section's weight multiplies its items. Subscale percentages are never averaged. A score is the value, or
 * min + max - value where the item is reversed or its section is better when lower (both together cancel out).
 * Not applicable, don't know and, by the item's policy, not observed leave numerator and denominator. Not observed
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
  const outcomes = readResponses(definition, responses).flatMap(({ item, response }) =>
    isScored(item) ? [outcomeOf(item, sections.get(item.sectionId), response)] : [],
  );
  const counts = countResponses(outcomes);
  const totals = sumPoints(outcomes, (item) => item.weight * (sections.get(item.sectionId)?.weight ?? 1));
  const reasons = [
    ...blankReasons(definition, outcomes, totals),
    ...notApplicableReasons(definition, outcomes),
  ];
  const criticalFailures = outcomes.filter(isCriticalFailure).map(({ item }) => item.id);
  return {
    ...totals,
    counts,
    scorable: reasons.length === 0,
    reasons,
    criticalFailures,
    result:
      criticalFailures.length > 0 ? "not-met" : resultOf(definition.scoring.thresholds, reasons, totals),
    subscales: definition.sections.map((section) => scoreSection(definition, section, outcomes)),
  };
}

function outcomeOf(item: ScoredItem, section: Section | undefined, response: ItemResponse): Outcome {
  const range = itemRange(item);
  if (range === null) return { item, code: response.code, score: null };
  const { min, max } = range;
  const isTurned = item.reverse !== (section?.direction === "lower-is-better");
  if (response.code === "value") {
    const value = Math.min(Number(response.value), max);
    return { item, code: "value", score: { earned: isTurned ? min + max - value : value, max } };
  }
  const isZero = response.code === "not-observed" && item.notObservedPolicy === "zero";
  return { item, code: response.code, score: isZero ? { earned: 0, max } : null };
}

function isCriticalFailure({ item, score }: Outcome): boolean {
  return item.critical !== null && score !== null && score.earned < item.critical.failsBelow;
}

function scoreSection(definition: InstrumentDefinition, section: Section, all: Outcome[]): SubscaleScore {
  const outcomes = all.filter(({ item }) => item.sectionId === section.id);
  const counts = countResponses(outcomes);
  const totals = sumPoints(outcomes, (item) => item.weight);
  const reasons = blankReasons(definition, outcomes, totals);
  if (counts.answered < section.minAnswered) {
    const message = `${counts.answered} answered, at least ${section.minAnswered} needed`;
    reasons.push({ code: "too-few-answered", message });
  }
  const result = section.thresholds.length === 0 ? null : resultOf(section.thresholds, reasons, totals);
  return { sectionId: section.id, ...totals, counts, scorable: reasons.length === 0, reasons, result };
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
  const count = (code: ItemResponse["code"]) => outcomes.filter((outcome) => outcome.code === code).length;
  return {
    items: outcomes.length,
    answered: count("value"),
    missing: count("missing"),
    notApplicable: count("na"),
    notObserved: count("not-observed"),
    dontKnow: count("dont-know"),
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
  const limit = `more than the limit of ${100 * scoring.maxNotApplicableShare} %`;
  const message = `${left} of ${outcomes.length} items are not applicable, not observed or don't know, ${limit}`;
  return [{ code: "too-many-not-applicable", message }];
}

/** How many items leave numerator and denominator by their answer. */
function leftOut(outcomes: Outcome[]): number {
  return outcomes.filter(({ code, score }) => score === null && code !== "missing").length;
}

function resultOf(thresholds: Threshold[], reasons: NotScorableReason[], { percent }: ScoreTotals): Result {
  if (reasons.length > 0 || percent === null) return "not-scorable";
  const reached = thresholds.filter(({ from }) => percent >= from - BINARY_ERROR);
  if (reached.some(({ band }) => band === "met")) return "met";
  return reached.length > 0 ? "developing" : "not-met";
}
