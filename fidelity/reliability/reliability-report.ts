import type { InstrumentDefinition, Item, ItemResponse } from "../instruments/instrument.schema.ts";
import { isChoice, itemRange } from "../instruments/item-range.ts";
import { numberOfValue, shownResponses } from "../instruments/shown-items.ts";
import { cohensKappa } from "./cohens-kappa.ts";
import { contingencyTable } from "./contingency-table.ts";
import type { Estimate } from "./estimate.ts";
import { gwetAc } from "./gwet-ac.ts";
import { intraclassCorrelation } from "./intraclass-correlation.ts";
import { krippendorffAlpha } from "./krippendorff-alpha.ts";
import { percentAgreement } from "./percent-agreement.ts";

/** Two independent ratings of one subject. */
export interface IndependentPair {
  raters: readonly [string, string];
  answers: readonly [readonly ItemResponse[], readonly ItemResponse[]];
  /** Total percent of each; null when it could not be scored. */
  percents: readonly [number | null, number | null];
}

export interface ItemReliability {
  itemId: string;
  /** `none` for yes and no, `linear` for steps of a scale; null for what is counted or measured, which has no declared steps. */
  weights: "none" | "linear" | null;
  level: "nominal" | "ordinal" | "ratio";
  /** Pairs with two values, and pairs left out because one of them is none. */
  n: number;
  leftOut: number;
  agreement: Estimate;
  kappa: Estimate | null;
  ac: Estimate | null;
  alpha: Estimate;
}

export interface TotalReliability extends Estimate {
  form: "ICC(1,1)" | "ICC(2,1)";
  why: string;
  n: number;
  leftOut: number;
}

export interface ReliabilityReport {
  pairs: number;
  raters: number;
  design: "crossed" | "rotating";
  items: ItemReliability[];
  total: TotalReliability;
}

/**
 * What two independent ratings of the same subjects say about a version of an instrument: each item by itself and the
 * total score. Consensus ratings do not belong here.
 *
 * The form of the intraclass correlation follows from the design of the data. When the same two raters rated every
 * subject, the design is crossed and the form ICC(2,1): single rating, absolute agreement, raters as a sample of all.
 * Otherwise raters rotate and the form is ICC(1,1): each subject has raters of its own. Supervisors rate alone in
 * practice, so it is the single rating that counts.
 *
 * Yes and no is nominal: kappa, AC1, alpha with the nominal metric. Steps of a scale are ordinal: kappa and AC2 with
 * linear weights over the declared scale, alpha with the ordinal metric. Counts, minutes, ratios, shares and indicators
 * answered yes: percent agreement and alpha with the ratio metric. Words are left out. Answers without a value (not
 * applicable, not observed, don't know), and those that a rater's other answers hide, are left out of a pair and counted.
 *
 * @param instrument a parsed definition
 * @param pairs in any order
 *
 * Source: the estimators' own files; the choice of form as in Koo & Li 2016, Journal of Chiropractic Medicine 15:155.
 */
export function reliabilityReport(
  instrument: InstrumentDefinition,
  pairs: readonly IndependentPair[],
): ReliabilityReport {
  const raters = [...new Set(pairs.flatMap((pair) => pair.raters))].sort();
  const design = pairs.length > 0 && raters.length === 2 ? "crossed" : "rotating";
  const shown = pairs.map((pair): IndependentPair => {
    const [one, other] = pair.answers;
    return { ...pair, answers: [shownResponses(instrument, one), shownResponses(instrument, other)] };
  });
  const placed = design === "crossed" ? shown.map((pair) => inOrder(pair, raters[0] ?? "")) : shown;
  return {
    pairs: pairs.length,
    raters: raters.length,
    design,
    items: instrument.items
      .filter(({ type }) => type !== "text")
      .map((item) =>
        itemReliability(
          item,
          placed.map(({ answers }) => [numberOf(item, answers[0]), numberOf(item, answers[1])] as const),
        ),
      ),
    total: totalReliability(placed, design, raters.length),
  };
}

function itemReliability(
  item: Item,
  values: readonly (readonly [number | null, number | null])[],
): ItemReliability {
  const both = values.filter(([one, other]) => one !== null && other !== null);
  const first = both.map(([one]) => one);
  const second = both.map(([, other]) => other);
  const range = isChoice(item) ? itemRange(item) : null;
  const [weights, level] =
    range === null
      ? ([null, "ratio"] as const)
      : item.type === "binary"
        ? (["none", "nominal"] as const)
        : (["linear", "ordinal"] as const);
  const shared = {
    itemId: item.id,
    ...{ weights, level, n: both.length, leftOut: values.length - both.length },
    agreement: percentAgreement(first, second),
    alpha: krippendorffAlpha([first, second], { level }),
  };
  if (range === null || weights === null) return { ...shared, kappa: null, ac: null };
  const scale = Array.from({ length: range.max - range.min + 1 }, (_, step) => range.min + step);
  const table = contingencyTable(first, second, scale);
  return { ...shared, kappa: cohensKappa(table, { weights }), ac: gwetAc(table, { weights }) };
}

function totalReliability(
  pairs: readonly IndependentPair[],
  design: "crossed" | "rotating",
  raters: number,
): TotalReliability {
  const all = intraclassCorrelation(pairs.map(({ percents }) => [...percents]));
  const { n, leftOut } = pairs.length === 0 ? { n: 0, leftOut: 0 } : all;
  if (design === "crossed")
    return {
      ...all.icc21,
      ...{ form: "ICC(2,1)", n, leftOut },
      why: "The same two raters rated everything, and it is one rating alone that counts in practice: single rating, absolute agreement.",
    };
  return {
    ...all.icc11,
    ...{ form: "ICC(1,1)", n, leftOut },
    why: `${raters} raters took turns, so each review has raters of its own, and it is one rating alone that counts in practice: single rating, one-way.`,
  };
}

function inOrder(pair: IndependentPair, first: string): IndependentPair {
  if (pair.raters[0] === first) return pair;
  const turn = <T>([one, other]: readonly [T, T]) => [other, one] as const;
  return { raters: turn(pair.raters), answers: turn(pair.answers), percents: turn(pair.percents) };
}

function numberOf(item: Item, responses: readonly ItemResponse[]): number | null {
  const given = responses.find(({ itemId }) => itemId === item.id);
  return given?.code === "value" ? numberOfValue(given.value) : null;
}
