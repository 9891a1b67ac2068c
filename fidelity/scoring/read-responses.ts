import { z } from "zod";
import {
  type AnswerDetail,
  type InstrumentDefinition,
  type Item,
  type ItemResponse,
  response,
  type ScoredItem,
} from "../instruments/instrument.schema.ts";
import { itemRange } from "../instruments/item-range.ts";
import { seenAnswer, shownItems } from "../instruments/shown-items.ts";
import { parseInput } from "../parse-input.ts";

const responseList = z.array(response);

/**
 * The response to every item that is on the form, blank where there is none, in the order of the instrument. Items that
 * a condition hides are left out with whatever was answered before they were hidden.
 *
 * @param instrument a parsed definition
 * @param responses responses in any order, one per item at most
 * @returns pairs of item and response
 * @throws TypeError for a malformed response; RangeError naming every response that the instrument does not allow:
 *   unknown or repeated item, value off the scale, code not offered; of hidden items too
 *
 * Source: response semantics of fidelity checklists: a value, not applicable, not observed,
 * don't know, refused and blank differ.
 */
export function readResponses(
  instrument: InstrumentDefinition,
  responses: readonly ItemResponse[],
): { item: Item; response: ItemResponse }[] {
  const items = new Map(instrument.items.map((item) => [item.id, item]));
  const byItem = new Map<string, ItemResponse>();
  const problems: string[] = [];
  for (const [index, given] of parseInput(responseList, responses, "responses").entries()) {
    const item = items.get(given.itemId);
    const expected = item === undefined ? "the id of an item of the instrument" : refusal(item, given);
    if (expected !== null)
      problems.push(`responses[${index}] (${given.itemId}): found ${show(given)}, expected ${expected}`);
    if (byItem.has(given.itemId))
      problems.push(`responses[${index}] (${given.itemId}): found a second response, expected one`);
    byItem.set(given.itemId, given);
  }
  if (problems.length > 0) throw new RangeError(problems.join("\n"));
  const shown = shownItems(instrument, (itemId) => seenAnswer(byItem.get(itemId)));
  return instrument.items
    .filter(({ id }) => shown.has(id))
    .map((item) => ({ item, response: byItem.get(item.id) ?? { itemId: item.id, code: "missing" } }));
}

/** What was expected instead, or null when the response is allowed. */
function refusal(item: Item, given: ItemResponse): string | null {
  if (given.code === "missing") return null;
  if (item.type === "text") return given.code === "value" && typeof given.value === "string" ? null : "text";
  switch (given.code) {
    case "na":
      return item.naAllowed ? null : "an answer other than not applicable";
    case "not-observed":
      return item.notObservedPolicy === "not-allowed" ? "an answer other than not observed" : null;
    case "dont-know":
      return item.dontKnowAllowed ? null : "an answer other than don't know";
    case "refused":
      return item.refusedAllowed ? null : "an answer other than refused";
    case "value":
      return valueRefusal(item, given.value);
  }
}

function valueRefusal(item: ScoredItem, value: number | string | AnswerDetail): string | null {
  switch (item.type) {
    case "ratio":
      return typeof value === "object" && "numerator" in value
        ? null
        : "two counts, numerator and denominator";
    case "percent":
      if (typeof value !== "object" || !("done" in value)) return "two counts, done and opportunities";
      return value.done <= value.opportunities
        ? null
        : `at most ${value.opportunities} done, the opportunities`;
    case "indicators":
      return indicatorsRefusal(item, value);
    default:
      return numberRefusal(item, value);
  }
}

function indicatorsRefusal(
  { indicators }: Extract<ScoredItem, { type: "indicators" }>,
  value: number | string | AnswerDetail,
): string | null {
  if (typeof value !== "object" || !("indicators" in value)) return "an answer to every indicator";
  const given = value.indicators;
  const known = new Set(indicators.map(({ id }) => id));
  const strange = Object.keys(given).filter((id) => !known.has(id));
  if (strange.length > 0) return `indicators of the item, which ${strange.join(", ")} is not`;
  for (const { id, text, notObservedAllowed } of indicators) {
    if (!Object.hasOwn(given, id)) return `an answer to “${text}” too`;
    if (given[id] === "not-observed" && !notObservedAllowed) return `yes or no to “${text}”`;
  }
  return null;
}

function numberRefusal(item: ScoredItem, value: number | string | AnswerDetail): string | null {
  // A count or duration may exceed the number that earns all points.
  const isOpen = item.type === "count" || item.type === "duration";
  const { min, max } = (isOpen ? null : itemRange(item)) ?? { min: 0, max: Number.POSITIVE_INFINITY };
  if (typeof value === "number" && Number.isInteger(value) && value >= min && value <= max) return null;
  return isOpen ? "a whole number of 0 or more" : `a whole number from ${min} to ${max}`;
}

function show(given: ItemResponse): string {
  return given.code === "value" ? JSON.stringify(given.value) : given.code;
}
