import type { Item, ScoredItem } from "./instrument.schema.ts";

/**
 * The lowest and highest value an item can earn; null for text and for counts that are only recorded.
 *
 * @param item an item of a parsed definition; bad input is the definition's schema to refuse
 *
 * Source: binary 0-1, trinary 0-2; anchored and count as the definition says.
 */
export function itemRange(item: Item): { min: number; max: number } | null {
  switch (item.type) {
    case "binary":
      return { min: 0, max: 1 };
    case "trinary":
      return { min: 0, max: 2 };
    case "anchored":
      return { min: item.min, max: item.max };
    case "count":
      return item.max === null ? null : { min: 0, max: item.max };
    case "text":
      return null;
  }
}

/** Tells whether an item takes part in the score. */
export function isScored(item: Item): item is ScoredItem {
  return itemRange(item) !== null;
}
