import { canonicalJson } from "../instruments/canonical-json.ts";
import type { InstrumentDefinition, Item, ItemResponse } from "../instruments/instrument.schema.ts";
import { shownResponses } from "../instruments/shown-items.ts";

/** One case rated twice: by somebody, and by the master or a partner. */
export interface RatedPair {
  rating: readonly ItemResponse[];
  reference: readonly ItemResponse[];
}

export interface Agreement {
  /** Items that both answered. */
  compared: number;
  /** The same answer; "not applicable" and "not observed" are answers. */
  exact: number;
  /** Of the pairs of values: how many, how many at most one step apart, and the sum of rating minus reference. */
  values: number;
  withinOne: number;
  signed: number;
}

export interface ItemAgreement extends Agreement {
  itemId: string;
}

export interface RatingComparison extends Agreement {
  items: ItemAgreement[];
}

const nothing = (): Agreement => ({ compared: 0, exact: 0, values: 0, withinOne: 0, signed: 0 });

/**
 * How ratings compare with a master's or a partner's: exact, within one step, and whether they lie above or below.
 * Words are not compared, and an item that one of the two left blank, or that their other answers hide, is left out.
 *
 * @param instrument a parsed definition
 * @param pairs responses of each case in any order
 * @returns sums for each item, in the order of the instrument, and over all
 *
 * Source: exact and adjacent agreement, and the mean signed difference, as in rater training against gold scores.
 */
export function compareRatings(
  instrument: InstrumentDefinition,
  pairs: readonly RatedPair[],
): RatingComparison {
  const seen = pairs.map(({ rating, reference }) => ({
    rating: shownResponses(instrument, rating),
    reference: shownResponses(instrument, reference),
  }));
  const items = instrument.items
    .filter(({ type }) => type !== "text")
    .map((item) => ({ itemId: item.id, ...sumOf(seen.map((pair) => compareItem(item, pair))) }));
  return { ...sumOf(items), items };
}

function compareItem(item: Item, { rating, reference }: RatedPair): Agreement {
  const one = answerTo(item, rating);
  const other = answerTo(item, reference);
  if (one === null || other === null) return nothing();
  const exact = one === other ? 1 : 0;
  if (typeof one !== "number" || typeof other !== "number") return { ...nothing(), compared: 1, exact };
  const signed = one - other;
  return { compared: 1, exact, values: 1, withinOne: Math.abs(signed) <= 1 ? 1 : 0, signed };
}

/** A value, an answer in parts as its text, the code of an answer without a value, or null for a blank. */
export function answerTo(item: Item, responses: readonly ItemResponse[]): number | string | null {
  const given = responses.find(({ itemId }) => itemId === item.id);
  if (given === undefined || given.code === "missing") return null;
  if (given.code !== "value") return given.code;
  return typeof given.value === "object" ? canonicalJson(given.value) : given.value;
}

function sumOf(parts: readonly Agreement[]): Agreement {
  const total = nothing();
  for (const part of parts)
    for (const key of ["compared", "exact", "values", "withinOne", "signed"] as const)
      total[key] += part[key];
  return total;
}
