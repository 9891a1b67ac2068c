import type { InstrumentDefinitionInput, ItemResponse } from "../instruments/instrument.schema.ts";
import { isScored, itemRange } from "../instruments/item-range.ts";
import { readDefinition } from "../instruments/read-definition.ts";
import { scoreAssessment } from "../scoring/score-assessment.ts";

/** One rated review: the definition it was made with and its answers. */
export interface RatedReview {
  instrument: InstrumentDefinitionInput;
  responses: readonly ItemResponse[];
}

/** How an item was rated: so much of its highest score, after reversal and before weights. */
export interface ItemRating {
  earned: number;
  of: number;
  /** 0 at the lowest score of the item, 1 at its highest. */
  position: number;
}

export interface FocusItem {
  itemId: string;
  label: string;
  essentialFunctionId: string;
  /** A failed critical item, one below the middle of its scale, or one that was rated higher before. */
  reason: "critical" | "low" | "fell";
  rating: ItemRating;
  before: ItemRating | null;
}

const MOST = 3;
const EQUAL = 1e-9;
const ORDER = { critical: 0, low: 1, fell: 2 } as const;

/**
 * The ratings of the items of a review that have a score, by item.
 *
 * @param review its definition and answers
 * @returns items that were not applicable, not observed (where that leaves the score) or blank are left out
 * @throws TypeError or RangeError as `scoreAssessment` does
 */
export function itemRatings({ instrument, responses }: RatedReview): Map<string, ItemRating> {
  const definition = readDefinition(instrument);
  const ranges = new Map(definition.items.filter(isScored).map((item) => [item.id, itemRange(item)]));
  const ratings = new Map<string, ItemRating>();
  for (const { itemId, points, possible } of scoreAssessment(instrument, responses).items) {
    const range = ranges.get(itemId);
    // An item without a score has no points, and one that is left out of the score has none to reach.
    if (!range || points === null || !possible) continue;
    const earned = (points / possible) * range.max;
    ratings.set(itemId, { earned, of: range.max, position: (earned - range.min) / (range.max - range.min) });
  }
  return ratings;
}

/**
 * What a review suggests to work on next: its failed critical items, then its lowest items, then those that fell since
 * the review before. One item for each essential function, three at most. It suggests and decides nothing; a single
 * review is one session.
 *
 * An item is low below the middle of its scale. It fell when its place on the scale is lower than before; a later version
 * may have another scale, so places are compared, not points. Items without an essential function suggest nothing.
 *
 * @param newest the review that counts
 * @param before the review before it, of the same instrument under any version; null for none
 * @throws TypeError or RangeError as `scoreAssessment` does
 *
 * Source: coaching on the items that fidelity data show as weakest, as in practice-based coaching; critical items first.
 */
export function focusItems(newest: RatedReview, before: RatedReview | null = null): FocusItem[] {
  const definition = readDefinition(newest.instrument);
  const failed = new Set(scoreAssessment(newest.instrument, newest.responses).criticalFailures);
  const ratings = itemRatings(newest);
  const earlier = before === null ? new Map<string, ItemRating>() : itemRatings(before);
  const found = definition.items.flatMap((item): FocusItem[] => {
    const rating = ratings.get(item.id);
    if (rating === undefined || item.essentialFunctionId === null) return [];
    const was = earlier.get(item.id) ?? null;
    const reason = reasonOf(rating, was, failed.has(item.id));
    if (reason === null) return [];
    const { id: itemId, label, essentialFunctionId } = item;
    return [{ itemId, label, essentialFunctionId, reason, rating, before: was }];
  });
  const fall = ({ rating, before: was }: FocusItem) => (was === null ? 0 : was.position - rating.position);
  found.sort(
    (a, b) => ORDER[a.reason] - ORDER[b.reason] || a.rating.position - b.rating.position || fall(b) - fall(a),
  );
  const functions = new Set<string>();
  return found
    .filter(({ essentialFunctionId }) => {
      if (functions.has(essentialFunctionId)) return false;
      functions.add(essentialFunctionId);
      return true;
    })
    .slice(0, MOST);
}

function reasonOf(rating: ItemRating, was: ItemRating | null, isFailed: boolean): FocusItem["reason"] | null {
  if (isFailed) return "critical";
  if (rating.position < 0.5 - EQUAL) return "low";
  return was !== null && rating.position < was.position - EQUAL ? "fell" : null;
}
