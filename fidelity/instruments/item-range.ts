import type { Item, ScoredItem } from "./instrument.schema.ts";

/**
 * The lowest and highest score an item can earn; null for text and for what is only recorded.
 *
 * @param item an item of a parsed definition; bad input is the definition's schema to refuse
 *
 * Source: binary 0-1, trinary 0-2; anchored, count and duration as the definition says; ratio and percentage earn a
 * share of one point, indicators a point each.
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
    case "duration":
      return item.max === null ? null : { min: 0, max: item.max };
    case "ratio":
      return item.full === null ? null : { min: 0, max: 1 };
    case "percent":
      return { min: 0, max: 1 };
    case "indicators":
      return { min: 0, max: item.indicators.length };
    case "text":
      return null;
  }
}

/** Tells whether an item takes part in the score. */
export function isScored(item: Item): item is ScoredItem {
  return item.type !== "text" && item.scored && itemRange(item) !== null;
}

/** Tells whether an item is answered by choosing a step, rather than by typing. */
export function isChoice(item: Item): item is Extract<Item, { type: "binary" | "trinary" | "anchored" }> {
  return item.type === "binary" || item.type === "trinary" || item.type === "anchored";
}
