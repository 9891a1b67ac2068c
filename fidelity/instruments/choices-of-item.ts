import type { Item } from "./instrument.schema.ts";
import { isChoice, itemRange } from "./item-range.ts";

const YES_NO = ["No", "Yes"];
const TRINARY_WORDS = ["Not in place", "Partly", "Fully"];

/**
 * What a rater can choose from, for a form in another tool: the steps in the order of their anchors, then those that
 * have none, then "not observed", "not applicable", "don't know" and "refused" where the item allows them.
 *
 * @param item an item of a parsed definition
 * @returns name, label and whether the label is an anchor's text; each indicator, with its own id and whether it may be
 *   left unobserved; empty for what is typed
 *
 * Source: response semantics of `instrument.schema.ts`.
 */
export function choicesOfItem(
  item: Item,
): { name: string; label: string; isAnchor: boolean; own?: Record<string, string> }[] {
  if (item.type === "indicators")
    return item.indicators.map(({ id, text, notObservedAllowed }, index) => ({
      ...{ name: String(index + 1), label: text, isAnchor: true },
      own: { id, not_observed: notObservedAllowed ? "yes" : "no" },
    }));
  const range = itemRange(item);
  if (!isChoice(item) || range === null) return [];
  const anchors = item.type === "binary" ? [] : item.anchors;
  const choices = anchors.map(({ value, text }) => ({ name: String(value), label: text, isAnchor: true }));
  for (let value = range.min; value <= range.max; value += 1)
    if (!anchors.some((anchor) => anchor.value === value)) {
      const words = item.type === "binary" ? YES_NO : TRINARY_WORDS;
      choices.push({ name: String(value), label: words[value] ?? String(value), isAnchor: false });
    }
  if (item.notObservedPolicy !== "not-allowed")
    choices.push({ name: "not_observed", label: "Not observed", isAnchor: false });
  if (item.naAllowed) choices.push({ name: "na", label: "Not applicable", isAnchor: false });
  if (item.dontKnowAllowed) choices.push({ name: "dont_know", label: "Don't know", isAnchor: false });
  if (item.refusedAllowed) choices.push({ name: "refused", label: "Refused to answer", isAnchor: false });
  return choices;
}

/** The two counts of a ratio or percentage, above and below the line, for a tool that asks them one by one. */
export function countsOf(
  item: Extract<Item, { type: "ratio" | "percent" }>,
): [{ id: string; label: string }, { id: string; label: string }] {
  return item.type === "ratio"
    ? [
        { id: "above", label: item.numerator },
        { id: "below", label: item.denominator },
      ]
    : [
        { id: "done", label: "done" },
        { id: "opportunities", label: item.opportunity },
      ];
}
